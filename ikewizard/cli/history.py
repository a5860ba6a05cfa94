"""The command ``export``: the transcript of a stored session."""

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
from ikewizard.sessions.store import SessionStore


def export(arguments: argparse.Namespace) -> int:
    """Write the transcript of a session to standard output or a file."""
    store = SessionStore(data_folder())
    session = store.find(arguments.session) if arguments.session else store.latest()
    stored = store.read(session)
    if stored.note:
        sys.stderr.write(f"ikewizard: {stored.note}\n")
    knowledge = load(knowledge_folder(arguments.trees), cache_folder())
    from ikewizard.core.heirs import inherit  # noqa: PLC0415 -- see transcript_text

    text = transcript_text(inherit(stored.events, knowledge.playbook.heirs), knowledge, arguments.format)
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


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"the transcript cannot be written: {reason}", where=str(path)) from None
