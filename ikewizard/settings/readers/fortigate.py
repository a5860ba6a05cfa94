"""Reads a FortiGate's configuration (FortiOS): phase 1 objects, and the phase 2 ones that name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ikewizard.settings.desk import Desk, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.readers.fortios_selectors import say_selectors
from ikewizard.settings.readers.fortios_tree import Node, Tree, parse
from ikewizard.settings.readers.transforms import authenticates
from ikewizard.settings.units import Line

_FAMILIES = (
    ("vpn ipsec phase1-interface", "vpn ipsec phase2-interface"),
    ("vpn ipsec phase1", "vpn ipsec phase2"),
)
_INTERFACES = "system interface"
_WANTED = frozenset(
    {
        *(section for family in _FAMILIES for section in family),
        _INTERFACES,
        "firewall address",
        "firewall address6",
        "firewall addrgrp",
        "firewall addrgrp6",
        "user peer",
    }
)
_VERSION = re.compile(r"#config-version=[\w-]*?-v?(\d+(?:\.\d+)+)")
_MASKED = re.compile(r"\*+|<.*>|ENC(?: .*)?")
_HEX = re.compile(r"0[xX]((?:[0-9a-fA-F]{2})+)")
_KINDS = {"fqdn": "fqdn:", "user-fqdn": "email:", "keyid": "keyid:", "asn1dn": "dn:"}
_MEANT = re.compile(
    r"interface|ip-version|type|remote-gw6?|remotegw-ddns|local-gw6?|mode|peerid|peer|localid|localid-type"
    r"|protocol|dhgrp|authmethod-remote|eap|xauthtype|keylife-type|keylifeseconds|(?:src|dst)-[a-z0-9-]+"
)
"""Keys that say nothing where another key makes them idle (the address of a peer that may be anywhere)."""


@dataclass(frozen=True)
class _Unit:
    """What is being read: the objects, the desk, and the interfaces, whose names are those of a device."""

    tree: Tree
    desk: Desk
    interfaces: Mapping[str, Node]


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every phase 1 with its phase 2 objects."""
    desk.version = _version(lines)
    tree = parse(lines, desk, _WANTED)
    unit = _Unit(tree, desk, {node.name: node for _, node in tree.nodes(_INTERFACES)})
    taken: dict[tuple[str, str], DraftConnection] = {}
    for section, _ in _FAMILIES:
        for domain, node in unit.tree.nodes(section):
            taken[domain, node.name] = _connection(unit, domain, node)
    for _, section in _FAMILIES:
        for domain, node in unit.tree.nodes(section):
            above = taken.get((domain, node.get("phase1name")))
            if above:
                _child(unit, domain, node, above)
            else:
                for _, line in node.values.values():
                    desk.unread(line, "the phase 1 that it belongs to is not in the text")
    _rest(unit)


def _rest(unit: _Unit) -> None:
    for section in _WANTED:
        for _, node in unit.tree.nodes(section):
            for key, (_, line) in node.values.items():
                if not section.startswith("vpn ") or _MEANT.fullmatch(key):
                    unit.desk.irrelevant(line)


def _version(lines: Sequence[Line]) -> str:
    return next((found[1] for line in lines if (found := _VERSION.match(line.text))), "")


def _connection(unit: _Unit, domain: str, node: Node) -> DraftConnection:
    draft = unit.desk.connection(node.name, node.line)
    if node.get("ike-version"):
        draft.say("ike-version", f"ikev{node.get('ike-version')}", node.at("ike-version"))
    draft.assume("ike-version")
    if draft.get("ike-version") == "ikev1":
        if node.get("mode"):
            draft.say("exchange-mode", node.get("mode"), node.at("mode"))
        draft.assume("exchange-mode")
    _addresses(unit, draft, node)
    _proofs(draft, node)
    _identities(unit, domain, draft, node)
    _secret(draft, node)
    draft.propose("phase1-proposals", _proposals(unit.desk, node, "phase1-proposals"), node.at("proposal"))
    for setting, key in (("phase1-lifetime", "keylife"), ("nat-t", "nattraversal")):
        if node.get(key):
            draft.say(setting, node.get(key), node.at(key))
        draft.assume(setting)
    _enabled(unit, draft, node)
    return draft


def _enabled(unit: _Unit, draft: DraftConnection, node: Node) -> None:
    for name in (node.name, node.get("interface")):
        interface = unit.interfaces.get(name)
        if interface and interface.get("status") == "down":
            draft.say("sa-enabled", "no", interface.at("status"))
            return
    draft.say("sa-enabled", "yes", node.line)


def _addresses(unit: _Unit, draft: DraftConnection, node: Node) -> None:
    kind = node.get("type") or "static"
    six = "6" if node.get("ip-version") == "6" else ""
    key = "remotegw-ddns" if kind == "ddns" else f"remote-gw{six}"
    if kind == "dynamic":
        draft.say("peer-gateway", "none", node.at("type"))
    elif node.get(key):
        draft.say("peer-gateway", node.get(key), node.at(key))
    own = node.get(f"local-gw{six}")
    address = as_address(own)
    if own and (address is None or not address.is_unspecified):
        draft.say("own-address", own, node.at(f"local-gw{six}"))
        return
    outside = unit.interfaces.get(node.get("interface"))
    if outside is None or six:
        return
    unit.desk.understood(node.at("interface"))
    if outside.get("mode") in ("dhcp", "pppoe"):
        draft.say("own-address", "none", outside.at("mode"))
    elif outside.get("ip") and not outside.get("ip").startswith("0.0.0.0"):
        draft.say("own-address", outside.get("ip").partition("/")[0], outside.at("ip"))


def _proofs(draft: DraftConnection, node: Node) -> None:
    for setting, key in (
        ("authentication-method", "authmethod"),
        ("peer-authentication-method", "authmethod-remote"),
    ):
        given = key if node.get(key) else "authmethod"
        if node.get(given):
            draft.say(setting, node.get(given), node.at(given))
        draft.assume(setting)
    xauth, eap = node.get("xauthtype"), node.get("eap")
    if draft.get("ike-version") == "ikev1" and xauth not in ("", "disable"):
        # The client proves itself once more, as a user; the server only takes that.
        setting = "authentication-method" if xauth == "client" else "peer-authentication-method"
        draft.say(setting, f"{draft.get(setting)}-xauth", node.at("xauthtype"))
    if draft.get("ike-version") == "ikev2" and eap == "enable" and node.get("type") == "dynamic":
        draft.say("peer-authentication-method", "eap", node.at("eap"))


def _identities(unit: _Unit, domain: str, draft: DraftConnection, node: Node) -> None:
    own, kind = node.get("localid"), node.get("localid-type")
    if own and kind != "address":
        draft.say("unique-firewall-identifier", _KINDS.get(kind, "") + own, node.at("localid"))
    elif draft.get("authentication-method").startswith("psk") or kind == "address":
        address = draft.get("own-address")
        if address and address != "none":
            draft.say(
                "unique-firewall-identifier",
                address,
                default="without localid the address is the identity that is sent",
            )
    who = node.get("peertype")
    if who == "one" and node.get("peerid"):
        unit.desk.understood(node.at("peertype"))
        draft.say("sa-name", node.get("peerid"), node.at("peerid"))
    elif who == "any":
        draft.say("sa-name", "any", node.at("peertype"))
    elif who in ("", "peer"):
        _peer_certificate(unit, domain, draft, node)
    else:
        unit.desk.unread(node.at("peertype"), "whom the group takes is not among the settings that are read")


def _peer_certificate(unit: _Unit, domain: str, draft: DraftConnection, node: Node) -> None:
    """Put down whom a unit expects that takes one certificate; without certificates it takes any identity."""
    unit.desk.understood(node.at("peertype"))
    if draft.get("peer-authentication-method").startswith("psk"):
        draft.assume("sa-name", "psk")
        return
    peer = unit.tree.find(domain, "user peer", node.get("peer"))
    if peer and not peer.get("subject") and not peer.get("cn"):
        draft.say("sa-name", "any", node.at("peer"))


def _secret(draft: DraftConnection, node: Node) -> None:
    key = "psksecret"
    words, line = node.words(key), node.at(key)
    draft.desk.understood(line)
    draft.desk.understood(node.at("psksecret-remote"))
    # Of two secrets, one each way, neither can be held against the other unit's only one.
    if words and not _MASKED.fullmatch(words[0]) and not node.words("psksecret-remote"):
        octets = _HEX.fullmatch(words[0])
        draft.secret = draft.desk.seal(bytes.fromhex(octets[1]) if octets else words[0], line)


def _proposals(desk: Desk, node: Node, setting: str) -> tuple[Proposal, ...]:
    first = setting == "phase1-proposals"
    groups = _groups(desk, node) if first else ()
    found: list[Proposal] = []
    unknown: list[str] = []
    for word in node.words("proposal"):
        cipher, _, digest = word.partition("-")
        encryption = desk.term("phase1-encryption" if first else "phase2-encryption", cipher)
        integrity = desk.term("phase1-hash" if first else "phase2-authentication", digest) if digest else None
        prf = desk.term("phase1-prf", digest) if digest and first else None
        if encryption is None or (digest and integrity is None and prf is None):
            unknown.append(word)
        if encryption and authenticates(encryption):
            integrity = None
        cipher_part, hash_part, prf_part = ((part,) if part else () for part in (encryption, integrity, prf))
        found.append(Proposal(cipher_part, hash_part, prf_part, groups))
    if unknown:
        desk.unread(node.at("proposal"), f"unknown algorithm: {', '.join(unknown)}")
    return tuple(found)


def _groups(desk: Desk, node: Node) -> tuple[str, ...]:
    named = [desk.term("pfs-dh-group", word) for word in node.words("dhgrp")]
    if named:
        desk.understood(node.at("dhgrp"))
    else:
        usual = desk.default("pfs-dh-group")
        named = list(usual.value.split(", ")) if usual else []
    return tuple(name for name in named if name)


def _child(unit: _Unit, domain: str, node: Node, above: DraftConnection) -> None:
    child = above.child(node.name)
    unit.desk.understood(node.line)
    unit.desk.understood(node.at("phase1name"))
    dynamic = above.get("peer-gateway") == "none"
    say_selectors(child, unit.tree, domain, node, any_peer=dynamic)
    child.assume("phase2-protocol")
    child.propose("phase2-proposals", _proposals(unit.desk, node, "phase2-proposals"), node.at("proposal"))
    if node.get("pfs"):
        child.say("pfs", node.get("pfs"), node.at("pfs"))
    child.assume("pfs")
    if child.get("pfs") == "yes":
        if node.words("dhgrp"):
            child.say("pfs-dh-group", ", ".join(node.words("dhgrp")), node.at("dhgrp"))
        child.assume("pfs-dh-group")
    if node.get("encapsulation"):
        child.say("encapsulation", node.get("encapsulation"), node.at("encapsulation"))
    child.assume("encapsulation")
    child.assume("narrowing")
    if node.get("keylife-type") != "kbs":
        if node.get("keylifeseconds"):
            child.say("phase2-lifetime", node.get("keylifeseconds"), node.at("keylifeseconds"))
        child.assume("phase2-lifetime")
