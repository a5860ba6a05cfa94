"""Reads OPNsense's ``config.xml``: its connections (swanctl), and the older phases 1 and 2.

Source: opnsense/core, src/opnsense/mvc/app/models/OPNsense/IPsec/Swanctl.xml and IPsec.xml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ikewizard.settings.desk import Desk, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.ipsec_common import identity_of, parsed_proposals
from ikewizard.settings.readers.secret_file import Entry, bare, secret_for
from ikewizard.settings.readers.sense_legacy import account, read_legacy, seen
from ikewizard.settings.readers.strongswan_ipsec import proof, say_pfs_by_group
from ikewizard.settings.readers.transforms import without_groups
from ikewizard.settings.readers.xml_tree import Element, parse
from ikewizard.settings.units import Line

_ON = {"1", "yes", "on", ""}


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down the tunnels of both kinds; the rest of the firewall's configuration is of no weight."""
    tree = parse(lines)
    root = tree.root
    desk.version = root.get("version")
    read_legacy(tree, desk)
    holder = root.find("OPNsense") or root
    swanctl, ipsec = holder.find("Swanctl"), holder.find("IPsec")
    secrets = _secrets(ipsec, desk)
    for connection in swanctl.all("Connections", "Connection") if swanctl else ():
        if swanctl:
            _connection(connection, swanctl, desk, secrets)
    account(tree, desk, root.find("ipsec"), swanctl, ipsec.find("preSharedKeys") if ipsec else None)


def _connection(node: Element, swanctl: Element, desk: Desk, secrets: Sequence[Entry]) -> None:
    draft = desk.connection(node.get("description") or node.attributes.get("uuid", ""), node.line)
    for key in ("description", "aggressive"):
        seen(node.find(key), desk)
    uuid = node.attributes.get("uuid", "")
    for key, setting in (("local_addrs", "own-address"), ("remote_addrs", "peer-gateway")):
        text = node.get(key)
        draft.say(
            setting,
            text.replace("%any", "none") or "none",
            node.at(key),
            default="" if text else f"{key} is any when it is empty",
        )
    version = node.get("version") or "0"
    draft.say("ike-version", "ikev1" if version == "1" else "ikev2", node.at("version"))
    if version == "0":
        draft.say("ike-version", "ikev1, ikev2", node.at("version"), accepts=True)
    if version == "1":
        draft.say(
            "exchange-mode", "aggressive" if node.get("aggressive") == "1" else "main", node.at("aggressive")
        )
    for section, identity, method, addresses in (
        ("locals", "unique-firewall-identifier", "authentication-method", node.get("local_addrs")),
        ("remotes", "sa-name", "peer-authentication-method", node.get("remote_addrs")),
    ):
        rounds = [each for each in swanctl.all(section, section[:-1]) if _is_of(each, uuid)]
        _who(draft, identity, method, rounds, addresses)
    _phase1(draft, node)
    draft.say("sa-enabled", "yes" if node.get("enabled") in _ON else "no", node.at("enabled"))
    for child in swanctl.all("children", "child"):
        if _is_of(child, uuid):
            _child(draft, child, node)
    own, peer = (
        [bare(value) for value in (draft.get(identity), node.get(key)) if value]
        for identity, key in (("unique-firewall-identifier", "local_addrs"), ("sa-name", "remote_addrs"))
    )
    draft.secret = secret_for(secrets, own, peer)


def _is_of(element: Element, uuid: str) -> bool:
    return element.get("connection") == uuid and element.get("enabled") in _ON


def _who(
    draft: DraftConnection, identity: str, method: str, rounds: Sequence[Element], addresses: str
) -> None:
    for each in rounds:
        seen(each, draft.desk)
    methods = [each.get("auth") or "psk" for each in rounds]
    first = rounds[0] if rounds else None
    xauth = any(text.startswith("xauth") for text in methods)
    chosen = next((text for text in methods if text.startswith("eap")), methods[0] if methods else "psk")
    draft.say(method, proof(chosen, xauth=xauth), first.at("auth") if first else None)
    name = next((each.get("id") for each in rounds if each.get("id")), "")
    if name:
        draft.say(identity, identity_of(name), first.at("id") if first else None)
    elif as_address(addresses) is not None:
        draft.say(identity, addresses, default="without an id the address is the identity")


def _phase1(draft: DraftConnection, node: Element) -> None:
    desk, text, line = draft.desk, node.get("proposals"), node.at("proposals")
    own = parsed_proposals(desk, "phase1-proposals", _named(text), "-", line)
    usual = desk.default("phase1-proposals")
    if usual and (not text or "default" in text.split(",")):
        draft.propose("phase1-proposals", (*own, *read_proposals(usual.value)), line, default=usual.default)
    else:
        draft.propose("phase1-proposals", own, line)
    if node.get("rekey_time"):
        draft.say("phase1-lifetime", node.get("rekey_time"), node.at("rekey_time"))
    draft.assume("phase1-lifetime")
    draft.assume("nat-t")


def _child(draft: DraftConnection, node: Element, above: Element) -> None:
    desk, child = draft.desk, draft.child(node.get("description"))
    for key in ("enabled", "connection", "description", "local_ts", "remote_ts"):
        seen(node.find(key), desk)
    desk.understood(node.line)
    ends = (
        ("local_ts", "local-networks", "local_addrs"),
        ("remote_ts", "destination-networks", "remote_addrs"),
    )
    for key, setting, address in ends:
        if node.get(key):
            child.say(setting, node.get(key), node.at(key))
        elif as_address(above.get(address)) is not None:
            child.say(setting, above.get(address), default=f"an empty {key} is the address")
    child.say("traffic-protocol", "any", default="no protocol is named")
    child.say("phase2-protocol", "esp", default="OPNsense's connections use ESP")
    text, line = node.get("esp_proposals"), node.at("esp_proposals")
    own = parsed_proposals(desk, "phase2-proposals", _named(text), "-", line)
    say_pfs_by_group(child, own, line)
    usual = desk.default("phase2-proposals")
    plain = without_groups(own)
    if usual and (not text or "default" in text.split(",")):
        child.propose("phase2-proposals", (*plain, *read_proposals(usual.value)), line, default=usual.default)
    else:
        child.propose("phase2-proposals", plain, line)
    mode = node.get("mode") or "tunnel"
    child.say("encapsulation", "transport" if mode == "transport" else "tunnel", node.at("mode"))
    if node.get("rekey_time"):
        child.say("phase2-lifetime", node.get("rekey_time"), node.at("rekey_time"))
    child.assume("phase2-lifetime")
    child.assume("narrowing")


def _named(text: str) -> str:
    return ",".join(part for part in re.split(r"\s*,\s*", text) if part != "default")


def _secrets(ipsec: Element | None, desk: Desk) -> list[Entry]:
    found: list[Entry] = []
    for each in ipsec.all("preSharedKeys", "preSharedKey") if ipsec else ():
        for inner in each.walk():
            desk.understood(inner.line)
        key = each.find("Key")
        if key is not None and key.text and each.get("keyType") in ("PSK", ""):
            whose = tuple(bare(name) for name in (each.get("ident"), each.get("remote_ident")) if name)
            found.append(Entry(whose, desk.seal(key.text, key.line)))
    return found
