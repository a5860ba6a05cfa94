"""Sightings to tunnels and attempts, and whose log it is."""

from __future__ import annotations

import sys

import pytest

from ikewizard.logs.reading import read_log
from ikewizard.logs.scan import scan
from ikewizard.logs.sides import guess_side
from ikewizard.logs.timeline import Connection, attempts
from tests.logs.dialects import CATALOG, alpha, many_tunnels


def _tunnels(*texts: str) -> dict[str, list[list[str]]]:
    found = attempts(scan(alpha(*texts), CATALOG).sightings)
    return {tunnel.name or tunnel.peer: _ids(tunnel) for tunnel in found}


def _ids(tunnel: Connection) -> list[list[str]]:
    return [
        [s.signature.id for s in attempt.sightings if s.signature.what != "harmless"]
        for attempt in tunnel.attempts
    ]


def test_a_start_begins_an_attempt_and_a_retry_does_not() -> None:
    """Only a new start opens a new attempt of the tunnel."""
    assert _tunnels(
        "starting tunnel oslo to 192.0.2.7",
        "sending it again",
        "giving up at last",
        "starting tunnel oslo to 192.0.2.7",
        "answer has come",
    ) == {"oslo": [["a-start", "a-again", "a-timeout"], ["a-start", "a-answer"]]}


def test_a_line_written_twice_is_one_attempt() -> None:
    """Two copies of a request (two log facilities, a retransmission) are no two attempts."""
    assert _tunnels(
        "request from 192.0.2.1 taken",
        "request from 192.0.2.1 taken",
        "phase one of oslo is up",
        "phase one of oslo is up",
    ) == {"oslo": [["a-request", "a-request", "a-up1", "a-up1"]]}


def test_an_attempt_gets_its_name_when_a_line_tells_it() -> None:
    """A responder knows at first only the address; the later name holds for the whole attempt."""
    assert _tunnels("request from 192.0.2.1 taken", "answer has come", "phase one of oslo is up") == {
        "oslo": [["a-request", "a-answer", "a-up1"]]
    }


def test_lines_that_name_nobody_go_on_in_the_one_that_names_the_peer() -> None:
    """An excerpt without its beginning is one attempt, though only its last line tells with whom it was."""
    assert _tunnels("no proposal was chosen", "nobody knows 192.0.2.1 here") == {
        "192.0.2.1": [["a-no-proposal", "a-stranger"]]
    }


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_about_a_peer_that_failed_does_not_take_in_what_another_did(place: int) -> None:
    """What comes up without a name is not the tunnel of a peer that is only spoken of as failed."""
    lines = ["sending it again", "answer has come"]
    lines.insert(place, "nobody knows 203.0.113.9 here")
    found = _tunnels(*lines)
    assert found.pop("203.0.113.9")[0][:1] == ["a-stranger"]
    assert "a-answer" in [each for (each,) in [ids[-1:] for ids in found[""]]]


def test_the_unit_goes_on_with_the_tunnel_that_it_was_busy_with() -> None:
    """A line about another peer that failed stands between two lines of one negotiation."""
    assert _tunnels(
        "starting tunnel oslo to 192.0.2.7", "nobody knows 203.0.113.9 here", "answer has come"
    ) == {"oslo": [["a-start", "a-answer"]], "203.0.113.9": [["a-stranger"]]}


def test_what_names_nobody_goes_to_the_only_tunnel_that_did_anything() -> None:
    """Peers that are only spoken of as failed do not make it doubtful whose the nameless lines are."""
    assert _tunnels(
        "no proposal was chosen", "203.0.113.9 was let go", "request from 192.0.2.1 taken", "answer has come"
    )["192.0.2.1"] == [["a-no-proposal"], ["a-request", "a-answer"]]


def test_lines_that_name_nobody_stay_apart_from_what_was_begun_after_them() -> None:
    """A beginning that is shown begins another attempt."""
    assert _tunnels("no proposal was chosen", "request from 192.0.2.1 taken", "answer has come") == {
        "192.0.2.1": [["a-no-proposal"], ["a-request", "a-answer"]]
    }


def test_a_failed_attempt_goes_to_the_only_tunnel_with_its_peer() -> None:
    """What failed before it was named belongs to the tunnel that later came up with this peer."""
    assert _tunnels(
        "request from 192.0.2.1 taken",
        "no proposal was chosen",
        "request from 192.0.2.1 taken",
        "phase one of oslo is up",
    ) == {"oslo": [["a-request", "a-no-proposal"], ["a-request", "a-up1"]]}


def test_a_failed_attempt_stays_apart_where_the_peer_has_several_tunnels() -> None:
    """With two tunnels to one peer nobody can tell which one the nameless failure was of."""
    lines = scan(
        alpha(
            "request from 192.0.2.1 taken",
            "phase one of oslo is up",
            "phase two of oslo is up",
            "request from 192.0.2.1 taken",
            "no proposal was chosen",
            "request from 192.0.2.1 taken",
            "phase one of kiel is up",
            "phase two of kiel is up",
        ),
        CATALOG,
    )
    found = {tunnel.name or tunnel.peer: _ids(tunnel) for tunnel in attempts(lines.sightings)}
    assert set(found) == {"oslo", "kiel", "192.0.2.1"}
    assert found["192.0.2.1"] == [["a-request", "a-no-proposal"]]


def test_a_line_without_a_name_is_of_the_same_workers_tunnel() -> None:
    """Interleaved lines are told apart by the worker that writes them."""
    lines = [
        "alphad-07: starting tunnel oslo to 192.0.2.7",
        "alphad-08: starting tunnel kiel to 192.0.2.8",
        "alphad-07: no proposal was chosen",
        "alphad-08: phase one of kiel is up",
    ]
    found = {t.name: _ids(t) for t in attempts(scan(lines, CATALOG).sightings)}
    assert found == {"oslo": [["a-start", "a-no-proposal"]], "kiel": [["a-start", "a-up1"]]}


def test_a_worker_goes_on_with_what_it_began_with_nobody_named() -> None:
    """Where the line after the beginning names the peer, the worker's next line is of that attempt too."""
    lines = [
        "alphad-07: beginning with somebody",
        "alphad: packet from 192.0.2.7 came",
        "alphad-07: no proposal was chosen",
    ]
    (tunnel,) = attempts(scan(lines, CATALOG).sightings)
    assert (tunnel.peer, _ids(tunnel)) == ("192.0.2.7", [["a-begin", "a-no-proposal"]])


def test_giving_up_is_of_the_tunnel_that_was_retried() -> None:
    """The line after a retry tells its peer; who gives up later is that tunnel, whoever spoke last."""
    assert (
        _tunnels(
            "starting tunnel oslo to 192.0.2.7",
            "starting tunnel kiel to 192.0.2.8",
            "sending it again",
            "packet from 192.0.2.7 came",
            "packet from 192.0.2.8 came",
            "giving up at last",
        )["oslo"][-1][-1]
        == "a-timeout"
    )


def test_of_two_tunnels_that_are_retried_the_one_that_was_longer_is_given_up_first() -> None:
    """Nobody says who is given up: it is the tunnel with the most retries, told in one line or in two."""
    retries = [text for peer in "787878" for text in ("sending it again", f"packet from 192.0.2.{peer} came")]
    found = _tunnels(
        "starting tunnel oslo to 192.0.2.7",
        "starting tunnel kiel to 192.0.2.8",
        *retries,
        "giving up at last",
        "giving up at last",
        "sending it again",
        "packet from 192.0.2.8 came",
        "daemon is ready",
        "giving up at last",
    )
    assert {name: attempts[-1].count("a-timeout") for name, attempts in found.items()} == {
        "oslo": 2,
        "kiel": 1,
    }


def test_a_tunnel_that_is_only_mentioned_is_none() -> None:
    """A harmless line with an address makes no tunnel."""
    assert _tunnels("packet from 192.0.2.1 came") == {}


def test_very_many_tunnels_take_no_more_than_linear_work() -> None:
    """Twice as many tunnels and nameless strangers take about twice as many steps."""
    few, many = (_steps(count) for count in (500, 1000))
    assert many < 2.2 * few


def _steps(tunnels: int) -> int:
    """Return how many calls it takes to read a log of so many tunnels."""
    steps = 0

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal steps
        steps += 1

    lines = many_tunnels(tunnels)
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        reading = read_log(lines, CATALOG, name="x")
    finally:
        sys.setprofile(before)
    assert len(reading.connections) == tunnels
    return steps


@pytest.mark.parametrize(
    ("texts", "side"),
    [
        ((), None),
        (("no proposal was chosen",), None),
        (("starting tunnel oslo to 192.0.2.7",), "initiator"),
        (("request from 192.0.2.1 taken",), "responder"),
        (("starting tunnel oslo to 192.0.2.7", "request from 192.0.2.1 taken"), None),
    ],
)
def test_the_messages_tell_whose_log_it_is(texts: tuple[str, ...], side: str | None) -> None:
    """Who starts is the initiator, who takes a request the responder; even votes tell nothing."""
    assert guess_side(scan(alpha(*texts), CATALOG)) == side
