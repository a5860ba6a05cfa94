"""The stored sessions: the command ``sessions``, and the transcript of one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ikewizard.cli.output import write
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Event
from ikewizard.knowledge.load import Knowledge
from ikewizard.sessions.store import SessionStore, SessionSummary


def sessions(_arguments: argparse.Namespace) -> int:
    """List the stored sessions, the last used first: the order in which ``resume`` picks one."""
    found = SessionStore(data_folder()).list()
    if not found:
        sys.stdout.write("no session is stored yet; 'ikewizard' starts one\n")
    for summary in found:
        write(f"{_line(summary)}\n")
    return 0


def transcript_text(events: Sequence[Event], knowledge: Knowledge, form: str = "markdown") -> str:
    """Return a session's transcript in one of the forms of a note, with every secret in it blotted out."""
    from ikewizard.cli.note import Note, masker_of  # noqa: PLC0415 -- the list needs none of this

    return Note(events, knowledge, masker_of(knowledge)).text(form)


def latest(store: SessionStore) -> str:
    """Return the id of the session that was used last. Raises SessionError where there is none."""
    found = [summary for summary in store.list() if not summary.fault]
    return found[0].id if found else store.find("")


def _line(summary: SessionSummary) -> str:
    if summary.fault:
        return f"{summary.id}  cannot be read: {summary.fault}"
    ending = summary.ending or "unfinished"
    last = summary.last.replace("T", " ").removesuffix("Z")
    answers = f"{summary.answers} answer{'s' if summary.answers != 1 else ''}"
    return f"{summary.id}  {last} UTC  {ending:12}  {answers}"
