"""Reads ``iked.conf`` of OpenBSD and OpenIKED (iked.conf(5))."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.networks import as_address
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.iked_policy import Policy, Transforms, policy_of
from ikewizard.settings.readers.iked_words import Statement, Word, statements
from ikewizard.settings.readers.secret_file import plain_secret
from ikewizard.settings.readers.strongswan_ipsec import say_pfs_by_group
from ikewizard.settings.readers.transforms import authenticates, without_groups
from ikewizard.settings.units import Line

_HEX = re.compile(r"0x(?:[0-9A-Fa-f]{2})+")
_NO_POLICY = {"set": "", "user": "", "=": "", "flow": "", "ike": "", "esp": "", "tcpmd5": ""}


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every policy of an ``iked.conf``."""
    number = 0
    for statement in statements(lines):
        first = statement.words[0] if statement.words else None
        if first is not None and first.is_one_of("ikev2"):
            number += 1
            _connection(policy_of(statement.words[1:]), f"policy{number}", statement, desk)
        else:
            _other(first, statement, desk)


def _other(first: Word | None, statement: Statement, desk: Desk) -> None:
    hidden = any(word.is_one_of("psk") for word in statement.words)
    for line in statement.lines:
        if first is None or first.is_one_of(*_NO_POLICY) or hidden:
            desk.irrelevant(line)
        elif first.is_one_of("include"):
            desk.unread(line, "what the included file says is not here")
        else:
            desk.unread(line, "")


def _connection(policy: Policy, name: str, statement: Statement, desk: Desk) -> None:
    if not policy.psk:
        for word in policy.strange:
            desk.unread(word.line, f"unknown word: {word.text or word.missing}")
    draft = desk.connection(policy.text("name") or name, policy.place("ikev2") or _bare(statement.lines[0]))
    _addresses(draft, policy)
    draft.say("ike-version", "ikev2", _bare(statement.lines[0]))
    for key, setting in (("srcid", "unique-firewall-identifier"), ("dstid", "sa-name")):
        if policy.text(key):
            draft.say(setting, identity_of(policy.text(key)), policy.place(key))
    if "dstid" not in policy.words:
        draft.assume("sa-name")
    _proof(draft, policy)
    _phase1(draft, policy)
    draft.assume("nat-t")
    draft.say("sa-enabled", "yes", _bare(statement.lines[0]))
    _child(draft, policy)
    for line in statement.lines:
        if policy.psk:
            desk.understood(line)
        else:
            desk.irrelevant(line)


def _bare(line: Line) -> Line:
    """Return ``line`` without its text: a secret may stand in it."""
    return Line(line.file, line.number, "")


def _addresses(draft: DraftConnection, policy: Policy) -> None:
    given = [key for key in ("local", "peer") if key in policy.words]
    for key, setting in (("local", "own-address"), ("peer", "peer-gateway")):
        text = policy.text(key)
        if key == "local" and "/" in text:
            # A network for the own end only tells which policy is meant.
            continue
        if text:
            draft.say(setting, "none" if text == "any" else text, policy.place(key))
        elif not given and len(policy.flows) == 1:
            flow = policy.flows[0]
            word = flow.source if key == "local" else flow.target
            if as_address(word.text) is not None:
                draft.say(setting, word.text, policy.at(word))


def identity_of(text: str) -> str:
    """Return an identity with the kind that iked sees in it (iked.conf(5), srcid)."""
    if text.startswith("/"):
        return f"dn:{text}"
    if as_address(text) is not None:
        return text
    return f"email:{text}" if "@" in text else f"fqdn:{text}"


def _proof(draft: DraftConnection, policy: Policy) -> None:
    desk = draft.desk
    method = policy.text("method")
    own, peer = (
        ("psk", "psk") if method == "psk" else ("certificate", "eap" if method == "eap" else "certificate")
    )
    source = "" if method else "any signature when nothing is said of the method"
    draft.say("authentication-method", own, policy.place("method"), default=source)
    draft.say("peer-authentication-method", peer, policy.place("method"), default=source)
    if policy.psk and policy.psk.text:
        text = policy.psk.text
        secret = plain_secret(text) if _HEX.fullmatch(text) else text.encode("utf-8", "surrogateescape")
        draft.secret = desk.seal(secret, policy.psk.line)


def _phase1(draft: DraftConnection, policy: Policy) -> None:
    _propose(draft, draft, "phase1-proposals", policy, policy.ikesa)
    life = policy.text("ikelifetime")
    if life and life != "0":
        draft.say("phase1-lifetime", life, policy.place("ikelifetime"))


def _propose(
    draft: DraftConnection,
    whom: DraftConnection | DraftChild,
    setting: str,
    policy: Policy,
    said: Sequence[Transforms],
) -> None:
    desk = draft.desk
    usual = desk.default(setting)
    kinds = read_proposals(usual.value) if usual else ()
    found: list[Proposal] = []
    line = policy.at(said[0].word) if said else None
    for transforms in said:
        own, unknown = transforms.values(desk, setting)
        if unknown:
            desk.unread(transforms.word.line, f"unknown algorithm: {', '.join(unknown)}")
            return
        found += _filled(own, kinds)
    first = setting == "phase1-proposals"
    if isinstance(whom, DraftChild):
        say_pfs_by_group(whom, found, line)
    if not said and usual:
        whom.propose(setting, kinds, None, default=usual.default)
    else:
        whom.propose(setting, found if first else without_groups(found), line)


def _filled(own: Proposal, usual: Sequence[Proposal]) -> list[Proposal]:
    """Return what iked makes of the transforms of one ``ikesa`` or ``childsa`` (parse.y, create_ike).

    Types that are not named are those of the default proposal: the one with encryption that
    authenticates by itself, the other one, or both where neither ``enc`` nor ``auth`` is named.
    """
    aead = bool(own.encryption) and all(authenticates(name) for name in own.encryption)
    plain = bool(own.integrity) or (bool(own.encryption) and not aead)
    found = []
    for each in usual:
        by_itself = bool(each.encryption) and all(authenticates(name) for name in each.encryption)
        if (by_itself and plain) or (not by_itself and aead):
            continue
        found.append(
            Proposal(
                own.encryption or each.encryption,
                () if by_itself else own.integrity or each.integrity,
                own.prf or each.prf,
                own.groups or each.groups,
            )
        )
    return found


def _child(draft: DraftConnection, policy: Policy) -> None:
    child = draft.child()
    for setting, words in (
        ("local-networks", [flow.source for flow in policy.flows]),
        ("destination-networks", [flow.target for flow in policy.flows]),
    ):
        # The address that "dynamic" stands for is handed out later (iked.conf(5), config address).
        if words and all(word.text and word.text != "dynamic" for word in words):
            text = ", ".join("any, any6" if word.text == "any" else word.text for word in words)
            child.say(setting, text, policy.at(words[0]))
    _traffic(child, policy)
    child.say(
        "phase2-protocol",
        policy.text("protocol") or "esp",
        policy.place("protocol"),
        default="" if policy.text("protocol") else "ESP when nothing is said",
    )
    child.say(
        "encapsulation",
        policy.text("mode") or "tunnel",
        policy.place("mode"),
        default="" if policy.text("mode") else "tunnel mode when nothing is said",
    )
    _propose(draft, child, "phase2-proposals", policy, policy.childsa)
    if policy.text("lifetime"):
        if policy.text("lifetime") != "0":
            child.say("phase2-lifetime", policy.text("lifetime"), policy.place("lifetime"))
    else:
        child.assume("phase2-lifetime")
    child.assume("narrowing")


def _traffic(child: DraftChild, policy: Policy) -> None:
    if not policy.protocols:
        child.say("traffic-protocol", "any", default="no protocol is named")
        return
    ports = {
        tuple(port.text for port in (flow.source_port, flow.target_port) if port) for flow in policy.flows
    }
    if len(ports) > 1:
        # Flows with different ports are no one thing that could be compared.
        return
    names = ", ".join(word.text for word in policy.protocols)
    child.say("traffic-protocol", ":".join((names, *next(iter(ports), ()))), policy.at(policy.protocols[0]))
