"""What is particular to PAN-OS: one tree in two manners, commands that say several things, keys, profiles."""

from __future__ import annotations

import pytest

from ikewizard.errors import InputError
from ikewizard.report.comparison import compare
from ikewizard.settings.identity import same_identity
from ikewizard.settings.units import Configuration, Connection
from tests.settings.config_data import measure, read, told, tunnels

GATEWAY = "set network ike gateway west"
PEER = f"{GATEWAY} peer-address ip 198.51.100.1"


def gateway(*commands: str) -> Connection:
    """Return the one connection that ``commands`` make."""
    (found,) = commanded(*commands).connections
    return found


def commanded(*commands: str) -> Configuration:
    """Return what ``commands`` say."""
    return read("\n".join((PEER, *commands)), manner="palo-alto")


@pytest.mark.parametrize("version", ["ikev1", "ikev2"])
@pytest.mark.parametrize("side", ["east", "west"])
def test_commands_and_xml_say_the_same(version: str, side: str) -> None:
    """Both are one tree: the same tunnel gives the same settings, with the same secret."""
    commands, xml = (read(tunnels()[name].end(side, version)) for name in ("palo-alto", "palo-alto-xml"))
    assert told(commands) == told(xml)
    secrets = [each.connections[0].secret for each in (commands, xml)]
    assert secrets[0]
    assert secrets[1]
    assert secrets[0].digest == secrets[1].digest


@pytest.mark.parametrize(
    "key", ["-AQ==vhFqkPiEJgbUtLco1BqESFMKU+M=vVDXkqplwjVl4eDbW0eGYQ==", "********", "<removed>", '""']
)
def test_a_key_that_cannot_be_read_is_none(key: str) -> None:
    """What PAN-OS has encrypted, or somebody has blotted out, is no secret that could differ."""
    found = commanded(f"{GATEWAY} authentication pre-shared-key key {key}")
    assert found.connections[0].secret is None
    assert found.connections[0].settings["authentication-method"].value == "psk"
    assert found.account.unread == ()


@pytest.mark.parametrize("key", ["planted-horse-7", '"planted-horse-7 with blanks"', "'planted-horse-7]'"])
def test_a_key_stands_in_no_other_value(key: str) -> None:
    """A command that says several things does not carry its key along with the others."""
    found = gateway(
        f"{GATEWAY} authentication pre-shared-key key {key} "
        "protocol version ikev2 local-address ip 192.0.2.1/24"
    )
    assert found.secret
    assert found.settings["own-address"].value == "192.0.2.1"
    lines = [value.line.text for value in found.settings.values() if value.line]
    assert any("pre-shared-key" in text for text in lines)
    assert not any("planted" in text for text in lines)


def test_one_command_may_say_several_things() -> None:
    """After a value the command goes on wherever its next word is known."""
    found = gateway(
        f"{GATEWAY} protocol version ikev1 ikev1 exchange-mode main ike-crypto-profile p1",
        "set network ike crypto-profiles ike-crypto-profiles p1 hash sha384 dh-group [ group20 group14 ] "
        "encryption aes-256-cbc lifetime seconds 28800",
        f"{GATEWAY} local-id id hq@example.com type ufqdn",
    )
    assert found.settings["exchange-mode"].value == "main"
    assert found.settings["phase1-proposals"].value == "aes-256-cbc / sha2-384 / sha2-384 / group-20+group-14"
    assert found.settings["phase1-lifetime"].value == "28800"
    assert found.settings["unique-firewall-identifier"].value == "email:hq@example.com"


def test_edit_and_top_are_followed() -> None:
    """A command counts from where ``edit`` went to, until ``top`` or ``up``."""
    found = gateway(
        "edit network ike gateway west",
        "set protocol version ikev2",
        "up",
        "set west disabled yes",
        "top",
        f"{GATEWAY} protocol-common nat-traversal enable yes",
    )
    assert found.settings["ike-version"].value == "ikev2"
    assert found.settings["sa-enabled"].value == "no"
    assert found.settings["nat-t"].value == "yes"


def test_the_last_of_two_values_counts() -> None:
    """Where only one value can be, a later command replaces it; where several can be, it adds to them."""
    found = gateway(
        f"{GATEWAY} protocol version ikev1",
        f"{GATEWAY} protocol version ikev2",
        f"{GATEWAY} protocol version ikev1",
        f"{GATEWAY} peer-address dynamic",
        f"{GATEWAY} protocol ikev1 ike-crypto-profile p1",
        "set network ike crypto-profiles ike-crypto-profiles p1 hash sha256",
        "set network ike crypto-profiles ike-crypto-profiles p1 hash sha512",
        "set network ike crypto-profiles ike-crypto-profiles p1 encryption aes-256-cbc",
        "set network ike crypto-profiles ike-crypto-profiles p1 dh-group group14",
    )
    assert found.settings["ike-version"].value == "ikev1"
    assert found.settings["peer-gateway"].value == "none"
    assert found.settings["phase1-hash"].value == "sha2-256, sha2-512"


def test_a_profile_that_is_missing_is_not_guessed() -> None:
    """What a gateway offers is left open, and its line listed, if its profile is not there."""
    found = commanded(f"{GATEWAY} protocol version ikev2", f"{GATEWAY} protocol ikev2 ike-crypto-profile p9")
    assert "phase1-proposals" not in found.connections[0].settings
    assert [unread.why for unread in found.account.unread] == ["the profile 'p9' is not in it"]


def test_defaults_carry_their_source() -> None:
    """Without a profile the one that PAN-OS comes with holds, and says so."""
    found = gateway()
    assert found.settings["ike-version"].value == "ikev1"
    assert found.settings["phase1-proposals"].value == "aes-128-cbc+3des / sha1 / sha1 / group-2"
    assert "as shipped" in found.settings["phase1-proposals"].default
    assert found.accepts["exchange-mode"].value == "main, aggressive"


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("keyid:6f6c64", "keyid:old", None),
        ("keyid:old", "keyid:6f6c64", None),
        ("keyid:6f6c64", "keyid:6f6c64", True),
        ("keyid:6f6c64", "keyid:new", False),
        ("fqdn:6f6c64", "fqdn:old", False),
    ],
)
def test_a_key_id_in_hexadecimal_is_no_other_than_its_text(ours: str, theirs: str, same: bool | None) -> None:
    """PAN-OS wants a key id in hexadecimal; the peer may show the same one as text."""
    assert same_identity(ours, theirs) is same


@pytest.mark.parametrize(
    "text",
    [
        "set network ike gateway",
        "set network ike gateway west authentication pre-shared-key key",
        "set network ike gateway west local-address ip [",
        "set network ike gateway west local-address ip [ ] ]",
        'set network ike gateway "west peer-address ip 198.51.100.1',
        "set network ike gateway \udc80\x00 peer-address ip 198.51.100.1",
        "set network tunnel ipsec a auto-key ike-gateway a auto-key proxy-id",
        "up\nup\ntop\nedit\nset network ike",
        "set network address address address",
        f"set template {'x ' * 1500} config network ike gateway west disabled yes",
    ],
)
def test_broken_commands_are_read_as_far_as_they_go(text: str) -> None:
    """Nothing that stands in a command is more than a line that says nothing."""
    account = read(f"{PEER}\n{text}", manner="palo-alto").account
    assert account.read == account.understood + account.irrelevant + len(account.unread)


@pytest.mark.parametrize(
    "text",
    [
        "<config><devices><entry name='localhost.localdomain'><network><ike><gateway><entry name='a'>",
        "<!DOCTYPE config [<!ENTITY a 'b'>]><config><network><ike>&a;</ike></network></config>",
        "no XML at all",
        "<ike>" * 300,
    ],
)
def test_xml_that_cannot_be_read_is_refused_in_one_line(text: str) -> None:
    """The refusal says where."""
    with pytest.raises(InputError) as caught:
        read(text, manner="palo-alto-xml")
    assert "\n" not in caught.value.what
    assert caught.value.where


def test_elements_that_nobody_knows_are_listed() -> None:
    """Around an unknown element everything else is read."""
    text = tunnels()["palo-alto-xml"].end("east", "ikev2")
    found = read(text.replace("<protocol-common>", "<frobnicate>twice</frobnicate>\n<protocol-common>"))
    assert len(found.connections) == 1
    assert [unread.why for unread in found.account.unread] == ["'frobnicate' is not known here"]


def test_a_unit_that_prefers_ikev2_may_be_narrowed() -> None:
    """Where IKEv2 comes first and IKEv1 is the way out, networks need only overlap."""
    east = tunnels()["palo-alto"].end("east", "ikev2")
    west = tunnels()["palo-alto"].end("west", "ikev2").replace("local 10.2.0.0/24", "local 10.2.0.0/16")
    for version in ("ikev2", "ikev2-preferred"):
        ours = east.replace("protocol version ikev2", f"protocol version {version}")
        (pair,) = compare(read(ours, "east"), read(west, "west"), measure()).pairs
        assert pair.forward.tunnel.causes == ()
    (pair,) = compare(
        read(tunnels()["palo-alto"].end("east", "ikev1"), "east"),
        read(west.replace("version ikev2", "version ikev1"), "west"),
        measure(),
    ).pairs
    assert pair.forward.tunnel.causes == ("network-mismatch",)
