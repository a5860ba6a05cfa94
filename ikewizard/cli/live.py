"""What all ways of following a running session share: where it is stored, and what masks it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Event
from ikewizard.errors import SessionError
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level, Masker
from ikewizard.sessions.store import SessionStore
from ikewizard.sessions.tail import News, Tail

LOOK_EVERY = 0.1
"""Seconds between two looks at the session's file."""

PATIENCE = 30.0
"""Seconds for which a file that cannot be read (a network that is away) is looked for."""


class Watch:
    """Looks at a session's file again and again, and bears with it when it is away for a while."""

    def __init__(self, tail: Tail) -> None:
        self._tail = tail
        self._known = False
        self._failing_since: float | None = None

    def look(self) -> News:
        """Return what is new. Raises SessionError when the file was never there, or stays away."""
        try:
            news = self._tail.poll()
        except SessionError as error:
            now = time.monotonic()
            if self._failing_since is None:
                self._failing_since = now
                if self._known:
                    sys.stderr.write(f"ikewizard: {error.what}; it is looked for\n")
            if not self._known or now - self._failing_since > PATIENCE:
                raise
            return News()
        self._known, self._failing_since = self._known or bool(news.events), None
        return news


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
