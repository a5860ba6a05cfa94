"""Reads the configuration of a Juniper SRX (Junos): its IKE gateways, and what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ikewizard.errors import InputError
from ikewizard.settings.desk import Desk, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.readers.junos_lines import parse
from ikewizard.settings.readers.junos_objects import addresses
from ikewizard.settings.readers.junos_tree import Node
from ikewizard.settings.readers.junos_unit import Unit, proposals_of, say_lifetime
from ikewizard.settings.readers.junos_vpn import say_vpn
from ikewizard.settings.units import Line, Sealed

_KINDS = {"hostname": "fqdn", "user-at-hostname": "email", "key-id": "keyid"}
_OWN_ADDRESS = (
    "Juniper, JUNOS Software CLI Reference 9.3, local-identity: without one the address of the unit is sent"
)
_PEER_ADDRESS = "without a remote-identity the address of the peer is expected"
_ADDRESS_KINDS = ("inet", "inet6")
# What the device encrypts ($8$, $9$), what somebody took out, and what stands for a value to put in.
_MASKED = re.compile(r"\$[0-9]\$.*|\*+|<.*>|x{3,}|(?:secret-data|removed|redacted|hidden)", re.IGNORECASE)


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every IKE gateway, with the VPNs that use it."""
    root = parse(lines, desk)
    unit = Unit(root, desk)
    release = root.last("version")
    if release:
        desk.version = release.word
        unit.used([release])
    gateways = root.find("security", "ike", "gateway")
    for gateway in gateways.nodes.values() if gateways else ():
        _connection(unit, gateway)
    _without_gateway(unit, gateways)
    if not (gateways and gateways.nodes) and root.at("services", "ipsec-vpn"):
        raise InputError(
            "its IPsec is that of a router's service cards (services ipsec-vpn), which is not read",
            where=lines[0].file if lines else "",
        )
    _settle(root, desk)


def _without_gateway(unit: Unit, gateways: Node | None) -> None:
    """Put down the VPNs whose gateway is not in the text, as in what ``show security ipsec`` gives alone."""
    vpns = unit.root.find("security", "ipsec", "vpn")
    names = [named for vpn in vpns.nodes.values() if (named := vpn.last("ike", "gateway"))] if vpns else []
    for name, line in {named.word: named.line for named in names}.items():
        if gateways is None or name not in gateways.nodes:
            gateway = Node(name, line)
            draft = unit.desk.connection(name)
            draft.line = line
            found = _vpns(unit, gateway)
            _enabled(unit, draft, gateway, found)
            for vpn in [vpn for vpn in found if not vpn.switched_off()] or found:
                say_vpn(unit, draft, gateway, vpn)


def _settle(root: Node, desk: Desk) -> None:
    """Note which lines have no weight, by the words that lead to them: a brace line has only the last."""
    known = re.compile("|".join(desk.manner.irrelevant) or r"(?!)")
    for node in root.walk():
        for line in node.opens:
            desk.irrelevant(line)
        if node.ends and (
            node.switched_off()
            or known.search("set " + " ".join(word.replace(" ", "_") for word in node.path()))
        ):
            for line in node.ends:
                desk.irrelevant(line)


def _connection(unit: Unit, gateway: Node) -> None:
    draft = unit.desk.connection(gateway.word)
    draft.line = gateway.line
    vpns = _vpns(unit, gateway)
    _enabled(unit, draft, gateway, vpns)
    _version(draft, gateway)
    _addresses(unit, draft, gateway)
    policy = unit.named(gateway.last("ike-policy"), "security", "ike", "policy")
    _phase1(unit, draft, gateway, policy)
    _identities(draft, gateway)
    off = gateway.at("no-nat-traversal")
    if off:
        draft.say("nat-t", "no", off.line)
    draft.assume("nat-t")
    for vpn in [vpn for vpn in vpns if not vpn.switched_off()] or vpns:
        say_vpn(unit, draft, gateway, vpn)


def _vpns(unit: Unit, gateway: Node) -> list[Node]:
    known = unit.root.find("security", "ipsec", "vpn")
    found: list[Node] = []
    for vpn in known.nodes.values() if known else ():
        named = vpn.last("ike", "gateway")
        if named and named.word == gateway.word:
            unit.used([named])
            found.append(vpn)
    return found


def _enabled(unit: Unit, draft: DraftConnection, gateway: Node, vpns: Sequence[Node]) -> None:
    off = gateway.switched_off()
    if off is None and vpns and all(vpn.switched_off() for vpn in vpns):
        off = vpns[0].switched_off()
    for node in (gateway, *vpns):
        unit.desk.understood(node.switched_off())
    if off:
        draft.say("sa-enabled", "no", off)
    elif vpns:
        draft.say("sa-enabled", "yes", default="neither the gateway nor its VPN is deactivated")


def _version(draft: DraftConnection, gateway: Node) -> None:
    version = gateway.last("version")
    if version:
        draft.say("ike-version", version.word, version.line)
    draft.assume("ike-version")


def _addresses(unit: Unit, draft: DraftConnection, gateway: Node) -> None:
    peers = gateway.each("address")
    unit.used(peers)
    if peers:
        draft.say("peer-gateway", ", ".join(node.word for node in peers), peers[0].line)
    elif gateway.at("dynamic"):
        draft.say("peer-gateway", "none", default="a dynamic gateway takes its peer from any address")
    local, interface = gateway.last("local-address"), gateway.last("external-interface")
    unit.used([interface])
    if local:
        draft.say("own-address", local.word, local.line)
    elif interface:
        family = "inet6" if peers and ":" in peers[0].word else "inet"
        found = addresses(unit.root, interface, family)
        unit.used(found)
        plain = [node.word.partition("/")[0] for node in found]
        if plain and all(as_address(word) is not None for word in plain):
            draft.say("own-address", ", ".join(plain), found[0].line)
        elif plain:
            draft.say("own-address", "none", found[0].line)


def _identities(draft: DraftConnection, gateway: Node) -> None:
    sent = _identity(draft.desk, gateway, "local-identity")
    if sent:
        draft.say("unique-firewall-identifier", *sent)
    elif not gateway.at("local-identity"):
        _address_as_identity(draft, "unique-firewall-identifier", "own-address", _OWN_ADDRESS)
    any_taken = gateway.at("general-ikeid")
    expected = _identity(draft.desk, gateway, "remote-identity") or _identity(draft.desk, gateway, "dynamic")
    if any_taken:
        draft.desk.understood(expected[1] if expected else None)
        draft.say("sa-name", "any", any_taken.line)
    elif expected:
        draft.say("sa-name", *expected)
    elif not gateway.at("remote-identity") and not gateway.at("dynamic"):
        _address_as_identity(draft, "sa-name", "peer-gateway", _PEER_ADDRESS)


def _address_as_identity(draft: DraftConnection, identity: str, address: str, why: str) -> None:
    if as_address(draft.get(address)) is not None:
        draft.say(identity, draft.get(address), default=why)


def _identity(desk: Desk, gateway: Node, where: str) -> tuple[str, Line | None] | None:
    here = gateway.at(where)
    for node in here.each() if here else ():
        value = node.last()
        if node.word == "distinguished-name":
            # Without a name it is the one in a certificate; a container or wildcard is only a part of one.
            for part in node.walk():
                for line in part.ends:
                    desk.understood(line)
        elif value and node.word in _ADDRESS_KINDS:
            return value.word, value.line
        elif value and node.word in _KINDS:
            shared = gateway.at("dynamic", "ike-user-type", "group-ike-id") if where == "dynamic" else None
            desk.understood(shared.line if shared else None)
            return f"{_KINDS[node.word]}:{'*' if shared else ''}{value.word}", value.line
    return None


def _phase1(unit: Unit, draft: DraftConnection, gateway: Node, policy: Node | None) -> None:
    method = None
    proposals = proposals_of(unit, draft, "phase1-proposals", policy)
    for proposal in proposals:
        stated = proposal.last("authentication-method")
        unit.used([stated])
        method = method or stated
    say_lifetime(draft, "phase1-lifetime", proposals)
    draft.assume("phase1-lifetime")
    if draft.get("ike-version") == "ikev1" and policy:
        mode = policy.last("mode")
        if mode:
            draft.say("exchange-mode", mode.word, mode.line)
        draft.assume("exchange-mode")
    elif policy:
        unit.used([policy.last("mode")])
    chosen = policy.last("proposal-set") if policy and not proposals else None
    usual = unit.desk.default("authentication-method", chosen.word) if chosen else None
    if method:
        _proof(unit, draft, gateway, unit.desk.term("authentication-method", method.word), method.line)
    elif usual and chosen:
        _proof(unit, draft, gateway, usual.value, chosen.line)
    draft.secret = _secret(unit, policy) if policy else None


def _proof(unit: Unit, draft: DraftConnection, gateway: Node, method: str | None, line: Line | None) -> None:
    login = gateway.at("xauth") or gateway.at("aaa")
    if method is None:
        unit.desk.unread(line, "unknown authentication method")
        return
    if login and draft.get("ike-version") == "ikev1":
        method = f"{method}-xauth"
        unit.used(login.walk())
    draft.say("authentication-method", method, line)
    if not login or draft.get("ike-version") == "ikev1":
        # With IKEv2 an access profile may stand for EAP, or for addresses that are handed out.
        draft.say("peer-authentication-method", method, line)


def _secret(unit: Unit, policy: Node) -> Sealed | None:
    for kind in ("ascii-text", "hexadecimal"):
        key = policy.last("pre-shared-key", kind)
        if key is None:
            continue
        unit.used([key])
        # A backslash may be meant, or stand for what follows it.
        if not key.word or _MASKED.fullmatch(key.word) or "\\" in key.word:
            return None
        if kind == "ascii-text":
            return unit.desk.seal(key.word, key.line)
        try:
            return unit.desk.seal(bytes.fromhex(key.word.removeprefix("0x")), key.line)
        except ValueError:
            return None
    return None
