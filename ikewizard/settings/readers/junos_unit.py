"""The parts of a Junos unit, by the names with which its statements refer to them, and its proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.junos_tree import Node
from ikewizard.settings.readers.transforms import transforms

_ALGORITHMS = ("encryption-algorithm", "authentication-algorithm", "dh-group")


@dataclass(frozen=True)
class Unit:
    """The tree of a configuration, and the desk on which it is put down."""

    root: Node
    desk: Desk

    def used(self, nodes: Iterable[Node | None]) -> None:
        """Note that ``nodes`` were read."""
        for node in nodes:
            if node:
                for line in node.ends or ([node.line] if node.line else []):
                    self.desk.understood(line)

    def named(self, node: Node | None, *path: str) -> Node | None:
        """Return the object that ``node`` names; a name that nothing has leaves its line unread."""
        found = self.root.at(*path, node.word) if node else None
        if found:
            self.used([node])
        elif node:
            self.desk.unread(node.line, f"no {' '.join(path[1:])} of that name is configured")
        return found


def proposals_of(
    unit: Unit, whom: DraftConnection | DraftChild, setting: str, policy: Node | None
) -> list[Node]:
    """Put down the proposals that ``policy`` names, or those of its set; return those that it names."""
    if policy is None:
        return []
    above = "ike" if setting == "phase1-proposals" else "ipsec"
    named = [unit.named(node, "security", above, "proposal") for node in policy.each("proposals")]
    nodes = [node for node in named if node]
    if nodes:
        made = [_proposal(unit, setting, node) for node in nodes]
        line = next((value.line for node in nodes if (value := node.last("encryption-algorithm"))), None)
        whom.propose(setting, made, line or nodes[0].line)
        return nodes
    chosen = policy.last("proposal-set")
    known = unit.desk.default(setting, chosen.word) if chosen else None
    if chosen and known:
        whom.propose(setting, read_proposals(known.value), chosen.line)
    elif chosen:
        unit.desk.unread(chosen.line, "what this set of proposals stands for is not known")
    return []


def _proposal(unit: Unit, setting: str, node: Node) -> Proposal:
    words = [value for key in _ALGORITHMS if (value := node.last(key))]
    for value in words:
        _, unknown = transforms(unit.desk, setting, [value.word])
        if unknown:
            unit.desk.unread(value.line, f"unknown algorithm: {value.word}")
        else:
            unit.used([value])
    return transforms(unit.desk, setting, [value.word for value in words])[0]


def say_lifetime(whom: DraftConnection | DraftChild, setting: str, proposals: Sequence[Node]) -> None:
    """Put down the lifetime of the first of ``proposals`` that has one."""
    for proposal in reversed(proposals):
        seconds = proposal.last("lifetime-seconds")
        if seconds:
            whom.say(setting, seconds.word, seconds.line)
