"""What configurations say about a tunnel that a log speaks of, or about the one that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from ikewizard.core.facts import Finding
from ikewizard.core.record import dataclass, field
from ikewizard.settings.evidence import both_findings, findings_of
from ikewizard.settings.meet import Meeting, meet
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Configuration, Connection

Each = TypeVar("Each", Meeting, Connection)


@dataclass(frozen=True)
class Configured:
    """The configurations of one or both units; ``only`` names the connection that is wanted."""

    specs: Mapping[str, SettingSpec] = field(default_factory=dict)
    initiator: Configuration | None = None
    responder: Configuration | None = None
    only: str = ""

    def findings(self, name: str, peer: str) -> tuple[Finding, ...]:
        """Return what they say about the tunnel ``name`` with ``peer`` (either may be empty).

        Where several connections could be meant and nothing tells which, nothing is returned.
        """
        wanted = self.only or name
        if self.initiator and self.responder:
            met = meet(self.initiator, self.responder, self.specs).met
            chosen = _chosen(met, [_names(each.ours, each.theirs) for each in met], wanted, peer)
            return both_findings(self.initiator, self.responder, chosen, self.specs) if chosen else ()
        one = self.initiator or self.responder
        if one is None:
            return ()
        found = _chosen(one.connections, [_names(each) for each in one.connections], wanted, peer)
        if found is None:
            return ()
        child = found.children[0] if len(found.children) == 1 else None
        return findings_of(one, found, child, "initiator" if self.initiator else "responder", self.specs)


def _chosen(candidates: Sequence[Each], words: Sequence[set[str]], name: str, peer: str) -> Each | None:
    if len(candidates) == 1:
        return candidates[0]
    for wanted in (name.casefold(), peer):
        found = [each for each, known in zip(candidates, words, strict=True) if wanted and wanted in known]
        if found:
            return found[0]
    return None


def _names(*connections: Connection) -> set[str]:
    """Return the names and addresses by which connections are known."""
    found: set[str] = set()
    for each in connections:
        found.add(each.name.casefold())
        found.update(child.name.casefold() for child in each.children)
        for setting in ("peer-gateway", "own-address"):
            value = each.settings.get(setting)
            found.update(value.value.split(", ") if value else ())
    return found - {"", "none"}
