"""The command ``forget``: deletes sessions with everything that was kept for them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from ikewizard.cli import complain
from ikewizard.cli.output import write
from ikewizard.cli.paths import data_folder
from ikewizard.core.cleaning import clean_line
from ikewizard.core.listed import OPEN, Listed
from ikewizard.errors import UsageError
from ikewizard.sessions.choosing import listed
from ikewizard.sessions.forgetting import Forgotten, forget_rest
from ikewizard.sessions.forgetting import forget as forget_sessions
from ikewizard.sessions.store import SessionStore

_MOST_SHOWN = 12


def forget(arguments: argparse.Namespace) -> int:
    """Delete the sessions that are named, that were last used before some day, or all of them."""
    data = data_folder()
    chosen = _chosen(arguments, SessionStore(data))
    if not chosen:
        write("no session is to be deleted\n")
        return 0
    if not arguments.yes and not _agreed(chosen):
        write("Nothing was deleted.\n")
        return 1
    done = forget_sessions(data, [each.id for each in chosen])
    if arguments.all:
        forget_rest(data)
    _tell(done)
    return 2 if done.kept else 0


def _chosen(arguments: argparse.Namespace, store: SessionStore) -> Sequence[Listed]:
    ways = [bool(arguments.sessions), arguments.before is not None, arguments.all]
    if sum(ways) != 1:
        raise UsageError(
            "say which sessions: their ids, --before DATE, or --all",
            hint="'ikewizard sessions' lists them",
        )
    if arguments.sessions:
        known = {each.id: each for each in listed(store)}
        # A part of an id is enough to look at a session, and not to delete it.
        names = [name.strip().lower() for name in arguments.sessions]
        for name in names:
            if name not in known:
                raise store.unknown(name)
        return [known[name] for name in dict.fromkeys(names)]
    return listed(store) if arguments.all else _before(arguments.before, listed(store))


def _before(text: str, found: Sequence[Listed]) -> Sequence[Listed]:
    from ikewizard.logs.timestamps import Stamp, read_stamp  # noqa: PLC0415 -- only where a day is named
    from ikewizard.logs.window import read_moment  # noqa: PLC0415 -- see above

    moment = read_moment(text, datetime.now(UTC).replace(tzinfo=None))
    if not isinstance(moment, Stamp) or not moment.year:
        raise UsageError(
            f"--before takes a day, not '{text}'", hint="such as 2026-11-23, or 90d (ninety days ago)"
        )
    times = [(each, read_stamp(each.last)) for each in found]
    unknown = [each.id for each, stamp in times if stamp is None]
    if unknown:
        write(
            f"kept, since it cannot be told when they were used: {', '.join(unknown)}\n"
            "  name them to have them deleted\n"
        )
    return [each for each, stamp in times if stamp is not None and stamp.before(moment)]


def _agreed(chosen: Sequence[Listed]) -> bool:
    if not sys.stdin.isatty():
        raise UsageError(
            f"{_count(len(chosen))} would be deleted, and there is nobody to ask",
            hint="give --yes to have them deleted without a question",
        )
    for each in chosen[:_MOST_SHOWN]:
        when = clean_line(each.last[:16].replace("T", " "))
        write(f"  {each.id}  {when}  {'cannot be read' if each.fault else each.ending or OPEN}\n")
    if len(chosen) > _MOST_SHOWN:
        write(f"  and {_count(len(chosen) - _MOST_SHOWN, 'more session')}\n")
    write(f"Delete {_count(len(chosen))} for good, with all logs that were kept? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _tell(done: Forgotten) -> None:
    if done.sessions:
        named = ", ".join(done.sessions[:_MOST_SHOWN])
        more = ", ..." if len(done.sessions) > _MOST_SHOWN else ""
        logs = f", and the logs kept for {done.logs} of them" if done.logs else ""
        write(f"Deleted {_count(len(done.sessions))} ({named}{more}){logs}.\n")
    for error in done.kept:
        complain(error)


def _count(number: int, noun: str = "session") -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
