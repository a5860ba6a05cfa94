"""Addresses and identifiers are said so that they can be written down, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.report.spoken import A_KEY, MOST, Spoken, spoken, spoken_in


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("192.0.2.1", "1 9 2 dot 0 dot 2 dot 1"),
        ("192.0.2.0/24", "1 9 2 dot 0 dot 2 dot 0 slash 2 4"),
        ("192.0.2.1:500", "1 9 2 dot 0 dot 2 dot 1 port 5 0 0"),
        ("2001:db8::1", "2 0 0 1 colon D B 8 double colon 1"),
        ("2001:db8::/32", "2 0 0 1 colon D B 8 double colon slash 3 2"),
        ("0xc1a2b3d4", "hex C1A2 B3D4"),
        ("0x12345678", "hex 1234 5678"),
        ("c1a2b3d4e5f60718", "C1A2 B3D4 E5F6 0718"),
        ("a1b2c3d4e5f60718:0000000000000000", "A1B2 C3D4 E5F6 0718 colon 0000 0000 0000 0000"),
        ("00:11:22:33:44:5f", "00 11 22 33 44 5F"),
        ("FGT60F1234567890", "FGT6 0F12 3456 7890"),
        ("gw-1.example.net", "gw dash 1 dot example dot net"),
        ("admin@vpn.example.com", "admin at vpn dot example dot com"),
    ],
)
def test_an_identifier_is_said(written: str, said: str) -> None:
    """Digits one by one, long rows in groups of four, signs in words."""
    assert spoken(written) == said


@pytest.mark.parametrize(
    "word",
    [
        "",
        "4500",
        "20261129",
        "2026-11-29T12:00:00",
        "09:10:12",
        "5.9.1",
        "1.2.3.4.5",
        "300.1.1.1",
        "192.0.2.1/1000",
        "deadbeef",
        "AES256GCM16",
        "MODP2048",
        "CURVE25519",
        "SHA2-256",
        "NO_PROPOSAL_CHOSEN",
        "east.log",
        "ipsec.conf",
        "ipsec.secrets",
        "e.g",
        "read.This",
        "::",
        "@example.com",
        "a" * 300 + ".example.com",
    ],
)
def test_what_is_no_identifier_is_not_spelled(word: str) -> None:
    """Times, dates, versions, names of algorithms and files are said as they are."""
    assert spoken(word) == ""


def test_identifiers_are_found_in_lines() -> None:
    """Each once, in order, without the stops around it."""
    found = spoken_in(["from 192.0.2.1[500] to 203.0.113.5, vpn.example.com.", "192.0.2.1 again, 0xa1b2c3d4"])
    assert [each.written for each in found] == ["192.0.2.1", "203.0.113.5", "vpn.example.com", "0xa1b2c3d4"]


def test_a_key_of_a_configuration_is_not_said_like_a_host() -> None:
    """In what the trees say there is no host: what looks like one is to be written as it stands."""
    how = "The secret stands in a section secrets.ike of swanctl.conf; older: ipsec.secrets. Not 0.0.0.0/0."
    assert spoken_in([how], own=True) == (
        Spoken("secrets.ike", f"secrets dot ike, {A_KEY}"),
        Spoken("0.0.0.0/0", "0 dot 0 dot 0 dot 0 slash 0"),
    )
    assert spoken_in(["gw.example.net"])[0].said == "gw dot example dot net"


def test_not_more_are_spelled_than_anybody_reads_out() -> None:
    """A log of a thousand addresses is no list to read."""
    assert len(spoken_in(f"10.0.{n // 256}.{n % 256}" for n in range(1000))) == MOST


@given(st.ip_addresses(v=4))
def test_saying_an_address_back_gives_the_address(address: object) -> None:
    """Nothing of it is lost or added."""
    assert spoken(str(address)).replace(" dot ", ".").replace(" ", "") == str(address)


@given(st.ip_addresses(v=6).filter(lambda address: str(address) != "::"))
def test_saying_a_long_address_back_gives_the_address(address: object) -> None:
    """The two colons that stand for zeros are told from a single one."""
    said = spoken(str(address)).replace("double colon", "::").replace("colon", ":").replace("dot", ".")
    assert said.replace(" ", "").lower() == str(address)


@given(st.text(alphabet="0123456789abcdefABCDEFx.:/-@%_ \n\x1b", max_size=400))
def test_whatever_stands_there_only_its_own_signs_are_said(text: str) -> None:
    """No line breaks the list, and what is said is letters, digits and blanks."""
    for found in spoken_in([text]):
        assert isinstance(found, Spoken)
        assert found.written in text
        assert found.said.replace(" ", "").isalnum()
