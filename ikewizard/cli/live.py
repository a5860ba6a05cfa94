"""What all ways of following a running session share: where it is stored, and what masks it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from ikewizard.cli.masks import masker_for, remember, told_by
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Event
from ikewizard.errors import SessionError
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level
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


class LiveMask:
    """What masks all that is shown of a running session: what an event tells is known from then on.

    The pseudonyms are kept as they are given, so that a note written later calls everything the same.
    """

    def __init__(self, session: str, knowledge: Knowledge, level: Level) -> None:
        self._session, self._knowledge = session, knowledge
        self.masker = masker_for(knowledge, session, (), level)
        self._kept = dict(self.masker.names)

    def know(self, events: Iterable[Event]) -> None:
        """Take in what ``events`` tell to be private, before any of them is shown."""
        if self.masker.level != "none":
            self.masker.know(told_by(self._knowledge, tuple(events)))

    def keep(self) -> None:
        """Keep the pseudonyms that were given since the last time."""
        if self.masker.names != self._kept:
            self._kept = dict(self.masker.names)
            remember(self._session, self.masker)
