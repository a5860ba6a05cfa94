"""A Cisco ASA configuration at large: its interfaces, tunnel groups, crypto maps and what they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ikewizard.settings.desk import Desk
from ikewizard.settings.networks import as_address
from ikewizard.settings.readers.asa_access import Flow, Names, flow_of
from ikewizard.settings.readers.cisco_common import Block, Words, begins
from ikewizard.settings.units import Line

DEFAULT_GROUP = "DefaultL2LGroup"
"""The tunnel group of every peer that no other one names."""
_LONGEST_PREFIX = 3
_OPTIONS = (
    "match address",
    "set ikev1 transform-set",
    "set ikev1 phase1-mode",
    "set ikev2 ipsec-proposal",
    "set ikev2 mode",
    "set security-association lifetime",
    "set peer",
    "set pfs",
    "set nat-t-disable",
    "set trustpoint",
)
_OLDER: dict[Words, Words] = {
    ("crypto", "isakmp", "policy"): ("crypto", "ikev1", "policy"),
    ("crypto", "isakmp", "enable"): ("crypto", "ikev1", "enable"),
    ("crypto", "isakmp", "am-disable"): ("crypto", "ikev1", "am-disable"),
    ("crypto", "ipsec", "transform-set"): ("crypto", "ipsec", "ikev1", "transform-set"),
}
"""What was said before there was IKEv2 (8.4), as it is said since."""
_BELOW: dict[Words, str] = {
    ("crypto", "ikev1", "policy"): r"(?:authentication|encryption|hash|group|lifetime)\s",
    ("crypto", "isakmp", "policy"): r"(?:authentication|encryption|hash|group|lifetime)\s",
    ("crypto", "ikev2", "policy"): r"(?:encryption|integrity|prf|group|lifetime)\s",
    ("crypto", "ipsec", "ikev2"): r"protocol\s",
    ("crypto", "ipsec", "profile"): r"(?:set\s|responder-only)",
    ("tunnel-group",): r"(?:no )?(?:ikev[12]|pre-shared-key|trust-point|peer-id-validate|chain"
    r"|isakmp keepalive|default-group-policy)\b",
    ("group-policy",): r"vpn-",
    ("interface",): r"(?:no )?(?:nameif|security-level|shutdown|speed|duplex|vlan|description|tunnel"
    r"|ipv6 (?:address|enable)|ip address (?:[0-9.]{7,15}|dhcp|pppoe)|ip address$)\b",
    ("object", "network"): r"(?:host|subnet|range|fqdn)\s",
    ("object-group", "network"): r"(?:network-object|group-object)\s",
    ("sla", "monitor"): r"(?:type|frequency)\s",
}
_PATTERNS = {words: re.compile(pattern) for words, pattern in _BELOW.items()}


def stands_below(above: Words, text: str) -> bool:
    """Return whether ``text`` at the margin belongs to the command ``above``."""
    return any(
        above[: len(words)] == words and pattern.match(text) is not None
        for words, pattern in _PATTERNS.items()
    )


@dataclass
class Entry:
    """An entry of a crypto map, or an IPsec profile: the last of each of its options."""

    name: str
    line: Line
    options: dict[str, tuple[Words, Line]] = field(default_factory=dict)

    def add(self, words: Words, line: Line, desk: Desk) -> None:
        """Take down one option; ``words`` begin with ``set`` or ``match``."""
        key = next((key for key in _OPTIONS if begins(words, [tuple(key.split())])), "")
        if not key:
            desk.irrelevant(line)
            return
        rest = words[len(key.split()) :]
        if key == "set security-association lifetime" and rest[:1] != ("seconds",):
            desk.irrelevant(line)
            return
        desk.understood(line)
        self.options[key] = (rest, line)

    def words(self, key: str) -> Words:
        """Return what was said with ``key``."""
        return self.options[key][0] if key in self.options else ()

    def at(self, key: str) -> Line | None:
        """Return the line of ``key``."""
        return self.options[key][1] if key in self.options else None


@dataclass
class Group:
    """A tunnel group: how one peer, or every peer that no other group names, proves who it is."""

    name: str
    kind: str = ""
    lines: list[Line] = field(default_factory=list)
    attributes: list[Block] = field(default_factory=list)
    policy: str = ""

    def last(self, *prefix: str) -> Block | None:
        """Return the last attribute that begins with ``prefix``."""
        return next((each for each in reversed(self.attributes) if begins(each.words, [prefix])), None)


class Unit:
    """What the commands of a configuration name, by kind and by name."""

    def __init__(self, desk: Desk, roots: Sequence[Block]) -> None:
        self.desk = desk
        self.roots = roots
        self._kinds: dict[Words, list[Block]] = {}
        for block in roots:
            block.words = _modern(block.words)
            for size in range(1, _LONGEST_PREFIX + 1):
                if len(block.words) >= size:
                    self._kinds.setdefault(block.words[:size], []).append(block)
        self._aliases = {
            block.words[2]: (block.words[1], block.line) for block in self.all("name") if len(block.words) > 2
        }
        self.interfaces = _interfaces(self)
        self.groups = _groups(self)
        self.names = self._names()
        self.whole = bool(self.all("interface") or self.all("nameif"))
        self._flows: dict[str, list[Flow]] = {}
        self._lists: dict[str, list[tuple[Line, Words]]] = {}
        for block in self.all("access-list"):
            if len(block.words) > 2:
                self._lists.setdefault(block.words[1], []).append((block.line, block.words[2:]))

    def all(self, *prefix: str) -> list[Block]:
        """Return the commands at the margin that begin with ``prefix``, of at most three words."""
        return self._kinds.get(prefix, [])

    def last(self, *prefix: str) -> Block | None:
        """Return the last command at the margin that begins with ``prefix``."""
        return next(iter(reversed(self.all(*prefix))), None)

    def resolved(self, word: str) -> str:
        """Return the address that ``word`` is a name for, or ``word``."""
        if word in self._aliases:
            address, line = self._aliases[word]
            self.desk.understood(line)
            return address
        return word

    def flows(self, name: str) -> list[Flow]:
        """Return the entries of the access list ``name``."""
        if name not in self._flows:
            entries = (flow_of(line, words, self.names) for line, words in self._lists.get(name, ()))
            self._flows[name] = [flow for flow in entries if flow is not None]
            for line in self.names.used:
                self.desk.understood(line)
            self.names.used.clear()
        return self._flows[name]

    def address(self, nameif: str, peer: str) -> tuple[str, Line | None]:
        """Return the address of an interface, of the kind that ``peer``'s is, and its line."""
        six = ":" in peer
        for each in self.interfaces.get(nameif.casefold(), ()):
            place = 3 if each.words[2:3] == (nameif,) and len(each.words) > 3 else 2
            word = self.resolved(each.words[place]) if len(each.words) > place else ""
            if word in ("dhcp", "pppoe", "autoconfig"):
                return "none", each.line
            address = as_address(word.partition("/")[0])
            if address is not None and (address.version == 6) == six:
                return str(address), each.line
        return "", None

    def enabled(self, version: str, nameif: str) -> bool | None:
        """Return whether IKE of ``version`` is enabled on an interface; None where that cannot be told."""
        lines = [block for block in self.all("crypto", version, "enable") if len(block.words) > 3]
        for block in lines:
            self.desk.understood(block.line)
        if any(block.words[3].casefold() == nameif.casefold() for block in lines):
            return True
        return False if nameif and (lines or self.whole) else None

    def group(self, *names: str) -> Group | None:
        """Return the first tunnel group that carries one of ``names``."""
        return next((self.groups[name] for name in names if name in self.groups), None)

    def settle(self) -> None:
        """Note what became of the lines that nothing refers to."""
        for kind in (("tunnel-group",), ("crypto", "ikev1", "policy"), ("crypto", "ikev2", "policy")):
            self._pass(self.all(*kind))
        self._pass([*self.all("crypto", "ipsec", "profile"), *self.all("crypto", "ikev1", "enable")])
        self._pass([*self.all("crypto", "ikev2", "enable"), *self.all("crypto", "isakmp", "identity")])
        self._pass(self.all("crypto", "ipsec", "ikev1"))
        self._pass(self.all("crypto", "ipsec", "ikev2"))
        known = re.compile("|".join(self.desk.manner.irrelevant) or r"(?!)")
        self._pass(block for block in self.roots if block.inner and known.search(block.line.text))

    def _pass(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.desk.irrelevant(block.line)
            for each in block.inner:
                self.desk.irrelevant(each.line)

    def _names(self) -> Names:
        objects: dict[str, list[Block]] = {}
        groups: dict[str, list[Block]] = {}
        for kind, known in ((("object", "network"), objects), (("object-group", "network"), groups)):
            for block in self.all(*kind):
                if len(block.words) > 2:
                    known.setdefault(block.words[2], []).append(block)
        own = {nameif: self.address(nameif, "")[0] for nameif in self.interfaces}
        aliases = {name: address for name, (address, _) in self._aliases.items()}
        return Names(aliases, objects, groups, own, [])


def _modern(words: Words) -> Words:
    if words[0] == "isakmp":
        words = ("crypto", *words)
    newer = _OLDER.get(words[:3])
    return (*newer, *words[3:]) if newer else words


def _interfaces(unit: Unit) -> dict[str, list[Block]]:
    """Return the addresses of every interface, by its name in small letters."""
    found: dict[str, list[Block]] = {}
    for block in unit.all("interface"):
        named = block.all("nameif")
        if named and len(named[-1].words) > 1:
            addresses = [*block.all("ip", "address"), *block.all("ipv6", "address")]
            found.setdefault(named[-1].words[1].casefold(), []).extend(addresses)
    # PIX 6 names the interface in the line itself.
    for block in unit.all("ip", "address"):
        if len(block.words) > 3:
            found.setdefault(block.words[2].casefold(), []).append(block)
    return found


def _groups(unit: Unit) -> dict[str, Group]:
    found: dict[str, Group] = {}
    for block in unit.all("tunnel-group"):
        if len(block.words) > 2:
            group = found.setdefault(block.words[1], Group(block.words[1]))
            group.lines.append(block.line)
            _grouped(group, block)
    # PIX 6 has no tunnel groups: isakmp key SECRET address PEER netmask MASK.
    for block in unit.all("crypto", "isakmp", "key"):
        words = block.words
        if words[4:5] == ("address",) and len(words) > 5:
            name = DEFAULT_GROUP if words[5] == "0.0.0.0" else words[5]
            group = found.setdefault(name, Group(name, "ipsec-l2l"))
            group.attributes.append(Block(block.line, ("ikev1", "pre-shared-key", words[3])))
    return found


def _grouped(group: Group, block: Block) -> None:
    if block.words[2] == "type" and len(block.words) > 3:
        group.kind = block.words[3]
    if block.words[2] == "ipsec-attributes":
        for each in block.inner:
            if each.words[0] in ("pre-shared-key", "trust-point"):
                each.words = ("ikev1", *each.words)
        group.attributes += block.inner
    if block.words[2] == "general-attributes":
        for each in block.all("default-group-policy"):
            group.policy = each.words[-1]
            group.lines.append(each.line)
