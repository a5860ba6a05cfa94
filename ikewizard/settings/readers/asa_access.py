"""Access lists and network objects of Cisco ASA: which traffic a crypto map protects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_network

from ikewizard.settings.networks import MAX_NETWORKS, as_address
from ikewizard.settings.readers.cisco_common import Block, Words
from ikewizard.settings.units import Line

_ANY = {"any": ("0.0.0.0/0",), "any4": ("0.0.0.0/0",), "any6": ("::/0",)}
_PORTS = {"eq": 1, "neq": 1, "gt": 1, "lt": 1, "range": 2}
_WHOLE = ("ip", "ip4", "ip6")


@dataclass(frozen=True)
class Flow:
    """One entry of an access list: what it protects. ``why`` tells why it cannot be read."""

    line: Line
    local: str = ""
    remote: str = ""
    protocol: str = "any"
    why: str = ""


@dataclass
class Names:
    """What stands for addresses in a configuration: names, objects, groups of them, and interfaces."""

    aliases: Mapping[str, str]
    objects: Mapping[str, list[Block]]
    groups: Mapping[str, list[Block]]
    interfaces: Mapping[str, str]
    used: list[Line]
    """The lines of the objects that were looked up."""

    def address(self, word: str) -> str:
        """Return the address that ``word`` stands for, or ``word`` itself."""
        return self.aliases.get(word, word)


def flow_of(line: Line, words: Words, names: Names) -> Flow | None:
    """Return the entry that ``words`` make (what follows the list's name); None for one that says nothing."""
    if words[:1] == ("line",):
        words = words[2:]
    if words[:1] == ("extended",):
        words = words[1:]
    if not words or words[0] in ("remark", "standard", "webtype", "ethertype") or "inactive" in words:
        return None
    if words[0] != "permit":
        return Flow(line, why="an entry that leaves traffic out of the tunnel is not compared")
    try:
        return _permitted(line, words, names)
    except IndexError:
        return Flow(line, why="it is cut off")
    except ValueError as error:
        return Flow(line, why=str(error))


def _permitted(line: Line, words: Words, names: Names) -> Flow:
    protocol = words[1]
    if protocol in ("object", "object-group"):
        raise ValueError("a service object or group is not compared")
    local, place = _end(words, 2, names)
    port, place = _port(words, place)
    remote, place = _end(words, place, names)
    far, place = _port(words, place)
    if place < len(words) and words[place] in ("object", "object-group"):
        raise ValueError("a service object or group is not compared")
    shown = "any" if protocol in _WHOLE else ":".join(part for part in (protocol, far or port) if part)
    return Flow(line, ", ".join(local), ", ".join(remote), shown)


def _end(words: Words, place: int, names: Names) -> tuple[tuple[str, ...], int]:
    """Return the networks at ``place``, and where what follows them begins."""
    word = words[place]
    if word in _ANY:
        return _ANY[word], place + 1
    if "/" in word:
        return (str(ip_network(word, strict=False)),), place + 1
    known = _KINDS.get(word)
    if known:
        return known(words[place + 1], names), place + 2
    return (_masked(word, words[place + 1], names),), place + 2


def _interface(name: str, names: Names) -> tuple[str, ...]:
    known = names.interfaces.get(name.casefold())
    if not known:
        raise ValueError(f"the address of the interface {name} is not known")
    return (known,)


def _host(word: str, names: Names) -> str:
    address = as_address(names.address(word))
    if address is None:
        raise ValueError(f"{word} is not an address")
    return str(address)


def _masked(word: str, mask: str, names: Names) -> str:
    # A wildcard, as other devices of the maker have them, must not be taken for a mask.
    bits = (~int(IPv4Address(mask))) & 0xFFFFFFFF
    if bits & (bits + 1):
        raise ValueError(f"{mask} is not a mask")
    return str(ip_network(f"{names.address(word)}/{32 - bits.bit_length()}", strict=False))


def _port(words: Words, place: int) -> tuple[str, int]:
    if place >= len(words) or words[place] not in _PORTS:
        return "", place
    size = _PORTS[words[place]]
    values = words[place + 1 : place + 1 + size]
    plain = words[place] in ("eq", "range")
    return ("-".join(values) if plain else " ".join((words[place], *values))), place + 1 + size


def _object(name: str, names: Names) -> tuple[str, ...]:
    found: list[str] = []
    for block in names.objects.get(name, ()):
        names.used.append(block.line)
        for each in block.inner:
            if each.words[0] in ("host", "subnet", "range", "fqdn"):
                names.used.append(each.line)
                found.append(_defined(each.words, names))
    if not found:
        raise ValueError(f"there is no network object {name}")
    return tuple(found)


def _defined(words: Words, names: Names) -> str:
    if words[0] == "host":
        return _host(words[1], names)
    if words[0] == "range":
        return f"{_host(words[1], names)}-{_host(words[2], names)}"
    if words[0] == "fqdn":
        raise ValueError(f"the networks of the name {words[-1]} are not known")
    if "/" in words[1]:
        return str(ip_network(words[1], strict=False))
    return _masked(words[1], words[2], names)


def _group(name: str, names: Names) -> tuple[str, ...]:
    """Return the networks of the object group ``name``, and of the groups in it."""
    found: list[str] = []
    waiting, seen = [name], {name}
    while waiting:
        current = waiting.pop()
        if current not in names.groups:
            raise ValueError(f"there is no object group {current}")
        for block in names.groups[current]:
            names.used.append(block.line)
            found += _members(block, names)
            inner = [each.words[1] for each in block.all("group-object")]
            waiting += [each for each in dict.fromkeys(inner) if each not in seen]
            seen.update(inner)
        if len(found) > MAX_NETWORKS:
            raise ValueError(f"the group {name} is too large")
    if not found:
        raise ValueError(f"the object group {name} is empty")
    return tuple(found)


def _members(block: Block, names: Names) -> list[str]:
    names.used += [each.line for each in block.all("group-object")]
    found: list[str] = []
    for each in block.all("network-object"):
        names.used.append(each.line)
        found += _end(each.words, 1, names)[0]
    return found


_KINDS: Mapping[str, Callable[[str, Names], tuple[str, ...]]] = {
    "host": lambda word, names: (_host(word, names),),
    "object": _object,
    "object-group": _group,
    "interface": _interface,
}
