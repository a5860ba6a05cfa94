"""The ladder of both logs: what one unit sent is found in the other's log, or told as lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.logs.signature import What
from ikewizard.logs.timeline import Attempt, Connection
from ikewizard.report.aligning import Noted, align
from ikewizard.report.document import Document
from ikewizard.report.ladder import Rung, rungs
from ikewizard.report.ladder_both import both_ladders
from ikewizard.report.text import render_text
from tests.report.test_ladder import MINE, THEIRS, Step, attempt


def tunnel(*attempts: Attempt) -> Connection:
    """Return one tunnel."""
    return Connection("west", "192.0.2.7", attempts)


def drawn(
    initiator: Connection | None, responder: Connection | None, *, width: int = 60, unicode: bool = False
) -> str:
    """Return the ladder of both logs as text."""
    blocks = both_ladders("west", initiator, responder, width=width, unicode=unicode)
    return render_text(Document(tuple(blocks)), width, unicode)


def sentences(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def later(moved: Attempt, hours: int) -> Attempt:
    """Return the attempt as a clock shows it that is so many hours ahead."""
    return Attempt(
        tuple(replace(each, text=each.text.replace(" 10:", f" {10 + hours}:")) for each in moved.sightings)
    )


def noted(*steps: What | Step, first: int = 1) -> list[Noted]:
    """Return the rungs of one attempt, as one log has them."""
    found = rungs(attempt(*steps, first=first))
    return [Noted(rung, begins=place == 0) for place, rung in enumerate(found)]


def places(initiator: list[Noted], responder: list[Noted]) -> list[tuple[int, int]]:
    """Return which lines were put together, 0 for none."""
    return [
        (row.initiator.rung.line if row.initiator else 0, row.responder.rung.line if row.responder else 0)
        for row in align(initiator, responder)
    ]


def test_what_was_sent_is_put_beside_what_arrived() -> None:
    """Request and request, repeat and repeat, and both ends of a phase, are one row each."""
    ours = noted("initiated", MINE, "answered", "phase1-up", "phase2-up")
    theirs = noted("received", THEIRS, "phase1-up", "phase2-up")
    assert places(ours, theirs) == [(1, 1), (2, 2), (3, 0), (4, 3), (5, 4)]


def test_a_request_that_only_came_at_its_repeat() -> None:
    """The clock tells that the first request was lost and its repeat arrived."""
    ours = noted("initiated", MINE, MINE, "answered")
    theirs = noted("received", first=3)
    assert places(ours, theirs) == [(1, 0), (2, 0), (3, 3), (4, 0)]


def test_clocks_that_differ_by_hours_do_not_part_the_logs() -> None:
    """Where units live in different time zones the difference of their clocks is found."""
    ours = tunnel(attempt("initiated", MINE, "answered", "phase1-up"))
    theirs = tunnel(later(attempt("received", THEIRS, "phase1-up"), 2))
    text = drawn(ours, theirs)
    assert [line.count("10:00:0") + line.count("12:00:0") for line in text.splitlines()].count(2) == 3


def test_an_attempt_hours_before_is_not_the_one_that_arrived() -> None:
    """Of three attempts only the last arrived: clocks set alike tell so, and the first two are lost."""
    ours: list[Noted] = []
    for minute in (10, 20, 30):
        ours += noted("initiated", MINE, "gave-up", first=minute * 60)
    theirs = noted("received", THEIRS, first=30 * 60)
    assert [pair for pair in places(ours, theirs) if all(pair)] == [(1800, 1800), (1801, 1801)]


def test_lost_on_the_way_there() -> None:
    """A log that shows nothing of a request that nobody answered says that it was lost, or not logged."""
    text = drawn(tunnel(attempt("initiated", MINE, "gave-up")), None)
    assert "-x      |" in text
    assert "Lines 1 and 2 of the initiator's log: no answer came, and the responder's" in sentences(text)
    assert "does not show the arrival: lost on the way, or not logged there" in sentences(text)


def test_lost_on_the_way_back() -> None:
    """A request that arrived and has no answer is drawn whole; what may have become of the answer is told."""
    text = drawn(
        tunnel(attempt("initiated", MINE, "gave-up")), tunnel(attempt("received", THEIRS, "gave-up"))
    )
    assert "x      |" not in text
    assert text.count("->|") == 2
    assert "although the responder's log shows the arrival: the answer was lost on" in sentences(text)


def test_a_phase_that_only_one_unit_saw_come_up() -> None:
    """It is not drawn across, and it is told."""
    text = drawn(tunnel(attempt("initiated", "answered", MINE)), tunnel(attempt("received", "phase1-up")))
    assert "===" not in text.replace("=" * 18, "")
    assert "Line 2: only the responder's log says that phase 1 is up." in sentences(text)


def test_an_answered_message_that_the_other_log_does_not_show_is_not_called_lost() -> None:
    """Not every unit logs all that it takes in."""
    text = drawn(tunnel(attempt("initiated", "answered", "phase1-up")), tunnel(attempt("phase1-up")))
    assert "lost" not in text


def test_a_meaning_with_braces_is_told_as_it_is() -> None:
    """Nothing in a meaning is taken for a place to fill in."""
    broken = attempt("initiated", "failed")
    sightings = tuple(
        replace(each, signature=replace(each.signature, means="has {braces} {0}"))
        for each in broken.sightings
    )
    assert "has {braces} {0}" in drawn(tunnel(Attempt(sightings)), None)


def test_long_exchanges_are_shortened() -> None:
    """Runs alike, many attempts and endless ones are cut, and what is left out is counted."""
    text = drawn(tunnel(attempt("initiated", *[MINE] * 100, "gave-up")), None)
    assert "... 96 more ..." in text
    one = attempt("initiated", "gave-up")
    assert "6 earlier attempts are not drawn." in drawn(tunnel(*[one] * 10), None)
    assert "1 earlier attempt is not drawn." in drawn(tunnel(*[one] * 5), None)
    steps: list[What | Step] = ["received", "failed"] * 5000
    endless = drawn(None, tunnel(attempt(*steps)))
    assert "earlier lines are left out." in endless
    assert len(endless.splitlines()) < 80


def test_where_nothing_was_exchanged() -> None:
    """Two logs that show no message of a tunnel say so."""
    assert "Neither log shows a message" in drawn(tunnel(attempt("progress")), None)


@pytest.mark.parametrize("width", [50, 60, 80, 200])
@pytest.mark.parametrize("unicode", [True, False])
def test_all_uprights_are_in_line(width: int, unicode: bool) -> None:
    """Whatever is drawn the units stand still, within the page, in ASCII where no other signs are."""
    ours = tunnel(attempt("initiated", MINE, THEIRS, "answered", "phase1-up", "failed", "gave-up", MINE))
    theirs = tunnel(attempt("received", THEIRS, MINE, "phase1-up", "failed", "torn-down"))
    text = drawn(ours, theirs, width=width, unicode=unicode)
    rail = "\u2502" if unicode else "|"
    rows = [line for line in text.splitlines() if line.count(rail) == 3]
    assert len(rows) >= 8
    assert len({tuple(at for at, sign in enumerate(row) if sign == rail) for row in rows}) == 1
    assert text.isascii() is not unicode
    assert max(map(len, text.splitlines())) <= width


_RUNG = st.builds(
    Rung,
    st.sampled_from(["sent", "lost", "unsure", "came", "both", "here"]),
    st.sampled_from(["request", "again", "sent again", "answer", "phase 1 is up"]),
    st.integers(1, 99),
    st.sampled_from(["", "00:00:10", "00:00:40", "12:30:00", "23:59:50"]),
)
_NOTED = st.lists(st.builds(Noted, _RUNG, st.booleans()), max_size=12)


@given(_NOTED, _NOTED)
def test_no_rung_is_left_out_nor_moved(initiator: list[Noted], responder: list[Noted]) -> None:
    """Each log's rungs come out in their order, each once, whatever the clocks say."""
    rows = align(initiator, responder)
    assert [row.initiator for row in rows if row.initiator] == initiator
    assert [row.responder for row in rows if row.responder] == responder
    assert all(row.initiator or row.responder for row in rows)
