"""The ladder shows what went from unit to unit, and claims nothing that the log does not show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikewizard.core.facts import Side
from ikewizard.logs.sighting import Sighting
from ikewizard.logs.signature import Resender, What
from ikewizard.logs.timeline import Attempt, Connection
from ikewizard.report.document import Document, Heading, Items, Paragraph, Quote
from ikewizard.report.ladder import Rung, ladder_blocks, rungs
from ikewizard.report.text import render_text
from tests.logs.dialects import message

Step = tuple[What, Resender | None]


def attempt(*steps: What | Step, first: int = 1) -> Attempt:
    """Return an attempt with one line a step, a second apart."""
    sightings = []
    for line, step in enumerate(steps, start=first):
        what, resent_by = (step, None) if isinstance(step, str) else step
        signature = replace(message(f"{what}-line", "x", what), resent_by=resent_by)
        text = f"2026-11-23 10:{line // 60 % 60:02}:{line % 60:02} x"
        sightings.append(Sighting(signature, "alpha", line, text))
    return Attempt(tuple(sightings))


def drawn(*attempts: Attempt, side: Side = "initiator", width: int = 60, unicode: bool = False) -> str:
    """Return the ladder of one tunnel as text."""
    tunnel = Connection("west", "192.0.2.7", attempts)
    return render_text(
        Document(tuple(ladder_blocks([tunnel], side, width=width, unicode=unicode))), width, unicode
    )


def kinds(*steps: What | Step) -> list[tuple[str, str]]:
    """Return the kinds and labels of the rungs of one attempt."""
    return [(rung.kind, rung.label) for rung in rungs(attempt(*steps))]


MINE: Step = ("retry", "this")
THEIRS: Step = ("retry", "peer")


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        (("initiated", "answered"), "sent"),
        (("initiated", "phase1-up"), "sent"),
        (("initiated", THEIRS), "sent"),
        (("initiated", MINE), "lost"),
        (("initiated", "gave-up"), "lost"),
        (("initiated", "progress", "answered"), "sent"),
        (("initiated", "failed"), "unsure"),
        (("initiated",), "unsure"),
    ],
)
def test_what_became_of_a_message(steps: tuple[What | Step, ...], kind: str) -> None:
    """What comes next tells whether a message got there; a failure of whoever's making does not."""
    assert kinds(*steps)[0] == (kind, "request")


def test_what_was_answered_was_sent() -> None:
    """A message without a name of its own is drawn at the line that says that something was sent."""
    found = attempt("initiated", "answered", "progress", "answered", "answered").sightings
    plain = replace(found[2].signature, sends=True)
    sent = Attempt((*found[:2], replace(found[2], signature=plain), *found[3:]))
    assert [(rung.kind, rung.label, rung.line) for rung in rungs(sent)] == [
        ("sent", "request", 1),
        ("came", "answer", 2),
        ("sent", "request", 3),
        ("came", "answer", 4),
        ("came", "answer", 5),
    ]


def test_who_sent_a_message_again() -> None:
    """A repeat of the peer comes, one of this unit goes, and a retry of nobody's is only noted."""
    assert kinds("received", THEIRS, MINE, "retry", "answered") == [
        ("came", "request"),
        ("came", "sent again"),
        ("lost", "again"),
        ("here", "tries again"),
        ("came", "answer"),
    ]


def test_several_lines_about_one_message_are_one_rung() -> None:
    """The beginning is often told twice, and steps that go nowhere are left to the lines above."""
    found = rungs(attempt("initiated", "progress", "initiated", "nat", "answered", "gave-up", "gave-up"))
    assert [(rung.label, rung.line) for rung in found] == [("request", 1), ("answer", 5), ("given up", 6)]


def test_the_initiator_stands_left() -> None:
    """Seen from either unit the request goes to the right, and the answer to the left."""
    text = drawn(attempt("initiated", "answered", "phase1-up", "failed"))
    lane = [line.split("  10:")[1][7:] for line in text.splitlines() if "  10:" in line]
    assert lane[0].startswith("|---")
    assert lane[0].endswith("-->|")
    assert lane[1].startswith("|<--")
    assert lane[1].endswith("---|")
    assert lane[2].startswith("|===")
    assert lane[3].startswith("| failed ")
    seen = drawn(attempt("received", "failed"), side="responder").splitlines()
    assert any(line.endswith("-->|") for line in seen)
    assert any(line.endswith(" failed |") for line in seen)


def test_a_lost_message_does_not_arrive() -> None:
    """Its arrow ends before the other unit, on whichever side that is."""
    assert "-x      |" in drawn(attempt("initiated", MINE, "gave-up"))
    assert "|      x-" in drawn(attempt("received", MINE, "gave-up"), side="responder")
    assert "  ? |" in drawn(attempt("initiated"))


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("side", ["initiator", "responder"])
def test_all_uprights_are_in_line(width: int, unicode: bool, side: Side) -> None:
    """Whatever is drawn, the two units stand still, and from 60 columns on nothing is cut."""
    whole = attempt("initiated", MINE, THEIRS, "answered", "phase1-up", "failed", "gave-up", MINE)
    text = drawn(whole, side=side, width=width, unicode=unicode)
    rail = "\u2502" if unicode else "|"
    rows = [line for line in text.splitlines() if " 10:0" in line]
    assert len(rows) == 8
    if width >= 60:
        # The first upright is the mark of the quote.
        assert len({tuple(at for at, sign in enumerate(row) if sign == rail) for row in rows}) == 1
        assert all(row.count(rail) == 3 for row in rows)
    assert text.isascii() is not unicode
    assert max(map(len, text.splitlines())) <= width


def test_a_run_of_retries_is_shortened() -> None:
    """Of a hundred retries both ends are drawn, with their line numbers, and how many more there were."""
    text = drawn(attempt("initiated", *[MINE] * 100, "gave-up"))
    assert "... 96 more ..." in text
    assert [line.split()[1] for line in text.splitlines() if " again " in line] == ["2", "3", "100", "101"]
    assert len(text.splitlines()) < 20


def test_an_attempt_without_end_is_shortened() -> None:
    """A hostile log cannot draw a ladder of a million rungs; what is left out is counted."""
    steps: list[What | Step] = ["received", "failed"] * 5000
    text = drawn(attempt(*steps))
    assert "... 9960 more ..." in text
    assert len(text.splitlines()) < 120


def test_many_attempts_and_tunnels_are_told_not_drawn() -> None:
    """The last attempts and the first tunnels are drawn; the number of the others is told."""
    one = attempt("initiated", "gave-up")
    assert "6 earlier attempts are not drawn." in drawn(*[one] * 10)
    tunnels = [Connection(f"t{number}", "", (one,)) for number in range(25)]
    blocks = list(ladder_blocks(tunnels, None))
    assert sum(isinstance(block, Heading) for block in blocks) == 20
    assert blocks[-1] == Paragraph("5 more tunnels are not drawn.")


def test_why_it_failed_stands_below_once() -> None:
    """Equal failures share a sentence with all their lines."""
    blocks = list(
        ladder_blocks([Connection("w", "", (attempt("initiated", "failed", MINE, "failed"),))], None)
    )
    assert blocks[-1] == Items(("Lines 2, 4: failed-line happened.",))


def test_where_nothing_was_exchanged_there_is_no_ladder() -> None:
    """Steps that decide nothing, or no tunnel at all, draw nothing."""
    assert list(ladder_blocks([], None)) == []
    assert list(ladder_blocks([Connection("w", "", (attempt("progress", "nat"),))], None)) == []


def test_lines_without_a_time_have_no_column_for_it() -> None:
    """A log without times has a ladder all the same."""
    timed = attempt("initiated", "answered")
    bare = Attempt(tuple(replace(sighting, text="x") for sighting in timed.sightings))
    assert rungs(bare)[0] == Rung("sent", "request", 1)
    quote = next(
        block for block in ladder_blocks([Connection("w", "", (bare,))], None) if isinstance(block, Quote)
    )
    assert quote.text.startswith("line  initiator")
