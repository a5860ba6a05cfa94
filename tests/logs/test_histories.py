"""What holds for any log, however its attempts, tunnels and sides are mixed."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.facts import Side
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.reading import ConnectionReading, Reading, read_log
from tests.logs.dialects import CATALOG, alpha, read, values

CASES = Path(__file__).parents[1] / "corpus" / "cases"
START, REQUEST = "starting tunnel oslo to 192.0.2.7", "request from 192.0.2.1 taken"
UP1, UP2 = "phase one of oslo is up", "phase two of oslo is up"
REFUSED, NETWORKS = "no proposal was chosen", "networks were refused"
# What the daemon writes about one tunnel, its name aside.
EVENTS = st.sampled_from(
    ["answer has come", "there is NAT before me", REFUSED, NETWORKS, "peer wants AES not DES",
     "phase one of {} is up", "phase two of {} is up", "sending it again", "giving up at last",
     "tunnel was deleted", "daemon is ready"]
)  # fmt: skip
STORIES = st.lists(EVENTS, max_size=12)


def story(name: str, address: int, events: list[str]) -> list[str]:
    """Return what the worker of one tunnel writes."""
    texts = [f"starting tunnel {name} to 192.0.2.{address}", *(event.format(name) for event in events)]
    return alpha(*texts, worker=f"-{address:02}")


def told(connection: ConnectionReading) -> tuple[object, ...]:
    """Return what the lines say of a tunnel: neither what is missing, nor the make, which are of the log."""
    found = {
        (finding.fact, finding.value, finding.source.text)
        for finding in connection.findings
        if finding.source.line and not finding.fact.endswith(".device")
    }
    return connection.name, connection.outcome, connection.side, connection.means, found


def of(reading: Reading, name: str) -> tuple[object, ...]:
    """Return what a log says of the tunnel ``name``."""
    return told(next(each for each in reading.connections if each.name == name))


@settings(max_examples=200)
@given(STORIES, STORIES, st.randoms(use_true_random=False))
def test_two_tunnels_in_one_log_are_read_as_each_alone(
    first: list[str], second: list[str], chance: Random
) -> None:
    """Whatever happens to two tunnels, and however their lines are mixed, each has its own verdict."""
    oslo, kiel = story("oslo", 7, first), story("kiel", 8, second)
    rest = {"oslo": list(oslo), "kiel": list(kiel)}
    order = ["oslo"] * len(oslo) + ["kiel"] * len(kiel)
    chance.shuffle(order)
    mixed = read_log([rest[name].pop(0) for name in order], CATALOG, name="x")
    for name, lines in (("oslo", oslo), ("kiel", kiel)):
        alone = read_log(lines, CATALOG, name="x")
        assert of(mixed, name) == of(alone, name)


@given(STORIES)
def test_a_success_makes_everything_before_it_history(events: list[str]) -> None:
    """Whatever failed before: a tunnel that was begun anew and came up is up, and nobody complains."""
    reading = read(*(event.format("oslo") for event in (START, *events, START, UP1, UP2)))
    assert reading.connections[-1].outcome == "up"
    assert not [fact for fact in values(reading) if fact.endswith(".says")]


@given(STORIES)
def test_the_same_again_says_the_same(events: list[str]) -> None:
    """A second attempt that goes like the first changes nothing."""
    lines = story("oslo", 7, events)
    once, twice = read_log(lines, CATALOG, name="x"), read_log(lines * 2, CATALOG, name="x")
    assert [told(each) for each in twice.connections] == [told(each) for each in once.connections]


@given(st.integers(0, 23), STORIES)
def test_the_clock_changes_nothing(hour: int, events: list[str]) -> None:
    """At which hour it happened is of no weight."""
    texts = [event.format("oslo") for event in (START, *events)]
    early, late = read(*texts), read_log(alpha(*texts, start=hour * 3600), CATALOG, name="test.log")
    assert values(late) == values(early)


# What iked writes when it starts, and what the first request of a log shows, belongs to one attempt only.
SAID_ONCE = {"initiator.ike-version", "responder.ike-version", "responder.received"}
ALONE = sorted(
    f"{log.parent.name}/{log.stem}" for log in CASES.glob("*/*.log") if log.stem in ("initiator", "responder")
)


@pytest.mark.parametrize("name", ALONE[::7])
def test_a_real_log_twice_says_the_same(name: str, shipped: Catalog) -> None:
    """A unit that tries again and again writes the same again and again."""
    side: Side = "initiator" if name.endswith("initiator") else "responder"
    lines = split_lines(decode((CASES / f"{name}.log").read_bytes()))
    late = [re.sub(r"\b13:(?=\d\d:\d\d)", "17:", line) for line in lines]
    once = values(read_log(lines, shipped, name="x", side=side))
    twice = values(read_log([*lines, *late], shipped, name="x", side=side))
    assert {fact: twice.get(fact) for fact in once if fact not in SAID_ONCE} == {
        fact: value for fact, value in once.items() if fact not in SAID_ONCE
    }


@pytest.mark.parametrize("told_side", ["initiator", "responder"])
def test_who_began_is_read_from_each_attempt(told_side: Side) -> None:
    """A unit may have been called, and begin the next time; what it says then is the initiator's word."""
    called, began = (REQUEST, UP1, UP2, REQUEST, REFUSED), (REQUEST, UP1, UP2, START, REFUSED)
    assert values(read(*called, side=told_side))["responder.says"] == "phase1"
    assert values(read(*began, side=told_side))["initiator.says"] == "no-proposal"
    assert read(*began, side=told_side).connections[0].side == "initiator"


def test_the_make_is_that_of_the_part_that_the_unit_played() -> None:
    """A log handed in for the wrong side does not put its make on the other unit."""
    found = {finding.fact: finding.value for finding in read(START, REFUSED, side="responder").findings}
    assert found["initiator.device"] == "alphabox"
    assert "responder.device" not in found


def test_that_phase_1_is_up_does_not_undo_a_failure_of_phase_2() -> None:
    """Some units write first what became of the networks, then that the IKE SA of the same messages is up."""
    reading = read(START, NETWORKS, UP1)
    assert reading.connections[0].outcome == "failed"
    assert values(reading)["phase2.state"] == "failed"
    assert values(reading)["phase1.state"] == "up"
    assert values(read(START, NETWORKS, UP1, UP2))["phase2.state"] == "up"
    assert "initiator.says" not in values(read(START, REFUSED, UP1))


def test_an_attempt_begun_with_nobody_gets_its_peer_from_the_next_line() -> None:
    """The same worker's next line tells with whom; two workers are told apart."""
    lines = [
        *alpha("beginning with somebody", worker="-07"),
        *alpha("packet from 192.0.2.7 came", worker="-07"),
        *alpha("beginning with somebody", worker="-08"),
        *alpha("packet from 192.0.2.8 came", worker="-08"),
        *alpha("phase one of oslo is up", "phase two of oslo is up", worker="-07"),
        *alpha("giving up at last", worker="-08"),
    ]
    found = {(each.name, each.peer): each.outcome for each in read_log(lines, CATALOG, name="x").connections}
    assert found == {("oslo", "192.0.2.7"): "up", ("192.0.2.8", "192.0.2.8"): "failed"}


def test_a_beginning_told_in_two_lines_is_one_attempt() -> None:
    """The first line names the tunnel or nobody, the next one its peer."""
    named = [*alpha("beginning with somebody"), *alpha(START, "giving up at last")]
    (connection,) = read_log(named, CATALOG, name="x").connections
    assert (connection.name, connection.outcome) == ("oslo", "failed")


def test_a_beginning_with_nobody_is_with_the_peer_that_the_lines_right_after_it_name() -> None:
    """Where no worker is told, the next lines tell with whom, unless that peer is being talked to already."""
    begun = alpha("beginning with somebody", "packet from 192.0.2.7 came", "no proposal was chosen")
    (connection,) = read_log(begun, CATALOG, name="x").connections
    assert (connection.peer, connection.outcome) == ("192.0.2.7", "failed")
    assert "phase1.state" in {finding.fact for finding in connection.findings}
    busy = alpha(
        "request from 192.0.2.8 taken",
        "beginning with somebody",
        "packet from 192.0.2.8 came",
        "no proposal was chosen",
    )
    found = {each.peer: each.outcome for each in read_log(busy, CATALOG, name="x").connections}
    assert found["192.0.2.8"] == "failed"


def test_what_only_waits_for_traffic_matters_where_nothing_else_happened() -> None:
    """A connection that is loaded is a fact about an idle unit, and none beside a tunnel that came up."""
    idle = read("waiting for traffic", side="initiator")
    assert values(idle) == {"initiator.sa-enabled": "yes", "initiator.started": "no"}
    busy = read("waiting for traffic", START, UP1, UP2, "starting tunnel kiel to 192.0.2.8",
                "phase two of kiel is up")  # fmt: skip
    assert [each.outcome for each in busy.connections] == ["up", "up"]
