"""Reads SonicOS CLI text (``show current-config``, or commands as typed): the VPN policies of a SonicWall."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ikewizard.settings.desk import Desk
from ikewizard.settings.networks import as_address
from ikewizard.settings.readers.sonicos_lines import Command, commands
from ikewizard.settings.readers.sonicos_objects import Objects
from ikewizard.settings.readers.sonicos_policy import NO_ADDRESS, Policy, last, say_advanced, say_networks
from ikewizard.settings.readers.sonicos_proposals import ALGORITHMS, say_phase1, say_phase2
from ikewizard.settings.units import Line

_KINDS = ("site-to-site", "tunnel-interface")
_METHODS = {"shared-secret": "psk", "certificate": "certificate"}
# What a firewall-id is on the wire, manuals and other makers' guides tell differently: its kind is left open.
_IDENTITIES = {
    "domain-name": "fqdn:",
    "fqdn": "fqdn:",
    "email-address": "email:",
    "email-id": "email:",
    "key-id": "keyid:",
    "keyid": "keyid:",
    "distinguished-name": "dn:",
    "firewall-id": "",
    "ipv4": "",
    "ipv6": "",
    "ip": "",
}
_ENCRYPTED = re.compile(r"\d{1,3},[0-9A-Fa-f]+(?:\.\.\.)?|\*+")
_OF_UNIT = ("enable", "nat-traversal", "firewall-identifier")
_SHORT = 200

_NO_IDENTITY = (
    "SonicOS, site-to-site policies: without an IKE ID the address in Main Mode (for IKEv2 unverified), "
    "the firewall identifier in Aggressive Mode"
)


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every site-to-site policy and tunnel interface; other policies are listed as unread."""
    top, ends = commands(lines)
    objects = Objects(top)
    unit = _of_unit(top)
    passing = re.compile("|".join(desk.manner.irrelevant))
    for command in top:
        if command.starts("firmware-version"):
            desk.version = re.sub(r"^\D*|-.*", "", command.word(1))
            desk.understood(command.line)
        elif command.starts("vpn", "policy") and not command.off:
            _policy(command, desk, unit, objects)
        elif command.below or passing.search(command.line.text[:_SHORT]):
            # All that is said of IKE stands in policies and in the unit's VPN settings; other blocks pass.
            _pass((command, *command.every()), desk)
    for known in objects.commands:
        _pass((known, *known.every()), desk)
    for line in ends:
        desk.irrelevant(line)


def _of_unit(top: Iterable[Command]) -> list[Command]:
    """Return what the blocks ``vpn`` say for all policies; the last word counts."""
    found: dict[tuple[str, ...], Command] = {}
    for block in top:
        for each in block.below if block.words == ("vpn",) else ():
            if each.word(0) in _OF_UNIT:
                found[each.words[:1]] = each
            for inner in each.below if each.words == ("ikev2",) else ():
                if inner.word(0) == "proposal" and inner.word(1) in ALGORITHMS:
                    found[inner.words[:2]] = inner
    return list(found.values())


def _pass(said: Iterable[Command], desk: Desk) -> None:
    for command in said:
        desk.irrelevant(command.line)


def _policy(command: Command, desk: Desk, unit: Sequence[Command], objects: Objects) -> None:
    words = command.words[2:]
    family = words[0] if words[:1] in (("ipv4",), ("ipv6",)) else ""
    kind, name = (*words[1 if family else 0 :], "", "")[:2]
    said = list(command.every())
    enabled = last(said, ("enable",))
    if kind not in _KINDS:
        if not (enabled and enabled.off):
            desk.unread(command.line, f"a policy of the kind {kind or '(none)'} is not read")
        _pass((command, *said), desk)
        return
    method = last(said, ("auth-method",))
    if method and method.word(1) == "manual-key":
        desk.unread(command.line, "with manual keys nothing is negotiated")
        _pass((command, *said), desk)
        return
    draft = desk.connection(name, command.line)
    everything = "::/0" if family == "ipv6" else "0.0.0.0/0"
    policy = Policy(draft, draft.child(), said, unit, objects, kind == "tunnel-interface", everything)
    _state(policy, enabled)
    _version(policy)
    _addresses(policy)
    _authentication(policy, method)
    _identities(policy)
    say_networks(policy)
    say_advanced(policy)
    say_phase1(draft, said, unit if draft.get("peer-gateway") == "none" else ())
    say_phase2(policy.child, said)


def _state(policy: Policy, enabled: Command | None) -> None:
    whole = policy.of_unit("enable")
    if whole:
        policy.understood([whole.line])
    if whole and whole.off:
        policy.draft.say("sa-enabled", "no", whole.line)
    elif enabled:
        policy.draft.say("sa-enabled", "no" if enabled.off else "yes", enabled.line)
    policy.draft.assume("sa-enabled")
    traversal = policy.of_unit("nat-traversal")
    if traversal:
        policy.draft.say("nat-t", "no" if traversal.off else "yes", traversal.line)
    policy.draft.assume("nat-t")


def _version(policy: Policy) -> None:
    exchange = policy.find("proposal", "ike", "exchange")
    mode = exchange.word(3) if exchange else ""
    line = exchange.line if exchange else None
    if mode in ("main", "aggressive"):
        policy.draft.say("ike-version", "ikev1", line)
        policy.draft.say("exchange-mode", mode, line)
    elif mode:
        policy.draft.say("ike-version", mode, line)
    elif policy.draft.desk.version:
        policy.draft.assume("ike-version")


def _addresses(policy: Policy) -> None:
    gateways = [policy.find("gateway", "primary"), policy.find("gateway", "secondary")]
    given = [each for each in gateways if each and not each.off]
    names = [each.word(2) for each in given if each.word(2) not in NO_ADDRESS]
    for each in gateways:
        policy.understood([each.line] if each else [])
    primary = gateways[0]
    policy.draft.say("peer-gateway", ", ".join(names) or "none", primary.line if primary else None)
    bound = policy.find("bound-to")
    if bound is None or bound.off:
        return
    if bound.word(1) == "interface":
        one = policy.objects.interfaces.get(bound.word(2))
        interfaces = [one] if one else []
    else:
        interfaces = policy.objects.of_zone(bound.word(2))
    own = [each.address for each in interfaces if each.address]
    if own or any(each.changes for each in interfaces):
        changes = any(each.changes for each in interfaces)
        policy.draft.say("own-address", "none" if changes else ", ".join(own), bound.line)
        policy.understood(line for each in interfaces for line in each.lines.values())


def _authentication(policy: Policy, method: Command | None) -> None:
    draft, desk = policy.draft, policy.draft.desk
    secret = policy.find("shared-secret")
    proof = _METHODS.get(method.word(1), "") if method else ""
    if method and not proof:
        desk.unread(method.line, f"unknown method of authentication: {method.word(1)}")
    elif method:
        draft.say("authentication-method", proof, method.line)
        login = policy.find("require-xauth")
        asks = login is not None and not login.off
        draft.say("peer-authentication-method", f"{proof}-xauth" if asks else proof, method.line)
        policy.understood([login.line] if login and asks else [])
    if secret and not secret.off:
        text = secret.line.text.split("shared-secret", 1)[1].strip()
        quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
        text = text[1:-1] if quoted else text
        desk.understood(secret.line)
        if text and not _ENCRYPTED.fullmatch(text):
            draft.secret = desk.seal(text, secret.line)


def _identities(policy: Policy) -> None:
    draft = policy.draft
    aggressive = draft.get("exchange-mode") == "aggressive"
    certificate = draft.get("authentication-method") == "certificate"
    name = policy.of_unit("firewall-identifier")
    policy.understood([name.line] if name else [])
    peer = policy.find("gateway", "primary")
    for end, setting, address, other in (
        ("local", "unique-firewall-identifier", draft.get("own-address"), name.word(1) if name else ""),
        ("peer", "sa-name", peer.word(2) if peer else "", draft.name),
    ):
        given = policy.find("ike-id", end)
        kind = given.word(2) if given else ""
        value = " ".join(given.words[3:]) if given and not given.off else ""
        line = given.line if given else None
        if given and value and value not in NO_ADDRESS and kind in _IDENTITIES:
            draft.say(setting, f"{_IDENTITIES[kind]}{value}", line)
        elif given and value and value not in NO_ADDRESS:
            draft.desk.unread(line, f"unknown kind of identity: {kind}")
        else:
            policy.understood([line] if line else [])
            # That of a certificate stands in the certificate.
            usual = other if aggressive else address if _is_one(address) else ""
            if usual and not certificate:
                draft.say(setting, usual, default=_NO_IDENTITY)


def _is_one(address: str) -> bool:
    return as_address(address) is not None and address not in NO_ADDRESS
