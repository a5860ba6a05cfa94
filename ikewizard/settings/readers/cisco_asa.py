"""Reads the running configuration of Cisco ASA, PIX and FTD: crypto maps and protected tunnel interfaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ikewizard.settings.desk import Desk, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.readers.asa_access import Flow
from ikewizard.settings.readers.asa_peer import identities, methods, secret, versions_of
from ikewizard.settings.readers.asa_phases import pfs, phase1, phase2
from ikewizard.settings.readers.asa_unit import DEFAULT_GROUP, Entry, Group, Unit, stands_below
from ikewizard.settings.readers.cisco_common import Block, parse
from ikewizard.settings.units import Line

_EVERYTHING, _EVERYTHING_6 = "0.0.0.0/0", "::/0"
_SETS = {"ikev2": "set ikev2 ipsec-proposal", "ikev1": "set ikev1 transform-set"}
_MOST_FLOWS = 2000
"""Entries of access lists that are read in all; each is an SA of its own."""


@dataclass
class Tunnel:
    """A connection to one peer, before it is put down."""

    name: str
    entry: Entry
    peer: str
    peer_line: Line | None
    group: Group | None
    nameif: str = ""
    applied: Line | None = None
    off: bool = False
    flows: Sequence[Flow] = ()
    routed: bool = False
    named: bool = False
    """Whether the peer is told by the name of its tunnel group."""


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every entry of a crypto map for every peer, and every protected tunnel interface."""
    unit = Unit(desk, parse(lines, stands_below))
    for maker in ("ASA", "PIX"):
        for block in unit.all(maker, "Version"):
            desk.version = block.words[2] if len(block.words) > 2 else ""
            desk.understood(block.line)
    left = _MOST_FLOWS
    for tunnel in (*_maps(unit), *_interfaces(unit)):
        for flow in tunnel.flows[left:]:
            desk.unread(flow.line, f"only {_MOST_FLOWS} entries are read")
        tunnel.flows = tunnel.flows[:left]
        left -= len(tunnel.flows)
        _put_down(unit, tunnel)
    unit.settle()


def _maps(unit: Unit) -> Iterator[Tunnel]:
    applied: dict[str, tuple[str, Line]] = {}
    for block in unit.all("crypto", "map"):
        if block.words[3:4] == ("interface",) and len(block.words) > 4:
            applied[block.words[2]] = (block.words[4], block.line)
            unit.desk.understood(block.line)
    dynamic = _entries(unit, "dynamic-map")
    for name, entries in _entries(unit, "map").items():
        nameif, line = applied.get(name, ("", None))
        off = not nameif and unit.whole
        for number, entry in entries.items():
            if entry.words("dynamic"):
                for inner in dynamic.get(entry.words("dynamic")[0], {}).values():
                    yield from _open(unit, inner, nameif, line, off)
            else:
                yield from _closed(unit, entry, f"{name} {number}", nameif, line, off)


def _entries(unit: Unit, kind: str) -> dict[str, dict[str, Entry]]:
    """Return the entries of every map of ``kind``, by the map's name and the entry's number."""
    found: dict[str, dict[str, Entry]] = {}
    for block in unit.all("crypto", kind):
        words = block.words[2:]
        if len(words) < 3 or not words[1].isdecimal():
            continue
        entries = found.setdefault(words[0], {})
        entry = entries.setdefault(words[1], Entry(f"{words[0]} {words[1]}", block.line))
        if words[2] in ("set", "match"):
            rest = words[2:]
            for old in ("transform-set", "phase1-mode"):
                rest = ("set", "ikev1", *rest[1:]) if rest[:2] == ("set", old) else rest
            entry.add(rest, block.line, unit.desk)
        elif words[2] == "ipsec-isakmp":
            unit.desk.understood(block.line)
            if words[3:4] == ("dynamic",) and len(words) > 4:
                entry.options["dynamic"] = (words[4:], block.line)
        # PIX 6 names several peers one a line.
        if words[2:4] == ("set", "peer"):
            known = entry.options.get("peers", ((), block.line))[0]
            entry.options["peers"] = ((*known, *words[4:]), block.line)
    return {
        name: dict(sorted(entries.items(), key=lambda each: int(each[0][:9])))
        for name, entries in found.items()
    }


def _flows(unit: Unit, entry: Entry) -> list[Flow]:
    name = entry.words("match address")
    flows = unit.flows(name[0]) if name else []
    for flow in flows:
        if flow.why:
            unit.desk.unread(flow.line, flow.why)
    return [flow for flow in flows if not flow.why]


def _closed(
    unit: Unit, entry: Entry, name: str, nameif: str, line: Line | None, off: bool
) -> Iterator[Tunnel]:
    peers = [unit.resolved(peer) for peer in dict.fromkeys(entry.words("peers"))]
    written = dict(zip(peers, dict.fromkeys(entry.words("peers")), strict=True))
    flows = _flows(unit, entry)
    for peer in peers:
        group = unit.group(peer, written[peer], DEFAULT_GROUP)
        shown = f"{name} {peer}" if len(peers) > 1 else name
        # Without an access list the entry is not complete, and protects nothing.
        incomplete = unit.whole and not entry.words("match address")
        yield Tunnel(shown, entry, peer, entry.at("peers"), group, nameif, line, off or incomplete, flows)


def _open(unit: Unit, entry: Entry, nameif: str, line: Line | None, off: bool) -> Iterator[Tunnel]:
    """Yield what a dynamic entry lets in: one connection for each tunnel group that names no address."""
    if entry.words("peers"):
        yield from _closed(unit, entry, entry.name, nameif, line, off)
        return
    groups: list[Group | None] = [
        group
        for group in unit.groups.values()
        if group.kind in ("ipsec-l2l", "") and group.attributes and _is_name(unit, group.name)
    ]
    if not groups and any(group.kind.endswith("remote-access") for group in unit.groups.values()):
        # It is there for users, each of whom is no unit.
        return
    flows = _flows(unit, entry)
    for group in groups or [None]:
        named = group is not None and group.name != DEFAULT_GROUP
        shown = f"{entry.name} {group.name}" if group and len(groups) > 1 else entry.name
        yield Tunnel(shown, entry, "none", None, group, nameif, line, off, flows, named=named)


def _is_name(unit: Unit, name: str) -> bool:
    return as_address(unit.resolved(name)) is None


def _interfaces(unit: Unit) -> Iterator[Tunnel]:
    for block in unit.all("interface"):
        protection = block.last("tunnel", "protection", "ipsec")
        if protection is None:
            continue
        words = protection.words
        name = words[words.index("profile") + 1 : words.index("profile") + 2] if "profile" in words else ()
        entry = _profile(unit, name[0] if name else "", block)
        unit.desk.understood(block.line)
        unit.desk.understood(protection.line)
        source, destination = block.last("tunnel", "source"), block.last("tunnel", "destination")
        peer = unit.resolved(destination.words[2]) if destination and len(destination.words) > 2 else "none"
        for each in block.all("tunnel"):
            unit.desk.understood(each.line)
        nameif = "".join(source.words[3:4]) if source and source.words[2:3] == ("interface",) else ""
        six = any(each.words[3:4] == ("ipv6",) for each in block.all("tunnel", "mode", "ipsec"))
        line = destination.line if destination else block.line
        everything = _EVERYTHING_6 if six else _EVERYTHING
        flows: list[Flow] = [Flow(protection.line, everything, everything)]
        if "policy" in words and words.index("policy") + 1 < len(words):
            entry.options["match address"] = (words[words.index("policy") + 1 :], protection.line)
            flows = _flows(unit, entry)
        group = unit.group(peer, DEFAULT_GROUP)
        off = bool(block.all("shutdown"))
        label = "".join(block.words[1:])
        yield Tunnel(label, entry, peer, line, group, nameif, block.line, off, flows, routed=True)


def _profile(unit: Unit, name: str, interface: Block) -> Entry:
    found = Entry(name, interface.line)
    for block in unit.all("crypto", "ipsec", "profile"):
        if block.words[3:4] == (name,):
            unit.desk.understood(block.line)
            for each in block.inner:
                words = each.words
                if words[:2] == ("set", "transform-set"):
                    words = ("set", "ikev1", *words[1:])
                found.add(words, each.line, unit.desk)
    return found


def _put_down(unit: Unit, tunnel: Tunnel) -> None:
    draft = unit.desk.connection(tunnel.name, tunnel.entry.line)
    own, place = unit.address(tunnel.nameif, tunnel.peer)
    if own:
        draft.say("own-address", own, place)
    draft.say("peer-gateway", tunnel.peer, tunnel.peer_line)
    configured = [version for version, key in _SETS.items() if tunnel.entry.words(key)]
    versions, enabled = versions_of(unit, configured, tunnel.nameif, tunnel.group)
    if versions:
        draft.say("ike-version", ", ".join(versions), tunnel.entry.at(_SETS[versions[0]]))
        unit.desk.understood(tunnel.entry.at(_SETS[versions[-1]]))
    off = tunnel.off or enabled is False
    if off or enabled:
        draft.say("sa-enabled", "no" if off else "yes", tunnel.applied or tunnel.entry.line)
    if "ikev1" in versions:
        _exchange(unit, tunnel, draft)
    method = methods(unit, draft, tunnel.group, versions)
    identities(unit, draft, own, method, tunnel.group.name if tunnel.group and tunnel.named else "")
    phase1(unit, draft, versions, method)
    _nat(unit, tunnel, draft)
    draft.secret = secret(unit, tunnel.group, versions)
    for flow in tunnel.flows:
        _child(unit, tunnel, draft, flow, versions)
    if not tunnel.flows:
        _child(unit, tunnel, draft, None, versions)


def _exchange(unit: Unit, tunnel: Tunnel, draft: DraftConnection) -> None:
    words = tunnel.entry.words("set ikev1 phase1-mode")
    if words:
        draft.say("exchange-mode", words[0], tunnel.entry.at("set ikev1 phase1-mode"))
    else:
        draft.assume("exchange-mode", "ikev1")
    disabled = unit.last("crypto", "ikev1", "am-disable")
    if disabled:
        draft.say("exchange-mode", "main", disabled.line, accepts=True)
        return
    usual = unit.desk.default("exchange-mode", "ikev1 responder")
    if usual:
        draft.say("exchange-mode", usual.value, None, default=usual.default, accepts=True)


def _nat(unit: Unit, tunnel: Tunnel, draft: DraftConnection) -> None:
    off = next((each for each in unit.all("no", "crypto", "isakmp") if "nat-traversal" in each.words), None)
    on = unit.last("crypto", "isakmp", "nat-traversal")
    if "set nat-t-disable" in tunnel.entry.options:
        draft.say("nat-t", "no", tunnel.entry.at("set nat-t-disable"))
    elif off or on:
        draft.say("nat-t", "yes" if on else "no", (on or off or Block(tunnel.entry.line, ())).line)
    draft.assume("nat-t")


def _child(
    unit: Unit, tunnel: Tunnel, draft: DraftConnection, flow: Flow | None, versions: Sequence[str]
) -> None:
    child = draft.child()
    entry = tunnel.entry
    if flow:
        child.say("local-networks", flow.local, flow.line)
        child.say("destination-networks", flow.remote, flow.line)
        child.say("traffic-protocol", flow.protocol, flow.line)
    proposals, protocol, mode, line = phase2(unit, entry, versions)
    if proposals:
        child.say("phase2-protocol", protocol, line)
        child.propose("phase2-proposals", proposals, line)
    if mode and not tunnel.routed:
        child.say("encapsulation", mode, line)
    child.assume("encapsulation")
    pfs(unit, child, entry)
    lifetime = entry.words("set security-association lifetime")
    if len(lifetime) > 1:
        child.say("phase2-lifetime", f"{lifetime[1]} s", entry.at("set security-association lifetime"))
    for block in unit.all("crypto", "ipsec", "security-association"):
        if block.words[3:5] == ("lifetime", "seconds") and len(block.words) > 5:
            unit.desk.understood(block.line)
            if len(lifetime) < 2:
                child.say("phase2-lifetime", f"{block.words[5]} s", block.line)
    child.assume("phase2-lifetime")
    child.assume("narrowing")
