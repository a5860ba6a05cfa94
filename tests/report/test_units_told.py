"""What a note tells of the units: tunnels by name and peer, addresses that are addresses."""

from __future__ import annotations

from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import FactBook, Finding, Source
from ikewizard.report.units_told import addresses, tunnels


def test_a_tunnel_is_told_with_its_peer_once() -> None:
    """Two logs of one tunnel are one; what tells neither name nor peer is left out."""
    given = [
        EvidenceGiven("", str(number), "east.log", "responder", (), peer=peer, tunnel=name)
        for number, (name, peer) in enumerate(
            [("hq", "203.0.113.7"), ("hq", "203.0.113.7"), ("", "198.51.100.1"), ("", ""), ("lab", "")]
        )
    ]
    assert tunnels(given) == ("hq with 203.0.113.7", "with 198.51.100.1", "lab")


def test_a_network_is_no_address() -> None:
    """What has a prefix is left out: without it, it would be a host that does not exist."""
    line = "198.51.100.1[500]: no child for 192.168.178.0/24 === 2001:db8:1::/64, from 203.0.113.7"
    book = FactBook().add([Finding("responder.says", "networks", Source("log", text=line))])
    assert addresses(book) == ("198.51.100.1", "203.0.113.7")
