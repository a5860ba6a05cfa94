"""Access lists and object groups of Cisco IOS: which traffic a crypto map protects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_network

from ikewizard.settings.readers.ios_lines import Block, Words
from ikewizard.settings.units import Line

_ANY = {"any": "0.0.0.0/0", "any4": "0.0.0.0/0", "any6": "::/0"}
_PORTS = {"eq": 1, "neq": 1, "gt": 1, "lt": 1, "range": 2}
_DEEPEST = 8
MOST_NETWORKS = 400


@dataclass(frozen=True)
class Flow:
    """One entry of an access list: what it lets through. ``why`` tells why it cannot be read."""

    line: Line
    local: str = ""
    remote: str = ""
    protocol: str = "any"
    why: str = ""


class Traffic:
    """The access lists of a unit, by name or number."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._lists: dict[str, list[tuple[Line, Words]]] = {}
        self._heads: dict[str, list[Line]] = {}
        self._groups: dict[str, Block] = {}
        self._read: dict[str, tuple[Flow, ...]] = {}
        for block in blocks:
            words = block.words
            if words[0] == "access-list" and len(words) > 2:
                self._lists.setdefault(words[1], []).append((block.line, words[2:]))
            elif words[:2] == ("ip", "access-list") and len(words) > 3:
                entries = self._lists.setdefault(words[3], [])
                entries += [(each.line, each.words) for each in block.inner]
                self._heads.setdefault(words[3], []).append(block.line)
            elif words[:2] == ("ipv6", "access-list") and len(words) > 2:
                entries = self._lists.setdefault(words[2], [])
                entries += [(each.line, each.words) for each in block.inner]
                self._heads.setdefault(words[2], []).append(block.line)
            elif words[:2] == ("object-group", "network") and len(words) > 2:
                self._groups[words[2]] = block

    def flows(self, name: str) -> tuple[Flow, ...] | None:
        """Return the entries of the list ``name``; None where there is no such list."""
        if name not in self._lists:
            return None
        if name not in self._read:
            entries = (_flow(line, words, self._groups) for line, words in self._lists[name])
            self._read[name] = tuple(flow for flow in entries if flow is not None)
        return self._read[name]

    def lines(self, name: str) -> list[Line]:
        """Return the lines of the list ``name`` that are no entries but open it."""
        return self._heads.get(name, [])

    def used_groups(self, name: str) -> list[Line]:
        """Return the lines of the object groups that the list ``name`` refers to."""
        named = {word for _, words in self._lists.get(name, ()) for word in words}
        found: list[Line] = []
        for group in named & self._groups.keys():
            block = self._groups[group]
            found += [block.line, *(each.line for each in block.inner)]
        return found


def prefix(address: str, mask: str = "") -> str:
    """Return an address with its mask as a network. Raises ValueError for what is none."""
    return str(ip_network(f"{address}/{mask}" if mask else address, strict=False))


def _flow(line: Line, words: Words, groups: Mapping[str, Block]) -> Flow | None:
    words = words[1:] if words and words[0].isdecimal() else words
    if not words or words[0] in ("remark", "dynamic", "evaluate"):
        return None
    if words[0] != "permit":
        return Flow(line, why="an entry that leaves traffic out of the tunnel is not compared")
    if len(words) < 3:
        return Flow(line, why="it is cut off")
    try:
        local, place = _end(words, 2, groups)
        ports, place = _port(words, place)
        remote, place = _end(words, place, groups)
        far, place = _port(words, place)
    except (ValueError, IndexError) as error:
        return Flow(line, why=str(error) if isinstance(error, ValueError) else "it is cut off")
    protocol = "any" if words[1] in ("ip", "ipv6") else words[1]
    if words[1] == "object-group":
        return Flow(line, why="a service group is not compared")
    port = far or ports
    return Flow(line, local, remote, f"{protocol}:{port}" if port else protocol)


def _end(words: Words, place: int, groups: Mapping[str, Block]) -> tuple[str, int]:
    """Return the networks at ``place``, and where what follows them begins."""
    word = words[place]
    if word in _ANY:
        return _ANY[word], place + 1
    if word == "host":
        return prefix(words[place + 1]), place + 2
    if word == "object-group":
        return ", ".join(_group(words[place + 1], groups)), place + 2
    if "/" in word:
        return prefix(word), place + 1
    return _wildcard(word, words[place + 1]), place + 2


def _wildcard(address: str, mask: str) -> str:
    bits = int(IPv4Address(mask))
    if bits & (bits + 1):
        raise ValueError(f"the wildcard {mask} is no network's")
    return prefix(address, str(32 - bits.bit_length()))


def _port(words: Words, place: int) -> tuple[str, int]:
    if place >= len(words) or words[place] not in _PORTS:
        return "", place
    size = _PORTS[words[place]]
    values = words[place + 1 : place + 1 + size]
    plain = words[place] in ("eq", "range")
    return ("-".join(values) if plain else " ".join((words[place], *values))), place + 1 + size


def _group(name: str, groups: Mapping[str, Block]) -> list[str]:
    """Return the networks of the object group ``name``, and of the groups in it."""
    found: list[str] = []
    waiting, seen = [(name, 0)], {name}
    while waiting:
        current, depth = waiting.pop()
        block = groups.get(current)
        if block is None or depth > _DEEPEST:
            raise ValueError(f"there is no object group {current}")
        for each in block.inner:
            words = each.words
            if words[0] == "group-object" and len(words) > 1 and words[1] not in seen:
                seen.add(words[1])
                waiting.append((words[1], depth + 1))
            else:
                found += _member(words)
        if len(found) > MOST_NETWORKS:
            raise ValueError(f"the group {name} is too large")
    if not found:
        raise ValueError(f"the object group {name} is empty")
    return found


def _member(words: Words) -> list[str]:
    if words[0] in ("description", "group-object"):
        return []
    if words[0] == "host":
        return [prefix(words[1])]
    if words[0] == "range":
        return [f"{words[1]}-{words[2]}"]
    if words[0] == "any":
        return ["0.0.0.0/0"]
    return [prefix(words[0], words[1] if len(words) > 1 and "/" not in words[0] else "")]
