"""What the names of a SonicOS configuration stand for: address objects, their groups, and interfaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ikewizard.settings.networks import as_address, normal_networks
from ikewizard.settings.readers.sonicos_lines import Command
from ikewizard.settings.units import Line

_FAMILIES = {"ipv4", "ipv6", "fqdn", "mac"}
_MOST = 400
"""Members of a group, at any depth, that are looked up."""
_MOST_IN_ZONE = 32


@dataclass
class Named:
    """What a name stands for: networks as text, and the lines that say so."""

    networks: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass
class Group:
    """A group: its line, and the line of each member by the member's name."""

    line: Line
    members: dict[str, Line] = field(default_factory=dict)


@dataclass
class Interface:
    """An interface: its zone, its address and mask; ``changes`` where it gets its address from elsewhere."""

    zone: str = ""
    address: str = ""
    mask: str = ""
    changes: bool = False
    lines: dict[str, Line] = field(default_factory=dict)


class Objects:
    """The named addresses and interfaces of a configuration."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._objects: dict[str, Named] = {}
        self._groups: dict[str, Group] = {}
        self.interfaces: dict[str, Interface] = {}
        self._zones: dict[str, list[Interface]] = {}
        self.commands: list[Command] = []
        for command in commands:
            first = command.word(0)
            if first not in ("address-object", "address-group", "interface"):
                continue
            self.commands.append(command)
            if first == "interface":
                self._interface(command)
            elif first == "address-group":
                self._groups[_name(command)] = _group(command)
            else:
                self._objects[_name(command)] = _object(command)

    def named(self, name: str) -> Named | None:
        """Return what ``name`` stands for, or None where the text does not tell it in full."""
        found = Named()
        waiting, seen = [name], {name}
        while waiting:
            known = self._one(waiting.pop())
            if isinstance(known, Group):
                found.lines += [known.line, *known.members.values()]
                waiting += [member for member in known.members if member not in seen]
                seen |= known.members.keys()
            elif known is None or not known.networks:
                return None
            else:
                found.networks += known.networks
                found.lines += known.lines
            if len(seen) > _MOST:
                return None
        return found if found.networks else None

    def of_zone(self, zone: str) -> list[Interface]:
        """Return the interfaces of ``zone`` that have or get an address; none if there are far too many."""
        if not self._zones:
            for each in self.interfaces.values():
                if each.address or each.changes:
                    self._zones.setdefault(each.zone, []).append(each)
        found = self._zones.get(zone, [])
        return found if len(found) <= _MOST_IN_ZONE else []

    def _one(self, name: str) -> Named | Group | None:
        return self._objects.get(name) or self._groups.get(name) or self._built_in(name)

    def _built_in(self, name: str) -> Named | None:
        """Return what a name stands for that every unit has: ``X0 Subnet``, ``X0 IP``, ``LAN Subnets``."""
        owner, _, what = name.rpartition(" ")
        members = self.of_zone(owner) if what == "Subnets" else [self.interfaces.get(owner, Interface())]
        if (
            what not in ("Subnet", "IP", "Subnets")
            or not members
            or not all(each.address for each in members)
        ):
            return None
        return Named(
            [each.address if what == "IP" else f"{each.address}/{each.mask}" for each in members],
            [line for each in members for line in each.lines.values()],
        )

    def _interface(self, command: Command) -> None:
        name = command.word(1)
        if command.word(2) == "vlan":
            name = f"{name}:V{command.word(3)}"
        found = self.interfaces.setdefault(name, Interface())
        found.lines["interface"] = command.line
        for each in command.every():
            if each.starts("ip-assignment"):
                found.zone, found.changes = each.word(1), each.word(2) != "static"
            elif each.starts("ip") and as_address(each.word(1)) is not None and not each.off:
                found.address = each.word(1)
                found.mask = each.word(3) if each.word(2) == "netmask" else ""
            else:
                continue
            found.lines[each.word(0)] = each.line
        if found.address == "0.0.0.0":
            found.address = ""


def _name(command: Command) -> str:
    return command.word(2) if command.word(1) in _FAMILIES else command.word(1)


def _object(command: Command) -> Named:
    """Return what an address object stands for: one address, network or range."""
    found = Named(list(network_of(command.words[3 if command.word(1) in _FAMILIES else 2 :])), [command.line])
    for each in command.below:
        if each.word(0) in ("host", "network", "range"):
            found = Named(list(network_of(each.words)), [command.line, each.line])
    return found


def _group(command: Command) -> Group:
    found = Group(command.line)
    for each in command.below:
        if each.word(0) in ("address-object", "address-group") and len(found.members) <= _MOST:
            found.members[_name(each)] = each.line
    return found


def network_of(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the networks that ``host A``, ``network A M`` or ``range A B`` stand for, if they can be read."""
    first, second = (words[1] if len(words) > 1 else ""), (words[2] if len(words) > 2 else "")
    text = ""
    if words[:1] == ("host",):
        text = first
    elif words[:1] == ("range",):
        text = f"{first}-{second}"
    elif words[:1] == ("network",):
        text = first if "/" in first else f"{first}/{second.lstrip('/')}"
    try:
        yield from normal_networks(text).split(", ") if text else ()
    except ValueError:
        return
