"""The folder that goes with a ticket: the whole note, the full logs as they were given, and an index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from ikewizard.cli.note import ENDINGS, WIDTH, Note
from ikewizard.core.events import EvidenceGiven, WentBack
from ikewizard.errors import InputError, SessionError
from ikewizard.report.document import Document, Heading, Items, Paragraph
from ikewizard.report.masking import Masker
from ikewizard.report.text import render_text
from ikewizard.sessions.attachments import Attachments

INDEX = "index.txt"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_ENDINGS = (".log", ".txt", ".conf", ".cfg", ".rsc")
_LONGEST = 60
_AT_ONCE = 2_000
"""Lines that are masked together."""


def attach(
    note: Note, session: str, attachments: Attachments, folder: Path, form: str, *, force: bool
) -> tuple[str, ...]:
    """Write the whole note and every text that is kept into ``folder``, and return the names of the files.

    Everything goes through the note's masker. Raises InputError for a folder that cannot be written, or
    that has something in it and ``force`` is not given; then nothing is written.
    """
    _prepare(folder, force=force)
    # What is a name may show in a later line only, or in another text: all is read before any is written.
    _learn(note, session, attachments)
    whole = note.text(form)
    written = [f"case-note.{ENDINGS[form]}"]
    told = [f"{written[0]}: the whole note"]
    taken_back = {event.target for event in note.events if isinstance(event, WentBack)}
    for piece in (event for event in note.events if isinstance(event, EvidenceGiven)):
        what = f"{piece.name}, {piece.side}" if piece.side != "either" else piece.name
        back = " (it was taken back in the session)" if piece.id in taken_back else ""
        if piece.id not in attachments.names(session):
            told.append(f"{what}: its full text was not kept{back}")
            continue
        name = safe_name(piece.id, piece.side, note.masker.text(piece.name))
        try:
            _write(folder / name, _masked(attachments.lines(session, piece.id), note.masker))
        except SessionError as error:
            told.append(f"{what}: {error.what}")
            continue
        written.append(name)
        as_given = "as it was given" if note.masker.level == "none" else "masked"
        told.append(f"{name}: {what}, {as_given}{back}")
    _write(folder / written[0], [whole])
    document = Document(
        (
            Heading(f"Session {session}", 1),
            Items(tuple(told)),
            Paragraph("Secrets are blotted out in all of these files."),
            *note.masker.section(),
        )
    )
    _write(folder / INDEX, [render_text(note.masker.document(document), WIDTH)])
    return (*written, INDEX)


def safe_name(evidence: str, side: str, name: str) -> str:
    """Return a file name for a text, whatever it was called: no path, no sign that a system minds."""
    plain = _UNSAFE.sub("-", name).strip(".-")[-_LONGEST:].lstrip(".-")
    parts = [evidence, *([side] if side != "either" else []), *([plain] if plain else [])]
    whole = "-".join(parts)
    return whole if whole.lower().endswith(_ENDINGS) else f"{whole}.txt"


def _prepare(folder: Path, *, force: bool) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()) and not force:
            raise InputError(
                "there is something in this folder already",
                where=str(folder),
                hint="name another one, or overwrite what is in it with --force",
            )
    except OSError as error:
        raise _unwritable(folder, error) from None


def _learn(note: Note, session: str, attachments: Attachments) -> None:
    if note.masker.level == "none":
        return
    for piece in attachments.names(session):
        with suppress(SessionError):  # told when it is written
            note.masker.learn(_blocks(attachments.lines(session, piece)))


def _masked(lines: Iterable[str], masker: Masker) -> Iterator[str]:
    # What is kept has no secret left that could lie across two of these blocks.
    return (masker.text(block) + "\n" for block in _blocks(lines))


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    taken = iter(lines)
    while block := list(islice(taken, _AT_ONCE)):
        yield "\n".join(block)


def _write(path: Path, texts: Iterable[str]) -> None:
    # Never through a link that lies there: what it leads to is not ours to overwrite.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", newline="\n") as file:
            file.writelines(texts)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"it cannot be written: {reason}", where=str(path))
