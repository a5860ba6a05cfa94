"""Phase 1 renewed, a daemon started anew, failures that follow from failures, and with whom a tunnel is."""

from __future__ import annotations

import pytest

from ikewizard.core.record import replace
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.merge import Merged, merge
from ikewizard.logs.peers import peer_of
from ikewizard.logs.reading import Reading, read_log
from ikewizard.logs.sighting import Sighting
from ikewizard.logs.signature import What
from tests.logs.dialects import ALPHA, alpha, message, values

START, REQUEST = "starting tunnel oslo to 192.0.2.7", "request from 192.0.2.1 taken"
UP1, UP2 = "phase one of oslo is up", "phase two of oslo is up"
RENEWED, BOOTED = "phase one of oslo is renewed", "daemon was started"
UNREADABLE, REFUSED = "nothing can be read of it", "nobody knows 192.0.2.1 here"
AGAIN, TIMEOUT = "sending it again", "giving up at last"
ANOTHER = "another choice is tried"
UNREADABLE_LINE = message(
    "a-unreadable", "nothing can be read of it", "failed", facts={"responder.says": "psk"}
)
MORE = (
    message(
        "a-renewed",
        r"phase one of (?P<connection>[a-z]+) is renewed",
        "phase1-up",
        facts={"phase1.state": "up", "phase1.renewed": "yes"},
    ),
    message("a-booted", "daemon was started", "harmless", facts={"this.restarted": "yes"}),
    replace(UNREADABLE_LINE, echo=True),
    replace(message("a-another", ANOTHER, "progress"), anew=True),
)
CATALOG = Catalog.build((replace(ALPHA, signatures=(*ALPHA.signatures, *MORE)),))


def read(*texts: str) -> Reading:
    """Read the texts as a log of the first dialect, with the lines of this file."""
    return read_log(alpha(*texts), CATALOG, name="test.log")


def both(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Merged:
    """Read two logs side by side."""
    return merge(
        read_log(alpha(*ours), CATALOG, name="initiator", side="initiator"),
        read_log(alpha(*theirs), CATALOG, name="responder", side="responder"),
    )


@pytest.mark.parametrize("begins", [START, REQUEST])
def test_a_renewed_phase_1_keeps_its_tunnels(begins: str) -> None:
    """Whoever renews it: a new attempt is begun, and phase 2 goes on without a word of its own."""
    found = read(START, UP1, UP2, begins, RENEWED)
    (tunnel,) = found.connections
    assert tunnel.outcome == "up"
    assert values(found)["phase2.state"] == "up"


def test_a_tunnel_whose_phase_1_was_renewed_can_still_be_lost() -> None:
    """The peer falls silent after that: it was up, so it went dead."""
    assert values(read(START, UP1, UP2, START, RENEWED, TIMEOUT))["tunnel.lost"] == "dead"


def test_of_a_renewal_alone_nothing_is_said_of_phase_2() -> None:
    """A log that begins with the renewal does not show whether there was anything to keep."""
    assert "phase2.state" not in values(read(START, RENEWED))


def test_an_echo_of_a_failure_does_not_outweigh_it() -> None:
    """By itself it counts; after another failure it is what that one leads to."""
    assert values(read(REQUEST, UNREADABLE))["responder.says"] == "psk"
    assert values(read(REQUEST, REFUSED, UNREADABLE, UNREADABLE))["responder.says"] == "no-sa"


def test_an_echo_after_phase_1_tells_nothing_of_the_secret() -> None:
    """That was seen to fit: what cannot be read afterwards is something else."""
    found = values(read(REQUEST, UP1, UNREADABLE))
    assert "responder.says" not in found
    assert found["phase1.state"] == "up"


def test_what_was_refused_before_another_choice_does_not_stand() -> None:
    """The attempt goes on with that; what fails after it does count."""
    assert "responder.says" not in values(read(REQUEST, REFUSED, ANOTHER))
    assert values(read(REQUEST, REFUSED, ANOTHER, UNREADABLE))["responder.says"] == "psk"


@pytest.mark.parametrize(
    ("theirs", "joint"),
    [
        ((REQUEST, UP1, UP2, BOOTED), {"tunnel.lost": "stale", "responder.restarted": "yes"}),
        # It knew the tunnel: that was made after the start.
        ((BOOTED, REQUEST, UP1, UP2), {}),
        ((REQUEST, UP1, UP2, BOOTED, REQUEST, UP1, UP2), {}),
    ],
)
def test_a_daemon_started_anew_explains_a_peer_that_goes_on(
    theirs: tuple[str, ...], joint: dict[str, str]
) -> None:
    """The one still uses what the other has lost; not where they have negotiated since."""
    gap = ("",) * 8
    merged = both((START, UP1, UP2, *gap, AGAIN, "", TIMEOUT), theirs)
    found = {finding.fact: finding.value for pair in merged.pairs for finding in pair.joint}
    assert found == joint


def test_a_tunnel_that_was_only_cleared_away_when_loaded_is_left_out() -> None:
    """Beside one that somebody negotiates it is of no interest; alone it is all there is."""
    cleared = "I take oslo down"
    assert [each.name for each in read(cleared, REFUSED).connections] == ["192.0.2.1"]
    assert [each.name for each in read(cleared).connections] == ["oslo"]


def sightings(*steps: tuple[What, str]) -> list[Sighting]:
    """Return a line for each step: what it tells, and the peer that it names."""
    return [Sighting(message(what, "x", what), "alpha", 1, "x", peer=peer) for what, peer in steps]


@pytest.mark.parametrize(
    ("steps", "peer"),
    [
        ([("initiated", "192.0.2.7"), ("harmless", "198.51.100.1")], "192.0.2.7"),
        ([("initiated", ""), ("harmless", "192.0.2.7"), ("phase1-up", "198.51.100.1")], "192.0.2.7"),
        ([("received", "192.0.2.1"), ("phase1-up", "198.51.100.1")], "192.0.2.1"),
        ([("received", "192.0.2.1"), ("initiated", "192.0.2.7")], "192.0.2.7"),
        ([("phase1-up", "198.51.100.1")], ""),
    ],
)
def test_a_tunnels_peer_is_whom_the_unit_dialled_or_who_called_it(
    steps: list[tuple[What, str]], peer: str
) -> None:
    """What later lines name may be another address: behind a NAT, or after a move."""
    assert peer_of([sightings(*steps)]) == peer


def test_of_several_attempts_the_last_one_tells_the_peer() -> None:
    """A gateway that was entered anew is the one that counts."""
    attempts = [sightings(("initiated", "192.0.2.7")), sightings(("initiated", "192.0.2.8"))]
    assert peer_of(attempts) == "192.0.2.8"
    assert peer_of([*attempts, sightings(("received", "192.0.2.1"))]) == "192.0.2.8"
