"""The command that writes a session's case note, and the full logs to go with it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ikewizard.cli.output import write
from ikewizard.cli.paths import data_folder, trees_at
from ikewizard.core.heirs import inherit
from ikewizard.errors import InputError, UsageError
from ikewizard.knowledge.load import load
from ikewizard.report.changes import change_sentences
from ikewizard.report.fitting import FEWEST, USUAL
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.choosing import chosen
from ikewizard.sessions.store import SessionStore


def export(arguments: argparse.Namespace) -> int:
    """Write the note of a session to standard output or a file, and into a folder with its logs."""
    from ikewizard.cli.masks import masker_for, remember, tell_replaced  # noqa: PLC0415 -- not before the command line is right
    from ikewizard.cli.note import Note  # noqa: PLC0415 -- see above

    limit = _limit(arguments.limit, arguments.format)
    if limit and limit < FEWEST:
        raise UsageError(
            f"--limit {limit} is too little for a note", hint=f"{FEWEST} is the least, 0 is no limit"
        )
    store = SessionStore(data_folder())
    session = chosen(store, arguments.session)
    stored = store.read(session)
    if stored.note:
        sys.stderr.write(f"ikewizard: {stored.note}\n")
    knowledge = load(*trees_at(arguments.trees))
    attachments = Attachments(data_folder())
    whole = _whole(session, arguments.attach)
    events = inherit(stored.events, knowledge.playbook.heirs)
    masker = masker_for(knowledge, session, events, arguments.redact)
    changes = change_sentences(stored.events, knowledge.playbook, knowledge.digest)
    note = Note(events, knowledge, masker, attachments.names(session), whole, changes)
    if arguments.attach:
        from ikewizard.cli.attach import attach  # noqa: PLC0415 -- rarely asked for

        folder = Path(arguments.attach).expanduser()
        names = attach(note, session, attachments, folder, arguments.format, force=arguments.force)
        sys.stderr.write(f"ikewizard: {len(names)} files written to {folder}: {', '.join(names)}\n")
    text = note.text(arguments.format, limit)
    # Kept before anybody reads them: what a colleague asks about can be looked up.
    remember(session, masker)
    if arguments.output:
        _write(Path(arguments.output), text)
    elif not arguments.attach:
        write(text)
    tell_replaced(masker)
    return 0


def _limit(told: int | None, form: str) -> int:
    # What is read as a file has no field that it must fit into.
    if told is None:
        return 0 if form in ("html", "json") else USUAL
    return told


def _whole(session: str, attach: str) -> str:
    if attach:
        return "The whole note and the full logs are in the folder that goes with it."
    return (
        f"The whole of it: ikewizard export {session} --limit 0; "
        f"with the full logs: ikewizard export {session} --attach FOLDER"
    )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"the note cannot be written: {reason}", where=str(path)) from None
