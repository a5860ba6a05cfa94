"""A dialect that speaks another one: the same daemon's messages in the lines of another maker."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikewizard.logs.catalog import Catalog
from ikewizard.logs.lint import lint_patterns, lint_samples
from ikewizard.logs.reading import Reading, read_log
from ikewizard.logs.signature import Dialect, LineShape, Sample
from tests.logs.dialects import ALPHA, BETA, message, values

OWN = message("g-born", r"gamma opened the tunnel", "phase2-up")
GAMMA = Dialect(
    id="gamma",
    title="Gamma appliance",
    device="gammabox",
    lines=(LineShape(r"^GAMMA (?P<text>[^\n]*)", ()),),
    signatures=(OWN,),
    speaks=("alpha",),
)
CATALOG = Catalog.build((ALPHA, BETA, GAMMA))
STARTED = "GAMMA alphad: <hq> starting tunnel hq to 192.0.2.7"
FAILED = "GAMMA alphad: <hq> no proposal was chosen"
PLAIN = "Nov 23 13:00:00 gw alphad: answer has come"


def _read(*lines: str) -> Reading:
    return read_log(lines, CATALOG, name="test.log")


def test_the_messages_are_the_spoken_dialects_and_the_device_is_the_speakers() -> None:
    """A line of the speaker is understood by the other's signatures, and tells the speaker's device."""
    reading = _read(STARTED, FAILED)
    assert (reading.dialect, reading.device) == ("gamma", "gammabox")
    assert values(reading)["initiator.says"] == "no-proposal"
    assert reading.lines.understood == 2


def test_what_the_speakers_shape_does_not_tell_the_spoken_ones_tells() -> None:
    """The name of the tunnel is found by the shape of the spoken dialect."""
    assert [connection.name for connection in _read(FAILED).connections] == ["hq"]


def test_a_speaker_has_messages_of_its_own_too() -> None:
    """A message that only the speaker has is understood beside those that it shares."""
    reading = _read(STARTED, "GAMMA gamma opened the tunnel")
    assert reading.connections[0].outcome == "up"


def test_lines_without_the_speakers_mark_are_still_its() -> None:
    """In a log where only some lines show the maker, the maker is told."""
    assert _read(PLAIN, PLAIN, PLAIN, FAILED).device == "gammabox"


def test_the_spoken_dialect_alone_stays_itself() -> None:
    """A log without any line of the speaker is of the dialect whose messages it has."""
    assert _read(PLAIN).device == "alphabox"


def test_absences_are_those_of_the_spoken_dialect_unless_stated() -> None:
    """A speaker that states none has the absences of the other; one that states some has only those."""
    found = CATALOG.dialect("gamma")
    assert found
    assert found.absences == ALPHA.absences
    stated = Catalog.build((ALPHA, replace(GAMMA, absences=ALPHA.absences[1:]))).dialect("gamma")
    assert stated
    assert stated.absences == ALPHA.absences[1:]


@pytest.mark.parametrize(
    ("dialect", "issue", "says"),
    [
        (replace(GAMMA, speaks=("alpa",)), "unknown-dialect", "speaks the unknown dialect 'alpa'"),
        (replace(GAMMA, speaks=("delta",)), "spoken-in-turn", "speaks 'delta', which speaks another"),
        (replace(GAMMA, speaks=(), signatures=()), "no-signature", "has no signatures and speaks no other"),
    ],
)
def test_what_cannot_be_spoken_is_a_fault(dialect: Dialect, issue: str, says: str) -> None:
    """An unknown dialect, one that itself speaks another, and a dialect without any message are faults."""
    delta = replace(GAMMA, id="delta")
    found = [each for each in lint_patterns((ALPHA, delta, dialect), {}, ("one",)) if each.issue == issue]
    assert [each.subject for each in found] == [("dialect", "gamma")]
    assert says in found[0].message


def test_a_sample_of_a_line_shape_must_have_that_shape() -> None:
    """A sample under a line shape that does not fit it is a fault."""
    wrong = replace(GAMMA, lines=(LineShape(r"^GAMMA ", ("GAMMA yes", "DELTA no")),), signatures=())
    assert [each.place for each in lint_samples([wrong])] == [("lines", 0, "samples", 1)]


def test_only_a_signature_aside_may_share_a_line() -> None:
    """Two signatures for one line are a fault, unless one of them is about what stands aside."""
    line = "GAMMA gamma opened the tunnel, nat=yes"
    one = replace(OWN, samples=(Sample(line),))
    other = replace(message("g-nat", r", nat=yes", "nat"), samples=(Sample(line),))
    assert len(lint_samples([replace(GAMMA, signatures=(one, other))])) == 2
    assert lint_samples([replace(GAMMA, signatures=(one, replace(other, aside=True)))]) == []


def test_a_line_is_not_understood_by_what_stands_aside_alone() -> None:
    """A field tells something, and its line still counts as unknown while nobody knows its message."""
    field = replace(message("g-nat", r", nat=peer", "nat", facts={"nat": "$peer"}), aside=True)
    catalog = Catalog.build((ALPHA, replace(GAMMA, signatures=(OWN, field))))
    lines = ["GAMMA something new, nat=peer", "GAMMA gamma opened the tunnel, nat=peer"]
    reading = read_log(lines, catalog, name="test.log", side="initiator")
    assert (reading.lines.understood, reading.lines.unknown) == (1, 1)
    assert [(each.line, each.dialect) for each in reading.unknown] == [(1, "gamma")]
    assert values(reading)["nat"] == "responder"
