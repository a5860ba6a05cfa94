"""Reads Libreswan's ``ipsec.conf`` (ipsec.conf(5) of Libreswan)."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.ipsec_common import (
    OFF,
    Conn,
    Parameters,
    proposals_of,
    read_sections,
    say_kind,
    say_mode,
)
from ikewizard.settings.readers.transforms import authenticates, without_groups
from ikewizard.settings.units import Line, Value


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down Libreswan's ``ipsec.conf``, with ``ipsec.secrets`` where that follows."""
    read_sections(lines, desk, _libreswan)


def _libreswan(conn: Conn, setup: Parameters) -> None:
    draft = conn.draft
    _libreswan_version(conn, setup)
    say_mode(conn, "aggressive", "aggrmode")
    _libreswan_proof(conn)
    line = conn.line("ike")
    proposals = proposals_of(conn, "phase1-proposals", conn.get("ike").removesuffix("!"), "-", line)
    _or_usual(conn, draft, "phase1-proposals", proposals, line)
    keys = ("esp", "phase2alg", "ah")
    line = conn.line(*keys)
    child = conn.child
    protocol = "ah" if conn.get("phase2") == "ah" or "ah" in conn.given else "esp"
    child.say(
        "phase2-protocol",
        protocol,
        conn.line("phase2") or line,
        default="" if line else "ESP when nothing is said",
    )
    second = proposals_of(conn, "phase2-proposals", conn.get(*keys).removesuffix("!"), "-", line)
    _or_usual(conn, child, "phase2-proposals", without_groups(second), line)
    _libreswan_pfs(conn, second, proposals, line)
    say_kind(conn)
    draft.assume("nat-t")
    narrowing = conn.get("narrowing").lower()
    child.say(
        "narrowing",
        "yes" if narrowing == "yes" else "no",
        conn.line("narrowing"),
        default="" if narrowing else "narrowing is no when nothing is said",
    )
    auto = conn.get("auto").lower()
    draft.say(
        "sa-enabled",
        "no" if auto in ("", "ignore") else "yes",
        conn.line("auto"),
        default="" if auto else "auto is ignore when nothing is said",
    )


def _libreswan_version(conn: Conn, setup: Parameters) -> None:
    text = (conn.get("keyexchange") or conn.get("ikev2")).lower()
    line = conn.line("keyexchange", "ikev2")
    if text in ("ikev1", "no", "never"):
        conn.draft.say("ike-version", "ikev1", line)
    elif text in ("ikev2", "insist", "yes", "propose", "permit", "ike", ""):
        source = "" if line else "ikev2 is yes when nothing is said"
        conn.draft.say("ike-version", "ikev2", line, default=source)
    else:
        conn.desk.unread(line, "not a version of IKE")
    policy = setup.get("ikev1-policy")
    if policy and policy[0] in ("drop", "reject") and conn.draft.get("ike-version") == "ikev1":
        conn.draft.say("sa-enabled", "no", policy[1])


def _libreswan_proof(conn: Conn) -> None:
    by, line = conn.get("authby", "auth").lower(), conn.line("authby", "auth")
    xauth = any(
        conn.get(key).lower() == "yes"
        for key in ("leftxauthclient", "leftxauthserver", "rightxauthclient", "rightxauthserver")
    )
    for end, setting in (("left", "authentication-method"), ("right", "peer-authentication-method")):
        text = conn.get(f"{end}auth").lower() or by.split("|")[0].split(",")[0]
        kind = "psk" if text in ("secret", "psk") else "eap" if text.startswith("eap") else "certificate"
        conn.draft.say(
            setting,
            f"{kind}-xauth" if xauth else kind,
            conn.line(f"{end}auth") or line,
            default="" if line else "authby is a certificate or key pair when nothing is said",
        )
    for key in ("leftxauthclient", "leftxauthserver", "rightxauthclient", "rightxauthserver"):
        conn.desk.understood(conn.line(key))


def _or_usual(
    conn: Conn,
    whom: DraftConnection | DraftChild,
    setting: str,
    proposals: Sequence[Proposal],
    line: Line | None,
) -> None:
    if proposals:
        usual = _usual(conn, setting)
        filled = [
            _filled(each, read_proposals(usual.value)[0] if usual else Proposal(), setting)
            for each in proposals
        ]
        whom.propose(setting, filled, line)
    elif usual := _usual(conn, setting):
        whom.propose(setting, read_proposals(usual.value), None, default=usual.default)


def _usual(conn: Conn, setting: str) -> Value | None:
    """Return the default proposals, which are others in IKEv1 than in IKEv2."""
    return conn.desk.default(setting, conn.draft.get("ike-version")) or conn.desk.default(setting)


def _filled(proposal: Proposal, usual: Proposal, setting: str) -> Proposal:
    aead = all(authenticates(name) for name in proposal.encryption)
    return Proposal(
        proposal.encryption,
        proposal.integrity or (() if aead else usual.integrity),
        proposal.prf or (usual.prf if setting == "phase1-proposals" else ()),
        proposal.groups or (usual.groups if setting == "phase1-proposals" else ()),
    )


def _libreswan_pfs(
    conn: Conn, second: Sequence[Proposal], first: Sequence[Proposal], line: Line | None
) -> None:
    child = conn.child
    text = conn.get("pfs").lower()
    groups = list(dict.fromkeys(group for each in second for group in each.groups))
    on = text not in OFF
    child.say(
        "pfs",
        "yes" if on else "no",
        conn.line("pfs"),
        default="" if text else "pfs is yes when nothing is said",
    )
    if not on:
        # pluto does as the initiator asks: "there is no reason not to" (ipsec.conf(5), pfs).
        child.say("pfs", "yes, no", conn.line("pfs"), accepts=True)
    elif groups:
        child.say("pfs-dh-group", ", ".join(groups), line)
        if conn.draft.get("ike-version") == "ikev1":
            # As responder of Quick Mode pluto takes the group that the initiator asks for.
            child.say("pfs-dh-group", ", ".join(conn.desk.values("pfs-dh-group")), line, accepts=True)
    else:
        same = list(dict.fromkeys(group for each in first for group in each.groups))
        if same:
            child.say("pfs-dh-group", same[0], None, default="without a group in esp= it is that of phase 1")
