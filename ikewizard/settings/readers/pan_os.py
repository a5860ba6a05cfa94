"""Puts down what the tree of PAN-OS says: an IKE gateway is a connection, and each Proxy ID a child."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.readers.pan_profiles import Part, say_ike_profiles, say_phase2
from ikewizard.settings.readers.pan_tree import Node
from ikewizard.settings.units import Line

_KINDS = {"fqdn": "fqdn:", "ufqdn": "email:", "keyid": "keyid:", "dn": "dn:"}
_HIDDEN = re.compile(r"-[A-Za-z]{2}==|\*+\Z|<[^<>]*>\Z|\Z")
"""A key as PAN-OS stores it (encrypted), or as somebody made it unreadable before handing it over."""
_EVERYTHING = {"local-networks": "0.0.0.0/0", "destination-networks": "0.0.0.0/0"}
_VERSIONS = {"ikev1": "ikev1", "ikev2": "ikev2", "ikev2-preferred": "ikev1, ikev2"}


def put_down(roots: Mapping[str, Node], desk: Desk) -> None:
    """Put down every gateway, with the tunnels that use it."""
    for root in roots.values():
        part = Part(root, roots, desk)
        drafts: dict[str, DraftConnection] = {}
        for node in root.entries("network", "ike", "gateway"):
            drafts[node.name] = desk.connection(node.name, node.line)
            _gateway(part, drafts[node.name], node)
        for tunnel in root.entries("network", "tunnel", "ipsec"):
            for gateway in tunnel.entries("auto-key", "ike-gateway"):
                if gateway.name in drafts:
                    desk.understood(gateway.line)
                    _tunnel(part, drafts[gateway.name], tunnel)
                else:
                    desk.unread(gateway.line, f"the IKE gateway '{gateway.name[:60]}' is not in it")


def _gateway(part: Part, draft: DraftConnection, node: Node) -> None:
    desk = part.desk
    version = node.get("protocol", "version")
    if version in _VERSIONS:
        draft.say("ike-version", _VERSIONS[version], node.at("protocol", "version"))
    elif version:
        desk.unread(node.at("protocol", "version"), "the version of IKE is not known")
    else:
        draft.assume("ike-version")
    if "ikev1" in draft.get("ike-version"):
        _mode(draft, node)
    _addresses(part, draft, node)
    _proof(draft, node)
    _identities(part, draft, node)
    if node.get("protocol-common", "nat-traversal", "enable"):
        at = ("protocol-common", "nat-traversal", "enable")
        draft.say("nat-t", node.get(*at), node.at(*at))
    off = node.get("disabled") == "yes"
    draft.say(
        "sa-enabled",
        "no" if off else "yes",
        node.at("disabled") or node.line,
        default="" if node.get("disabled") else "a gateway is enabled unless it says disabled",
    )
    desk.understood(node.at("protocol-common", "passive-mode"))
    desk.understood(node.at("local-address", "interface"))
    say_ike_profiles(part, draft, node)


def _mode(draft: DraftConnection, node: Node) -> None:
    path = ("protocol", "ikev1", "exchange-mode")
    mode = node.get(*path)
    if mode in ("main", "aggressive"):
        draft.say("exchange-mode", mode, node.at(*path))
        return
    draft.desk.understood(node.at(*path))
    draft.assume("exchange-mode")
    taken = draft.desk.default("exchange-mode", "responder")
    if taken:
        draft.say("exchange-mode", taken.value, node.at(*path), default=taken.default, accepts=True)


def _addresses(part: Part, draft: DraftConnection, node: Node) -> None:
    for key in ("ip", "floating-ip"):
        if text := node.get("local-address", key):
            own = part.address(text).partition("/")[0]
            draft.say("own-address", own, node.at("local-address", key))
    if not draft.has("own-address") and (name := node.get("local-address", "interface")):
        found = _interface(part, name)
        if found:
            draft.say("own-address", found[0], found[1])
    peer = node.last("peer-address")
    if peer is None:
        return
    text = "none" if peer.name == "dynamic" else part.address(peer.get()).partition("/")[0]
    draft.say("peer-gateway", text, peer.line)


def _interface(part: Part, name: str) -> tuple[str, Line | None] | None:
    """Return the first address of an interface, ``none`` where it gets one by DHCP."""
    for each in part.root.entries("network", "interface"):
        places = [each.find("units", name), each if each.name == name else None]
        for port in each.entries():
            layer = port.find("layer3")
            places += [layer if port.name == name else None, layer.find("units", name) if layer else None]
        for place in filter(None, places):
            for address in place.entries("ip"):
                return part.address(address.name).partition("/")[0], address.line
            dynamic = place.find("dhcp-client")
            if dynamic:
                return "none", dynamic.line
    return None


def _proof(draft: DraftConnection, node: Node) -> None:
    method = node.last("authentication")
    if method is None:
        return
    for setting in ("authentication-method", "peer-authentication-method"):
        draft.say(setting, "psk" if method.name == "pre-shared-key" else "certificate", method.line)
    key = method.last("key")
    if method.name == "pre-shared-key" and key and not _HIDDEN.match(key.name):
        draft.secret = draft.desk.seal(key.name, key.line)
    elif key:
        draft.desk.understood(key.line)


def _identities(part: Part, draft: DraftConnection, node: Node) -> None:
    for key, setting, address in (
        ("local-id", "unique-firewall-identifier", "own-address"),
        ("peer-id", "sa-name", "peer-gateway"),
    ):
        text = node.get(key, "id")
        if text:
            kind = _KINDS.get(node.get(key, "type"), "")
            draft.say(setting, kind + (text if kind else part.address(text)), node.at(key, "id"))
            part.desk.understood(node.at(key, "type"))
        elif draft.get(address) == "none" and key == "peer-id":
            draft.say(setting, "any", default="a dynamic peer without peer-id may be anybody")
        elif as_address(draft.get(address)) is not None and draft.get("authentication-method") == "psk":
            draft.say(
                setting, draft.get(address), default=f"without {key} the address is the identity (unverified)"
            )


def _tunnel(part: Part, draft: DraftConnection, tunnel: Node) -> None:
    pairs = [*tunnel.entries("auto-key", "proxy-id"), *tunnel.entries("auto-key", "proxy-id-v6")]
    for pair in pairs:
        child = draft.child(f"{tunnel.name}:{pair.name}")
        for key, setting in (("local", "local-networks"), ("remote", "destination-networks")):
            text = part.address(pair.get(key))
            said = "" if text else f"a Proxy ID without {key} is any network"
            child.say(setting, text or "0.0.0.0/0", pair.at(key), default=said)
        _traffic(child, pair)
        say_phase2(part, child, tunnel)
    if not pairs:
        child = draft.child(tunnel.name)
        for setting, text in _EVERYTHING.items():
            child.say(setting, text, default="a tunnel without Proxy ID is for any network")
        child.say("traffic-protocol", "any", default="no protocol is named")
        say_phase2(part, child, tunnel)
    part.desk.understood(tunnel.at("tunnel-interface"))


def _traffic(child: DraftChild, pair: Node) -> None:
    protocol = pair.last("protocol")
    if protocol is None or protocol.name == "any":
        child.say("traffic-protocol", "any", protocol.line if protocol else None)
        return
    if protocol.name == "number":
        child.say("traffic-protocol", protocol.get() or "any", protocol.line)
        return
    child.desk.understood(protocol.line)
    ports = {protocol.get(key) for key in ("local-port", "remote-port")} - {"", "0"}
    if len(ports) < 2:
        # With another port at each end the peer's limit is another one, too: that cannot be compared.
        child.say("traffic-protocol", ":".join([protocol.name, *ports]), protocol.line)
