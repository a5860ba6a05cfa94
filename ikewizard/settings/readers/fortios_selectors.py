"""The selectors of a FortiOS phase 2: networks, ranges, hosts, or firewall addresses by their names."""

from __future__ import annotations

from collections.abc import Iterator

from ikewizard.settings.desk import DraftChild
from ikewizard.settings.readers.fortios_tree import Node, Tree
from ikewizard.settings.units import Line

_PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "47": "gre", "58": "icmpv6", "132": "sctp"}
_EVERYTHING = ("0.0.0.0/0", "::/0")
_MOST_MEMBERS = 400


class _UnclearError(ValueError):
    """An address object does not say which networks it stands for."""


def say_selectors(child: DraftChild, tree: Tree, domain: str, node: Node, *, any_peer: bool) -> None:
    """Put down both networks and the protocol of a phase 2.

    With ``any_peer`` (a dial-up server) a selector of everything is no demand: the client's own selectors
    are taken as they come, so nothing is put down that a client's could be held against.
    """
    for end, setting in (("src", "local-networks"), ("dst", "destination-networks")):
        kind = node.get(f"{end}-addr-type") or "subnet"
        child.desk.understood(node.at(f"{end}-addr-type"))
        line = _place(node, end, kind)
        try:
            networks = ", ".join(_networks(tree, domain, node, end, kind))
        except _UnclearError as error:
            child.desk.unread(line, str(error))
            continue
        source = "" if line else "FortiOS 7.4.6 CLI Reference, config vpn ipsec phase2-interface"
        value = child.desk.value(setting, networks, line, source)
        if value and not (any_peer and value.value in _EVERYTHING):
            child.say(setting, networks, line, default=source)
    _traffic(child, node)


def _place(node: Node, end: str, kind: str) -> Line | None:
    six = "6" if kind.endswith("6") else ""
    plain = kind.removesuffix("6")
    return node.at(
        {"subnet": f"{end}-subnet{six}", "name": f"{end}-name{six}"}.get(plain, f"{end}-start-ip{six}")
    )


def _networks(tree: Tree, domain: str, node: Node, end: str, kind: str) -> Iterator[str]:
    six = "6" if kind.endswith("6") else ""
    plain = kind.removesuffix("6")
    if plain == "name":
        for name in node.words(f"{end}-name{six}"):
            yield from _named(tree, domain, name, six)
    elif plain == "range":
        yield f"{node.get(f'{end}-start-ip{six}')}-{node.get(f'{end}-end-ip{six}')}"
    elif plain == "ip":
        yield node.get(f"{end}-start-ip{six}")
    else:
        yield " ".join(node.words(f"{end}-subnet{six}")) or _EVERYTHING[bool(six)]


def _named(tree: Tree, domain: str, name: str, six: str) -> Iterator[str]:
    """Yield the networks of an address or a group, of groups within it too."""
    left, seen = [name], {name}
    while left:
        here = left.pop()
        if here in ("all", "any"):
            yield _EVERYTHING[bool(six)]
            continue
        group = tree.find(domain, f"firewall addrgrp{six}", here)
        if group:
            if group.get("exclude") == "enable":
                raise _UnclearError(f"the group '{here}' leaves some of its members out")
            new = [member for member in group.words("member") if member not in seen]
            seen.update(new)
            left += new
        else:
            yield _address(tree.find(domain, f"firewall address{six}", here), here)
        if len(seen) > _MOST_MEMBERS:
            raise _UnclearError(f"'{name}' has more than {_MOST_MEMBERS} members")


def _address(node: Node | None, name: str) -> str:
    if node is None:
        raise _UnclearError(f"the address '{name}' is not in the text")
    if node.get("start-ip") and node.get("end-ip"):
        return f"{node.get('start-ip')}-{node.get('end-ip')}"
    if node.words("subnet"):
        return " ".join(node.words("subnet"))
    if node.get("ip6"):
        return node.get("ip6")
    raise _UnclearError(f"the address '{name}' is no network")


def _traffic(child: DraftChild, node: Node) -> None:
    number = node.get("protocol")
    ports = [node.get(key) for key in ("src-port", "dst-port") if node.get(key) not in ("", "0")]
    if number in ("", "0") and not ports:
        child.assume("traffic-protocol")
        return
    parts = [_PROTOCOLS.get(number, number or "0"), *dict.fromkeys(ports)]
    line = next((node.at(key) for key in ("protocol", "src-port", "dst-port") if node.at(key)), None)
    child.say("traffic-protocol", ":".join(parts), line)
