"""What a stored session says to others: its transcript, and who is who in what was masked."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ikewizard.cli.output import write
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Event
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge
from ikewizard.sessions.choosing import chosen
from ikewizard.sessions.store import SessionStore

if TYPE_CHECKING:
    from ikewizard.report.masking import Masker


def masks(arguments: argparse.Namespace) -> int:
    """Show what each pseudonym of a session stands for, to whoever holds the session."""
    from ikewizard.cli.masks import kept_names  # noqa: PLC0415 -- the list needs none of this
    from ikewizard.cli.output import write_document  # noqa: PLC0415 -- the list needs none of this
    from ikewizard.core.cleaning import clean_line  # noqa: PLC0415 -- the list needs none of this
    from ikewizard.report.document import Document, Table  # noqa: PLC0415 -- the list needs none of this

    store = SessionStore(data_folder())
    asked = arguments.name.upper()
    session = arguments.session
    if not asked and "-" in session:
        # A name alone is one of the last session's: an id has no hyphen.
        session, asked = "", session.upper()
    found = chosen(store, session)
    names = {pseudonym: clean_line(text) for text, pseudonym in kept_names(found).items()}
    if asked and asked not in names:
        hint = (
            f"'ikewizard masks {found}' lists all"
            if names
            else "'ikewizard export --redact public' gives some"
        )
        raise InputError(f"nothing is called '{clean_line(asked)}' in the session '{found}'", hint=hint)
    rows = tuple(sorted(names.items(), key=_by_kind)) if not asked else ((asked, names[asked]),)
    if rows:
        write_document(Document((Table(("Name", "Stands for"), rows),)), "text")
    else:
        write(f"nothing of the session '{found}' was masked yet\n")
    return 0


def _by_kind(row: tuple[str, str]) -> tuple[str, int, str]:
    kind, _, number = row[0].partition("-")
    return kind, len(number), number


def transcript_text(
    events: Sequence[Event], knowledge: Knowledge, form: str = "markdown", masker: Masker | None = None
) -> str:
    """Return a session's transcript in one of the forms of a note, with no secret in it, and masked.

    Without a masker only secrets are blotted out.
    """
    from ikewizard.cli.note import Note  # noqa: PLC0415 -- the list needs none of this
    from ikewizard.report.masking import Masker as Made  # noqa: PLC0415 -- see above

    return Note(events, knowledge, masker or Made("none", knowledge.scan.secrets)).text(form)
