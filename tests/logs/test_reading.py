"""What a log says: how the last attempt of each tunnel ended, for the side whose log it is."""

from __future__ import annotations

import pytest

from ikewizard.core.facts import Side, Source
from ikewizard.core.record import replace
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.merge import merge
from ikewizard.logs.reading import ConnectionReading, Reading, read_log
from ikewizard.logs.signature import Absence, Dialect, LineShape
from ikewizard.logs.timeline import attempts
from tests.logs.dialects import ALPHA, CATALOG, alpha, message, read, values

START = "starting tunnel oslo to 192.0.2.7"
REQUEST = "request from 192.0.2.1 taken"
UP1, UP2 = "phase one of oslo is up", "phase two of oslo is up"
TIMEOUT, REFUSED = "giving up at last", "no proposal was chosen"
NOISE = message("q-noise", r"quiet: yes", "harmless")


@pytest.mark.parametrize(
    ("texts", "outcome", "facts"),
    [
        ((START, TIMEOUT), "failed", {"initiator.says": "timeout", "phase1.state": "failed"}),
        ((START, UP1, REFUSED), "failed",
         {"phase1.state": "up", "phase2.state": "failed", "initiator.says": "no-proposal"}),
        ((START, UP1, UP2), "up", {"phase1.state": "up", "phase2.state": "up", "nat": "not-logged"}),
        ((START, REFUSED, UP1, UP2), "up", {"phase1.state": "up", "phase2.state": "up", "nat": "not-logged"}),
        ((START, UP1, UP2, "tunnel was deleted"), "up",
         {"phase1.state": "up", "phase2.state": "up", "tunnel.lost": "stale", "nat": "not-logged"}),
        ((START, UP1, UP2, "tunnel was deleted", UP2), "up",
         {"phase1.state": "up", "phase2.state": "up", "nat": "not-logged"}),
        ((START, "phase two was refused", UP1), "failed", {"phase1.state": "up", "phase2.state": "failed"}),
        ((START, UP1, UP2, TIMEOUT), "failed",
         {"phase1.state": "up", "phase2.state": "failed", "initiator.says": "timeout", "nat": "not-logged",
          "tunnel.lost": "dead"}),
        ((START, REFUSED, "sending it again", TIMEOUT), "failed",
         {"initiator.says": "no-proposal", "phase1.state": "failed"}),
        ((START, "sending it again", "answer has come"), "open", {"initiator.answered": "yes"}),
        ((START, "there is NAT before me"), "open", {"nat": "initiator"}),
        ((START, "there is NAT before the peer"), "open", {"nat": "responder"}),
    ],
)  # fmt: skip
def test_the_end_of_an_attempt_is_told(texts: tuple[str, ...], outcome: str, facts: dict[str, str]) -> None:
    """Each course of an attempt gives its outcome and exactly the facts that still hold at its end."""
    reading = read(*texts)
    assert reading.connections[0].outcome == outcome
    assert values(reading) == {"initiator.started": "yes", **facts}


@pytest.mark.parametrize(
    ("texts", "outcome", "says"),
    [
        ((START, REFUSED, START, UP1, UP2), "up", None),
        ((START, UP1, UP2, START, TIMEOUT), "failed", "timeout"),
        ((START, REFUSED, START, TIMEOUT), "failed", "timeout"),
        ((START, TIMEOUT, START, "sending it again"), "failed", "timeout"),
        ((START, TIMEOUT, START, UP1), "open", None),
        ((START, UP1, UP2, START, "sending it again"), "open", None),
    ],
)
def test_only_the_last_attempt_that_ended_counts(
    texts: tuple[str, ...], outcome: str, says: str | None
) -> None:
    """A failure before a tunnel that came up is history; one that is being repeated is not."""
    reading = read(*texts)
    assert reading.connections[0].outcome == outcome
    assert values(reading).get("initiator.says") == says


def test_phase_1_is_not_said_to_have_failed_in_an_excerpt() -> None:
    """Without the beginning of the attempt, nobody knows whether phase 1 had come up."""
    assert values(read(REFUSED)) == {"initiator.says": "no-proposal"}


def test_facts_are_told_for_the_side_whose_log_it_is() -> None:
    """Names like this, captures and by_side follow the side; a fact without its capture is left out."""
    texts = (REFUSED, "peer wants AES not DES")
    assert values(read(*texts, side="responder")) == {
        "responder.says": "phase1",
        "initiator.phase1-encryption": "AES",
        "responder.phase1-encryption": "DES",
    }
    assert values(read("peer wants AES", side="initiator")) == {"responder.phase1-encryption": "AES"}


def test_a_finding_shows_its_line() -> None:
    """Source, side, file, line, text, meaning, signature and guide row all come with a finding."""
    finding = next(f for f in read(START, REFUSED).findings if f.fact == "initiator.says")
    assert finding.source == Source(
        kind="log",
        side="initiator",
        file="test.log",
        line=2,
        text=alpha(START, REFUSED)[1],
        means="a-no-proposal happened.",
        ref="a-no-proposal",
        guide=("row-a-no-proposal",),
    )


def test_the_device_is_that_of_the_side_whose_log_it_is() -> None:
    """The dialect tells the make of the unit that wrote the log, and of no other."""
    found = {f.fact: (f.value, f.source.line) for f in read(REQUEST, side="responder").findings}
    assert found["responder.device"] == ("alphabox", 1)
    assert "initiator.device" not in found


@pytest.mark.parametrize(
    ("texts", "told", "side", "guessed", "words"),
    [
        ((START,), None, "initiator", False, "Its messages show"),
        ((REQUEST, REFUSED), None, "responder", False, "Its messages show"),
        ((REFUSED,), None, "initiator", True, "does not tell whose"),
        ((REFUSED,), "responder", "responder", False, "Read as the responder's log."),
        ((START, REFUSED), "responder", "responder", False, "look like the initiator's"),
    ],
)
def test_whose_log_it_is_is_told_or_shown_or_said_to_be_unknown(
    texts: tuple[str, ...], told: Side | None, side: Side, guessed: bool, words: str
) -> None:
    """What the user says holds; else the log's own messages; else the initiator's, and the note says so."""
    reading = read(*texts, side=told)
    assert (reading.side, reading.side_guessed) == (side, guessed)
    assert any(words in sentence for sentence in reading.note)


def test_what_is_missing_speaks_only_when_the_side_is_known() -> None:
    """An initiator's log without a start says that it never started; a log of nobody says nothing."""
    told = read("daemon is ready", side="initiator")
    (finding,) = (f for f in told.findings if f.fact == "initiator.started")
    assert (finding.value, finding.source.line, finding.source.means) == ("no", 0, "It never started.")
    assert values(read("daemon is ready")) == {}
    assert values(read("daemon is ready", side="responder")) == {}


@pytest.mark.parametrize("text", [TIMEOUT, "sending it again", "answer has come", "there is NAT before me"])
def test_an_excerpt_that_shows_a_negotiation_does_not_lack_its_start(text: str) -> None:
    """A log that begins in the middle is no proof that nothing was started."""
    assert "initiator.started" not in values(read(text, side="initiator"))


def test_lines_that_only_have_the_shape_are_of_the_dialect_too() -> None:
    """A log of other messages of the same daemon is recognised, and its silence heard."""
    reading = read("daemon is ready", "nothing that anybody knows", side="initiator")
    assert (reading.dialect, reading.device) == ("alpha", "alphabox")
    assert values(reading) == {"initiator.started": "no"}
    assert [line.text for line in reading.unknown] == alpha("daemon is ready", "nothing that anybody knows")[
        1:
    ]


def test_what_a_line_speaks_against_is_not_concluded_from_silence() -> None:
    """A conclusion of several facts falls as a whole where a line of the log denies one of them."""
    silent = Absence("silent", "initiator", {"initiator.says": "timeout", "phase1.state": "failed"}, "")
    catalog = Catalog.build((replace(ALPHA, absences=(silent,)),))
    for lines, says in (((START,), "timeout"), ((START, UP1), None)):
        reading = read_log(alpha(*lines), catalog, name="alpha.log", side="initiator")
        assert values(reading).get("initiator.says") == says


def test_a_failed_tunnel_matters_more_than_those_that_came_up() -> None:
    """Of several tunnels each has its outcome; the findings are those of the one that failed."""
    reading = read(START, REFUSED, "starting tunnel kiel to 192.0.2.8", "phase one of kiel is up",
                   "phase two of kiel is up", side="initiator")  # fmt: skip
    assert [(c.name, c.peer, c.outcome) for c in reading.connections] == [
        ("oslo", "192.0.2.7", "failed"),
        ("kiel", "192.0.2.8", "up"),
    ]
    assert values(reading)["initiator.says"] == "no-proposal"
    assert reading.note[2] == "The connection oslo failed: a-no-proposal happened. Of the others, 1 came up."


def test_a_stranger_at_the_door_does_not_outweigh_a_tunnel_that_is_up() -> None:
    """A scanner that is turned away is reported as a connection, but is not what the log is about."""
    reading = read(REQUEST, UP1, UP2, "nobody knows 203.0.113.9 here")
    assert {c.name: c.outcome for c in reading.connections} == {"oslo": "up", "203.0.113.9": "failed"}
    assert values(reading)["phase2.state"] == "up"
    assert values(read("nobody knows 203.0.113.9 here"))["responder.says"] == "no-sa"


def test_a_stranger_at_the_door_does_not_outweigh_a_tunnel_that_failed() -> None:
    """Whoever was known and then refused is whom the log is about, though the scanner came last."""
    reading = read(REQUEST, REFUSED, "nobody knows 203.0.113.9 here")
    assert {c.name: c.stranger for c in reading.connections} == {"192.0.2.1": False, "203.0.113.9": True}
    assert values(reading)["responder.says"] == "phase1"


def test_a_peer_that_has_proven_who_it_is_is_no_stranger() -> None:
    """A log kept short holds no beginning; what got through phase 1 is one of the tunnels all the same."""
    reading = read(REQUEST, UP1, UP2, "203.0.113.9 has proven who it is", "203.0.113.9 was let go")
    assert values(reading)["phase2.state"] == "failed"
    assert reading.note[2].startswith("The connection 203.0.113.9 failed")


def test_a_hub_is_initiator_here_and_responder_there() -> None:
    """The part that a unit plays is told for each tunnel."""
    reading = read("starting tunnel kiel to 192.0.2.8", "phase one of kiel is up", "phase two of kiel is up",
                   REQUEST, REFUSED)  # fmt: skip
    assert {c.name: c.side for c in reading.connections} == {"kiel": "initiator", "192.0.2.1": "responder"}
    assert (reading.side, values(reading)["responder.says"]) == ("responder", "phase1")


def test_newest_first_reads_like_oldest_first() -> None:
    """A log printed the other way round says the same, with the line numbers as printed."""
    lines = alpha(START, REFUSED, START, UP1, UP2)
    turned = read_log(lines[::-1], CATALOG, name="x")
    assert {f.fact: f.value for f in turned.findings} == {
        f.fact: f.value for f in read_log(lines, CATALOG, name="x").findings
    }
    assert next(f for f in turned.findings if f.fact == "phase2.state").source.line == 1
    assert "newest first" in turned.note[0]


def test_a_log_of_nothing_known_says_so() -> None:
    """Foreign text gives no finding and no dialect, only a count."""
    reading = read_log(["cron[1]: a job ran", ""], CATALOG, name="x")
    assert (reading.dialect, reading.findings, reading.connections) == ("", (), ())
    assert reading.note[0] == "No line of a known kind among 2 lines."
    assert attempts(()) == ()


def test_an_absence_needs_what_must_have_been_seen() -> None:
    """Missing NAT messages only tell of a tunnel that came up, also where the next attempt has begun."""
    assert "nat" not in values(read(START, UP1))
    assert values(read(START, UP1, UP2))["nat"] == "not-logged"
    refused_again = read(START, UP1, UP2, "phase two was refused", START)
    assert refused_again.connections[0].outcome == "failed"
    assert values(refused_again)["nat"] == "not-logged"
    quiet = Dialect(
        "q",
        "Quiet",
        "",
        (LineShape("quiet: ", ()),),
        (NOISE,),
        (Absence("a", "either", {"x": "$this"}, "m"),),
    )
    from_quiet = read_log(["quiet: yes"], type(CATALOG).build([quiet]), name="x", side="responder")
    assert [(f.fact, f.value) for f in from_quiet.findings] == [("x", "responder")]


def _named(*names: str) -> Reading:
    connections = tuple(ConnectionReading(name, "", "up", (), tunnel=name) for name in names)
    return read_with(connections)


def read_with(connections: tuple[ConnectionReading, ...]) -> Reading:
    """Return a reading that holds ``connections`` and nothing else."""
    empty = read_log([], CATALOG, name="x")
    return Reading(**{**vars(empty), "connections": connections})


@pytest.mark.parametrize(
    ("left", "right", "pairs"),
    [
        (("oslo",), ("192.0.2.1",), [("oslo", "192.0.2.1")]),
        (("oslo", "kiel"), ("kiel", "oslo"), [("oslo", "oslo"), ("kiel", "kiel")]),
        (("oslo", "kiel"), ("kiel", "192.0.2.1"), [("oslo", "192.0.2.1"), ("kiel", "kiel")]),
        (("a", "b"), ("c", "d"), [("a", None), ("b", None), (None, "c"), (None, "d")]),
        ((), ("c",), [(None, "c")]),
    ],
)
def test_tunnels_of_two_logs_are_paired_only_where_it_is_plain(
    left: tuple[str, ...], right: tuple[str, ...], pairs: list[tuple[str | None, str | None]]
) -> None:
    """The same name, or the only one left on each side; nothing is guessed beyond that."""
    merged = merge(_named(*left), _named(*right))
    found = [(p.initiator.name if p.initiator else None, p.responder.name if p.responder else None)
             for p in merged.pairs]  # fmt: skip
    assert found == pairs
    assert all(pair.name for pair in merged.pairs)


def test_two_logs_keep_all_their_findings() -> None:
    """Nothing that either log says is dropped; ranking is the business of the book of facts."""
    ours, theirs = read(START, REFUSED), read(REQUEST, REFUSED)
    assert merge(ours, theirs).findings == (*ours.findings, *theirs.findings)


def test_the_small_dialect_is_sound() -> None:
    """The dialect of these tests keeps the rules of signatures: unique ids."""
    ids = [signature.id for signature in ALPHA.signatures]
    assert len(ids) == len(set(ids))


def test_what_is_missing_may_stand_in_a_line_that_is_not_understood() -> None:
    """That a unit never began is not concluded from a log whose lines on the matter cannot be read."""
    never = Absence("never", "initiator", {"initiator.started": "no"}, "", unless=("IKE",))
    catalog = Catalog.build((replace(ALPHA, absences=(never,)),))
    other, unread = alpha("the door opened", "an IKE exchange of some kind")
    read_ones = alpha("daemon is ready", "daemon is loading")
    for lines, started in (([other], "no"), ([other, unread], None)):
        reading = read_log([*read_ones, *lines], catalog, name="alpha.log", side="initiator")
        assert values(reading).get("initiator.started") == started
