"""What is FortiOS's own: nested sections, virtual domains, masked secrets, addresses by their names."""

from __future__ import annotations

import pytest

from ikewizard.settings.units import Configuration
from tests.settings.config_data import read, tunnels

SITE = tunnels()["fortigate"].end("east", "ikev2")
NAMED = SITE.replace(
    "set src-subnet 10.1.0.0 255.255.255.0", "set src-addr-type name\n        set src-name nets"
)


def unit(text: str) -> Configuration:
    """Return what ``text`` says as a FortiGate's."""
    return read(text, manner="fortigate")


def local(text: str) -> str:
    """Return the local networks of the first child, or nothing."""
    known = unit(text).connections[0].children[0].settings.get("local-networks")
    return known.value if known else ""


@pytest.mark.parametrize("masked", ["ENC c2FtcGxl", '"ENC c2FtcGxl"', "******", "<secret>", ""])
def test_a_masked_secret_is_no_secret(masked: str) -> None:
    """What cannot be read is not sealed, so it never differs from the other unit's; its line is read."""
    found = unit(SITE.replace("planted-horse-7", masked))
    assert found.connections[0].secret is None
    assert not found.account.unread


def test_a_secret_may_be_quoted_escaped_or_hexadecimal() -> None:
    """Each way to write a secret down gives the same octets."""
    ways = ["planted-horse-7", '"planted-horse-7"', '"planted\\-horse-7"', "0x706c616e7465642d686f7273652d37"]
    sealed = [unit(SITE.replace("planted-horse-7", way)).connections[0].secret for way in ways]
    assert len({each.digest for each in sealed if each}) == 1
    assert None not in sealed


def test_an_object_is_looked_up_in_its_own_virtual_domain() -> None:
    """Two virtual domains may each have an address of one name."""
    address = "config firewall address\nedit nets\nset subnet {} 255.255.255.0\nnext\nend\n"
    tunnel = NAMED.partition("config vpn")[1] + NAMED.partition("config vpn")[2]
    text = (
        f"config vdom\nedit a\n{address.format('10.8.0.0')}next\n"
        f"edit b\n{address.format('10.9.0.0')}{tunnel}next\nend\n"
    )
    assert local(text) == "10.9.0.0/24"


def test_groups_that_hold_each_other_end() -> None:
    """A group is a member of its own member: every address counts once."""
    text = NAMED + (
        "config firewall address\nedit one\nset subnet 10.1.0.0/24\nnext\nend\n"
        "config firewall addrgrp\nedit nets\nset member other one\nnext\n"
        "edit other\nset member nets\nnext\nend\n"
    )
    assert local(text) == "10.1.0.0/24"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "is not in the text"),
        (
            "config firewall address\nedit nets\nset type fqdn\nset fqdn a.example.com\nnext\nend\n",
            "no network",
        ),
        ("config firewall addrgrp\nedit nets\nset member a\nset exclude enable\nnext\nend\n", "leaves some"),
    ],
)
def test_an_address_that_says_no_networks_is_listed_with_the_reason(address: str, why: str) -> None:
    """Nothing is guessed: the networks stay unknown, and the line tells why."""
    found = unit(NAMED + address)
    assert local(NAMED + address) == ""
    assert [why in each.why for each in found.account.unread] == [True]


def test_a_certificate_over_several_lines_is_of_no_weight() -> None:
    """What stands in the quotation marks is no configuration, even where it looks like one."""
    text = (
        'config vpn certificate ca\nedit one\nset ca "-----BEGIN\nend\n'
        'set remote-gw 192.0.2.9\n-----END"\nnext\nend\n'
    )
    found = unit(text + SITE)
    assert not found.account.unread
    assert len(found.connections) == 1


def test_a_quotation_that_never_ends_does_not_hide_a_tunnel() -> None:
    """Text that somebody cut off within quotation marks costs the lines of its own section only."""
    assert len(unit(f'config system global\nset hostname "cut\nend\n{SITE}').connections) == 1


def test_missing_ends_do_not_nest_one_section_in_another() -> None:
    """A pasted piece without its last lines is read as far as it goes."""
    text = "\n".join(line for line in SITE.splitlines() if line.strip() not in ("end", "next"))
    assert local(text) == "10.1.0.0/24"


def test_a_dial_up_server_demands_no_networks_of_its_clients() -> None:
    """Selectors of everything take whatever a client proposes, so there is nothing to hold against it."""
    text = SITE.replace("set remote-gw 198.51.100.1", "set type dynamic")
    text = text.replace("set dst-subnet 10.2.0.0 255.255.255.0", "set dst-subnet 0.0.0.0 0.0.0.0")
    settings = unit(text).connections[0].children[0].settings
    assert "destination-networks" not in settings
    assert settings["local-networks"].value == "10.1.0.0/24"


def test_what_is_taken_back_is_not_read() -> None:
    """``unset`` leaves the default, and ``delete`` no tunnel at all."""
    assert (
        unit(SITE.replace("set keylife 28800", "set keylife 28800\n        unset keylife"))
        .connections[0]
        .settings["phase1-lifetime"]
        .default
    )
    assert not unit(SITE + "config vpn ipsec phase1-interface\ndelete site\nend\n").connections
