"""A tunnel that one unit took down while the other went on in it: what only both logs together show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ikewizard.core.facts import Finding
from ikewizard.logs.marks import SAW_DELETE, TORE_DOWN, TRIES, Marks, Moment
from ikewizard.logs.outcome import BEGUN, LOST
from ikewizard.logs.pairing import offset_of
from ikewizard.logs.reading import ConnectionReading, Start

# Between a delete and its arrival, and for clocks that only tell whole seconds.
_LEEWAY = 1.0
# What is cleared away after trouble, when keys are renewed, or because the peer asked for it, is no
# surprise to the peer.
_EXPECTED = frozenset(("retry", "gave-up", "failed", SAW_DELETE, "initiated", "received", "phase1-up", BEGUN))


def stale_findings(
    one: ConnectionReading,
    other: ConnectionReading,
    offset: float | None,
    starts: tuple[Sequence[Start], Sequence[Start]] = ((), ()),
) -> tuple[Finding, ...]:
    """Return that one unit has lost the SA in which the other still sends, with the lines that show it.

    It has deleted it, or its daemon was started anew; ``starts`` tells when, of either unit. ``offset`` is
    how many seconds the clock of ``other`` is ahead, should this tunnel not tell it itself.
    Without a common time nothing is concluded: who was first decides what it means.
    """
    ahead = offset_of(one.marks, other.marks)
    if ahead is None and not (one.marks.keys and other.marks.keys):
        ahead = offset
    if ahead is None:
        return ()
    return (*_stale(one, other, ahead, starts[1]), *_stale(other, one, -ahead, starts[0]))


def _stale(
    here: ConnectionReading, there: ConnectionReading, ahead: float, starts: Sequence[Start]
) -> Iterator[Finding]:
    """Yield it when ``there`` lost the SA on its own account, and ``here`` then tried to go on in it."""
    torn = _torn_down(there.marks)
    started = _started_anew(there.marks, starts)
    tried = _went_on(here.marks)
    lost = torn or started
    if lost is None or tried is None or tried.at < lost.at - ahead - _LEEWAY:
        return
    yield Finding(LOST, "stale", tried.source)
    yield Finding(f"{there.side}.{TORE_DOWN if torn else 'restarted'}", "yes", lost.source)


def _started_anew(marks: Marks, starts: Sequence[Start]) -> Start | None:
    """Return the start of the daemon after the tunnel was up, where no negotiation came after that."""
    up = _last(marks, "phase2-up")
    start = next((each for each in starts if up and each.at > up.at), None)
    if up is None or start is None:
        return None
    begun = ("initiated", "received", "phase1-up")
    return None if any(each.what in begun and each.at >= start.at for each in marks.moments) else start


def _torn_down(marks: Marks) -> Moment | None:
    """Return when the unit took down a tunnel that was up and in order, and left it so."""
    up = _last(marks, "phase2-up")
    torn = _after(marks, up, TORE_DOWN)
    if up is None or torn is None or _after(marks, torn, "initiated", "received", "phase1-up"):
        return None
    before = [each for each in _all_after(marks, up) if each.at <= torn.at]
    return None if any(each.lost or each.what in _EXPECTED for each in before) else torn


def _went_on(marks: Marks) -> Moment | None:
    """Return when the unit first tried in vain to go on in a tunnel that it thought to be up."""
    up = _last(marks, "phase2-up")
    tried = next((each for each in _all_after(marks, up) if each.what in TRIES or each.lost), None)
    if up is None or tried is None or tried.attempt != up.attempt:
        return None
    here = [each for each in _all_after(marks, up) if each.attempt == up.attempt]
    heard = any(each.what in ("answered", "received", SAW_DELETE) for each in here)
    told = any(each.what == "torn-down" and not each.lost and each.at <= tried.at for each in here)
    gave_up = any(each.what == "gave-up" or each.lost for each in here)
    return tried if gave_up and not heard and not told else None


def _last(marks: Marks, what: str) -> Moment | None:
    return next((moment for moment in reversed(marks.moments) if moment.what == what), None)


def _all_after(marks: Marks, since: Moment | None) -> list[Moment]:
    if since is None:
        return []
    return list(marks.moments[marks.moments.index(since) + 1 :])


def _after(marks: Marks, since: Moment | None, *what: str) -> Moment | None:
    return next((moment for moment in _all_after(marks, since) if moment.what in what), None)
