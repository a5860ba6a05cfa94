"""Sessions in a list, for the tests of the list and of its index."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ikewizard.core.events import Answered, Event
from ikewizard.core.listed import Listed
from ikewizard.sessions.index import Entry
from ikewizard.sessions.listing import Describe, entries
from ikewizard.sessions.store import SessionStore
from tests.sessions.test_store import begun, file_of


def about(one: Listed, events: tuple[Event, ...]) -> Listed:
    """Describe a session by how many events it has."""
    return one._replace(causes=(f"{len(events)} events",))


def texts(events: tuple[Event, ...]) -> Iterable[str]:
    """Return the values of its answers."""
    return (event.value for event in events if isinstance(event, Answered))


DESCRIBE = Describe("trees-1", about, texts)


def told(found: Iterable[Entry]) -> list[tuple[object, ...]]:
    """Return everything that entries tell of their sessions."""
    return [(each.listed, each.by, each.whole, each.text) for each in found]


def all_of(folder: Path) -> list[tuple[object, ...]]:
    """Return the list as it is told."""
    return told(entries(SessionStore(folder), DESCRIBE))


def without_index(folder: Path) -> list[tuple[object, ...]]:
    """Return the list that is made of the files alone."""
    SessionStore(folder).index.unlink(missing_ok=True)
    return all_of(folder)


def several(folder: Path) -> SessionStore:
    """Return a store with three sessions, listed once."""
    for number, session in enumerate(("aaaaaa", "bbbbbb", "cccccc"), start=1):
        begun(folder, session, f"2026-01-0{number}T08:00:00Z")
        os.utime(file_of(folder, session), (10**9, 10**9))
    store = SessionStore(folder)
    assert len(entries(store, DESCRIBE)) == 3
    return store
