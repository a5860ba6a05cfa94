"""The VPNs of a Junos gateway: traffic selectors, proxy identity, tunnel interface or policies."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.settings.desk import DraftChild, DraftConnection
from ikewizard.settings.readers.junos_objects import service, tunnel_policies
from ikewizard.settings.readers.junos_tree import Node
from ikewizard.settings.readers.junos_unit import Unit, proposals_of, say_lifetime


def say_vpn(unit: Unit, draft: DraftConnection, gateway: Node, vpn: Node) -> None:
    """Put down a child for each pair of networks of ``vpn``."""
    bound = vpn.last("bind-interface")
    unit.used([bound])
    selectors = vpn.each("traffic-selector")
    for selector in selectors:
        child = draft.child(vpn.word if len(selectors) == 1 else f"{vpn.word} {selector.word}")
        _selector(unit, child, selector)
        _phase2(unit, child, vpn)
    if selectors:
        unit.used(_all(vpn, "ike", "proxy-identity"))
        return
    proxy = vpn.at("ike", "proxy-identity")
    if proxy or bound:
        child = draft.child(vpn.word)
        _proxy(unit, child, proxy)
        _phase2(unit, child, vpn)
        return
    interface = gateway.last("external-interface")
    _by_policies(unit, draft, vpn, interface.word if interface else "")


def _all(node: Node, *path: str) -> list[Node]:
    here = node.at(*path)
    return list(here.walk()) if here else []


def _selector(unit: Unit, child: DraftChild, selector: Node) -> None:
    parts = [selector, *selector.each("term")]
    for key, setting in (("local-ip", "local-networks"), ("remote-ip", "destination-networks")):
        found = [node for part in parts for node in part.each(key)]
        unit.used(found)
        if found:
            child.say(setting, ", ".join(node.word for node in found), found[0].line)
    limits = ("protocol", "source-port", "destination-port")
    if not any(part.at(key) for part in parts for key in limits):
        child.say("traffic-protocol", "any", default="the traffic selector names no protocol")


def _proxy(unit: Unit, child: DraftChild, proxy: Node | None) -> None:
    for key, setting in (("local", "local-networks"), ("remote", "destination-networks")):
        value = proxy.last(key) if proxy else None
        if value:
            child.say(setting, value.word, value.line)
        child.assume(setting)
    named = proxy.last("service") if proxy else None
    if named is None:
        child.say("traffic-protocol", "any", default="without a service every one is meant")
    else:
        _service(unit, child, named.word, [named])


def _service(unit: Unit, child: DraftChild, name: str, nodes: Sequence[Node]) -> None:
    protocol = service(unit.root, name)
    if protocol:
        child.say("traffic-protocol", protocol, nodes[0].line if nodes else None)
    for node in nodes if not protocol else ():
        unit.desk.unread(node.line, "the protocol and the port of this service are not in the configuration")


def _by_policies(unit: Unit, draft: DraftConnection, vpn: Node, interface: str) -> None:
    seen: dict[tuple[str, str, str], DraftChild] = {}
    for policy in tunnel_policies(unit.root, vpn.word, interface):
        unit.used(policy.used)
        for node in policy.unclear:
            unit.desk.unread(
                node.line, "of several or unknown networks it is not known which proxy ID they make"
            )
        key = (policy.own, policy.peer, policy.service)
        if key in seen:
            continue
        child = seen[key] = draft.child(vpn.word if not seen else f"{vpn.word} {policy.node.word}")
        for setting, networks in (("local-networks", policy.own), ("destination-networks", policy.peer)):
            if networks:
                child.say(setting, networks, policy.node.line)
        _service(unit, child, policy.service, policy.node.each("match", "application"))
        _phase2(unit, child, vpn)
    if not seen:
        _phase2(unit, draft.child(vpn.word), vpn)


def _phase2(unit: Unit, child: DraftChild, vpn: Node) -> None:
    policy = unit.named(vpn.last("ike", "ipsec-policy"), "security", "ipsec", "policy")
    proposals = proposals_of(unit, child, "phase2-proposals", policy)
    protocols = [node for proposal in proposals if (node := proposal.last("protocol"))]
    unit.used(protocols)
    if protocols:
        child.say("phase2-protocol", protocols[0].word, protocols[0].line)
    elif child.get("phase2-encryption"):
        child.say("phase2-protocol", "esp", default="an encryption is named, and AH has none")
    say_lifetime(child, "phase2-lifetime", proposals)
    child.assume("phase2-lifetime")
    child.assume("encapsulation")
    if policy is None:
        return
    keys = policy.last("perfect-forward-secrecy", "keys")
    chosen = policy.last("proposal-set") if not proposals else None
    if keys:
        child.say("pfs", "yes", keys.line)
        child.say("pfs-dh-group", keys.word, keys.line)
    else:
        child.assume("pfs", chosen.word if chosen else "")
