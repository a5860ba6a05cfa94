"""The events of the session that is going on: always in memory, and on disk whenever that works."""

from __future__ import annotations

from collections.abc import Callable

from ikewizard.core.events import Event, Started
from ikewizard.errors import SessionError
from ikewizard.sessions.store import SessionStore, StoreError


class Journal:
    """What the console appends to. A disk that refuses costs the session nothing but its copy there.

    ``note`` says what was left out when an old session was read.
    """

    def __init__(self, store: SessionStore, session: str, events: tuple[Event, ...], note: str = "") -> None:
        self.session = session
        self.note = note
        self._warning = ""
        self._store = store
        self._events = list(events)
        self._unsaved: list[Event] = []
        self._exists = bool(events)
        self._told = False

    @classmethod
    def begin(cls, store: SessionStore, started: Started) -> Journal:
        """Begin a session. Raises SessionError when one of that id exists already."""
        return cls.adopt(store, (started,))

    @classmethod
    def adopt(cls, store: SessionStore, events: tuple[Event, ...]) -> Journal:
        """Store a session of another machine. Raises SessionError when one of its id exists already."""
        started = events[0]
        if not isinstance(started, Started):
            raise ValueError("the first event of a session is its start")
        journal = cls(store, started.session, ())
        journal._events.extend(events)
        journal._unsaved.extend(events)
        try:
            journal._save()
        except StoreError as error:
            journal._warning = _warning(error)
        return journal

    @classmethod
    def resume(cls, store: SessionStore, session: str) -> Journal:
        """Open a session again. Raises SessionError when it is unknown, unusable or open elsewhere."""
        try:
            found, refusal = store.reopen(session), ""
        except StoreError as error:
            found, refusal = store.read(session), _warning(error)
        journal = cls(store, found.id, found.events, found.note)
        journal._warning = refusal
        return journal

    @property
    def events(self) -> tuple[Event, ...]:
        """All events, saved or not, oldest first."""
        return tuple(self._events)

    def see_as(self, change: Callable[[tuple[Event, ...]], tuple[Event, ...]]) -> None:
        """Have the events so far seen as ``change`` makes them; what is on the disk stays as it is."""
        self._events = list(change(self.events))

    @property
    def saved(self) -> bool:
        """Whether everything is on disk."""
        return not self._unsaved

    def take_warning(self) -> str:
        """Return why saving failed, the first time that it is asked for after that; "" ever after."""
        if not self._warning or self._told:
            return ""
        self._told = True
        return self._warning

    def append(self, event: Event) -> None:
        """Keep ``event``, and save it together with everything that could not be saved before."""
        self._events.append(event)
        self._unsaved.append(event)
        try:
            self._save()
        except SessionError as error:
            self._warning = self._warning or _warning(error)

    def close(self) -> None:
        """Let go of the file, so that another run may resume the session."""
        self._store.close(self.session)

    def _save(self) -> None:
        if not self._exists:
            first = self._unsaved[0]
            if not isinstance(first, Started):
                raise ValueError("the first event of a session is its start")
            self._store.begin(first)
            self._exists = True
            del self._unsaved[0]
        if self._unsaved:
            self._store.append(self.session, *self._unsaved)
            self._unsaved.clear()


def _warning(error: SessionError) -> str:
    return f"{error.what} ({error.where}); {error.hint}"
