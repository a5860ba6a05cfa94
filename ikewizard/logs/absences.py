"""What a log says by not saying it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from ikewizard.core.facts import Finding, Side, Source
from ikewizard.logs.outcome import Whose, resolve
from ikewizard.logs.sighting import Scan, Sighting
from ikewizard.logs.signature import Absence, Dialect, What

_SHOWS_A_BEGINNING: frozenset[What] = frozenset(
    ("answered", "progress", "nat", "phase1-up", "phase2-up", "failed", "retry", "gave-up", "torn-down")
)


def absent_findings(
    dialect: Dialect,
    log: Whose,
    *,
    side_known: bool,
    tunnel: Iterable[Sighting],
    anywhere: Set[What],
    found: Scan,
) -> tuple[Finding, ...]:
    """Return what ``dialect`` concludes from what is missing in a log.

    What must have happened is looked for in the ``tunnel`` (its attempt that counts), what must not
    ``anywhere`` in the log (see ``happened``), and may be among the lines of the log that were ``found`` to
    be unknown. What only holds for one side's log is not concluded while nobody knows whose it is.
    """
    seen = {sighting.signature.what for sighting in tunnel}
    texts = [each.text for each in found.unknown]
    # Two dialects that are spoken by a third may conclude the same.
    told: dict[str, Finding] = {}
    for absence in dialect.absences:
        fits = absence.side == "either" or (side_known and absence.side == log.side)
        missing = seen.issuperset(absence.seen) and anywhere.isdisjoint(absence.unseen)
        if fits and missing and not any(word in text for word in absence.unless for text in texts):
            for finding in _findings(absence, log):
                told.setdefault(finding.fact, finding)
    return tuple(told.values())


def happened(sightings: Iterable[Sighting], side: Side) -> frozenset[What]:
    """Return everything that a log of ``side`` shows to have happened.

    An excerpt may lack the beginning; what comes later, or tells this side something, shows that there
    was one.
    """
    kinds = {sighting.signature.id: sighting.signature for sighting in sightings}.values()
    begun = any(
        (kind.what in _SHOWS_A_BEGINNING and kind.side in ("either", side)) or side in kind.by_side
        for kind in kinds
    )
    beginning: What = "initiated" if side == "initiator" else "received"
    return frozenset(kind.what for kind in kinds) | ({beginning} if begun else set())


def _findings(absence: Absence, log: Whose) -> Iterator[Finding]:
    source = Source("log", log.side, log.name, 0, "", absence.means, absence.id, absence.guide)
    for fact, value in resolve(absence.facts, log.side, {}):
        yield Finding(fact, value, source)
