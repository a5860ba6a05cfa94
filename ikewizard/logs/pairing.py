"""Which tunnel of one log is which of the other: by what both logs say, and never by a guess."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from ipaddress import ip_address, ip_network
from itertools import product

from ikewizard.core.record import dataclass
from ikewizard.logs.marks import Marks

# What so many tunnels of both logs share tells none of them apart, and to try them all would take too long.
_COMMON = 900
# Two units write about the same message within so many seconds, when their clocks are set right.
_NEAR = 2.0
_SHARED = ("phase2-up", "phase1-up")
# Addresses that a NAT may stand before: what the peer sees is then another one.
_INSIDE = tuple(
    ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


@dataclass(frozen=True)
class Seen:
    """A tunnel as one log shows it; ``own`` are all the addresses of the unit that the log tells."""

    name: str
    marks: Marks
    own: frozenset[str] = frozenset()


_Traits = Callable[[Seen, bool], Iterable[Hashable]]
"""What may be found in the other log as well, for a tunnel of ours (true) or of theirs."""


@dataclass(frozen=True)
class Matches:
    """The places of the tunnels that belong together, in the order in which they were found to.

    ``offset`` is how many seconds the other log's clock is ahead; None where nothing tells.
    """

    pairs: tuple[tuple[int, int], ...]
    offset: float | None


def match(ours: Sequence[Seen], theirs: Sequence[Seen]) -> Matches:
    """Return which of ``ours`` are which of ``theirs``.

    First by SPIs, cookies and message IDs that stand in both logs; then by the addresses of both units,
    the name, the address of one; then by when they began, once the pairs found so far have told how far
    the clocks are apart; at last, where each log has but one left, those two. Where two fit equally well,
    none is taken, and nothing is paired whose addresses say otherwise.
    """
    return _Matcher(ours, theirs).result()


def offset_of(ours: Marks, theirs: Marks) -> float | None:
    """Return how many seconds the clock of ``theirs`` is ahead, by what both logs tell of one tunnel."""
    return median(_offsets(ours, theirs))


def _offsets(ours: Marks, theirs: Marks) -> Iterator[float]:
    shared = ours.keys.keys() & theirs.keys.keys()
    if shared or (ours.keys and theirs.keys):
        # Logs that name SPIs and have none in common are of different hours.
        for key in sorted(shared):
            at, other = ours.keys[key], theirs.keys[key]
            if at is not None and other is not None:
                yield other - at
        return
    begun = ours.times("initiated"), theirs.times("received")
    for left, right in (begun, *((ours.times(what), theirs.times(what)) for what in _SHARED)):
        # Where one log shows more of them than the other, nobody knows which is which.
        if left and len(left) == len(right):
            yield from (other - at for at, other in zip(left, right, strict=True))


def median(numbers: Iterable[float]) -> float | None:
    """Return the middle one of ``numbers``, which a few wrong ones do not shift; None of none."""
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2] if ordered else None


class _Matcher:
    def __init__(self, ours: Sequence[Seen], theirs: Sequence[Seen]) -> None:
        self._ours, self._theirs = ours, theirs
        self._left, self._right = set(range(len(ours))), set(range(len(theirs)))
        self._pairs: list[tuple[int, int]] = []

    def result(self) -> Matches:
        for shown, weight in ((_key_traits, _keys), (_addresses, _both_addresses), (_names, _name)):
            self._pass(shown, weight)
        self._pass(_addresses, _one_address)
        offset = self._offset()
        if offset is not None:
            self._pass(*_by_time(offset))
        if len(self._left) == len(self._right) == 1:
            self._pass(_nothing, lambda mine, other: 0 if _contradict(mine, other) else 1)
        return Matches(tuple(self._pairs), self._offset())

    def _offset(self) -> float | None:
        found = [offset_of(self._ours[left].marks, self._theirs[right].marks) for left, right in self._pairs]
        return median(offset for offset in found if offset is not None)

    def _pass(self, traits: _Traits, weight: Callable[[Seen, Seen], int]) -> None:
        """Pair what fits each other better than anything else that is left."""
        weights = {
            (left, right): found
            for left, right in self._candidates(traits)
            if (found := weight(self._ours[left], self._theirs[right]))
        }
        best_left, best_right = _best(weights, 0), _best(weights, 1)
        for left, right in sorted(weights):
            if best_left[left] == right and best_right[right] == left:
                self._pairs.append((left, right))
                self._left.discard(left)
                self._right.discard(right)

    def _candidates(self, traits: _Traits) -> set[tuple[int, int]]:
        """Return what has a trait in common: to weigh every tunnel against every other takes too long."""
        ours: dict[Hashable, list[int]] = {}
        theirs: dict[Hashable, list[int]] = {}
        for left in self._left:
            for trait in traits(self._ours[left], True):
                ours.setdefault(trait, []).append(left)
        for right in self._right:
            for trait in traits(self._theirs[right], False):
                theirs.setdefault(trait, []).append(right)
        return {
            edge
            for trait, lefts in ours.items()
            if len(lefts) * len(rights := theirs.get(trait, [])) <= _COMMON
            for edge in product(lefts, rights)
        }


def _best(weights: dict[tuple[int, int], int], end: int) -> dict[int, int | None]:
    """Return for each tunnel of one log the one that fits it best; None when two fit equally well."""
    best: dict[int, tuple[int, int | None]] = {}
    for edge, weight in weights.items():
        mine, other = edge[end], edge[1 - end]
        known, _ = best.get(mine, (0, None))
        if weight >= known:
            best[mine] = (weight, None if weight == known else other)
    return {mine: other for mine, (_, other) in best.items()}


def _nothing(_: Seen, __: bool) -> Iterable[Hashable]:
    return ("",)


def _names(seen: Seen, _: bool) -> Iterable[Hashable]:
    return (seen.name,) if seen.name else ()


def _key_traits(seen: Seen, _: bool) -> Iterable[Hashable]:
    return seen.marks.keys


def _addresses(seen: Seen, mine: bool) -> Iterable[Hashable]:
    """Yield the addresses of both units, each with the unit that has it."""
    yield from ((not mine, peer) for peer in seen.marks.peers)
    yield from ((mine, own) for own in seen.marks.own or seen.own)


def _by_time(offset: float) -> tuple[_Traits, Callable[[Seen, Seen], int]]:
    def traits(seen: Seen, mine: bool) -> Iterable[Hashable]:
        for what in ("initiated", "received"):
            for at in seen.marks.times(what):
                span = int((at if mine else at - offset) // _NEAR)
                # What is near may lie on the other side of a border.
                yield from range(span - 1, span + 2) if mine else (span,)

    return traits, lambda mine, other: _together(mine, other, offset)


def _keys(mine: Seen, other: Seen) -> int:
    return len(mine.marks.keys.keys() & other.marks.keys.keys())


def _both_addresses(mine: Seen, other: Seen) -> int:
    return int(_met(mine, other) and _met(other, mine))


def _name(mine: Seen, other: Seen) -> int:
    return int(bool(mine.name) and mine.name == other.name and not _contradict(mine, other))


def _one_address(mine: Seen, other: Seen) -> int:
    return int((_met(mine, other) or _met(other, mine)) and not _contradict(mine, other))


def _together(mine: Seen, other: Seen, offset: float) -> int:
    """Return how many times the other unit got a request when this one sent one, or the other way."""
    if _contradict(mine, other):
        return 0
    ways = (("initiated", "received"), ("received", "initiated"))
    return sum(
        any(abs(at - offset - sent) <= _NEAR for at in other.marks.times(theirs))
        for ours, theirs in ways
        for sent in mine.marks.times(ours)
    )


def _met(mine: Seen, other: Seen) -> bool:
    """Whether the peer's address in one log is one of the other unit's own."""
    return not mine.marks.peers.isdisjoint(other.marks.own or other.own)


def _contradict(mine: Seen, other: Seen) -> bool:
    """Whether the addresses are those of two different tunnels."""
    return _elsewhere(mine, other) or _elsewhere(other, mine)


def _elsewhere(mine: Seen, other: Seen) -> bool:
    """Whether one unit talks to another address than the other one uses.

    Behind a NAT a unit has another address than its peer sees, so that an inside one that differs says
    nothing, unless what the peer sees is an own address of the same unit in another tunnel.
    """
    peers, own = mine.marks.peers, other.marks.own
    if not (peers and own and peers.isdisjoint(own)):
        return False
    return not peers.isdisjoint(other.own) or not any(map(_may_be_translated, own))


def _may_be_translated(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return True
    return any(address in net for net in _INSIDE)
