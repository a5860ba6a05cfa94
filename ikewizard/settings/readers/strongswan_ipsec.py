"""Reads strongSwan's ``ipsec.conf`` (the stroke plugin; ipsec.conf(5) of strongSwan)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ikewizard.settings.desk import Desk, DraftChild
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.readers.ipsec_common import (
    Conn,
    Parameters,
    proposals_of,
    read_sections,
    say_kind,
    say_mode,
)
from ikewizard.settings.readers.transforms import without_groups
from ikewizard.settings.units import Line

_ALLOWED = re.compile(r"\s*i_dont_care_about_security_and_use_aggressive_mode_psk\s*=\s*(?:yes|true|1)\b")


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down strongSwan's ``ipsec.conf``, with ``ipsec.secrets`` where that follows."""
    read_sections(lines, desk, _strongswan)


def _strongswan(conn: Conn, _: Parameters) -> None:
    draft, desk = conn.draft, conn.desk
    version = conn.get("keyexchange").lower()
    line = conn.line("keyexchange")
    if version in ("ikev1", "ikev2"):
        draft.say("ike-version", version, line)
    else:
        draft.say(
            "ike-version", "ikev2", line, default="" if line else "keyexchange is ike when nothing is said"
        )
        draft.say("ike-version", "ikev1, ikev2", line, accepts=True)
    say_mode(conn, "aggressive")
    _strongswan_proof(conn)
    _refused_mode(conn)
    _strongswan_proposals(conn)
    say_kind(conn)
    draft.assume("nat-t")
    conn.child.assume("narrowing")
    desk.understood(conn.line("forceencaps"))
    auto = conn.get("auto").lower()
    draft.say(
        "sa-enabled",
        "no" if auto in ("", "ignore") else "yes",
        conn.line("auto"),
        default="" if auto else "auto is ignore when nothing is said",
    )


def _strongswan_proof(conn: Conn) -> None:
    draft = conn.draft
    by = conn.get("authby").lower() or "pubkey"
    xauth = (
        bool(conn.get("xauth")) or by.startswith("xauth") or "xauth" in conn.get("leftauth2", "rightauth2")
    )
    by = by.removeprefix("xauth").replace("rsasig", "pubkey").replace("rsa", "pubkey")
    for end, setting in (("left", "authentication-method"), ("right", "peer-authentication-method")):
        text, line = conn.get(f"{end}auth").lower(), conn.line(f"{end}auth") or conn.line("authby")
        draft.say(
            setting,
            proof(text or by, xauth=xauth),
            line,
            default="" if line else "authby is pubkey when nothing is said",
        )
        conn.desk.understood(conn.line(f"{end}auth2"))
    conn.desk.understood(conn.line("xauth"))


def _refused_mode(conn: Conn) -> None:
    """As responder charon refuses Aggressive Mode with a pre-shared key unless strongswan.conf allows it."""
    psk = "psk" in conn.draft.get("authentication-method")
    if conn.draft.get("exchange-mode") == "aggressive" and psk:
        allowed = next((line for line in conn.others if _ALLOWED.match(line.text)), None)
        if allowed:
            conn.desk.understood(allowed)
        elif any("{" in line.text for line in conn.others):
            # Only where strongswan.conf is there to tell.
            conn.draft.say(
                "exchange-mode",
                "main",
                default="charon refuses Aggressive Mode with a pre-shared key unless "
                "i_dont_care_about_security_and_use_aggressive_mode_psk is set (strongswan.conf(5))",
                accepts=True,
            )


def proof(text: str, *, xauth: bool) -> str:
    """Return the authentication method that an ``auth`` of strongSwan stands for."""
    if text.startswith("eap"):
        return "eap"
    kind = "psk" if text in ("psk", "secret") else "certificate"
    return f"{kind}-xauth" if xauth else kind


def _strongswan_proposals(conn: Conn) -> None:
    for setting, keys, whom in (
        ("phase1-proposals", ("ike",), conn.draft),
        ("phase2-proposals", ("esp", "ah"), conn.child),
    ):
        text, line = conn.get(*keys), conn.line(*keys)
        if setting == "phase2-proposals":
            conn.child.say(
                "phase2-protocol",
                "ah" if "ah" in conn.given else "esp",
                line,
                default="" if line else "ESP when nothing is said",
            )
        proposals = proposals_of(conn, setting, text.removesuffix("!"), r"-", line)
        strict = text.endswith("!")
        usual = conn.desk.default(setting)
        if setting == "phase2-proposals":
            say_pfs_by_group(conn.child, proposals, line)
            proposals = without_groups(proposals)
        if proposals:
            whom.propose(setting, proposals, line)
        if usual and not strict:
            _add_usual(conn, setting, proposals, usual.value, line, usual.default)


def _add_usual(
    conn: Conn, setting: str, own: Sequence[Proposal], usual: str, line: Line | None, source: str
) -> None:
    whom = conn.draft if setting == "phase1-proposals" else conn.child
    whom.propose(setting, (*own, *read_proposals(usual)), line, default=source)


def say_pfs_by_group(child: DraftChild, proposals: Sequence[Proposal], line: Line | None) -> None:
    """Put down whether proposals of phase 2 want PFS: those with a DH group do."""
    groups = list(dict.fromkeys(group for each in proposals for group in each.groups))
    states = list(dict.fromkeys("yes" if each.groups else "no" for each in proposals)) or ["no"]
    """Put down whether proposals of phase 2 want PFS: those with a DH group do."""
    child.say(
        "pfs", ", ".join(sorted(states, reverse=True)), line, default="" if line else "no DH group is named"
    )
    if groups:
        child.say("pfs-dh-group", ", ".join(groups), line)
