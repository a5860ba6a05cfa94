"""Junos configurations: two syntaxes with one meaning, pastes from a terminal, groups, unmatched braces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ikewizard.errors import InputError
from tests.settings.config_data import read, told, tunnels

MANNER = "juniper-srx"


def end(version: str = "ikev2") -> str:
    """Return the east end of the one tunnel: set lines for IKEv2, braces for IKEv1."""
    return tunnels()[MANNER].end("east", version)


def only(text: str) -> Mapping[str, Any]:
    """Return the one connection of a configuration as plain data."""
    found = told(read(text, manner=MANNER))["connections"]
    assert len(found) == 1
    one: Mapping[str, Any] = found[0]
    return one


def as_set_lines(braces: str) -> str:
    """Return statements in braces as set lines, the way ``display set`` gives them."""
    path: list[str] = []
    lines: list[str] = []
    for raw in braces.splitlines():
        line = raw.partition(" ##")[0].strip()
        if line.endswith("{"):
            path.append(line[:-1].strip())
        elif line == "}":
            path.pop()
        else:
            lines.append(f"set {' '.join([*path, line.rstrip(';')])}")
    return "\n".join(lines)


def test_both_syntaxes_say_the_same() -> None:
    """What stands in braces and what display set makes of it are one configuration."""
    text = end("ikev1")
    assert only(as_set_lines(text)) == only(text)


def test_several_statements_on_one_line_are_told_apart() -> None:
    """Set lines may name several statements of one hierarchy one after another."""
    text = "\n".join(
        (
            "set security ike proposal P authentication-method pre-shared-keys dh-group group14 "
            "authentication-algorithm sha-256 encryption-algorithm aes-256-cbc",
            'set security ike policy POL mode main proposals P pre-shared-key ascii-text "a key"',
            "set security ike gateway GW ike-policy POL address 203.0.113.2 local-address 192.0.2.1 "
            "external-interface ge-0/0/0.0 version v2-only",
            "set security ipsec proposal Q protocol esp "
            "authentication-algorithm hmac-sha-256-128 encryption-algorithm aes-256-cbc",
            "set security ipsec policy IPOL perfect-forward-secrecy keys group14 proposals Q",
            "set security ipsec vpn V bind-interface st0.0 ike gateway GW ipsec-policy IPOL",
        )
    )
    found = read(text, manner=MANNER)
    settings = told(found)["connections"][0]["settings"]
    child = told(found)["connections"][0]["children"][0]["settings"]
    assert settings["phase1-proposals"] == "aes-256-cbc / sha2-256 / sha2-256 / group-14"
    assert (settings["ike-version"], settings["own-address"]) == ("ikev2", "192.0.2.1")
    assert (child["pfs-dh-group"], child["phase2-encryption"]) == ("group-14", "aes-256-cbc")
    assert found.connections[0].secret is not None
    assert "a key" not in repr(found)


def test_a_paste_from_a_terminal_is_read_with_its_prompts() -> None:
    """Edit banners, edit commands and show commands say where the statements belong."""
    session = """[edit security ike]
user@srx# set proposal P authentication-method pre-shared-keys
user@srx# set policy POL proposals P
user@srx# set gateway GW ike-policy POL
user@srx# set gateway GW address 203.0.113.2
{primary:node0}[edit]
user@srx# edit security ipsec
user@srx# set vpn V bind-interface st0.0
user@srx# set vpn V ike gateway GW
user@srx# top
user@srx# show security ipsec policy IPOL
perfect-forward-secrecy {
    keys group5;
}
user@srx# set security ipsec vpn V ike ipsec-policy IPOL
"""
    found = only(session)
    assert found["settings"]["authentication-method"] == "psk"
    assert found["children"][0]["settings"]["pfs-dh-group"] == "group-5"


def test_a_commented_out_line_says_nothing() -> None:
    """A line behind a number sign is no command, although a prompt ends in one."""
    text = end() + "# set security ike gateway site version v1-only\n"
    assert only(text) == only(end())


def test_the_last_word_counts_and_lines_can_be_taken_back() -> None:
    """A value set again replaces the first one; delete, deactivate and activate do what they say."""
    again = "set security ike proposal P1 dh-group {}\n"
    twice = end() + again.format("group19") + again.format("group14")
    assert only(twice)["settings"]["phase1-dh-group"] == "group-14"
    gone = end() + "delete security ipsec policy IPSEC-POL perfect-forward-secrecy\n"
    assert only(gone)["children"][0]["settings"]["pfs"] == "no"
    off = end() + "deactivate security ike gateway site\n"
    assert only(off)["settings"]["sa-enabled"] == "no"
    assert only(off + "activate security ike gateway site\n") == only(end())


def test_a_deactivated_hierarchy_takes_all_in_it_along() -> None:
    """A gateway is off where the whole of security ike is."""
    text = end("ikev1").replace("    ike {\n        proposal", "    inactive: ike {\n        proposal")
    assert only(text)["settings"]["sa-enabled"] == "no"


def test_a_group_gives_what_is_not_said_itself() -> None:
    """A group that is applied fills gaps, by name or by pattern; one that is not applied says nothing."""
    group = (
        "set groups G security ike gateway <*> version v1-only\n"
        "set groups G security ike gateway <si*> no-nat-traversal\n"
    )
    assert only(end() + group) == only(end())
    applied = only(end() + group + "set apply-groups G\n")
    assert applied["settings"]["nat-t"] == "no"
    assert applied["settings"]["ike-version"] == "ikev2"


def test_a_whole_tunnel_may_stand_in_a_group() -> None:
    """Nothing but the group holds the gateway, and it is found."""
    lines = [f"set groups G {line.removeprefix('set ')}" for line in end().splitlines()]
    assert only("\n".join([*lines, "set apply-groups G"]))["settings"] == only(end())["settings"]


@pytest.mark.parametrize(
    "key", ['"$9$abc.def"', '"$8$aes256-gcm$x"', "<your-psk>", '"***"', '"two\\\\ways"', '"<removed>"']
)
def test_a_key_that_cannot_be_read_is_not_compared(key: str) -> None:
    """An encrypted or removed key is no secret, and its line is no unread one."""
    found = read(end().replace("planted-horse-7", key), manner=MANNER)
    assert found.connections[0].secret is None
    assert found.account.unread == ()


def test_a_key_is_the_same_with_and_without_quotation_marks() -> None:
    """Quotation marks belong to the syntax; hexadecimal digits stand for octets."""
    digests = []
    for key in (
        "ascii-text planted-horse-7",
        'ascii-text "planted-horse-7"',
        f"hexadecimal {b'planted-horse-7'.hex()}",
    ):
        sealed = read(end().replace("ascii-text planted-horse-7", key), manner=MANNER).connections[0].secret
        assert sealed is not None
        digests.append(sealed.digest)
    assert len(set(digests)) == 1


def test_no_secret_of_another_part_is_listed() -> None:
    """Keys of policies that nothing uses, passwords and communities are in no list of unread lines."""
    others = """set security ike policy OTHER pre-shared-key ascii-text hush-a
set system radius-server 192.0.2.9 secret "hush-b"
set frobnicator password hush-c
set snmp community hush-d authorization read-only
"""
    found = read(end() + others, manner=MANNER)
    assert "hush" not in repr(found)


def test_names_that_nothing_has_are_told() -> None:
    """A policy or proposal that is not there leaves the line that names it unread, with the reason."""
    text = end().replace(
        "set security ike policy IKE-POL proposals P1", "set security ike policy IKE-POL proposals P9"
    )
    unread = {each.line.text: each.why for each in read(text, manner=MANNER).account.unread}
    assert "proposal" in unread["set security ike policy IKE-POL proposals P9"]


def test_a_service_is_read_from_the_applications() -> None:
    """A proxy identity for one service is that protocol and port; one that is not configured is unread."""
    text = end("ikev1").replace("service any", "service web")
    application = "applications {\napplication web {\nprotocol tcp;\ndestination-port 443;\n}\n}\n"
    assert only(text + application)["children"][0]["settings"]["traffic-protocol"] == "tcp:443"
    unknown = read(text, manner=MANNER)
    assert [each.line.text.strip() for each in unknown.account.unread] == ["service web;"]
    assert "traffic-protocol" not in unknown.connections[0].children[0].settings


def test_a_vpn_without_its_gateway_is_still_one() -> None:
    """What is shown of security ipsec alone says nothing about phase 1, and its networks are read."""
    text = end("ikev1")
    braces = text[text.index("    ipsec {") : text.rindex("}")]
    alone = only(f"user@srx> show configuration security\n{braces}")
    assert set(alone["settings"]) == {"sa-enabled"}
    assert alone["children"] == only(text)["children"]


def test_a_router_with_service_cards_is_not_taken_for_a_unit_without_tunnels() -> None:
    """The IPsec of service cards is another hierarchy: to say that nothing is configured would be wrong."""
    with pytest.raises(InputError) as caught:
        read("set services ipsec-vpn ike policy p pre-shared-key ascii-text x\n", manner=MANNER)
    assert "services ipsec-vpn" in caught.value.what


@pytest.mark.parametrize("text", ["}\n", "security {\n    ike {\n", "a {\n" * 200])
def test_braces_that_do_not_match_are_refused_with_their_place(text: str) -> None:
    """One clear line says where, and nothing deeper than a device has is followed."""
    with pytest.raises(InputError) as caught:
        read(text, manner=MANNER)
    assert caught.value.where.startswith("unit.conf:")
