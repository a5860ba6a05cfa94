"""Which of the stored sessions is meant: the one whose id begins so, or the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ikewizard.errors import SessionError
from ikewizard.sessions.absent import none_unfinished
from ikewizard.sessions.store import SessionStore

if TYPE_CHECKING:
    from ikewizard.core.listed import Listed

_NAMED = 5


def listed(store: SessionStore) -> tuple[Listed, ...]:
    """Return all sessions, the one with the latest event first; unreadable ones come last."""
    from ikewizard.sessions.listing import entries  # noqa: PLC0415 -- who names a session looks at no other

    return tuple(each.listed for each in entries(store))


def find(store: SessionStore, prefix: str, *, even_empty: bool = False) -> str:
    """Return the id that alone begins with ``prefix``; for an empty one the latest unfinished.

    Sessions in which nothing was answered or handed in are passed over, unless ``even_empty``. Raises
    SessionError where none fits, or more than one.
    """
    wanted = prefix.strip().lower()
    if not wanted:
        unfinished = [each for each in listed(store) if not each.ending and not each.fault]
        last = next((each.id for each in unfinished if even_empty or not each.is_empty), None)
        if last is None:
            raise none_unfinished(len(unfinished))
        return last
    ids = store.ids()
    fitting = [wanted] if wanted in ids else [session for session in ids if session.startswith(wanted)]
    if not fitting:
        raise store.unknown(prefix.strip())
    if len(fitting) > 1:
        known = ", ".join(fitting[:_NAMED]) + (", ..." if len(fitting) > _NAMED else "")
        raise SessionError(f"'{wanted}' fits more than one session: {known}", hint="type more of the id")
    return fitting[0]


def latest(store: SessionStore) -> str:
    """Return the id of the session that was used last, finished or not: of one with anything in it."""
    told = (each.id for each in listed(store) if not each.fault and not each.is_empty)
    return next(told, None) or find(store, "", even_empty=True)


def chosen(store: SessionStore, prefix: str) -> str:
    """Return the id that alone begins with ``prefix``, or that of the session used last where it is empty."""
    return find(store, prefix) if prefix else latest(store)
