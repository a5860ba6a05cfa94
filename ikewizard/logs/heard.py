"""A tunnel that goes on although the log of one unit breaks off in silence: the other one's log shows it."""

from __future__ import annotations

from collections.abc import Iterator

from ikewizard.core.facts import Finding
from ikewizard.logs.marks import HEARD, Marks, Moment
from ikewizard.logs.outcome import LOST, PHASE2
from ikewizard.logs.pairing import offset_of
from ikewizard.logs.reading import ConnectionReading

# For clocks that only tell whole seconds.
_LEEWAY = 1.0
_ENDS = ("failed", "gave-up", "torn-down", "initiated", "received")


def heard_findings(
    one: ConnectionReading, other: ConnectionReading, offset: float | None
) -> tuple[Finding, ...]:
    """Return that the tunnel is up after all, where one log ends in a message that is sent again.

    The other unit, whose tunnel never went down, went on hearing of its peer after that. ``offset`` is how
    many seconds the clock of ``other`` is ahead, should this tunnel not tell it itself.
    """
    ahead = offset_of(one.marks, other.marks)
    if ahead is None:
        ahead = offset
    if ahead is None:
        return ()
    return (*_alive(one, other, ahead), *_alive(other, one, -ahead))


def _alive(here: ConnectionReading, there: ConnectionReading, ahead: float) -> Iterator[Finding]:
    again = _only_sent_again(here.marks)
    lost = any(found.fact == LOST and found.value == "dead" for found in here.findings)
    if not lost or again is None or there.outcome != "up":
        return
    heard = [each for each in _since_up(there.marks) or () if each.what == HEARD]
    if heard and heard[-1].at - ahead > again.at + _LEEWAY:
        yield Finding(LOST, "no", heard[-1].source)
        yield Finding(PHASE2, "up", heard[-1].source)


def _only_sent_again(marks: Marks) -> Moment | None:
    """Return when the last message was sent again in a tunnel that was up, if nothing was given up."""
    after = _since_up(marks)
    return after[-1] if after and after[-1].what == "retry" and not after[-1].lost else None


def _since_up(marks: Marks) -> list[Moment] | None:
    """Return what happened since phase 2 came up last; None where it ended after that."""
    up = next((moment for moment in reversed(marks.moments) if moment.what == "phase2-up"), None)
    after = list(marks.moments[marks.moments.index(up) + 1 :]) if up else []
    return None if any(moment.what in _ENDS for moment in after) else after
