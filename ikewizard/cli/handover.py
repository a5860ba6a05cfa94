"""The command ``handover``: a session with its logs as one file; and taking such a file over."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ikewizard.cli.clock import now
from ikewizard.cli.copying import blotted_lines
from ikewizard.cli.masks import masker_for, remember, tell_replaced
from ikewizard.cli.output import write
from ikewizard.cli.packed import unpack
from ikewizard.cli.paths import data_folder, trees_at
from ikewizard.core.cleaning import clean, clean_line
from ikewizard.core.events import Event, EvidenceGiven, Started
from ikewizard.errors import InputError, SessionError
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.report.masked_events import masked_events, masked_lines
from ikewizard.report.masking import Masker
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.choosing import chosen
from ikewizard.sessions.handover import FORMAT, Handover, Logs, Note, log_lines, read, whole_lines, written
from ikewizard.sessions.journal import Journal
from ikewizard.sessions.store import SessionStore, new_id
from ikewizard.version import __version__

_TRIES = 20
"""Ids that are drawn until one is free: one is, or there are millions of sessions."""


def handover(arguments: argparse.Namespace) -> int:
    """Write a session, its events and the logs that were kept for it, into one file."""
    store = SessionStore(data_folder())
    session = chosen(store, arguments.session)
    path = Path(arguments.output or f"ikewizard-{session}.jsonl")
    to_stdout = arguments.output == "-"
    if not to_stdout:
        _refuse_place(path, force=arguments.force)
    stored = store.read(session)
    if stored.note:
        sys.stderr.write(f"ikewizard: {clean(stored.note)}\n")
    knowledge = load(*trees_at(arguments.trees))
    masker = masker_for(knowledge, session, stored.events, arguments.redact)
    events = masked_events(stored.events, knowledge.playbook, masker.text)
    by = masker.text(_user()) if arguments.redact == "none" else ""
    note = Note(FORMAT, session, now(), __version__, arguments.redact, len(events), by)
    names = _log_names(session, stored.events)
    lines = written(note, events, _logs(session, names, masker))
    if to_stdout:
        sys.stdout.buffer.writelines(lines)
    else:
        _write(path, lines)
    remember(session, masker)
    tell_replaced(masker)
    if to_stdout:
        return 0
    logs = f", with {len(names)} log{'s' if len(names) > 1 else ''}" if names else ""
    write(
        f"The session {session} is in {clean_line(str(path))}{logs}.\n"
        "To go on with it on another computer: ikewizard resume FILE\n"
    )
    return 0


def take_over(name: str, store: SessionStore, knowledge: Knowledge) -> tuple[Journal, str]:
    """Store the session in a handover file as one of this computer; return it, and what is to be told.

    It keeps its id where that is free. Where a session of this id is stored that begins with the same
    events, it is that one: it was taken over before, or comes from here. Raises InputError for a file of
    which anything is not as it should be: then nothing is stored.
    """
    path = Path(name).expanduser()
    try:
        found = read(whole_lines(_blocks(path)))
    except InputError as error:
        raise InputError(error.what, where=error.where or clean_line(str(path)), hint=error.hint) from None
    text = Masker("none", knowledge.scan.secrets).text
    events = masked_events(found.events, knowledge.playbook, text)
    told = _told(found)
    journal = _same(store, events)
    if journal:
        return journal, f"{told}\nIt is stored on this computer already, and goes on where it was left."
    journal = _adopted(store, events)
    if journal.session != found.note.session:
        told += f"\nThe id {found.note.session} is taken here, so it is {journal.session} now."
    try:
        for log, lines in log_lines(whole_lines(_blocks(path))) if found.logs else ():
            # They say to have no secrets: whoever wrote them is not believed.
            blotted = blotted_lines(lines, knowledge.scan.secrets)
            Attachments(data_folder()).keep(journal.session, log, blotted)
    except SessionError as error:
        told += f"\n{error.what} ({error.where}); {error.hint}"
    return journal, told


def _adopted(store: SessionStore, events: tuple[Event, ...]) -> Journal:
    started = events[0]
    assert isinstance(started, Started)
    for number in range(_TRIES):
        session = new_id(os.urandom(4)) if number else started.session
        with contextlib.suppress(SessionError):  # there is one of this id
            return Journal.adopt(store, (replace(started, session=session), *events[1:]))
    raise SessionError("no free id was found for the session", hint="try again")


def _same(store: SessionStore, events: tuple[Event, ...]) -> Journal | None:
    """Return the stored session that begins with these events, if the one of their id does."""
    started = events[0]
    assert isinstance(started, Started)
    try:
        stored = store.read(started.session).events
    except SessionError:
        return None
    return Journal.resume(store, started.session) if stored[: len(events)] == events else None


def _told(found: Handover) -> str:
    note = found.note
    by = f" by {clean_line(note.by)[:60]}" if note.by else ""
    when = clean_line(note.made)[:16].replace("T", " ")
    told = f"Handed over{by} on {when} UTC, with ikewizard {clean_line(note.version)[:20]}."
    if note.redacted == "none":
        return told
    masked = f"Names and addresses in it are masked ({note.redacted}): what follows from them may be missing."
    return f"{told}\n{masked}"


def _log_names(session: str, events: Iterable[Event]) -> tuple[str, ...]:
    """Return the evidence of a session of which the text was kept."""
    given = {event.id for event in events if isinstance(event, EvidenceGiven)}
    return tuple(name for name in Attachments(data_folder()).names(session) if name in given)


def _logs(session: str, names: Iterable[str], masker: Masker) -> Logs:
    attachments = Attachments(data_folder())
    for name in names:
        yield name, masked_lines(attachments.lines(session, name), masker.text)


def _user() -> str:
    try:
        return clean_line(getpass.getuser())[:60]
    except (OSError, KeyError, ImportError):  # a user without a name, or a system without users
        return ""


def _blocks(path: Path) -> Iterator[bytes]:
    where = clean_line(str(path))
    try:
        if path.exists() and not path.is_file():
            raise InputError("this is not a file", where=where)
        with path.open("rb") as stream:
            yield from unpack(stream)
    except FileNotFoundError:
        raise InputError("there is no such file", where=where, hint="check the path") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"the file cannot be read: {reason}", where=where) from None


def _refuse_place(path: Path, *, force: bool) -> None:
    where = clean_line(str(path))
    if path.exists() and not path.is_file():
        raise InputError("this is not a file that could be written", where=where)
    if path.exists() and not force:
        raise InputError("the file is there already", where=where, hint="name another, or give --force")


def _write(path: Path, lines: Iterable[bytes]) -> None:
    """Write the file for its owner only; where it cannot be written whole there is none."""
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        with os.fdopen(handle, "wb") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
        name = ""
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            f"the handover cannot be written: {reason}",
            where=clean_line(str(path)),
            hint="name another place with -o FILE",
        ) from None
    finally:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
