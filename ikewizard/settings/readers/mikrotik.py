"""Reads a RouterOS ``/export``: what its ``/ip ipsec`` menus say, of version 6 and of version 7."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ikewizard.settings.desk import Desk, DraftConnection
from ikewizard.settings.networks import as_address, is_hidden
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.readers.mikrotik_children import put_down_children
from ikewizard.settings.readers.mikrotik_export import Export, take
from ikewizard.settings.readers.mikrotik_items import Item, algorithms, say
from ikewizard.settings.readers.routeros import commands
from ikewizard.settings.readers.secret_file import plain_secret
from ikewizard.settings.units import Line

_HEADER = re.compile(r"#.{0,80}\bby RouterOS (\d+(?:\.\d+){1,3})")


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every peer of an export, each with its identity, profile and policies."""
    desk.version = next((found[1] for line in lines if (found := _HEADER.match(line.text))), "")
    export = Export()
    for command in commands(lines):
        take(command, export, desk)
    export.index()
    for peer in export.items["peer"]:
        _connection(peer, export, desk)
    for items in export.items.values():
        for line in (line for item in items for line in item.lines):
            desk.irrelevant(line)


def _connection(peer: Item, export: Export, desk: Desk) -> None:
    name = peer.get("name") or peer.get("comment") or peer.get("address")
    draft = desk.connection(name, peer.line)
    peer.understood(desk)
    identity = _identity(peer, export)
    identity.understood(desk)
    policies = _policies(peer, identity, export)
    _addresses(draft, peer, policies, export)
    _version(draft, peer)
    _proof(draft, identity, peer)
    _phase1(draft, peer, identity, export)
    dead = [item for item in (peer, identity) if item.off]
    static = [policy for policy in policies if policy.get("template") != "yes"]
    if not dead and static and all(policy.off for policy in static):
        dead = static
    draft.say("sa-enabled", "no" if dead else "yes", dead[0].at("disabled") if dead else peer.line)
    put_down_children(draft, policies, lambda name: export.named("proposal", name))


def _identity(peer: Item, export: Export) -> Item:
    """Return the identity of a peer; before version 6.44 its words stood at the peer itself."""
    found = export.known("identity", peer.get("name"))
    enabled = [item for item in found if not item.off]
    return (enabled or found or [peer])[0]


def _policies(peer: Item, identity: Item, export: Export) -> list[Item]:
    found = [*export.known("policy of", peer.get("name"))] if peer.get("name") else []
    found += export.known("policy to", peer.get("address").partition("/")[0])
    if len(export.items["peer"]) == 1 and peer.get("address"):
        found += export.known("policy to", "")
    if identity.get("generate-policy") not in ("", "no"):
        found += export.known("template", identity.get("policy-template-group") or "default")
    return found


def _addresses(draft: DraftConnection, peer: Item, policies: Sequence[Item], export: Export) -> None:
    address = re.sub(r"/(?:32|128)\Z", "", peer.get("address"))
    draft.say(
        "peer-gateway",
        address or "none",
        peer.at("address"),
        default="" if address else "address is 0.0.0.0/0 when nothing is said",
    )
    sources = [
        (item.get(key), item.at(key))
        for item, key in (
            (peer, "local-address"),
            *((policy, "sa-src-address") for policy in policies),
        )
        if as_address(item.get(key)) is not None and item.get(key) not in ("0.0.0.0", "::")
    ]
    own, line = sources[0] if sources else _outer_address(address, export)
    if own:
        draft.say("own-address", own, line)


def _outer_address(peer: str, export: Export) -> tuple[str, Line | None]:
    """Return the one address of the unit that can be the outer one: on the peer's network, or public."""
    known = [(each, item) for each, item in export.addresses if not item.off]
    other = as_address(peer)
    near = [(each, item) for each, item in known if other is not None and other in each.network]
    found = near or [
        (each, item) for each, item in known if not is_hidden(each.ip) and not each.ip.is_loopback
    ]
    if len(found) != 1:
        return "", None
    return str(found[0][0].ip), found[0][1].at("address")


def _version(draft: DraftConnection, peer: Item) -> None:
    mode, line = peer.get("exchange-mode"), peer.at("exchange-mode")
    source = "" if mode else "exchange-mode is main when nothing is said"
    draft.say("ike-version", mode or "main", line, default=source)
    if draft.get("ike-version") == "ikev1" and mode != "base":
        draft.say("exchange-mode", mode or "main", line, default=source)


_KINDS = {"fqdn": "fqdn:", "user-fqdn": "email:", "key-id": "keyid:", "address": "", "dn": "dn:"}


def _proof(draft: DraftConnection, identity: Item, peer: Item) -> None:
    desk = draft.desk
    if identity is peer and not (peer.get("auth-method") or peer.get("secret")):
        # Without an identity nothing is known of how the units prove who they are.
        return
    method, line = identity.get("auth-method") or "pre-shared-key", identity.at("auth-method")
    source = "" if line else "auth-method is pre-shared-key when nothing is said"
    draft.say("authentication-method", method, line, default=source)
    draft.say("peer-authentication-method", method, line, default=source)
    if draft.get("authentication-method").startswith("psk") and identity.get("secret"):
        place = identity.at("secret")
        if not (identity.is_cut("secret") or set(identity.get("secret")) == {"*"}):
            draft.secret = desk.seal(_octets(identity.get("secret")), place)
    _names(draft, identity, peer)


def _names(draft: DraftConnection, identity: Item, peer: Item) -> None:
    own, place = _name(identity, "my-id")
    if own:
        draft.say("unique-firewall-identifier", own, place)
    elif draft.get("authentication-method").startswith("psk") and draft.get("own-address"):
        draft.say("unique-firewall-identifier", draft.get("own-address"), place, default=_AUTO)
    expected, place = _name(identity, "remote-id")
    by_certificate = identity.get("match-by") == "certificate"
    if by_certificate or identity.get("remote-id") in ("", "auto", "ignore"):
        if identity is not peer:
            draft.say("sa-name", "any", place, default="remote-id is auto when nothing is said: any")
    elif expected:
        draft.say("sa-name", expected, place)


_AUTO = "my-id is auto when nothing is said: the address, with a pre-shared key"


def _name(identity: Item, key: str) -> tuple[str, Line | None]:
    """Return an identity with its kind, or nothing where RouterOS finds it by itself."""
    kind, colon, value = identity.get(key).partition(":")
    known = bool(colon) and kind in _KINDS and bool(value)
    return (_KINDS[kind] + value if known else ""), identity.at(key)


def _octets(secret: str) -> bytes:
    if re.fullmatch(r"0x(?:[0-9A-Fa-f]{2})+", secret):
        return plain_secret(secret)
    return secret.encode("utf-8", "surrogateescape")


def _phase1(draft: DraftConnection, peer: Item, identity: Item, export: Export) -> None:
    name = peer.get("profile") or "default"
    # Before version 6.43 what a profile says stood at the peer, and the defaults were others.
    old = identity is peer and bool(peer.get("auth-method") or peer.get("secret")) and not peer.get("profile")
    old = old or bool(peer.get("enc-algorithm") or peer.get("dh-group"))
    profile = peer if old else export.named("profile", name)
    if profile is None:
        draft.desk.unread(peer.at("profile"), f"there is no profile '{name}'")
        return
    when = "old" if old else "default" if profile.default else "added"
    parts, line, source = algorithms(
        draft.desk,
        profile,
        (
            ("phase1-encryption", "enc-algorithm"),
            ("phase1-hash", "hash-algorithm"),
            ("phase1-dh-group", "dh-group"),
        ),
        when,
    )
    profile.understood(draft.desk)
    if all(parts):
        encryption, integrity, groups = parts
        own = profile.get("prf-algorithm")
        prf = draft.desk.term("phase1-prf", own) if own not in ("", "auto") else None
        proposal = Proposal(encryption, integrity, (prf,) if prf else integrity, groups)
        draft.propose("phase1-proposals", [proposal], line, default=source)
    say(draft, "phase1-lifetime", profile, "lifetime", when)
    if draft.get("ike-version") == "ikev2":
        # IKEv2 ignores nat-traversal (the manual, exchange-mode).
        draft.assume("nat-t", "ikev2")
    else:
        say(draft, "nat-t", profile, "nat-traversal", when)
