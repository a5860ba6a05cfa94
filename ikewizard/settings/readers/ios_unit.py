"""A Cisco IOS configuration at large: its sections by name, its interfaces, keys and access lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ikewizard.settings.desk import Desk
from ikewizard.settings.networks import as_address
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.readers.ios_access import Traffic
from ikewizard.settings.readers.ios_ike import policy_proof
from ikewizard.settings.readers.ios_keys import Ring, global_keys, ikev2_ring, key_ring
from ikewizard.settings.readers.ios_lines import Block, Words
from ikewizard.settings.units import Line

_LONGEST_PREFIX = 3
_SECTIONS: tuple[Words, ...] = (
    ("crypto", "isakmp", "policy"),
    ("crypto", "isakmp", "profile"),
    ("crypto", "isakmp", "peer"),
    ("crypto", "ipsec", "profile"),
    ("crypto", "ipsec", "transform-set"),
    ("crypto", "dynamic-map"),
    ("crypto", "ikev2", "proposal"),
    ("crypto", "ikev2", "policy"),
    ("crypto", "ikev2", "profile"),
)
"""Sections that say nothing of a negotiation where nothing refers to them."""


_MOST_POLICIES = 50
_LONGEST_NUMBER = 10
_MOST_ALIKE = 50
_LETTERS = "abcdefghijklmnopqrstuvwxyz-"


class Unit:
    """What the commands of a configuration name, and what was used of it."""

    def __init__(self, desk: Desk, roots: Sequence[Block]) -> None:
        self.desk = desk
        self.roots = roots
        self._kinds: dict[Words, list[Block]] = {}
        for block in roots:
            for size in range(1, _LONGEST_PREFIX + 1):
                if len(block.words) >= size:
                    self._kinds.setdefault(block.words[:size], []).append(block)
        self._named: dict[Words, dict[str, Block]] = {}
        self._used: set[int] = set()
        self.interfaces = {interface_name(block).casefold(): block for block in self.all("interface")}
        self._by_number: dict[str, list[str]] = {}
        for name in self.interfaces:
            self._by_number.setdefault(name.lstrip(_LETTERS), []).append(name)
        self.traffic = Traffic(roots)
        self.hostname = self._own_name()
        self.keys = global_keys(desk, self.all("crypto", "isakmp", "key"))
        self.rings = {name: key_ring(desk, block) for name, block in self.named("crypto", "keyring").items()}
        self.ikev2_rings = {
            name: ikev2_ring(desk, block) for name, block in self.named("crypto", "ikev2", "keyring").items()
        }
        self.every = Ring()
        for ring in (self.keys, *self.rings.values()):
            self.every.take(ring)
        for block in self.all("crypto", "keyring"):
            desk.understood(block.line)
        self.policies = self._policies()
        self.proposals: dict[str, list[Proposal]] = {}
        self.peers = {
            block.words[4]: block
            for block in self.all("crypto", "isakmp", "peer")
            if len(block.words) > 4 and block.all("set", "aggressive-mode")
        }
        self.whole = bool(self.all("version")) and bool(self.interfaces)

    def all(self, *prefix: str) -> list[Block]:
        """Return the commands at the top that begin with ``prefix``, of at most three words."""
        return self._kinds.get(prefix, [])

    def named(self, *prefix: str) -> dict[str, Block]:
        """Return the sections that begin with ``prefix``, by the word that follows; the last one counts."""
        if prefix not in self._named:
            place = len(prefix)
            self._named[prefix] = {
                block.words[place]: block for block in self.all(*prefix) if len(block.words) > place
            }
        return self._named[prefix]

    def use(self, block: Block) -> None:
        """Note that something refers to ``block``."""
        self._used.add(id(block))
        self.desk.understood(block.line)

    def section(self, *where: str) -> Block | None:
        """Return the section whose name is the last of ``where``, and note that it is used."""
        block = self.named(*where[:-1]).get(where[-1])
        if block:
            self.use(block)
        return block

    def address(self, name: str) -> tuple[str, Line | None]:
        """Return the address of the interface ``name``, and its line.

        It is ``none`` where somebody else gives it one, and empty where it is not known.
        """
        block = self._interface(name.casefold())
        if block is None:
            return "", None
        for each in block.all("ip", "address"):
            if "secondary" in each.words:
                continue
            word = each.words[2] if len(each.words) > 2 else ""
            if word in ("dhcp", "negotiated", "pool"):
                return "none", each.line
            if as_address(word) is not None:
                return word, each.line
        return "", None

    def _interface(self, name: str) -> Block | None:
        """Return the interface ``name``, which may be cut short as it is when typed (``gi0/0``)."""
        if name in self.interfaces:
            return self.interfaces[name]
        number = name.lstrip(_LETTERS)
        letters = name.removesuffix(number)
        fitting = [each for each in self._by_number.get(number, ())[:_MOST_ALIKE] if each.startswith(letters)]
        return self.interfaces[fitting[0]] if len(fitting) == 1 and letters else None

    def rings_for(self, names: Iterable[str]) -> list[Ring]:
        """Return the key rings of IKEv1 by name (``default`` is that of ``crypto isakmp key``), else all."""
        chosen = [
            self.keys if name == "default" else self.rings[name]
            for name in names
            if name in self.rings or name == "default"
        ]
        return chosen or [self.every]

    def _policies(self) -> list[tuple[str, Block]]:
        """Return the policies of IKEv1 by priority, each after how it proves who the units are."""
        blocks = sorted(self.all("crypto", "isakmp", "policy"), key=_priority)
        for block in blocks[_MOST_POLICIES:]:
            self.desk.unread(block.line, f"only {_MOST_POLICIES} policies are read")
        return [(policy_proof(self.desk, block), block) for block in blocks[:_MOST_POLICIES]]

    def settle(self) -> None:
        """Note what became of the lines that nothing refers to."""
        for kind in _SECTIONS:
            for block in self.all(*kind):
                if id(block) not in self._used:
                    self._pass(block)
        for block in self.interfaces.values():
            self._settle_interface(block)
        known = re.compile("|".join(self.desk.manner.irrelevant) or r"(?!)")
        for block in self.roots:
            if block.words[0] != "interface" and block.inner and known.search(block.line.text):
                self._pass(block)

    def _settle_interface(self, block: Block) -> None:
        tunnel = id(block) in self._used
        for each in block.everything():
            if each.words[0] not in ("crypto", "tunnel") or (each.words[0] == "tunnel" and not tunnel):
                self.desk.irrelevant(each.line)

    def _pass(self, block: Block) -> None:
        self.desk.irrelevant(block.line)
        for each in block.everything():
            self.desk.irrelevant(each.line)

    def _own_name(self) -> str:
        host = next((block.words[1] for block in self.all("hostname") if len(block.words) > 1), "")
        domains = [
            block.words[-1]
            for block in (*self.all("ip", "domain", "name"), *self.all("ip", "domain-name"))
            if block.words[-1] not in ("name", "domain-name")
        ]
        return f"{host}.{domains[-1]}" if host and domains else host


def interface_name(block: Block) -> str:
    """Return the name of an interface; when typed its number may stand by itself."""
    words = block.words[1:3]
    return "".join(words if len(words) > 1 and words[1][0].isdigit() else words[:1])


def _priority(block: Block) -> int:
    number = "".join(block.words[3:4])
    return int(number) if number.isdecimal() and len(number) < _LONGEST_NUMBER else 0
