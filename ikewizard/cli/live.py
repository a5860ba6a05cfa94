"""What all ways of following a running session share: where it is stored, and what masks it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Event
from ikewizard.errors import SessionError
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level, Masker
from ikewizard.sessions.store import SessionStore

LOOK_EVERY = 0.2
"""Seconds between two looks at the session's file."""


def store_in(folder: str | None) -> SessionStore:
    """Return the store of this user, or the one in ``folder`` (or whose very sessions that holds)."""
    if folder is None:
        return SessionStore(data_folder())
    path = Path(folder)
    if not path.is_dir():
        raise SessionError(
            "there is no such folder", where=folder, hint="name the folder that holds 'sessions'"
        )
    named = path.resolve()
    return SessionStore(named.parent if named.name == "sessions" else named)


def masker_of(_session: str, _events: Sequence[Event], knowledge: Knowledge, level: Level) -> Masker:
    """Return what masks all that is shown of a session to who follows it."""
    return Masker(level, knowledge.scan.secrets)
