"""Reads ``swanctl.conf`` (swanctl.conf(5) of strongSwan)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.braces import Node, parse
from ikewizard.settings.readers.ipsec_common import identity_of, parsed_proposals
from ikewizard.settings.readers.secret_file import Entry, bare, plain_secret, secret_for
from ikewizard.settings.readers.strongswan_ipsec import proof, say_pfs_by_group
from ikewizard.settings.readers.transforms import without_groups
from ikewizard.settings.units import Line

_OWN, _PEER = re.compile(r"local.*"), re.compile(r"remote.*")
_ON = {"yes", "true", "1", "enabled"}


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down ``swanctl.conf``; a ``strongswan.conf`` that follows it says nothing of connections."""
    root = parse(lines)
    secrets = _secrets(root.section("secrets"), desk)
    known = {node.name: node for node in root.nodes}
    connections = root.section("connections")
    for node in connections.nodes if connections else ():
        _connection(_filled(node, known), desk, secrets)
    templates = {name for node in connections.nodes for name in node.under} if connections else set()
    for node in root.nodes:
        if node.name in {"connections", "secrets"} | templates:
            desk.understood(node.line)
        elif node.name not in ("pools", "authorities"):
            for line in node.lines():
                desk.irrelevant(line)


def _filled(node: Node, known: Mapping[str, Node]) -> Node:
    """Return ``node`` over the sections that it refers to."""
    for name in node.under:
        if name in known and known[name] is not node:
            node = _over(node, replace(known[name], under=()))
    return node


def _over(node: Node, under: Node) -> Node:
    nodes = {each.name: each for each in under.nodes}
    for each in node.nodes:
        nodes[each.name] = _over(each, nodes[each.name]) if each.name in nodes else each
    return replace(node, values={**under.values, **node.values}, nodes=list(nodes.values()))


def _connection(node: Node, desk: Desk, secrets: Sequence[Entry]) -> None:
    draft = desk.connection(node.name, node.line)
    for key, setting in (("local_addrs", "own-address"), ("remote_addrs", "peer-gateway")):
        text = node.get(key)
        addresses = ", ".join(
            "none" if part in ("%any", "%any4", "%any6") else part
            for part in re.split(r"[,\s]+", text)
            if part
        )
        draft.say(
            setting,
            addresses or "none",
            node.at(key),
            default="" if text else f"{key} is %any when nothing is said",
        )
    _version(draft, node)
    own, peer = _ends(node, _OWN), _ends(node, _PEER)
    # The method of phase 1 with a login is one for both units, though only one of them logs in.
    xauth = any(each.get("auth").startswith("xauth") for each in (*own, *peer))
    for identity, method, rounds, addresses in (
        ("unique-firewall-identifier", "authentication-method", own, node.get("local_addrs")),
        ("sa-name", "peer-authentication-method", peer, node.get("remote_addrs")),
    ):
        _who(draft, identity, method, rounds, addresses, xauth=xauth)
    _proposals(draft, node)
    if node.get("rekey_time"):
        draft.say("phase1-lifetime", node.get("rekey_time"), node.at("rekey_time"))
    else:
        draft.assume("phase1-lifetime")
    draft.assume("nat-t")
    draft.say("sa-enabled", "yes", node.line)
    children = node.section("children")
    if children:
        desk.understood(children.line)
    for child in children.nodes if children else ():
        _child(draft, desk, child, node)
    names = [
        bare(value) for value in (draft.get("unique-firewall-identifier"), node.get("local_addrs")) if value
    ]
    peers = [bare(value) for value in (draft.get("sa-name"), node.get("remote_addrs")) if value]
    draft.secret = secret_for(secrets, names, peers)


def _version(draft: DraftConnection, node: Node) -> None:
    version = node.get("version")
    if version in ("1", "2"):
        draft.say("ike-version", f"ikev{version}", node.at("version"))
    else:
        draft.say(
            "ike-version",
            "ikev2",
            node.at("version"),
            default="" if version else "version is 0 when nothing is said",
        )
        draft.say("ike-version", "ikev1, ikev2", node.at("version"), accepts=True)
    if draft.get("ike-version") == "ikev1":
        aggressive = node.get("aggressive").lower() in _ON
        draft.say(
            "exchange-mode",
            "aggressive" if aggressive else "main",
            node.at("aggressive"),
            default="" if node.get("aggressive") else "aggressive is no when nothing is said",
        )


def _ends(node: Node, name: re.Pattern[str]) -> list[Node]:
    return [each for each in node.nodes if name.fullmatch(each.name)]


def _who(
    draft: DraftConnection,
    identity: str,
    method: str,
    rounds: Sequence[Node],
    addresses: str,
    *,
    xauth: bool,
) -> None:
    desk = draft.desk
    for each in rounds:
        desk.understood(each.line)
    first = rounds[0] if rounds else Node("")
    methods = [each.get("auth") or "pubkey" for each in rounds] or ["pubkey"]
    chosen = next((text for text in methods if text.startswith("eap")), methods[0])
    draft.say(
        method,
        proof(chosen.lower(), xauth=xauth),
        first.at("auth"),
        default="" if first.get("auth") else "auth is pubkey when nothing is said",
    )
    for each in rounds[1:]:
        desk.understood(each.at("auth"))
    if first.get("id"):
        draft.say(identity, identity_of(first.get("id")), first.at("id"))
    elif as_address(addresses) is not None:
        draft.say(identity, addresses, default="without an id the address is the identity")


def _proposals(draft: DraftConnection, node: Node) -> None:
    desk = draft.desk
    text, line = node.get("proposals"), node.at("proposals")
    own = parsed_proposals(desk, "phase1-proposals", _named(text), "-", line)
    usual = desk.default("phase1-proposals")
    if usual and (not text or "default" in text.replace(" ", "").split(",")):
        own = (*own, *read_proposals(usual.value))
        draft.propose("phase1-proposals", own, line, default=usual.default)
    else:
        draft.propose("phase1-proposals", own, line)


def _named(text: str) -> str:
    return ",".join(part for part in text.split(",") if part.strip() != "default")


def _child(draft: DraftConnection, desk: Desk, node: Node, above: Node) -> None:
    child = draft.child(node.name)
    desk.understood(node.line)
    _selectors(child, node, above)
    _child_proposals(draft, desk, node)
    mode = node.get("mode").lower() or "tunnel"
    if mode in ("tunnel", "transport"):
        child.say(
            "encapsulation",
            mode,
            node.at("mode"),
            default="" if node.get("mode") else "tunnel mode when nothing is said",
        )
    child.assume("narrowing")
    for key in ("life_time", "rekey_time"):
        if node.get(key) and not child.has("phase2-lifetime"):
            child.say("phase2-lifetime", node.get(key), node.at(key))
    child.assume("phase2-lifetime")


def _selectors(child: DraftChild, node: Node, above: Node) -> None:
    for key, setting, address in (
        ("local_ts", "local-networks", above.get("local_addrs")),
        ("remote_ts", "destination-networks", above.get("remote_addrs")),
    ):
        text = node.get(key)
        ports = re.search(r"\[([^\]]*)\]", text)
        plain = re.sub(r"\[[^\]]*\]", "", text)
        if ports:
            child.say("traffic-protocol", ports[1].replace("/", ":"), node.at(key))
        if text and "dynamic" not in text:
            child.say(setting, plain, node.at(key))
        elif as_address(address) is not None:
            child.say(
                setting,
                address,
                node.at(key),
                default=f"{key} is the unit's own address when nothing is said",
            )
    if not child.has("traffic-protocol"):
        child.say("traffic-protocol", "any", default="no protocol is named")


def _child_proposals(draft: DraftConnection, desk: Desk, node: Node) -> None:
    child = draft.children[-1]
    key = "ah_proposals" if "ah_proposals" in node.values else "esp_proposals"
    text, line = node.get(key), node.at(key)
    child.say(
        "phase2-protocol", key[: key.index("_")], line, default="" if text else "ESP when nothing is said"
    )
    own = parsed_proposals(desk, "phase2-proposals", _named(text), "-", line)
    say_pfs_by_group(child, own, line)
    usual = desk.default("phase2-proposals")
    plain = without_groups(own)
    if usual and (not text or "default" in text.replace(" ", "").split(",")):
        child.propose("phase2-proposals", (*plain, *read_proposals(usual.value)), line, default=usual.default)
    else:
        child.propose("phase2-proposals", plain, line)


def _secrets(node: Node | None, desk: Desk) -> list[Entry]:
    found: list[Entry] = []
    for each in node.nodes if node else ():
        desk.understood(each.line)
        whose = tuple(bare(value) for key, (value, _) in each.values.items() if re.fullmatch(r"id.*", key))
        line = each.at("secret")
        if each.name.startswith("ike") and line:
            for key in each.values:
                desk.understood(each.at(key))
            quoted = f'"{each.get("secret")}"' if '"' in line.text else each.get("secret")
            found.append(Entry(whose, desk.seal(plain_secret(quoted), line)))
        else:
            for inner in each.lines():
                desk.irrelevant(inner)
    return found
