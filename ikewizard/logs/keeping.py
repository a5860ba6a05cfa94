"""Keeping of very many things the first and the last of each kind, within a bound for all of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable

from ikewizard.core.kinds import Generic, TypeVar

KEEP = 1000
"""Of each kind, this many first and this many last ones are kept, as long as there are few kinds."""
KEEP_IN_ALL = 20_000
KEEP_OFFERS = 100
"""Of the lines in which proposals are listed, so many last ones are kept in any case: one attempt's."""
_FEWEST = 4

T = TypeVar("T")


class _Kind(Generic[T]):
    def __init__(self, fewest: int) -> None:
        self.fewest = fewest
        self.first: list[tuple[int, T]] = []
        self.last: deque[tuple[int, T]] = deque()

    def __len__(self) -> int:
        return len(self.first) + len(self.last)

    def cut(self, limit: int) -> None:
        """Keep only so many of the first, and of the last."""
        if len(self.first) > limit:
            self.last.extendleft(reversed(self.first[limit:]))
            del self.first[limit:]
        while len(self.last) > max(limit, self.fewest):
            self.last.popleft()


class Keeper(Generic[T]):
    """Things by their kind. When all together are too many, fewer of each kind are kept.

    When the kinds themselves are too many, those that were not heard of for the longest time are forgotten,
    and before them the older half of those of which more is kept than of others.
    """

    def __init__(self) -> None:
        self._kinds: dict[Hashable, _Kind[T]] = {}
        self._limit = KEEP
        self._serial = 0
        self._size = 0

    def add(self, kind: Hashable, thing: T, *, fewest: int = 0) -> None:
        """Take in one more thing, of a kind of which at least the ``fewest`` last ones are kept."""
        self._serial += 1
        known = self._kinds.get(kind)
        if known is None:
            known = self._kinds[kind] = _Kind(fewest)
        last = known.last
        if last or len(known.first) >= self._limit:
            last.append((self._serial, thing))
            if len(last) > max(self._limit, known.fewest):
                last.popleft()
                return
        else:
            known.first.append((self._serial, thing))
        self._size += 1
        if self._size > KEEP_IN_ALL:
            self._shrink()

    def all(self) -> list[T]:
        """Return what was kept, in the order in which it came."""
        entries = [entry for kind in self._kinds.values() for entry in (*kind.first, *kind.last)]
        return [thing for _, thing in sorted(entries, key=lambda entry: entry[0])]

    def _shrink(self) -> None:
        """Make room: for a good many, so that it is not to be done again for the next thing."""
        enough = KEEP_IN_ALL * 3 // 4
        while self._size > enough and self._limit > _FEWEST:
            self._limit = max(_FEWEST, self._limit // 2)
            for kind in self._kinds.values():
                kind.cut(self._limit)
            self._size = sum(map(len, self._kinds.values()))
        if self._size > enough:
            self._forget()

    def _forget(self) -> None:
        latest = sorted(self._kinds, key=lambda name: _heard(self._kinds[name]))
        large = [name for name in latest if self._kinds[name].fewest]
        self._drop(large[: len(large) // 2])
        if self._size > KEEP_IN_ALL * 3 // 4:
            self._drop(name for name in latest if name in self._kinds)

    def _drop(self, names: Iterable[Hashable]) -> None:
        for name in names:
            if self._size <= KEEP_IN_ALL // 2:
                break
            self._size -= len(self._kinds.pop(name))


def _heard(kind: _Kind[T]) -> int:
    return (kind.last or kind.first)[-1][0]
