"""All sessions of a store, each with what it is about; only those are read that the index does not hold."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from ikewizard.core.events import Event, Finished, Started, WentBack
from ikewizard.core.listed import Listed
from ikewizard.core.progress import replay
from ikewizard.core.record import dataclass
from ikewizard.errors import SessionError
from ikewizard.sessions import index
from ikewizard.sessions.index import Entry, folded
from ikewizard.sessions.store import SessionStore, Stamp

_MOST_TEXT = 64 * 1024
_SETTLED = 2_000_000_000
"""Nanoseconds after which another change shows in a file's time: the clock of a disk may tick so coarsely."""
_WORTH_WRITING = 50
"""Sessions that had to be read, from which on that is worth remembering before the first question."""


@dataclass(frozen=True)
class Describe:
    """Tells what a session is about, and the texts in which it is looked for.

    ``by`` names what that depends on (the trees and the program): sessions that another one described
    are described anew.
    """

    by: str
    about: Callable[[Listed, tuple[Event, ...]], Listed]
    texts: Callable[[tuple[Event, ...]], Iterable[str]]


def entries(
    store: SessionStore, describe: Describe | None = None, tell: Callable[[int, int], None] | None = None
) -> tuple[Entry, ...]:
    """Return all sessions, the one with the latest event first; unreadable ones come last.

    Without ``describe`` it does not matter what they are about. ``tell`` is told how many of how many
    sessions that must be read have been.
    """
    stamps = store.stamps()
    stored = index.load(store.index)
    found = {name: each for name, each in stored.items() if name in stamps}
    anew = [name for name, stamp in stamps.items() if _is_stale(found.get(name), stamp, describe)]
    settled = time.time_ns() - _SETTLED
    for number, name in enumerate(anew):
        if tell:
            tell(number, len(anew))
        size, changed = stamps[name]
        found[name] = _read(store, name, (size, changed if changed < settled else 0), describe)
    if not anew and len(found) == len(stored):
        return tuple(sorted(found.values(), key=_order, reverse=True))
    # Why a file cannot be read may pass without a change of it: such a one is not remembered.
    kept = {name: each for name, each in found.items() if not each.listed.fault}
    changed = kept.keys() != stored.keys() or any(name in kept for name in anew)
    if changed and (describe or len(anew) >= _WORTH_WRITING):
        # Another run may have deleted sessions since: nothing of them is to be remembered.
        still = store.stamps()
        index.save(store.index, [each for name, each in kept.items() if name in still])
    return tuple(sorted(found.values(), key=_order, reverse=True))


def holds(store: SessionStore, each: Entry, needle: bytes, describe: Describe) -> bool:
    """Return whether a text (as ``folded`` makes it) stands in a session."""
    if each.whole or each.holds(needle):
        return each.holds(needle)
    try:
        return needle in folded(describe.texts(store.read(each.listed.id).events))
    except SessionError:
        return False  # deleted or damaged just now


def _order(each: Entry) -> tuple[str, str]:
    return each.listed.last, each.listed.id


def _is_stale(known: Entry | None, stamp: Stamp, describe: Describe | None) -> bool:
    if known is None or (known.size, known.changed) != stamp:
        return True
    return describe is not None and known.by != describe.by


def _read(store: SessionStore, session: str, stamp: Stamp, describe: Describe | None) -> Entry:
    try:
        events = store.read(session).events
    except SessionError as error:
        return Entry(Listed(session, fault=error.what), *stamp)
    progress = replay(events)
    given = sum(not isinstance(event, Started | WentBack | Finished) for event in events)
    listed = Listed(session, events[0].at, events[-1].at, progress.ending, len(progress.answers), given=given)
    if describe is None:
        return Entry(listed, *stamp)
    text = folded(describe.texts(events))
    whole = len(text) <= _MOST_TEXT
    return Entry(describe.about(listed, events), *stamp, describe.by, whole, text[:_MOST_TEXT])
