"""The commands that converse: ``start`` and ``resume``."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ikewizard.cli.clock import now
from ikewizard.cli.keeping import Keeper
from ikewizard.cli.leaving import LeftBySignal, leaving_safely
from ikewizard.cli.named import named_logs
from ikewizard.cli.output import takes_unicode, write
from ikewizard.cli.paths import data_folder, trees_at
from ikewizard.cli.piped import pipe_holds_log
from ikewizard.console.desk import Desk, HandedIn, Switch
from ikewizard.console.pick import pick_screen
from ikewizard.console.screen import Screen
from ikewizard.core.events import Started
from ikewizard.core.tree import Ask
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.knowledge.locate import shipped_folder
from ikewizard.sessions.choosing import find
from ikewizard.sessions.journal import Journal
from ikewizard.sessions.store import SessionStore, new_id
from ikewizard.version import __version__

if TYPE_CHECKING:
    from ikewizard.cli.hand_in import Intake
    from ikewizard.cli.hand_out import HandOut
    from ikewizard.console.forms import Field


_UNNOTICED = 0.4
"""Seconds that nobody asks about."""
_HANDOVER = b'{"format":"ikewizard-handover-'
_TERMINAL = "CONIN$" if sys.platform == "win32" else "/dev/tty"


def start(arguments: argparse.Namespace) -> int:
    """Start a session, with the logs of the command line handed in already."""
    handed_over = _named_handover(arguments)
    if handed_over:
        arguments.session = handed_over
        return resume(arguments)
    knowledge = load(*trees_at(arguments.trees))
    # Whatever is wrong with the trees or the logs is told before a session begins.
    piped = not named_logs(arguments) and _pipe_holds_log(knowledge)
    if piped:
        arguments.logs = ["-"]
    given = _given(arguments, knowledge)
    _check_share(arguments)
    started = Started(now(), new_id(os.urandom(4)), __version__, knowledge.digest)
    with _terminal_for(arguments):
        screen = _screen(arguments)
        journal = Journal.begin(SessionStore(data_folder()), started)
        keeper = Keeper(knowledge, journal.session)
        desk = _desk(knowledge, screen, journal, keeper, call=arguments.call)
        if arguments.share:
            desk = _shared(desk, journal, knowledge)
        if piped:
            from ikewizard.console.intake import tell_piped  # noqa: PLC0415 -- only for a log in the pipe

            tell_piped(desk)
        return _converse(desk, journal, knowledge, keeper, given)


def resume(arguments: argparse.Namespace) -> int:
    """Go on with a stored session at its next question."""
    from ikewizard.cli.resuming import is_handover, welcome_back  # noqa: PLC0415 -- a new session needs neither

    _check_share(arguments)
    store = SessionStore(data_folder())
    told = ""
    if is_handover(arguments.session, store):
        from ikewizard.cli.handover import take_over  # noqa: PLC0415 -- mostly it is a session of this computer

        knowledge = load(*trees_at(arguments.trees))
        journal, told = take_over(arguments.session, store, knowledge)
    else:
        session = find(store, arguments.session)
        knowledge = load(*trees_at(arguments.trees))
        journal = Journal.resume(store, session)
    screen = _screen(arguments)
    screen.show(welcome_back(knowledge, journal, told))
    keeper = Keeper(knowledge, journal.session)
    desk = _desk(knowledge, screen, journal, keeper, call=arguments.call)
    if arguments.share:
        desk = _shared(desk, journal, knowledge)
    return _converse(desk, journal, knowledge, keeper)


def _screen(arguments: argparse.Namespace) -> Screen:
    return pick_screen(arguments.plain, os.environ, sys.stdin, sys.stdout, unicode=takes_unicode())


def _named_handover(arguments: argparse.Namespace) -> str:
    """Return the name of the one file that is named, where it is no log but a session handed over."""
    named = [name for _, name in named_logs(arguments)]
    try:
        path = Path(named[0]) if len(named) == 1 and named[0] != "-" else None
        if path is None or not path.is_file():
            return ""
        with path.open("rb") as stream:
            return named[0] if stream.read(len(_HANDOVER)) == _HANDOVER else ""
    except (OSError, ValueError):
        return ""


def _check_share(arguments: argparse.Namespace) -> None:
    if arguments.share:
        from ikewizard.cli.shared_page import need_extra  # noqa: PLC0415 -- rarely shared

        need_extra()


def _shared(desk: Desk, journal: Journal, knowledge: Knowledge) -> Desk:
    """Return the desk of a session that is shared, and tell the address. It ends with this process."""
    from ikewizard.cli.shared_page import SharedPage  # noqa: PLC0415 -- rarely shared
    from ikewizard.core.record import replace  # noqa: PLC0415 -- see above

    shipped = knowledge.folder == shipped_folder()
    page = SharedPage(journal.session, () if shipped else ("--trees", knowledge.folder))
    desk.screen.show(page.opening())
    return replace(desk, sharing=page)


def _pipe_holds_log(knowledge: Knowledge) -> bool:
    if sys.stdin.isatty():
        return False
    questions = (node for node in knowledge.walk.nodes.values() if isinstance(node, Ask))
    return pipe_holds_log(sys.stdin, {choice.label for node in questions for choice in node.choices})


def _given(arguments: argparse.Namespace, knowledge: Knowledge) -> list[HandedIn]:
    named = named_logs(arguments)
    if not named:
        return []
    from ikewizard.cli.hand_in import Intake  # noqa: PLC0415 -- no log, no reader

    intake = Intake(knowledge)
    return [intake.file(name, side) for side, name in named]


@contextmanager
def _terminal_for(arguments: argparse.Namespace) -> Iterator[None]:
    # A log came through the pipe: the answers come from the terminal itself, where there is one.
    named = [*arguments.logs, *arguments.initiator, *arguments.responder]
    if "-" not in named or sys.stdin.isatty():
        yield
        return
    piped = sys.stdin
    try:
        sys.stdin = open(_TERMINAL, encoding=piped.encoding)  # noqa: PTH123, SIM115 -- a device, for the run
    except OSError:
        yield
        return
    try:
        yield
    finally:
        sys.stdin.close()
        sys.stdin = piped


def _desk(knowledge: Knowledge, screen: Screen, journal: Journal, keeper: Keeper, *, call: bool) -> Desk:
    # Neither logs nor forms are needed for the first question: what reads them is loaded when they are.
    # One reader serves every log of the session: its signatures are compiled once.
    @cache
    def intake() -> Intake:
        from ikewizard.cli.hand_in import Intake  # noqa: PLC0415 -- see above

        return Intake(knowledge)

    def read_text(text: str, name: str) -> HandedIn:
        return intake().text(text, name)

    def read_file(name: str) -> HandedIn:
        return intake().file(name)

    def fields() -> Mapping[str, Field]:
        from ikewizard.cli.fields import form_fields  # noqa: PLC0415 -- see above

        return form_fields(knowledge.walk.settings.values())

    def hand_out() -> HandOut:
        from ikewizard.cli.hand_out import HandOut  # noqa: PLC0415 -- see above

        return HandOut(knowledge, sys.stdout, os.environ, takes_unicode())

    return Desk(
        knowledge.playbook,
        screen,
        journal,
        now,
        read_text,
        read_file,
        fields,
        keep=keeper.keep,
        call=Switch(call),
        hand_out=hand_out,
    )


def _converse(
    desk: Desk, journal: Journal, knowledge: Knowledge, keeper: Keeper, given: Sequence[HandedIn] = ()
) -> int:
    from ikewizard.console.loop import converse  # noqa: PLC0415 -- after the screen has been chosen

    status = 0
    try:
        with leaving_safely():
            for handed in given:
                from ikewizard.console.intake import take_in  # noqa: PLC0415 -- only when a log was named

                take_in(desk, handed)
            ending = converse(desk)
    except LeftBySignal as signal:
        status, ending = 128 + signal.number, None
    except KeyboardInterrupt:
        status, ending = 130, None
    except EOFError:
        ending = None
    finally:
        journal.close()
    _say_goodbye(desk, journal, knowledge, _kept(keeper), finished=ending is not None)
    return status


def _kept(keeper: Keeper) -> str:
    try:
        if keeper.is_busy(_UNNOTICED):
            write("\nKeeping what was handed in ...\n")
            sys.stdout.flush()
        return keeper.finish()
    except KeyboardInterrupt:
        return ""


def _trees_option(knowledge: Knowledge) -> str:
    if knowledge.folder == shipped_folder():
        return ""
    return f" --trees {shlex.quote(knowledge.folder)}"


def _say_goodbye(desk: Desk, journal: Journal, knowledge: Knowledge, warning: str, *, finished: bool) -> None:
    command = "ikewizard export" if finished else "ikewizard resume"
    what = "The transcript:" if finished else "Saved. Go on with:"
    call = " --call" if desk.call.on and not finished else ""
    lines = [f"{what} {command} {journal.session}{call}{_trees_option(knowledge)}"]
    if not journal.saved:
        from ikewizard.cli.history import transcript_text  # noqa: PLC0415 -- only when saving failed

        text = transcript_text(journal.events, knowledge)
        lines = ["The session could not be saved on disk; its transcript follows.", "", text]
    elif warning:
        lines.append(warning)
    try:
        write("\n" + "\n".join(lines) + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        pass  # the terminal has gone; what was answered is stored
