"""The command ``sessions``: the stored sessions, the last used first, those that were asked for."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ikewizard.cli.output import page_width, takes_unicode, write
from ikewizard.cli.paths import data_folder, trees_at
from ikewizard.cli.progress import Progress
from ikewizard.cli.times import window_of
from ikewizard.core.about import about, searchable
from ikewizard.core.heirs import inherit
from ikewizard.core.listed import OPEN, Listed
from ikewizard.errors import UsageError
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.report.masking import Masker
from ikewizard.report.session_list import lines_each, list_data, list_lines
from ikewizard.sessions.index import Entry, folded
from ikewizard.sessions.listing import Describe, entries, holds
from ikewizard.sessions.store import SessionStore
from ikewizard.version import __version__

if TYPE_CHECKING:
    from ikewizard.logs.timestamps import Stamp
    from ikewizard.logs.window import Window

Wanted = Callable[[Entry], bool]
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_ADDRESS = re.compile(r"[0-9a-f.:/]{2,50}", re.IGNORECASE)
"""What needs no looking for secrets in it: there are thousands of them."""


def sessions(arguments: argparse.Namespace) -> int:
    """List the stored sessions that are asked for, the last used first: as ``resume`` picks one."""
    window = window_of(arguments, datetime.now(UTC).replace(tzinfo=None))
    knowledge = load(*trees_at(arguments.trees))
    store, describe = SessionStore(data_folder()), describer(knowledge)
    wanted = [*_wanted(arguments, knowledge, window, store, describe)]
    progress = Progress(sys.stderr)
    try:
        everything = entries(store, describe, progress.count)
    finally:
        progress.end()
    asked = arguments.search
    stored = [
        each for each in everything if arguments.empty or not each.listed.is_empty or each.listed.id == asked
    ]
    found = [each for each in stored if all(test(each) for test in wanted)]
    limit = arguments.limit
    if limit is None:
        limit = _a_page() if sys.stdout.isatty() and arguments.format == "text" else 0
    shown = [each.listed for each in found[: limit or None]]
    _write(_masked(shown, knowledge), knowledge, arguments.format)
    if arguments.format == "text":
        _tell(len(shown), len(found), len(stored), len(everything))
    return 0


def _a_page() -> int:
    """Return how many sessions fit on the terminal: the newest, which stand first, must stay in sight."""
    return max(3, (shutil.get_terminal_size((80, 24)).lines - 4) // lines_each(page_width()))


def describer(knowledge: Knowledge) -> Describe:
    """Return what tells of a session what it is about, in the light of these trees."""
    playbook = knowledge.playbook
    return Describe(
        f"{knowledge.digest} {__version__}",
        lambda listed, events: about(listed, inherit(events, playbook.heirs), playbook),
        lambda events: searchable(inherit(events, playbook.heirs), playbook),
    )


def _wanted(
    arguments: argparse.Namespace,
    knowledge: Knowledge,
    window: Window | None,
    store: SessionStore,
    describe: Describe,
) -> Iterator[Wanted]:
    """Yield the tests that a session must pass, the quick ones first."""
    endings = {word for word in (arguments.ended, arguments.open, arguments.solved) if word}
    if len(endings) > 1:
        raise UsageError("a session has one ending", hint="give one of --open, --solved and --ended")
    if endings:
        yield lambda each: not each.listed.fault and (each.listed.ending or OPEN) in endings
    if arguments.cause:
        cause = _cause(arguments.cause, knowledge)
        yield lambda each: cause in each.listed.causes
    if window:
        yield _lies_in(window)
    if arguments.peer:
        peer = folded([arguments.peer])
        yield lambda each: any(peer in folded([name]) for name in each.listed.peers)
    if arguments.search:
        needle = folded([arguments.search])
        yield lambda each: needle == each.listed.id.encode() or holds(store, each, needle, describe)


def _cause(name: str, knowledge: Knowledge) -> str:
    """Return today's id of a cause. Raises UsageError for one that there is not."""
    causes, retired = knowledge.playbook.causes, knowledge.playbook.heirs.causes
    if name in causes:
        return name
    if name in retired:
        return retired[name].heir
    from ikewizard.core.lint import did_you_mean  # noqa: PLC0415 -- only for what is misspelt

    hint = did_you_mean(name, causes) or "'ikewizard stats' names the causes that were found so far"
    raise UsageError(f"there is no cause '{name}'", hint=hint)


def _lies_in(window: Window) -> Wanted:
    """Return the test whether a session was last used within ``window``."""
    from ikewizard.logs.timestamps import Stamp, read_stamp  # noqa: PLC0415 -- only where a time is asked for

    since, until = window.since, window.until
    if _is_dated(since) and _is_dated(until):
        # Times as we store them are compared as texts: reading those of ten thousand sessions takes long.
        first = _as_stored(since) if isinstance(since, Stamp) else ""
        last = _as_stored(until) if isinstance(until, Stamp) else "9999"
        return lambda each: bool(_TIME.match(each.listed.last)) and first <= each.listed.last[:19] <= last

    def lies_in(each: Entry) -> bool:
        stamp = read_stamp(each.listed.last)
        return stamp is not None and window.holds(stamp)

    return lies_in


def _is_dated(bound: Stamp | float | None) -> bool:
    """Return whether a bound is on some day, and not a time of any day."""
    return not isinstance(bound, float) and (bound is None or bool(bound.year))


def _as_stored(stamp: Stamp) -> str:
    """Return a moment as the time of an event."""
    minutes, seconds = divmod(int(stamp.seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{stamp.year:04}-{stamp.month:02}-{stamp.day:02}T{hour:02}:{minute:02}:{seconds:02}"


def _masked(shown: list[Listed], knowledge: Knowledge) -> list[Listed]:
    """Return the sessions with every secret in what logs and users gave as a name blotted out."""
    names = {name for each in shown for name in each.peers if not _ADDRESS.fullmatch(name)}
    if not names:
        return shown
    masker = Masker("none", knowledge.scan.secrets)
    masks = {name: mask for name in names if (mask := masker.text(name)) != name}
    if not masks:
        return shown
    return [each._replace(peers=tuple(masks.get(name, name) for name in each.peers)) for each in shown]


def _write(shown: list[Listed], knowledge: Knowledge, form: str) -> None:
    if form == "json":
        # One line each: a whole tree of indents would take longer than reading the index.
        lines = ",\n".join(json.dumps(data) for data in list_data(shown))
        write(f'{{"sessions": [\n{lines}\n]}}\n')
    elif form == "jsonl":
        write("".join(f"{json.dumps(data)}\n" for data in list_data(shown)))
    elif shown:
        width = page_width() if sys.stdout.isatty() else 0
        cut = "\u2026" if takes_unicode() else "..."
        write("".join(f"{line}\n" for line in list_lines(shown, knowledge.playbook, width, cut)))


def _tell(shown: int, found: int, stored: int, everything: int) -> None:
    if not everything:
        write("no session is stored yet; 'ikewizard' starts one\n")
    elif not stored:
        which = f"any of the {_count(everything)}" if everything > 1 else "the one session"
        write(f"nothing was answered or handed in in {which}; --empty lists them all\n")
    elif not found:
        write(f"none of the {_count(stored)} fits\n" if stored > 1 else "the one session does not fit\n")
    elif shown < found:
        write(f"{shown} of {_count(found)}; --limit 0 lists all\n")


def _count(number: int) -> str:
    return f"{number:,} sessions"
