"""What only a SonicWall's configuration says, in both ways of writing it, and what somebody broke in it."""

from __future__ import annotations

import pytest

from ikewizard.settings.units import Configuration, Connection
from tests.settings.config_data import read, tunnels

WEST = tunnels()["sonicwall"].end("west", "ikev2")
PROPOSALS = "  proposal ike exchange ikev2\n  proposal ike encryption aes-256\n"


def policy(text: str, before: str = "") -> tuple[Configuration, Connection]:
    """Return the configuration with one policy that holds ``text``, and the connection that it is."""
    found = read(
        f"{before}vpn policy site-to-site x\n  gateway primary 192.0.2.9\n{text}", manner="sonicwall"
    )
    return found, found.connections[0]


def test_a_policy_as_typed_says_the_same_as_the_listing() -> None:
    """Without its indentation the same text gives the same settings: ``exit`` tells where a block ends."""
    listed, typed = read(WEST), read("\n".join(line.strip() for line in WEST.splitlines()))
    first, second = (
        (each.connections[0].settings, each.connections[0].children[0].settings) for each in (listed, typed)
    )
    assert [{key: value.value for key, value in part.items()} for part in first] == [
        {key: value.value for key, value in part.items()} for part in second
    ]
    assert typed.account.unread == ()


@pytest.mark.parametrize(
    ("old", "new", "setting", "value"),
    [
        ('name "East LAN"\n    proposal', "any\n    proposal", "default-route", "yes"),
        ('network local name "X0 Subnet"', "network local dhcp", "dhcp-relay", "yes"),
        ("no default-lan-gateway", "default-lan-gateway 10.2.0.9", "default-lan-gateway", "10.2.0.9"),
        ("no apply-nat", "apply-nat", "apply-nat", "yes"),
        ("no apply-nat", "apply-nat translated-local original translated-remote original", "apply-nat", "no"),
        ("no apply-nat", "apply-nat translated-local name Other", "apply-nat", "yes"),
        ("    nat-traversal", "    no nat-traversal", "nat-t", "no"),
        ("vpn\n    enable", "vpn\n    no enable", "sa-enabled", "no"),
        ("WAN static", "WAN dhcp", "own-address", "none"),
        ("gateway primary 192.0.2.1", "gateway primary 0.0.0.0", "peer-gateway", "none"),
        ("ike-id peer ipv4 192.0.2.1", "ike-id peer key-id east", "sa-name", "keyid:east"),
        ("ike-id peer ipv4 192.0.2.1", "ike-id peer firewall-id C0EA", "sa-name", "C0EA"),
    ],
)
def test_each_setting_of_the_guide_is_read(old: str, new: str, setting: str, value: str) -> None:
    """What the guide asks of a SonicWall stands in its policy or in the VPN settings of the whole unit."""
    if "East LAN" in old:
        old = f"destination-network {old}"
    text = WEST.replace(old, new)
    assert text != WEST
    assert read(text).connections[0].settings[setting].value == value


def test_without_an_ike_id_aggressive_mode_goes_by_names() -> None:
    """The unit sends its firewall identifier and expects the policy's name; Main Mode has addresses."""
    text = "".join(line for line in WEST.splitlines(keepends=True) if "ike-id" not in line)
    for mode, own, peer in (("main", "198.51.100.1", "192.0.2.1"), ("aggressive", "18B1692D3000", "east")):
        settings = read(text.replace("exchange ikev2", f"exchange {mode}")).connections[0].settings
        assert (settings["unique-firewall-identifier"].value, settings["sa-name"].value) == (own, peer)


def test_a_peer_without_an_address_gets_the_proposal_of_the_unit() -> None:
    """IKEv2 takes it from the VPN settings where the policy itself names none."""
    inside = ("dh-group 2", "encryption aes-128", "authentication sha-1")
    unit = "vpn\n  ikev2\n" + "".join(f"    proposal {words}\n" for words in inside)
    _, found = policy("  gateway primary 0.0.0.0\n  proposal ike exchange ikev2\n", unit)
    assert found.settings["phase1-proposals"].value == "aes-128-cbc / sha1 / sha1 / group-2"
    _, other = policy("  proposal ike exchange ikev2\n", unit)
    assert "phase1-proposals" not in other.settings


@pytest.mark.parametrize(
    "secret", ["4,3e4a2d26985f03a0c3d22e5b", "********", "4,afb1abf8a107b4...", '"****"']
)
def test_a_secret_that_nobody_can_read_is_none(secret: str) -> None:
    """What SonicOS encrypts or hides never counts as different from another secret."""
    _, found = policy(f"  auth-method shared-secret\n    shared-secret {secret}\n    exit\n")
    assert found.secret is None


def test_policies_of_other_kinds_are_listed_and_not_compared() -> None:
    """Remote access and manual keys are no tunnel between two units; one that is off is of no weight."""
    text = f"{WEST}\n" + "".join(
        f"vpn policy {words}\n{inside}\n"
        for words, inside in (
            ('group-vpn "WAN GroupVPN"', "  enable"),
            ('group-vpn "WLAN GroupVPN"', "  no enable"),
            ("site-to-site byhand", "  auth-method manual-key"),
        )
    )
    found = read(text)
    assert len(found.connections) == 1
    assert [each.line.text for each in found.account.unread] == [
        'vpn policy group-vpn "WAN GroupVPN"',
        "vpn policy site-to-site byhand",
    ]


def test_a_group_that_holds_itself_and_a_name_that_is_nowhere_leave_the_networks_open() -> None:
    """What a name stands for is never guessed: the line is listed, with the reason."""
    loop = "address-group ipv4 a\n  address-group ipv4 b\naddress-group ipv4 b\n  address-group ipv4 a\n"
    found, connection = policy("  network local group a\n  network remote name nowhere\n", loop)
    assert not {"local-networks", "destination-networks"} & connection.children[0].settings.keys()
    assert ["not in the text" in each.why for each in found.account.unread] == [True, True]
