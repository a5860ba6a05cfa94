"""What a Junos gateway and VPN refer to elsewhere: interfaces, zones, address books, policies, services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ikewizard.settings.readers.junos_tree import Node

_EVERYTHING = {"any": "0.0.0.0/0", "any-ipv4": "0.0.0.0/0", "any-ipv6": "::/0"}
_UNTRUST = "untrust"
_MOST_MEMBERS = 400


@dataclass(frozen=True)
class TunnelPolicy:
    """A security policy that sends traffic through a VPN, seen from this unit: its own side, the peer's.

    A side is empty where it is not one network that the address books tell; ``unclear`` is what says it.
    ``service`` is the application.
    """

    own: str
    peer: str
    service: str
    node: Node
    used: tuple[Node, ...]
    unclear: tuple[Node, ...]


def addresses(root: Node, interface: Node, family: str) -> list[Node]:
    """Return the addresses of an interface (``ge-0/0/0.0``): the primary one, or all; ``dhcp`` is one too."""
    name, _, unit = interface.word.partition(".")
    here = root.at("interfaces", name, "unit", unit or "0", "family", family)
    if here is None:
        return []
    found = here.each("address")
    marked = [node for node in found if node.at("primary") or node.at("preferred")]
    dhcp = [node for word in ("dhcp", "dhcp-client", "dhcpv6-client") if (node := here.at(word))]
    return marked[:1] or found or dhcp


def tunnel_policies(root: Node, vpn: str, interface: str) -> Iterator[TunnelPolicy]:
    """Yield the policies that send traffic through ``vpn``; ``interface`` is the one to the peer.

    Which side is the unit's own is told by the zone of that interface.
    """
    outside = _zone_of(root, interface) or _UNTRUST
    for start in root.each("security", "policies", "from-zone"):
        for end in start.each("to-zone"):
            for policy in end.each("policy"):
                named = policy.at("then", "permit", "tunnel", "ipsec-vpn", vpn)
                if named is None or (start.word == outside) == (end.word == outside):
                    continue
                source = _side(root, policy, "source-address", start.word)
                target = _side(root, policy, "destination-address", end.word)
                own, peer = (source, target) if end.word == outside else (target, source)
                services = policy.each("match", "application")
                service = services[0].word if len(services) == 1 else ""
                used = [node for network, nodes in (own, peer) if network for node in nodes]
                unclear = [node for network, nodes in (own, peer) if not network for node in nodes[:1]]
                yield TunnelPolicy(own[0], peer[0], service, policy, (*used, named), tuple(unclear))


def service(root: Node, name: str) -> str:
    """Return protocol and port of an application of the configuration, or nothing."""
    if name == "any":
        return "any"
    known = root.at("applications", "application", name)
    if known is None or known.at("term"):
        return ""
    protocol, port = known.last("protocol"), known.last("destination-port")
    if protocol is None:
        return ""
    return f"{protocol.word}:{port.word}" if port else protocol.word


def _zone_of(root: Node, interface: str) -> str:
    full = interface if "." in interface else f"{interface}.0"
    for zone in root.each("security", "zones", "security-zone"):
        if zone.at("interfaces", full) or zone.at("interfaces", interface):
            return zone.word
    return ""


def _side(root: Node, policy: Node, kind: str, zone: str) -> tuple[str, list[Node]]:
    named = policy.each("match", kind)
    used = list(named)
    networks: list[str] = []
    for node in named:
        if node.word in _EVERYTHING:
            networks.append(_EVERYTHING[node.word])
        else:
            networks += _resolved(root, node.word, zone, used)
    # Of several networks it is not documented which proxy ID they make.
    return (networks[0] if len(set(networks)) == 1 and len(named) == 1 else ""), used


def _resolved(root: Node, name: str, zone: str, used: list[Node]) -> list[str]:
    found: list[str] = []
    waiting: list[str] = [name]
    seen: set[str] = set()
    while waiting and len(seen) < _MOST_MEMBERS:
        word = waiting.pop()
        if word in seen:
            continue
        seen.add(word)
        for book in _books(root, zone):
            entry, members = book.at("address", word), book.at("address-set", word)
            if entry:
                found.append(_network(entry, used))
                break
            if members:
                inner = [*members.each("address"), *members.each("address-set")]
                used += inner
                waiting += [node.word for node in inner]
                break
        else:
            found.append("")
    return found


def _network(entry: Node, used: list[Node]) -> str:
    range_ = entry.last("range-address")
    if range_:
        end = range_.last("to")
        used += [range_, *([end] if end else [])]
        return f"{range_.word}-{end.word}" if end else ""
    plain = [node for node in entry.each() if node.word[:1].isdigit() or ":" in node.word]
    used += plain
    return plain[0].word if len(plain) == 1 else ""


def _books(root: Node, zone: str) -> Iterator[Node]:
    own = root.at("security", "zones", "security-zone", zone, "address-book")
    if own:
        yield own
    known = root.each("security", "address-book")
    yield from (book for book in known if book.at("attach", "zone", zone))
    yield from (book for book in known if book.word == "global")
