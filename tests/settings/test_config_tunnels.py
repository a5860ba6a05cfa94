"""One tunnel in every manner: all pairs agree, and one changed setting is the only one named."""

from __future__ import annotations

import itertools

import pytest

from ikewizard.report.comparison import Compared, compare
from tests.settings.config_data import manners, measure, read, tunnels

ALL = tunnels()
PAIRS = list(itertools.product(ALL, repeat=2))
# Which manner the other end is in makes no difference to what is found: that is held by the healthy pairs.
BROKEN = [(east, west) for east, west in PAIRS if east in (west, "swanctl")]
AS_INITIATOR = {"no-matching-sa": ("sa-disabled", "peer-unreachable")}
"""What is the cause where the broken unit initiates, if it is not the one that it is as responder."""


def versions(east: str, west: str) -> list[str]:
    """Return the versions of IKE in which both manners have the tunnel."""
    return [
        version for version in ("ikev1", "ikev2") if all(version in ALL[end].ends for end in (east, west))
    ]


def compared(east: str, west: str) -> Compared:
    """Return the comparison of the one connection of two units."""
    found = compare(read(east, "east"), read(west, "west"), measure())
    assert len(found.pairs) == 1
    return found.pairs[0]


@pytest.mark.parametrize(("east", "west"), PAIRS)
def test_the_same_tunnel_agrees_whoever_wrote_it(east: str, west: str) -> None:
    """Two ends of one tunnel, each in its maker's manner, have nothing to disagree about."""
    for version in versions(east, west):
        pair = compared(ALL[east].end("east", version), ALL[west].end("west", version))
        assert not pair.meeting.guess, version
        for way in (pair.forward, pair.backward):
            apart = [each.setting for each in way.differences if each.agree == "no" and each.breaks]
            assert (version, apart, way.tunnel.causes) == (version, [], ())


@pytest.mark.parametrize(("east", "west"), BROKEN)
def test_one_changed_setting_is_the_only_one_named(east: str, west: str) -> None:
    """Whatever is broken at one end, that is the cause whoever initiates, and no other is named beside it."""
    for version in versions(east, west):
        healthy, text = ALL[east].end("east", version), ALL[west].end("west", version)
        for fault in (fault for fault in ALL[west].faults if version in fault["in"]):
            broken = text.replace(fault["replace"], fault["by"])
            assert broken != text, f"the fault changes nothing: {fault}"
            pair = compared(healthy, broken)
            causes = pair.forward.tunnel.causes
            assert (version, fault, causes) == (version, fault, (fault["cause"],))
            (turned,) = pair.backward.tunnel.causes
            assert turned in AS_INITIATOR.get(fault["cause"], causes), (version, fault)


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
