"""One tunnel in every manner: all pairs agree, and one changed setting is the only one named."""

from __future__ import annotations

import itertools

import pytest

from ikewizard.report.comparison import Compared, compare
from tests.settings.config_data import manners, measure, read, tunnels

ALL = tunnels()
PAIRS = [
    (east, west, version)
    for east, west in itertools.product(ALL, repeat=2)
    for version in ("ikev1", "ikev2")
    if version in ALL[east].ends and version in ALL[west].ends
]
# Which manner the other end is in makes no difference to what is found: that is held by the healthy pairs.
FAULTS = [
    (east, west, version, number)
    for east, west, version in PAIRS
    if east in (west, "swanctl")
    for number, fault in enumerate(ALL[west].faults)
    if version in fault["in"]
]


def compared(east: str, west: str) -> Compared:
    """Return the comparison of the one connection of two units."""
    found = compare(read(east, "east"), read(west, "west"), measure())
    assert len(found.pairs) == 1
    return found.pairs[0]


@pytest.mark.parametrize(("east", "west", "version"), PAIRS)
def test_the_same_tunnel_agrees_whoever_wrote_it(east: str, west: str, version: str) -> None:
    """Two ends of one tunnel, each in its maker's manner, have nothing to disagree about."""
    pair = compared(ALL[east].end("east", version), ALL[west].end("west", version))
    assert not pair.meeting.guess
    for way in (pair.forward, pair.backward):
        assert [each.setting for each in way.differences if each.agree == "no" and each.breaks] == []
        assert way.tunnel.causes == ()


@pytest.mark.parametrize(("east", "west", "version", "number"), FAULTS)
def test_one_changed_setting_is_the_only_one_named(east: str, west: str, version: str, number: int) -> None:
    """Whatever is broken at one end, that is the cause, and no other is named beside it."""
    fault = ALL[west].faults[number]
    text = ALL[west].end("west", version)
    broken = text.replace(fault["replace"], fault["by"])
    assert broken != text, "the fault changes nothing"
    pair = compared(ALL[east].end("east", version), broken)
    assert pair.forward.tunnel.causes == (fault["cause"],)


def test_every_manner_tells_the_tunnel() -> None:
    """No reader is without the tunnel, and none without a fault of each kind that its manner can hold."""
    assert set(ALL) == set(manners())
    wanted = {
        "psk-mismatch",
        "phase1-proposal-mismatch",
        "phase1-dh-group-mismatch",
        "phase2-proposal-mismatch",
        "pfs-mismatch",
        "network-mismatch",
    }
    for tunnel in ALL.values():
        assert wanted <= {fault["cause"] for fault in tunnel.faults}, tunnel.manner
