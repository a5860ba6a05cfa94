"""The commands about stored sessions: ``sessions`` and ``export``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ikewizard.cli.output import write
from ikewizard.cli.paths import cache_folder, data_folder, knowledge_folder
from ikewizard.core.events import Event
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.sessions.store import SessionStore, SessionSummary

if TYPE_CHECKING:
    from ikewizard.report.masking import Masker


def sessions(_arguments: argparse.Namespace) -> int:
    """List the stored sessions, the last used first: the order in which ``resume`` picks one."""
    found = SessionStore(data_folder()).list()
    if not found:
        sys.stdout.write("no session is stored yet; 'ikewizard' starts one\n")
    for summary in found:
        write(f"{_line(summary)}\n")
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write the transcript of a session to standard output or a file."""
    store = SessionStore(data_folder())
    session = store.find(arguments.session) if arguments.session else _latest(store)
    stored = store.read(session)
    if stored.note:
        sys.stderr.write(f"ikewizard: {stored.note}\n")
    knowledge = load(knowledge_folder(arguments.trees), cache_folder())
    from ikewizard.cli.masks import masker_for, remember, tell_replaced  # noqa: PLC0415 -- the list needs none

    masker = masker_for(knowledge, session, stored.events, arguments.redact)
    text = transcript_text(stored.events, knowledge, arguments.format, masker)
    # Kept before anybody reads them: what a colleague asks about can be looked up.
    remember(session, masker)
    if arguments.output:
        _write(Path(arguments.output), text)
    else:
        write(text)
    tell_replaced(masker)
    return 0


def masks(arguments: argparse.Namespace) -> int:
    """Show what each pseudonym of a session stands for, to whoever holds the session."""
    from ikewizard.cli.masks import kept_names  # noqa: PLC0415 -- see export
    from ikewizard.cli.output import write_document  # noqa: PLC0415 -- see export
    from ikewizard.core.cleaning import clean_line  # noqa: PLC0415 -- see export
    from ikewizard.report.document import Document, Table  # noqa: PLC0415 -- see export

    store = SessionStore(data_folder())
    asked = arguments.name.upper()
    session = arguments.session
    if not asked and "-" in session:
        # A name alone is one of the last session's: an id has no hyphen.
        session, asked = "", session.upper()
    found = store.find(session) if session else _latest(store)
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
    """Return a session's transcript as Markdown or plain text, with no secret in it, and masked.

    Without a masker only secrets are blotted out.
    """
    from ikewizard.report.document import Document  # noqa: PLC0415 -- the list needs none of this
    from ikewizard.report.markdown import render_markdown  # noqa: PLC0415 -- see above
    from ikewizard.report.masking import Masker as Made  # noqa: PLC0415 -- see above
    from ikewizard.report.text import render_text  # noqa: PLC0415 -- see above
    from ikewizard.report.transcript import transcript  # noqa: PLC0415 -- see above

    by = masker or Made("none", knowledge.scan.secrets)
    document = by.document(transcript(events, knowledge.playbook))
    document = Document((*document.blocks, *by.section()))
    return render_text(document, 80) if form == "text" else render_markdown(document)


def _latest(store: SessionStore) -> str:
    found = [summary for summary in store.list() if not summary.fault]
    return found[0].id if found else store.find("")


def _line(summary: SessionSummary) -> str:
    if summary.fault:
        return f"{summary.id}  cannot be read: {summary.fault}"
    ending = summary.ending or "unfinished"
    last = summary.last.replace("T", " ").removesuffix("Z")
    answers = f"{summary.answers} answer{'s' if summary.answers != 1 else ''}"
    return f"{summary.id}  {last} UTC  {ending:12}  {answers}"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"the transcript cannot be written: {reason}", where=str(path)) from None
