"""The shared secrets of a Cisco IOS configuration: sealed when they are read, found by peer."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_network

from ikewizard.settings.desk import Desk
from ikewizard.settings.networks import as_address
from ikewizard.settings.readers.ios_access import prefix
from ikewizard.settings.readers.ios_lines import Block, Words
from ikewizard.settings.units import Line, Sealed

_HIDDEN = re.compile(r"\*+|<[^>]*>")
_ENCRYPTED = "6"
ANYBODY = "0.0.0.0/0"


@dataclass(frozen=True)
class Key:
    """A shared secret; ``secret`` is None where only its encrypted form is shown.

    ``login`` tells whether a user login (XAUTH) may follow.
    """

    secret: Sealed | None
    login: bool = True


class Ring:
    """The secrets of one key ring, by whom they are for."""

    def __init__(self) -> None:
        self._hosts: dict[str, Key] = {}
        self._lengths: set[int] = set()

    def add(self, whose: str, key: Key) -> None:
        """Note that ``key`` is for ``whose``: a network, or a name."""
        self._hosts.setdefault(whose.casefold(), key)
        if "/" in whose:
            self._lengths.add(int(whose.rpartition("/")[2]))

    def find(self, whose: str) -> tuple[int, Key] | None:
        """Return the secret for ``whose`` that fits closest, and how close it fits."""
        if whose.casefold() in self._hosts:
            return (129, self._hosts[whose.casefold()])
        if as_address(whose) is None:
            return None
        for length in sorted(self._lengths, reverse=True):
            try:
                network = str(ip_network(f"{whose}/{length}", strict=False))
            except ValueError:
                continue
            if network in self._hosts:
                return (length, self._hosts[network])
        return None

    def take(self, other: Ring) -> None:
        """Note the secrets of ``other`` as well, but for whom there is one already."""
        for whose, key in other._hosts.items():
            self.add(whose, key)

    def __bool__(self) -> bool:
        return bool(self._hosts)


def closest(rings: Sequence[Ring], names: Sequence[str]) -> tuple[int, Key] | None:
    """Return the secret in ``rings`` that fits one of ``names`` closest."""
    found = [match for ring in rings for name in names if (match := ring.find(name))]
    return max(found, key=lambda match: match[0], default=None)


def sealed(desk: Desk, words: Words, line: Line) -> Sealed | None:
    """Return the secret that ``words`` are, sealed; None for one that is encrypted or hidden."""
    desk.understood(line)
    if len(words) > 1 and words[0] == _ENCRYPTED:
        return None
    if len(words) > 1 and words[0] == "hex":
        try:
            return desk.seal(binascii.unhexlify(words[1].removeprefix("0x")), line)
        except (binascii.Error, ValueError):
            return None
    text = " ".join(words[1:] if len(words) > 1 and words[0] == "0" else words)
    if not text or _HIDDEN.fullmatch(text):
        return None
    return desk.seal(text, line)


def without_secret(line: Line, shown: str) -> Line:
    """Return ``line`` with the text that may be shown of it."""
    return replace(line, text=shown)


def global_keys(desk: Desk, blocks: Sequence[Block]) -> Ring:
    """Return the secrets of ``crypto isakmp key SECRET address|hostname PEER``."""
    ring = Ring()
    for block in blocks:
        words = block.words[3:]
        place = next(
            (number for number in range(len(words) - 1, 0, -1) if words[number] in ("address", "hostname")), 0
        )
        secret = sealed(desk, words[:place] or words, block.line)
        _add(ring, words[place:] if place else (), Key(secret))
    return ring


def key_ring(desk: Desk, block: Block) -> Ring:
    """Return the secrets of a ``crypto keyring``."""
    ring = Ring()
    for each in block.inner:
        if each.words[0] != "pre-shared-key":
            desk.understood(each.line)
            continue
        words = each.words[1:]
        place = words.index("key") if "key" in words else len(words)
        _add(ring, words[:place], Key(sealed(desk, words[place + 1 :], each.line)))
    return ring


def ikev2_ring(desk: Desk, block: Block) -> Ring:
    """Return the secrets of a ``crypto ikev2 keyring``, by address and by identity of the peer."""
    ring = Ring()
    desk.understood(block.line)
    for peer in block.inner:
        desk.understood(peer.line)
        found: list[Sealed | None] = []
        whose: list[Words] = []
        for each in peer.inner:
            desk.understood(each.line)
            kind, words = each.words[0], each.words[1:]
            if kind == "pre-shared-key":
                words = words[1:] if words and words[0] in ("local", "remote") else words
                found.append(sealed(desk, words, each.line))
            elif kind in ("address", "host", "hostname"):
                whose.append(("address" if kind == "address" else "hostname", *words))
            elif kind == "identity" and words:
                whose.append(words if words[0] == "address" else ("hostname", words[-1]))
        # Different secrets for the two directions cannot be held against one.
        alike = len({each.digest if each else "" for each in found}) == 1
        for words in whose if found else ():
            _add(ring, words, Key(found[0] if alike else None))
    return ring


def _add(ring: Ring, words: Words, key: Key) -> None:
    """Note ``key`` for ``address A [MASK] [no-xauth]`` or ``hostname NAME``."""
    if len(words) < 2:
        return
    login = "no-xauth" not in words
    words = tuple(word for word in words if word not in ("no-xauth", "ipv6"))
    key = Key(key.secret, login)
    if words[0] == "hostname":
        ring.add(words[1], key)
        return
    mask = words[2] if len(words) > 2 else "0" if words[1] in ("0.0.0.0", "::") else ""
    try:
        ring.add(prefix(words[1], mask), key)
    except (ValueError, IndexError):
        return
