"""Cisco IOS: defaults by version, keys of all forms, what is typed without indentation, and hostile text."""

from __future__ import annotations

import pytest

from ikewizard.settings.units import Configuration, Connection
from tests.settings.config_data import read, tunnels
from tests.settings.hostile_texts import IOS as MAP

EAST = tunnels()["cisco-ios"]
MANNER = "cisco-ios"


def only(text: str) -> Connection:
    """Return the one connection of ``text``."""
    found = read(text, manner=MANNER).connections
    assert len(found) == 1
    return found[0]


def secret(*lines: str) -> str:
    """Return the digest of the secret that ``MAP`` has with ``lines`` before it, or nothing."""
    sealed = only("\n".join((*lines, MAP))).secret
    return sealed.digest if sealed else ""


def plain(configuration: Configuration) -> list[tuple[str, dict[str, str], list[dict[str, str]]]]:
    """Return what a configuration says, without where it stands."""
    return [
        (
            each.name,
            {name: value.value for name, value in each.settings.items()},
            [{name: value.value for name, value in child.settings.items()} for child in each.children],
        )
        for each in configuration.connections
    ]


@pytest.mark.parametrize("version", ["ikev1", "ikev2"])
def test_typed_text_says_the_same_as_indented_text(version: str) -> None:
    """Without indentation, or behind a prompt, the commands belong together all the same."""
    text = EAST.end("east", version)
    flat = "\n".join(line.strip() for line in text.splitlines())
    typed = "\n".join(f"site(config-x)#{line.strip()}" for line in text.splitlines() if line.strip() != "!")
    assert plain(read(flat, manner=MANNER)) == plain(read(text))
    assert plain(read(typed, manner=MANNER)) == plain(read(text))


@pytest.mark.parametrize(
    ("version", "group"), [("15.2", "group-2"), ("16.9", "group-2"), ("17.3", "group-14"), ("", "group-2")]
)
def test_the_default_proposal_of_ikev2_is_that_of_the_version(version: str, group: str) -> None:
    """What IKEv2 proposes without a policy changed; where the version is not known any of them may hold."""
    text = MAP.replace(" match address", " set ikev2-profile P\n match address")
    profile = "crypto ikev2 profile P\n match identity remote any\n authentication local pre-share\n"
    head = f"version {version}\n" if version else ""
    value = only(f"{head}{profile}{text}").settings["phase1-dh-group"]
    assert group in value.value.split(", ")
    assert ("group-2" in value.value.split(", ")) is not version.startswith("17")
    assert value.default


def test_a_policy_leaves_out_what_is_the_default() -> None:
    """DES, SHA-1, group 1 and RSA signatures are what a policy has that says nothing of them."""
    text = MAP.replace(" authentication pre-share\n group 14\n", " lifetime 3600\n")
    settings = only(text).settings
    assert settings["phase1-proposals"].value == "des / sha1 / sha1 / group-1"
    assert settings["authentication-method"].value == "certificate"
    assert settings["phase1-lifetime"].value == "3600"


def test_the_closest_key_is_the_one_that_is_used() -> None:
    """A key for the peer comes before one for its network, and that before one for everybody."""
    exact = "crypto isakmp key horse-1 address 198.51.100.1"
    near = "crypto isakmp key 0 horse-2 address 198.51.100.0 255.255.255.0"
    any_one = "crypto isakmp key horse-3 address 0.0.0.0 0.0.0.0"
    other = "crypto isakmp key horse-4 address 198.51.100.2"
    assert secret(any_one, near, other, exact) == secret(exact)
    assert secret(any_one, near, other) == secret(near)
    assert secret(other, any_one) == secret(any_one)
    assert secret(other) == ""
    assert len({secret(exact), secret(near), secret(any_one)}) == 3


@pytest.mark.parametrize("key", ["6 NLRPfgVVXOaPAHZbT_JXSaAQE", "*****", "<removed>", "0 ******"])
def test_a_key_that_is_hidden_is_understood_and_not_compared(key: str) -> None:
    """The encrypted form of a key differs between units that share it, so nothing is told of it."""
    found = read(f"crypto isakmp key {key} address 198.51.100.1\n{MAP}", manner=MANNER)
    assert found.connections[0].secret is None
    assert found.account.unread == ()


def test_no_key_is_kept_in_any_line() -> None:
    """Wherever a key may stand, no text of it is kept: not with a value, and not among what was not read."""
    with_profile = MAP.replace(" match", " set ikev2-profile P\n match")
    texts = [
        f"crypto isakmp key Horse7Seven address 198.51.100.1\n{MAP}",
        f"crypto isakmp peer address 198.51.100.1\n set aggressive-mode password Horse7Seven\n{MAP}",
        f"crypto isakmp client configuration group G\n key Horse7Seven\n{MAP}",
        "crypto ikev2 profile P\n authentication remote pre-share key Horse7Seven\n"
        f" authentication local pre-share key Horse7Seven\n{with_profile}",
        f"crypto ikev2 keyring K\n peer P\n  pre-shared-key local Horse7Seven\n{MAP}",
        f"snmp-server community Horse7Seven RO\nusername me password 0 Horse7Seven\n{MAP}",
        f"crypto ipsec client ezvpn E\n group G key Horse7Seven\nnew\n pre-shared-key Horse7Seven\n{MAP}",
    ]
    for text in texts:
        assert "Horse7Seven" not in repr(read(text, manner=MANNER))


def test_peers_with_different_keys_are_connections_of_their_own() -> None:
    """One entry with two peers is one connection, unless their keys differ."""
    text = MAP.replace("198.51.100.1", "198.51.100.1\n set peer 198.51.100.2")
    keys = "crypto isakmp key {} address 198.51.100.1\ncrypto isakmp key {} address 198.51.100.2\n"
    assert only(keys.format("a-horse", "a-horse") + text).settings["peer-gateway"].value == (
        "198.51.100.1, 198.51.100.2"
    )
    found = read(keys.format("a-horse", "b-horse") + text, manner=MANNER).connections
    assert [each.name for each in found] == ["CMAP 10 198.51.100.1", "CMAP 10 198.51.100.2"]


def test_policies_of_both_kinds_are_chosen_by_the_key() -> None:
    """With a key for the peer it is the key, without one the certificate; a key for anybody tells nothing."""
    text = f"crypto isakmp policy 20\n encr aes\n group 14\n{MAP}"
    method = "authentication-method"
    keyed = only(f"crypto isakmp key a-horse address 198.51.100.1\n{text}")
    assert keyed.settings[method].value == "psk"
    assert only(text).settings[method].value == "certificate"
    either = only(f"crypto isakmp key a-horse address 0.0.0.0\n{text}")
    assert method not in either.settings
    assert either.secret is None
    assert len(either.settings["phase1-proposals"].value.split("|")) == 2


def test_a_map_that_is_not_applied_is_off_only_in_a_whole_configuration() -> None:
    """An excerpt may leave the interface out; where all is shown, a map on no interface does nothing."""
    bare = MAP.replace(" crypto map CMAP\n", "")
    assert "sa-enabled" not in only(bare).settings
    assert only(f"version 15.7\n{bare}").settings["sa-enabled"].value == "no"
    assert only(MAP).settings["sa-enabled"].value == "yes"
    assert only(f"no crypto isakmp enable\n{MAP}").settings["sa-enabled"].value == "no"


def test_transport_mode_is_asked_for_between_the_peers_alone() -> None:
    """For the traffic of others the mode of the transform set is ignored."""
    text = MAP.replace("esp-sha256-hmac\n", "esp-sha256-hmac\n mode transport\n")
    assert only(text).children[0].settings["encapsulation"].value == "tunnel"
    hosts = text.replace(
        "permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255", "permit gre host 192.0.2.1 host 198.51.100.1"
    )
    child = only(hosts).children[0].settings
    assert (child["encapsulation"].value, child["traffic-protocol"].value) == ("transport", "gre")


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("deny ip any any", "leaves traffic out"),
        ("permit ip 10.1.0.0 0.255.0.255 any", "wildcard"),
        ("permit ip 10.1.0.0", "cut off"),
        ("permit ip object-group NONE any", "no object group"),
        ("permit ip 10.1.0.0 banana any", ""),
    ],
)
def test_an_entry_that_cannot_be_compared_is_listed_with_the_reason(entry: str, why: str) -> None:
    """What the access list says beside it is read."""
    found = read(f"access-list 101 {entry}\n{MAP}", manner=MANNER)
    assert len(found.connections[0].children) == 1
    assert [unread.line.number for unread in found.account.unread] == [1]
    assert why in found.account.unread[0].why
    assert found.account.unread[0].why


def test_groups_that_hold_each_other_come_to_an_end() -> None:
    """Object groups in a circle are read once each."""
    groups = (
        "object-group network A\n host 10.1.0.1\n group-object B\n"
        "object-group network B\n 10.3.0.0 /24\n group-object A\n"
    )
    text = MAP.replace("10.1.0.0 0.0.0.255", "object-group A")
    found = only(groups.replace(" /24", " 255.255.255.0") + text)
    assert found.children[0].settings["local-networks"].value == "10.1.0.1/32, 10.3.0.0/24"


def test_what_is_referred_to_and_not_there_is_listed() -> None:
    """A missing access list, transform set or profile is told with the line that refers to it."""
    text = MAP.replace("match address 101", "match address NONE\n set isakmp-profile NONE")
    found = read(text.replace("set transform-set ESP", "set transform-set NONE"), manner=MANNER)
    whys = [unread.why for unread in found.account.unread]
    assert len(whys) == 3
    assert all(
        "NONE" in why and "is in the configuration" in why.replace("is not in", "is in") for why in whys
    )
    assert "local-networks" not in found.connections[0].children[0].settings


def test_an_excerpt_without_the_profile_claims_nothing_of_it() -> None:
    """A tunnel whose IPsec profile is left out says where it leads, and neither version nor proposals."""
    text = (
        "interface Tunnel 0\n tunnel source g0/0\n tunnel destination 198.51.100.1\n tunnel mode ipsec ipv4\n"
        " tunnel protection ipsec profile NONE\n"
        "interface GigabitEthernet0/0\n ip address 192.0.2.1 255.255.255.0\n"
    )
    found = read(text, manner=MANNER)
    settings = found.connections[0].settings
    assert (found.connections[0].name, settings["own-address"].value) == ("Tunnel0", "192.0.2.1")
    assert "ike-version" not in settings
    assert set(found.connections[0].children[0].settings) == {
        "local-networks",
        "destination-networks",
        "traffic-protocol",
    }
    assert [unread.why for unread in found.account.unread] == [
        "the IPsec profile is not in the configuration"
    ]


def test_bytes_and_depth_without_end_do_no_harm() -> None:
    """Ever deeper lines, odd characters and lines cut off are read or listed."""
    deep = "\n".join(f"{' ' * number}interface X{number}" for number in range(3000))
    assert read(f"{deep}\n{MAP}", manner=MANNER).account.read > 3000
    words = "crypto isakmp key address", "crypto map", "crypto map A 1 ipsec-isakmp dynamic", "access-list 1"
    odd = "\x00\x1b[31m\u202e\ud800 crypto map \u00e4 10 ipsec-isakmp"
    for line in (
        *words,
        odd,
        "crypto ikev2 keyring",
        "crypto keyring K\n pre-shared-key address",
        "no",
        "peer",
    ):
        assert len(read(f"{line}\n{MAP}", manner=MANNER).connections) >= 1
