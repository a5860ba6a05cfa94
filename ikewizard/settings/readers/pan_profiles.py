"""The crypto profiles of PAN-OS: what an IKE gateway and a tunnel offer, and for how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.pan_tree import Node
from ikewizard.settings.readers.transforms import authenticates, transforms, without_groups
from ikewizard.settings.units import Line


@dataclass(frozen=True)
class Part:
    """A tree, and all trees, since a template may refer to what stands in another one."""

    root: Node
    all: Mapping[str, Node]
    desk: Desk

    def find(self, *path: str) -> Node | None:
        """Return the node with that path, of this tree or else of another."""
        found = (root.find(*path) for root in (self.root, *self.all.values()))
        return next((node for node in found if node is not None), None)

    def address(self, text: str) -> str:
        """Return what an address stands for: the name of an object is replaced by its value."""
        entry = self.find("address", text)
        return next((node.get() for node in entry.entries()), text) if entry else text


def say_ike_profiles(part: Part, draft: DraftConnection, node: Node) -> None:
    """Put down what the IKE profiles of a gateway say: one for each version of IKE that it speaks."""
    proposals: list[Proposal] = []
    line: Line | None = None
    source = ""
    for version in reversed(draft.get("ike-version").split(", ")):
        path = ("protocol", version, "ike-crypto-profile")
        profile = _profile(part, "ike-crypto-profiles", node.get(*path), node.at(*path))
        if isinstance(profile, Node):
            proposals += _proposals(part.desk, profile)
            line = line or profile.at("encryption") or profile.line
            if not draft.has("phase1-lifetime"):
                _lifetime(draft, "phase1-lifetime", profile)
        elif built_in := part.desk.default("phase1-proposals", profile):
            proposals += read_proposals(built_in.value)
            source = source or built_in.default
        else:
            # Half of what a gateway offers would look like all of it.
            return
    draft.propose("phase1-proposals", proposals, line, default="" if line else source)
    draft.assume("phase1-lifetime")


def _profile(part: Part, kind: str, name: str, line: Line | None) -> Node | str:
    """Return a profile, or the name of the one that is built in where the configuration holds none."""
    profile = part.find("network", "ike", "crypto-profiles", kind, name or "default")
    if profile is not None:
        part.desk.understood(line)
        return profile
    setting = "phase1-proposals" if kind.startswith("ike") else "phase2-proposals"
    if name and part.desk.default(setting, name.casefold()) is None:
        part.desk.unread(line, f"the profile '{name[:60]}' is not in it")
        return name.casefold()
    part.desk.understood(line)
    return name.casefold() or "default"


def _proposals(desk: Desk, profile: Node) -> Iterator[Proposal]:
    """Yield the proposals of an IKE profile: encryption that authenticates by itself is one of its own."""
    found = [_words(profile, key) for key in ("encryption", "hash", "dh-group")]
    ciphers = [_read(desk, "phase1-proposals", word, line) for word, line in found[0]]
    others = [
        _read(desk, "phase1-proposals", word, line)
        for words in found[1:]
        for word, line in words
        if word != "non-auth"
    ]
    hashes = tuple(name for each in others for name in each.integrity)
    groups = tuple(name for each in others for name in each.groups)
    names = [name for each in ciphers for name in each.encryption]
    for alone in (False, True):
        chosen = tuple(name for name in names if authenticates(name) == alone)
        if chosen:
            yield Proposal(chosen, () if alone else hashes, hashes, groups)


def _words(profile: Node, *path: str) -> list[tuple[str, Line | None]]:
    return [(node.name, node.line) for node in profile.entries(*path)]


def _read(desk: Desk, setting: str, word: str, line: Line | None) -> Proposal:
    proposal, unknown = transforms(desk, setting, [word], prf_from_integrity=False)
    if unknown:
        desk.unread(line, f"unknown algorithm: {word[:40]}")
    else:
        desk.understood(line)
    return proposal


def _lifetime(draft: DraftConnection | DraftChild, setting: str, profile: Node) -> None:
    unit = profile.last("lifetime")
    if unit is not None and unit.get():
        draft.say(setting, f"{unit.get()} {unit.name}", unit.line)


def say_phase2(part: Part, child: DraftChild, tunnel: Node) -> None:
    """Put down what a tunnel and its IPsec profile say of phase 2."""
    if tunnel.get("disabled") == "yes":
        child.say("sa-enabled", "no", tunnel.at("disabled"))
    if tunnel.get("ipsec-mode"):
        child.say("encapsulation", tunnel.get("ipsec-mode"), tunnel.at("ipsec-mode"))
    child.assume("encapsulation")
    child.assume("narrowing")
    path = ("auto-key", "ipsec-crypto-profile")
    profile = _profile(part, "ipsec-crypto-profiles", tunnel.get(*path), tunnel.at(*path))
    if isinstance(profile, Node):
        _ipsec_profile(part.desk, child, profile)
    elif built_in := part.desk.default("phase2-proposals", profile):
        child.say("phase2-protocol", "esp", default=built_in.default)
        child.propose("phase2-proposals", read_proposals(built_in.value), default=built_in.default)
        child.assume("pfs")
        child.assume("pfs-dh-group", profile)
    child.assume("phase2-lifetime")


def _ipsec_profile(desk: Desk, child: DraftChild, profile: Node) -> None:
    protocol = "ah" if profile.find("ah") and not profile.find("esp") else "esp"
    child.say("phase2-protocol", protocol, profile.at(protocol) or profile.line)
    ciphers = [_read(desk, "phase2-proposals", *each) for each in _words(profile, protocol, "encryption")]
    hashes = [_read(desk, "phase2-proposals", *each) for each in _words(profile, protocol, "authentication")]
    names = [name for each in ciphers for name in each.encryption]
    integrity = tuple(name for each in hashes for name in each.integrity if name != "none")
    found = [
        Proposal(tuple(name for name in names if authenticates(name) == alone), () if alone else integrity)
        for alone in (False, True)
    ]
    line = profile.at(protocol, "encryption") or profile.at(protocol, "authentication")
    given = [each for each in found if each.encryption or (protocol == "ah" and each.integrity)]
    child.propose("phase2-proposals", without_groups(given), line)
    group = profile.get("dh-group")
    if group:
        child.say("pfs", "no" if group == "no-pfs" else "yes", profile.at("dh-group"))
    if group and group != "no-pfs":
        child.say("pfs-dh-group", group, profile.at("dh-group"))
    elif not group:
        child.assume("pfs")
        child.assume("pfs-dh-group", "default")
    _lifetime(child, "phase2-lifetime", profile)
