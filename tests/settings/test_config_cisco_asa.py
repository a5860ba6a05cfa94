"""What is particular to Cisco ASA: keys, versions and modes, access lists, and text that is broken."""

from __future__ import annotations

import pytest

from ikewizard.settings.units import Configuration
from tests.settings.config_data import read, tunnels

EAST = tunnels()["cisco-asa"].end("east", "ikev2")
KEYS = EAST[EAST.index(" ikev2 remote-auth") :]
LINE = "access-list TUNNEL extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0\n"


def changed(old: str, new: str) -> Configuration:
    """Return the east end of the tunnel with one text in place of another."""
    text = EAST.replace(old, new)
    assert text != EAST
    return read(text)


def value(configuration: Configuration, setting: str) -> str:
    """Return a setting of the one connection, or nothing."""
    known = configuration.connections[0].settings.get(setting)
    return known.value if known else ""


@pytest.mark.parametrize("key", ["*****", "8 JDYgohKyuOCFEx"])
def test_a_key_that_is_masked_or_encrypted_is_not_compared(key: str) -> None:
    """Such a key gives no secret, and its line counts as understood."""
    found = changed("planted-horse-7", key)
    assert found.connections[0].secret is None
    assert value(found, "authentication-method") == "psk"
    assert found.account.unread == ()


def test_two_keys_that_differ_are_not_compared_as_one() -> None:
    """With a key for each end, neither is taken for the shared one."""
    found = changed(
        "local-authentication pre-shared-key planted-horse-7", "local-authentication pre-shared-key b"
    )
    assert found.connections[0].secret is None


def test_the_identity_sent_is_the_one_that_is_set() -> None:
    """A key id and a host name carry their kind."""
    assert (
        value(changed("identity address", "identity key-id site-7"), "unique-firewall-identifier")
        == "keyid:site-7"
    )
    assert (
        value(changed("identity address", "identity hostname"), "unique-firewall-identifier") == "fqdn:unit"
    )


def test_a_map_with_both_versions_is_of_the_one_that_has_keys() -> None:
    """The tunnel group has keys of IKEv2 only, so IKEv1 is not what the tunnel uses."""
    found = changed(
        "set ikev2 ipsec-proposal AES256\n",
        "set ikev2 ipsec-proposal AES256\ncrypto map MAP 10 set ikev1 transform-set OLD\n",
    )
    assert value(found, "ike-version") == "ikev2"


def test_part_of_a_configuration_does_not_tell_that_ike_is_off() -> None:
    """Without interfaces and without any line that enables IKE, nothing is said of the tunnel being off."""
    kept = [line for line in EAST.splitlines() if " enable " not in line]
    start = next(number for number, line in enumerate(kept) if line.startswith("access-list"))
    assert value(read("\n".join(kept[start:])), "sa-enabled") == ""


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("deny ip any any", "leaves traffic out"),
        ("permit ip 10.1.0.0 0.0.0.255 any", "is not a mask"),
        ("permit ip object NOWHERE any", "no network object"),
        ("permit ip object-group NOWHERE any", "no object group"),
        ("permit ip host", "cut off"),
    ],
)
def test_an_entry_that_cannot_be_read_says_why(entry: str, why: str) -> None:
    """It is listed with its reason, and makes no child."""
    found = (
        changed("permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0", entry)
        if entry.startswith("permit")
        else read(EAST.replace(LINE, LINE + f"access-list TUNNEL extended {entry}\n"))
    )
    assert [why in unread.why for unread in found.account.unread] == [True]


def test_text_without_indentation_and_with_prompts_says_the_same() -> None:
    """What was typed or pasted without its blanks is read as what the device prints."""
    plain = "\n".join(line.strip() for line in EAST.splitlines())
    typed = "\n".join(f"unit(config)# {line.strip()}" for line in EAST.splitlines())
    assert (
        read(plain).connections[0].children[0].settings.keys()
        == read(EAST).connections[0].children[0].settings.keys()
    )
    assert value(read(typed), "phase1-proposals") == value(read(EAST), "phase1-proposals")
    assert value(read(typed), "own-address") == "192.0.2.1"
