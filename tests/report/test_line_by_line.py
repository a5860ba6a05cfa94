"""Every line gets its meaning, or is known to be of no weight, or is marked as unknown."""

from __future__ import annotations

from dataclasses import replace

from ikewizard.logs.catalog import Catalog
from ikewizard.logs.reading import read_scan
from ikewizard.logs.scan import KEEP_UNKNOWN, scan
from ikewizard.logs.sighting import Scan
from ikewizard.logs.signature import Dialect, LineShape
from ikewizard.report.document import Paragraph, Quote
from ikewizard.report.line_by_line import (
    NOT_PLAIN,
    Explained,
    Log,
    Page,
    explain_lines,
    explanation,
    explanation_of_both,
)
from ikewizard.report.text import render_text
from tests.logs.dialects import message

DIALECT = Dialect(
    "delta",
    "Delta",
    "",
    (LineShape("^delta: ", ()),),
    (
        message("began", "delta: began", "initiated"),
        message("broke", "delta: broke", "failed"),
        message("came-up", "delta: came up", "phase2-up"),
        message("hum", "delta: humming", "harmless"),
        message("nat-free", "delta: no nat", "harmless", facts={"nat": "none"}),
    ),
)
CATALOG = Catalog.build([DIALECT])
LOG = ["delta: began", "", "delta: humming", "delta: humming", "delta: no nat", "delta: what", "delta: broke"]


def explained(lines: list[str]) -> list[Explained]:
    """Return the lines of a log with their meanings."""
    return list(explain_lines(enumerate(lines, start=1), scan(lines, CATALOG), CATALOG))


def log(lines: list[Explained], found: Scan) -> Log:
    """Return a log to be shown."""
    return Log("x", lines, found, read_scan(found, CATALOG, name="x"), ("y",), None)


def margin(lines: list[str], page: Page) -> list[str]:
    """Return the annotated log as it is written on a page."""
    found = scan(lines, CATALOG)
    document = explanation(log(explained(lines), found), page)
    return next(block.text for block in document.blocks if isinstance(block, Quote)).split("\n")


def test_the_meaning_and_the_weight_of_each_line() -> None:
    """A failure, a step, a harmless line that still establishes something, and one that nobody knows."""
    assert [(each.line, each.mark, each.means) for each in explained(LOG)] == [
        (1, "", ("began happened.",)),
        (2, "", ()),
        (3, "", ()),
        (4, "", ()),
        (5, "", ("nat-free happened.",)),
        (6, "?", ()),
        (7, "!", ("broke happened.",)),
    ]


def test_the_margin() -> None:
    """Harmless lines are folded, the meaning stands under its line, marks and numbers before it."""
    assert margin(LOG, Page(60, unicode=False)) == [
        "  1 delta: began",
        "    -> began happened.",
        "    ... 3 lines of no weight",
        "  5 delta: no nat",
        "    -> nat-free happened.",
        "? 6 delta: what",
        "! 7 delta: broke",
        "    -> broke happened.",
    ]


def test_no_line_is_forgotten_beyond_what_a_scan_keeps() -> None:
    """However many lines are unknown, each of them is marked, and none that is known."""
    lines = ["delta: humming", *(f"delta: new {number}" for number in range(3 * KEEP_UNKNOWN))]
    marks = [each.mark for each in explained(lines)]
    assert marks == ["", *["?"] * (3 * KEEP_UNKNOWN)]


def test_numbers_are_those_of_the_file() -> None:
    """Lines that were chosen from a longer log keep their numbers."""
    chosen = [(100, "delta: began"), (250, "delta: broke")]
    found = scan((), CATALOG)
    assert [each.line for each in explain_lines(chosen, found, CATALOG)] == [100, 250]
    assert [each.means for each in explain_lines(chosen, found, CATALOG)][1] == ("broke happened.",)


def test_a_long_line_is_broken_between_words_to_the_letter() -> None:
    """Nothing of a log line is lost or changed where it is broken."""
    text = "delta: began with a long line of many short words and a" + "verylongword" * 20
    lines = margin([text], Page(60, unicode=True))
    pieces = [line[4:] for line in lines[:-1]]
    assert "".join(pieces) == text
    assert max(map(len, lines)) <= 56
    assert pieces[0].endswith(" ")


def test_a_hostile_line_is_shown_clean() -> None:
    """Escapes are taken out of what is shown, and of a huge line the end is told."""
    shown = explained(["delta: began \x1b[2J\x00", "y" * 100_000])
    assert shown[0].text == "delta: began "
    assert "more characters" in shown[1].text
    assert len(shown[1].text) < 5000


def test_a_log_without_an_exchange_says_so() -> None:
    """There is no ladder, and no empty heading for one."""
    found = scan(["delta: humming"], CATALOG)
    document = explanation(log([], found), Page())
    assert document.blocks[-1] == Paragraph("No exchange is to be seen in this log.")


def tunnels(*names: str) -> Log:
    """Return a log of the tunnels of these names."""
    lines = [f"delta: began {name}" for name in names]
    shape = LineShape("^delta: (?:[a-z]+) (?P<connection>[a-z]+)", ())
    catalog = Catalog.build([replace(DIALECT, lines=(shape,))])
    found = scan(lines, catalog)
    return Log("x", (), found, read_scan(found, catalog, name="x"), (), None)


def test_both_logs_share_one_ladder_a_tunnel() -> None:
    """Tunnels of one name are drawn together; where it is not plain which is which, each by itself."""
    both = render_text(explanation_of_both(tunnels("a", "b", "c"), tunnels("c", "d", "e"), Page()), 80)
    assert both.count("As both logs show it") == 1
    assert " ".join(both.split()).count(NOT_PLAIN) == 4


def test_a_tunnel_that_the_other_log_lacks_is_drawn_with_nothing_beside_it() -> None:
    """A log of which no tunnel is left shows that it has nothing of this one."""
    text = render_text(explanation_of_both(tunnels("east", "west"), tunnels("west"), Page()), 80)
    assert text.count("As both logs show it") == 2
    assert NOT_PLAIN not in text
