"""What must hold for any two units: a mirror fits, sides can be swapped, one change is the one reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.report.comparison import Compared, compare
from ikewizard.settings.mirror import mirrored
from ikewizard.settings.units import Child, Configuration, Connection, Value
from tests.settings.config_data import Sample, measure, read, samples

WHOLE = [s for s in samples() if len(s.expected["connections"]) == 1]


def configuration(name: str, *connections: Connection) -> Configuration:
    """Return a configuration of no maker's."""
    return Configuration(name, "swanctl", "", connections)


def values(settings: Mapping[str, str]) -> dict[str, Value]:
    """Return settings as a reader puts them down."""
    return {name: Value(value) for name, value in settings.items()}


@st.composite
def connections(draw: st.DrawFn) -> Connection:
    """Draw a connection with one child that a unit could have."""
    version = draw(st.sampled_from(["ikev1", "ikev2"]))
    cipher = draw(st.sampled_from(["aes-256-cbc", "aes-128-cbc", "3des", "aes-256-cbc+aes-128-cbc"]))
    digest = draw(st.sampled_from(["sha1", "sha2-256", "sha2-512+sha2-256"]))
    group = draw(st.sampled_from(["group-2", "group-14", "group-19+group-14"]))
    nets = st.integers(0, 255).map(lambda n: f"10.{n}.0.0/16")
    settings = {
        "ike-version": version,
        "own-address": f"192.0.2.{draw(st.integers(1, 254))}",
        "peer-gateway": f"198.51.100.{draw(st.integers(1, 254))}",
        "unique-firewall-identifier": draw(
            st.sampled_from(["fqdn:east.example.com", "192.0.2.1", "keyid:e"])
        ),
        "sa-name": draw(st.sampled_from(["fqdn:west.example.com", "198.51.100.1", "any"])),
        "authentication-method": draw(st.sampled_from(["psk", "certificate"])),
        "peer-authentication-method": draw(st.sampled_from(["psk", "certificate"])),
        "phase1-proposals": f"{cipher} / {digest} / {digest} / {group}",
        "phase1-encryption": cipher.replace("+", ", "),
        "phase1-hash": digest.replace("+", ", "),
        "phase1-prf": digest.replace("+", ", "),
        "phase1-dh-group": group.replace("+", ", "),
        "sa-enabled": "yes",
    }
    if version == "ikev1":
        settings["exchange-mode"] = draw(st.sampled_from(["main", "aggressive"]))
    child = {
        "local-networks": draw(nets),
        "destination-networks": draw(nets),
        "phase2-protocol": "esp",
        "phase2-proposals": f"{cipher} / {digest} / - / -",
        "phase2-encryption": cipher.replace("+", ", "),
        "phase2-authentication": digest.replace("+", ", "),
        "pfs": draw(st.sampled_from(["yes", "no"])),
        "encapsulation": "tunnel",
        "narrowing": draw(st.sampled_from(["yes", "no"])),
        "traffic-protocol": "any",
    }
    if child["pfs"] == "yes":
        child["pfs-dh-group"] = "group-14"
    return Connection("site", values(settings), {}, (Child("net", values(child)),))


def compared(ours: Connection, theirs: Connection) -> Compared:
    """Return the comparison of two connections."""
    return compare(configuration("a", ours), configuration("b", theirs), measure()).pairs[0]


@given(connections())
def test_a_unit_agrees_with_its_own_mirror(unit: Connection) -> None:
    """The other half that is made of a unit has nothing that disagrees with it, whoever initiates."""
    found = compared(unit, mirrored(unit, measure().specs))
    for way in (found.forward, found.backward):
        assert [each.setting for each in way.differences if each.agree == "no"] == []
        assert way.tunnel.causes == ()


@pytest.mark.parametrize("sample", WHOLE, ids=lambda sample: f"{sample.manner}-{sample.name}")
def test_a_real_configuration_agrees_with_its_own_mirror(sample: Sample) -> None:
    """So it is with whole configurations of every maker."""
    unit = read(sample.text).connections[0]
    enabled = replace(unit, settings={**unit.settings, "sa-enabled": Value("yes")})
    found = compared(enabled, mirrored(enabled, measure().specs))
    assert [each.setting for each in found.forward.differences if each.agree == "no"] == []


# Each example is two comparisons.
@settings(max_examples=50)
@given(connections(), connections())
def test_swapping_the_units_swaps_the_answer(first: Connection, second: Connection) -> None:
    """What one unit finds as initiator is what the other finds as responder."""
    one, other = compared(first, second), compared(second, first)
    assert one.forward.tunnel.causes == other.backward.tunnel.causes
    assert one.backward.tunnel.causes == other.forward.tunnel.causes
    assert one.verdict == other.verdict


CHANGES = {
    "phase1-proposals": ("phase1-encryption", "camellia-256-cbc"),
    "phase2-proposals": ("phase2-encryption", "camellia-256-cbc"),
    "peer-authentication-method": ("peer-authentication-method", "eap"),
    "phase2-protocol": ("phase2-protocol", "ah"),
}


@given(connections(), st.sampled_from(sorted(CHANGES)))
def test_a_single_changed_setting_is_the_one_reported(unit: Connection, change: str) -> None:
    """Whatever one unit is changed in, that setting disagrees, and no other one does."""
    setting, value = CHANGES[change]
    peer = mirrored(unit, measure().specs)
    old = {**peer.settings, **peer.children[0].settings}
    changed = {setting: Value(value)}
    if change in old and change != setting:
        rest = old[change].value.partition(" / ")[2]
        changed[change] = Value(f"{value} / {rest}")
    of_child = {name: new for name, new in changed.items() if name in peer.children[0].settings}
    of_peer = {name: new for name, new in changed.items() if name not in of_child}
    child = replace(peer.children[0], settings={**peer.children[0].settings, **of_child})
    broken = replace(peer, settings={**peer.settings, **of_peer}, children=(child,))
    way = compared(unit, broken).forward
    assert {each.setting for each in way.differences if each.agree == "no"} == {setting}


def test_pairs_of_networks_are_the_list_of_them() -> None:
    """A unit that writes a child for each network fits a peer that writes one child with a list."""
    common = {"ike-version": "ikev1", "peer-gateway": "192.0.2.1", "own-address": "192.0.2.1"}
    pairs = tuple(
        Child(name, values({"local-networks": network, "destination-networks": "10.9.0.0/16"}))
        for name, network in (("a", "10.1.0.0/16"), ("b", "10.2.0.0/16"))
    )
    listed = Child(
        "all", values({"local-networks": "10.9.0.0/16", "destination-networks": "10.1.0.0/16, 10.2.0.0/16"})
    )
    found = compared(
        Connection("x", values(common), {}, pairs), Connection("x", values(common), {}, (listed,))
    )
    assert [each.setting for each in found.forward.differences if each.agree == "no"] == []
    assert found.forward.tunnel.causes == found.backward.tunnel.causes == ()
