"""Putting the logs of both units side by side."""

from __future__ import annotations

from dataclasses import dataclass

from ikewizard.core.facts import Finding
from ikewizard.logs.reading import ConnectionReading, Reading


@dataclass(frozen=True)
class Pair:
    """One tunnel as both logs show it; None where a log does not show it, or it is not plain which it is."""

    initiator: ConnectionReading | None
    responder: ConnectionReading | None

    @property
    def name(self) -> str:
        """The name by which to call the tunnel: the initiator's, where there is one."""
        known = self.initiator or self.responder
        return known.name if known else ""


@dataclass(frozen=True)
class Merged:
    """What two logs say together. The book of facts ranks the findings; nothing is left out of them."""

    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]


def merge(initiator: Reading, responder: Reading) -> Merged:
    """Return what the logs of both units say together.

    Tunnels are paired where it is plain: by the same name in both logs, by the same peer where both units
    name it alike, or because each log has but one left. Others stay alone.
    """
    return Merged((*initiator.findings, *responder.findings), tuple(_pairs(initiator, responder)))


def _pairs(initiator: Reading, responder: Reading) -> list[Pair]:
    left, right = list(initiator.connections), list(responder.connections)
    pairs: list[Pair] = []
    for ours in initiator.connections:
        theirs = [other for other in right if other.name == ours.name]
        alike = [other for other in left if other.name == ours.name]
        if len(theirs) == len(alike) == 1:
            pairs.append(Pair(ours, theirs[0]))
            left.remove(ours)
            right.remove(theirs[0])
    if len(left) == len(right) == 1:
        return [*pairs, Pair(left[0], right[0])]
    return [*pairs, *(Pair(ours, None) for ours in left), *(Pair(None, theirs) for theirs in right)]
