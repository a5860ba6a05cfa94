"""Where a comparison counts, and where two values say nothing about each other."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.settings.settings_data import AGREEING, SPECS, disagreeing, outcome, row_of


@pytest.mark.parametrize(
    ("change", "silent"),
    [
        ({"initiator.pfs": "no", "responder.pfs": "no"}, "pfs-dh-group"),
        ({"responder.pfs": "no"}, "pfs-dh-group"),
        ({"initiator.ike-version": "ikev2", "responder.ike-version": "ikev2"}, "exchange-mode"),
        ({"initiator.phase2-protocol": "ah", "responder.phase2-protocol": "ah"}, "phase2-encryption"),
        ({"initiator.phase2-encryption": "aes256gcm16"}, "phase2-authentication"),
        ({"initiator.apply-nat": "yes"}, "local-networks"),
        ({"responder.default-route": "on"}, "local-networks"),
        ({"responder.apply-nat": "yes"}, "destination-networks"),
        ({"initiator.default-route": "yes"}, "destination-networks"),
        ({"nat": "none"}, "nat-t"),
        ({"responder.device": "sonicwall", "responder.exchange-mode": "main"}, "sa-name"),
    ],
)
def test_a_setting_that_does_not_count_is_not_compared(change: Mapping[str, str], silent: str) -> None:
    """Where the other settings take the meaning out of one, its values are neither equal nor different."""
    spec = SPECS[silent]
    fact = f"responder.{spec.mirrors or silent}"
    other = {"identity": "north", "networks": "172.16.0.0/12"}
    differing = other.get(spec.kind) or next(v.id for v in spec.values if v.id != AGREEING[fact])
    assert silent in disagreeing({**AGREEING, fact: differing})
    values = {**AGREEING, fact: differing, **change}
    assert silent not in outcome(values)
    assert row_of(silent, values).agree == "unknown"
    assert "does not count" in row_of(silent, values).why


def test_the_pfs_group_counts_only_when_pfs_is_known_to_be_on() -> None:
    """Groups beside a PFS setting that is not known are no evidence; other conditions may stay open."""
    groups = {"initiator.pfs-dh-group": "14", "responder.pfs-dh-group": "2"}
    assert disagreeing(groups) == set()
    assert disagreeing({**groups, "initiator.pfs": "yes", "responder.pfs": "yes"}) == {"pfs-dh-group"}
    modes = {"initiator.exchange-mode": "main", "responder.exchange-mode": "aggressive"}
    assert disagreeing(modes) == {"exchange-mode"}


def test_identities_are_compared_both_ways() -> None:
    """One identity that does not fit is enough to disagree; to agree, both ways must be known."""
    one_way = {"initiator.sa-name": "west", "responder.unique-firewall-identifier": "west"}
    assert outcome(one_way) == {}
    assert row_of("sa-name", one_way).agree == "unknown"
    both = {**one_way, "initiator.unique-firewall-identifier": "east", "responder.sa-name": "east"}
    assert outcome(both) == {"sa-name": "yes"}
    assert disagreeing({**both, "responder.sa-name": "north"}) == {"sa-name"}
    assert disagreeing({"initiator.unique-firewall-identifier": "east", "responder.sa-name": "north"}) == {
        "sa-name"
    }
    row = row_of("sa-name", {**both, "responder.sa-name": "north"})
    assert (row.initiator, row.responder) == ("east", "north")


def test_identities_that_differ_in_capitals_only_are_left_open() -> None:
    """Makers differ in whether capitals count, so capitals alone are no verdict."""
    values = {**AGREEING, "initiator.sa-name": "WEST"}
    assert "sa-name" not in outcome(values)
    assert "cannot be compared" in row_of("sa-name", values).why


def test_each_unit_may_prove_itself_in_another_way() -> None:
    """What counts is what each unit expects of its peer, where that is known of both."""
    login = {
        "initiator.authentication-method": "eap",
        "initiator.peer-authentication-method": "certificate",
        "responder.authentication-method": "certificate",
        "responder.peer-authentication-method": "eap",
    }
    assert outcome(login) == {"peer-authentication-method": "yes"}
    refused = {**login, "responder.peer-authentication-method": "psk"}
    assert disagreeing(refused) == {"peer-authentication-method"}
    both = {fact: value for fact, value in login.items() if ".peer-" not in fact}
    assert disagreeing(both) == {"authentication-method"}


def test_networks_need_only_overlap_where_both_units_narrow() -> None:
    """IKEv2 narrows what is proposed (RFC 7296 section 2.9), but not every unit does, and IKEv1 never."""
    part = {"initiator.local-networks": "10.0.0.0/8", "responder.destination-networks": "10.1.0.0/16"}
    narrowing = {
        "initiator.ike-version": "ikev2",
        "initiator.narrowing": "yes",
        "responder.narrowing": "yes",
    }
    assert disagreeing(part) == {"local-networks"}
    assert outcome({**part, **narrowing})["local-networks"] == "yes"
    assert disagreeing({**part, **narrowing, "responder.narrowing": "no"}) == {"local-networks"}
    assert disagreeing({**part, **narrowing, "initiator.ike-version": "ikev1"}) == {"local-networks"}
    apart = {**part, **narrowing, "responder.destination-networks": "192.168.0.0/16"}
    assert disagreeing(apart) == {"local-networks"}


@pytest.mark.parametrize(
    ("offered", "allowed", "apart"),
    [
        ("aes-256-cbc / sha2-256 / - / group-14", "aes-256-cbc / sha2-256 / - / group-14", set()),
        (
            "aes-256-cbc / sha2-256 / - / group-14",
            "aes-256-cbc / sha2-256 / - / group-2",
            {"phase1-dh-group"},
        ),
        (
            "aes-256-cbc / sha2-256 / - / group-14 | 3des / sha1 / - / group-2",
            "aes-256-cbc / sha2-256 / - / group-2",
            {"phase1-dh-group"},
        ),
        (
            "aes-256-cbc / sha2-256 / - / group-14 | 3des / sha1 / - / group-14",
            "aes-256-cbc / sha1 / - / group-14",
            {"phase1-hash"},
        ),
        ("aes-256-cbc+3des / sha1+md5 / - / group-14", "3des / md5 / - / group-14+group-2", set()),
    ],
)
def test_proposals_are_judged_as_a_whole(offered: str, allowed: str, apart: set[str]) -> None:
    """Units need one proposal in common; what the two closest ones lack is what is named."""
    values: dict[str, str] = {}
    for side, text in (("initiator", offered), ("responder", allowed)):
        values[f"{side}.phase1-proposals"] = text
        columns = [[part.strip() for part in each.split("/")] for each in text.split("|")]
        for place, part in enumerate(("phase1-encryption", "phase1-hash", "", "phase1-dh-group")):
            if part:
                values[f"{side}.{part}"] = ", ".join(each[place].replace("+", ", ") for each in columns)
    assert disagreeing(values) == apart


@pytest.mark.parametrize(
    ("gateway", "own", "agree"),
    [
        ("203.0.113.1", "203.0.113.1", "yes"),
        ("203.0.113.1", "203.0.113.2", "no"),
        ("10.0.0.1", "10.0.0.2", "no"),
        ("2001:db8::1", "2001:DB8:0::1", "yes"),
        ("VPN.example.net", "vpn.example.net.", "yes"),
        ("vpn.example.net", "203.0.113.1", "unknown"),
        ("vpn.example.net", "hq.example.net", "unknown"),
        ("203.0.113.1", "192.168.178.2", "unknown"),
        ("203.0.113.1", "2001:db8::1", "unknown"),
        ("none", "203.0.113.1", "unknown"),
        ("none", "none", "unknown"),
        ("203.0.113.1, 203.0.113.9", "203.0.113.9", "yes"),
        ("203.0.113.1, 203.0.113.9", "203.0.113.8", "no"),
        ("203.0.113.0/24", "203.0.113.9", "yes"),
        ("203.0.113.0/24", "192.0.2.1", "no"),
    ],
)
def test_addresses_are_compared_only_where_that_is_possible(gateway: str, own: str, agree: str) -> None:
    """A name, a missing address, an address behind NAT and another IP version say nothing either way."""
    values = {"initiator.peer-gateway": gateway, "responder.own-address": own}
    assert row_of("peer-gateway", values).agree == agree
