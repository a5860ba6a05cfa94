"""Putting the logs of both units side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ikewizard.core.facts import Finding
from ikewizard.logs.pairing import Seen, match
from ikewizard.logs.reading import ConnectionReading, Reading
from ikewizard.logs.stale import stale_findings


@dataclass(frozen=True)
class Pair:
    """One tunnel as both logs show it; None where a log does not show it, or it is not plain which it is."""

    initiator: ConnectionReading | None
    responder: ConnectionReading | None
    joint: tuple[Finding, ...] = ()
    """What only shows when both logs are read together; it stands instead of what one of them says."""

    @property
    def name(self) -> str:
        """The name by which to call the tunnel: the initiator's, where there is one."""
        known = self.initiator or self.responder
        return known.name if known else ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What both logs say about the tunnel."""
        told = {finding.fact for finding in self.joint}
        shown = [side for side in (self.initiator, self.responder) if side]
        alone = (finding for side in shown for finding in side.findings if finding.fact not in told)
        return (*alone, *self.joint)


@dataclass(frozen=True)
class Merged:
    """What two logs say together. The book of facts ranks the findings; nothing is left out of them.

    ``offset`` is how many seconds the responder's clock is ahead; None where the logs do not tell.
    """

    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    offset: float | None = None


def merge(initiator: Reading, responder: Reading) -> Merged:
    """Return what the logs of both units say together.

    Tunnels are paired where it is plain which they are (see ``pairing``). Others stay alone.
    """
    matches = match(_seen(initiator), _seen(responder))
    partner = dict(matches.pairs)
    pairs = [
        _pair(ours, responder.connections[partner[place]], matches.offset)
        if place in partner
        else Pair(ours, None)
        for place, ours in enumerate(initiator.connections)
    ]
    paired = set(partner.values())
    alone = [Pair(None, theirs) for place, theirs in enumerate(responder.connections) if place not in paired]
    return Merged((*initiator.findings, *responder.findings), (*pairs, *alone), matches.offset)


def are_of_two_units(one: Reading, other: Reading) -> bool:
    """Return whether two logs that claim the same side are of the two ends of a tunnel.

    Two parts of one unit's log name the same addresses as its own.
    """
    if not one.own.isdisjoint(other.own):
        return False
    return not (_peers(one).isdisjoint(other.own) and _peers(other).isdisjoint(one.own))


def _peers(reading: Reading) -> frozenset[str]:
    return frozenset(peer for each in reading.connections for peer in each.marks.peers)


def _seen(reading: Reading) -> Sequence[Seen]:
    return [Seen(each.tunnel, each.marks, reading.own) for each in reading.connections]


def _pair(ours: ConnectionReading, theirs: ConnectionReading, offset: float | None) -> Pair:
    pair = Pair(ours, theirs)
    return replace(pair, joint=stale_findings(ours, theirs, offset))
