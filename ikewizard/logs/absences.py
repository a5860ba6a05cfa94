"""What a log says by not saying it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ikewizard.core.facts import Finding, Side, Source
from ikewizard.logs.outcome import Whose, resolve
from ikewizard.logs.scan import Sighting
from ikewizard.logs.signature import Absence, Dialect, What

_SHOWS_A_BEGINNING: frozenset[What] = frozenset(
    ("answered", "progress", "phase1-up", "phase2-up", "failed", "retry", "gave-up")
)


def absent_findings(
    dialect: Dialect, log: Whose, *, side_known: bool, tunnel: Iterable[Sighting], whole: Iterable[Sighting]
) -> tuple[Finding, ...]:
    """Return what ``dialect`` concludes from what is missing in a log.

    What must have happened is looked for in the ``tunnel`` (its last attempt), what must not have in the
    ``whole`` log. What only holds for one side's log is not concluded while nobody knows whose it is.
    """
    seen = {sighting.signature.what for sighting in tunnel}
    anywhere = set(_happened(whole, log.side))
    found: list[Finding] = []
    for absence in dialect.absences:
        fits = absence.side == "either" or (side_known and absence.side == log.side)
        if fits and seen.issuperset(absence.seen) and anywhere.isdisjoint(absence.unseen):
            found.extend(_findings(absence, log))
    return tuple(found)


def _happened(sightings: Iterable[Sighting], side: Side) -> Iterator[What]:
    for sighting in sightings:
        what = sighting.signature.what
        yield what
        if what in _SHOWS_A_BEGINNING and sighting.signature.side in ("either", side):
            # An excerpt may lack the beginning; what comes later shows that there was one.
            yield "initiated" if side == "initiator" else "received"


def _findings(absence: Absence, log: Whose) -> Iterator[Finding]:
    source = Source("log", log.side, log.name, 0, "", absence.means, absence.id, absence.guide)
    for fact, value in resolve(absence.facts, log.side, {}):
        yield Finding(fact, value, source)
