"""Going on with a session: what is named to be resumed, and what its user is told first."""

from __future__ import annotations

from pathlib import Path

from ikewizard.cli.clock import now
from ikewizard.core.engine import misfits
from ikewizard.core.events import WentBack
from ikewizard.core.heirs import inherit
from ikewizard.core.progress import replay
from ikewizard.core.tree import Ask, Form
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.changes import change_sentences
from ikewizard.report.document import Document, Heading, Items, Paragraph
from ikewizard.sessions.journal import Journal
from ikewizard.sessions.store import SessionStore


def is_handover(name: str, store: SessionStore) -> bool:
    """Return whether what is to be resumed is the name of a file, and not the id of a session."""
    if any(sign in name for sign in "./\\"):
        return True
    return name != "" and Path(name).is_file() and not store.knows(name)


def welcome_back(knowledge: Knowledge, journal: Journal, told: str = "") -> Document:
    """Return what a user who comes back is told: what is kept, what is different, and what ``told`` says."""
    playbook = knowledge.playbook
    changes = change_sentences(journal.events, playbook, knowledge.digest)
    journal.see_as(lambda events: inherit(events, playbook.heirs))
    progress = replay(journal.events)
    gone = misfits(playbook, progress)
    for node in gone:
        journal.append(WentBack(now(), node))
    notes = [*told.splitlines(), *([journal.note] if journal.note else []), *changes]
    nodes = knowledge.walk.nodes
    fitting = (nodes.get(node) for node in progress.answers if node not in gone)
    answers, evidence = sum(isinstance(node, Ask | Form) for node in fitting), len(progress.evidence)
    return Document(
        (
            Heading(f"Session {journal.session}", 2),
            Paragraph(f"Kept: {_count(answers, 'answer')} and {_count(evidence, 'piece')} of evidence."),
            *((Items(tuple(notes)),) if notes else ()),
        )
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
