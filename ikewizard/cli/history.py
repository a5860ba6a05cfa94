"""The commands about stored sessions: ``sessions`` and ``export``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ikewizard.cli.output import write
from ikewizard.cli.paths import cache_folder, data_folder, knowledge_folder
from ikewizard.core.events import Event
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.sessions.store import SessionStore, SessionSummary


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
    text = transcript_text(stored.events, knowledge, arguments.format)
    if arguments.output:
        _write(Path(arguments.output), text)
    else:
        write(text)
    return 0


def transcript_text(events: Sequence[Event], knowledge: Knowledge, form: str = "markdown") -> str:
    """Return a session's transcript as Markdown or plain text, with every secret in it blotted out."""
    from ikewizard.report.markdown import render_markdown  # noqa: PLC0415 -- the list needs none of this
    from ikewizard.report.redaction import redact_document  # noqa: PLC0415 -- see above
    from ikewizard.report.text import render_text  # noqa: PLC0415 -- see above
    from ikewizard.report.transcript import transcript  # noqa: PLC0415 -- see above

    document = redact_document(transcript(events, knowledge.playbook), knowledge.scan.secrets)
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
