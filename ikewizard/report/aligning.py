"""Which lines of two units' logs are about the same message. Clocks help, and are not believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ikewizard.core.record import dataclass
from ikewizard.report.ladder import Rung

MOST = 300
"""Rungs of each log that are looked at, the last ones."""
NEAR = 60
"""Seconds that may lie between the two ends of one message, once the clocks are set alike."""
_DAY = 24 * 3600
_WORST = 3
_ALIKE = 2  # what clocks set alike count for: most are
_LEAVING = ("sent", "lost", "unsure")

# How well what one unit sent fits what the other one took in.
_FITS: Mapping[tuple[str, str], int] = {
    ("request", "request"): 10,
    ("again", "sent again"): 10,
    ("again", "request"): 9,
    ("request", "sent again"): 4,
    ("again", "answer"): 3,
}


@dataclass(frozen=True)
class Noted:
    """A rung as one log has it; ``begins`` tells that an attempt begins with it."""

    rung: Rung
    begins: bool = False


@dataclass(frozen=True)
class Row:
    """One step of the exchange as both logs have it; None where a log does not show it."""

    initiator: Noted | None
    responder: Noted | None

    @property
    def begins(self) -> bool:
        """Whether an attempt begins here, by the log of the initiator where it shows the step."""
        noted = self.initiator or self.responder
        return noted is not None and noted.begins


def align(initiator: Sequence[Noted], responder: Sequence[Noted]) -> tuple[Row, ...]:
    """Return what both logs say in one order, lines about one message together.

    The clocks of the two units are taken as set alike, unless another difference explains more. Lines
    that have no time are put together by their order alone.
    """
    left, right = initiator[-MOST:], responder[-MOST:]
    by_order = _Match(left, right, None)
    differences = [
        _apart(left[here].rung, right[there].rung)
        for here, there in by_order.pairs
        if left[here].rung.clock and right[there].rung.clock
    ]
    if not differences:
        return _rows(left, right, by_order.pairs, 0)
    tried = [
        (_Match(left, right, offset), offset) for offset in (0, sorted(differences)[len(differences) // 2])
    ]
    best, offset = max(tried, key=lambda each: each[0].score + (0 if each[1] else _ALIKE))
    return _rows(left, right, best.pairs, offset)


class _Match:
    """The best way to put rungs of two logs together without changing the order of either."""

    def __init__(self, left: Sequence[Noted], right: Sequence[Noted], offset: int | None) -> None:
        table = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
        fits = [[_fit(ours.rung, theirs.rung, offset) for theirs in right] for ours in left]
        for here in reversed(range(len(left))):
            for there in reversed(range(len(right))):
                fit = fits[here][there]
                taken = fit + table[here + 1][there + 1] if fit else 0.0
                table[here][there] = max(taken, table[here + 1][there], table[here][there + 1])
        self.score = table[0][0]
        self.pairs: list[tuple[int, int]] = []
        here = there = 0
        while here < len(left) and there < len(right):
            fit = fits[here][there]
            if fit and table[here][there] == fit + table[here + 1][there + 1]:
                self.pairs.append((here, there))
                here, there = here + 1, there + 1
            elif table[here][there] == table[here + 1][there]:
                here += 1
            else:
                there += 1


def _fit(ours: Rung, theirs: Rung, offset: int | None) -> float:
    if ours.kind == theirs.kind == "both":
        fit = 10 if ours.label == theirs.label else 0
    elif ours.kind in _LEAVING and theirs.kind == "came":
        fit = _FITS.get((ours.label, theirs.label), 0)
    elif theirs.kind in _LEAVING and ours.kind == "came":
        fit = _FITS.get((theirs.label, ours.label), 0)
    else:
        fit = 0
    if not fit or offset is None or not (ours.clock and theirs.clock):
        return float(fit)
    apart = abs(_apart(ours, theirs) - offset)
    return fit - min(apart, _WORST) if apart <= NEAR else 0.0


def _rows(
    left: Sequence[Noted], right: Sequence[Noted], pairs: Sequence[tuple[int, int]], offset: int
) -> tuple[Row, ...]:
    rows: list[Row] = []
    here = there = 0
    responder_first = True
    for next_here, next_there in [*pairs, (len(left), len(right))]:
        rows += _between(left[here:next_here], right[there:next_there], offset, responder_first)
        if next_here < len(left):
            rows.append(Row(left[next_here], right[next_there]))
            # Who has just got a message acts first.
            responder_first = right[next_there].rung.kind == "came"
        here, there = next_here + 1, next_there + 1
    return tuple(rows)


def _between(ours: Sequence[Noted], theirs: Sequence[Noted], offset: int, responder_first: bool) -> list[Row]:
    """Return what only one of the logs shows, by the clock where both have one."""
    rows: list[Row] = []
    left, right = list(ours), list(theirs)
    while left and right:
        a, b = left[0].rung, right[0].rung
        apart = _apart(a, b) - offset if a.clock and b.clock else 0
        if apart < 0 or (apart == 0 and responder_first):
            rows.append(Row(None, right.pop(0)))
        else:
            rows.append(Row(left.pop(0), None))
    return [*rows, *(Row(each, None) for each in left), *(Row(None, each) for each in right)]


def _apart(ours: Rung, theirs: Rung) -> int:
    """Return how many seconds the responder's clock showed more, the shorter way round midnight."""
    apart = _seconds(theirs.clock) - _seconds(ours.clock)
    return (apart + _DAY // 2) % _DAY - _DAY // 2


def _seconds(clock: str) -> int:
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return 3600 * hours + 60 * minutes + seconds
