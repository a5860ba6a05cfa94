"""Text rendering: within its width, whatever the text, and nothing of the text is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.report.document import Document, Heading, Items, Paragraph, Quote, Table
from ikewizard.report.text import NARROWEST, cells, pieces, render_text, wrap

TEXTS = st.text(max_size=60) | st.text(alphabet="ab \n\t\x1b[31m漢é|-", max_size=200)
BLOCKS = (
    st.builds(Heading, TEXTS, st.integers(1, 6))
    | st.builds(Paragraph, TEXTS)
    | st.builds(Items, st.lists(TEXTS, max_size=4).map(tuple), st.booleans())
    | st.builds(Quote, TEXTS, TEXTS)
    | st.builds(
        lambda rows: Table(rows[0], tuple(rows[1:])),
        st.integers(1, 4).flatmap(
            lambda size: st.lists(
                st.lists(TEXTS, min_size=size, max_size=size).map(tuple), min_size=1, max_size=4
            )
        ),
    )
)
DOCUMENTS = st.lists(BLOCKS, max_size=6).map(lambda blocks: Document(tuple(blocks)))


@given(DOCUMENTS, st.integers(1, 120), st.booleans())
def test_no_line_is_wider_than_asked_for(document: Document, width: int, unicode: bool) -> None:
    """Any document fits any width, and holds no control character."""
    text = render_text(document, width, unicode)
    assert all(cells(line) <= max(width, NARROWEST) for line in text.split("\n"))
    assert all(
        char.isprintable() or char in "\n\u3000\xa0" or char.isspace() or ord(char) > 0x9F for char in text
    )
    assert not any(ord(char) < 0x20 and char != "\n" for char in text)


@given(st.lists(st.from_regex(r"[a-z]{1,30}", fullmatch=True), min_size=1), st.integers(NARROWEST, 90))
def test_no_letter_of_prose_is_lost(words: list[str], width: int) -> None:
    """Wrapping only moves line ends: the letters are the same."""
    shown = render_text(Document((Paragraph(" ".join(words)),)), width)
    assert "".join(shown.split()) == "".join(words)


@given(st.text(alphabet="ab  ", max_size=200), st.integers(1, 40))
def test_plain_letters_break_where_others_do(text: str, width: int) -> None:
    """ASCII has a quicker way of its own, to the same lines."""
    assert list(wrap(text, width)) == [line.replace("é", "a") for line in wrap(text.replace("a", "é"), width)]


@given(st.text(alphabet="ab .:", max_size=300), st.integers(NARROWEST, 90))
def test_a_quoted_line_is_broken_to_the_letter(line: str, width: int) -> None:
    """The pieces of a long quoted line, put together, are the line; only where it breaks no blank shows."""
    lines = render_text(Document((Quote(line),)), width, unicode=False).split("\n")[:-1]
    assert lines[0].startswith("  |")
    assert all(more.startswith("  :") for more in lines[1:])
    assert "".join(pieces(line, width)) == line
    assert "".join("".join(part[4:] for part in lines).split()) == "".join(line.split())
    assert max(map(len, lines)) <= width


DOCUMENT = Document(
    (
        Heading("Conclusion", 1),
        Heading("Causes", 2),
        Paragraph("The two units propose different groups for Perfect Forward Secrecy."),
        Items(("Compare the settings of both units side by side", "Apply them"), ordered=True),
        Items(("first\nmore of it", "second")),
        Quote("Nov 21 10:00:00 hq charon: 07[IKE] received NO_PROPOSAL_CHOSEN notify error", "east.log:22"),
        Table(("Time", "Question", "Answer"), (("10:00", "What happens?", "No answer"),)),
    )
)


def test_a_document_as_text() -> None:
    """Each kind of block has its look, at a width where the table still fits."""
    assert render_text(DOCUMENT, 44, unicode=False).split("\n") == [
        "Conclusion",
        "==========",
        "",
        "Causes",
        "------",
        "",
        "The two units propose different groups for",
        "Perfect Forward Secrecy.",
        "",
        "1. Compare the settings of both units side",
        "   by side",
        "2. Apply them",
        "",
        "- first",
        "  more of it",
        "- second",
        "",
        "east.log:22:",
        "  | Nov 21 10:00:00 hq charon: 07[IKE]",
        "  : received NO_PROPOSAL_CHOSEN notify error",
        "",
        "Time   Question       Answer",
        "-----  -------------  ---------",
        "10:00  What happens?  No answer",
        "",
    ]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            Table(("A", "B", "C"), (("1", "two words", "x"), ("2", "y", "z"))),
            ["A: 1", "B: two words", "C: x", "", "A: 2"],
        ),
        (
            Table(("Session", "abc"), (("Verdict", "it is solved now"), ("Cause", "x"))),
            ["Verdict: it is", "  solved now"],
        ),
    ],
)
def test_a_table_that_does_not_fit_becomes_a_list(table: Table, lines: list[str]) -> None:
    """On a narrow screen each cell is named by its column, or by the first cell of two."""
    wide = Table(table.header, (*table.rows, ("a wide cell " * 3, *["x"] * (len(table.header) - 1))))
    assert render_text(Document((wide,)), NARROWEST, unicode=False).split("\n")[: len(lines)] == lines


def test_marks_follow_the_terminal() -> None:
    """A terminal that has the characters gets them, another one gets ASCII."""
    assert "• first" in render_text(DOCUMENT, 80, unicode=True)
    assert render_text(DOCUMENT, 80, unicode=False).isascii()


def test_escapes_of_a_log_do_not_reach_the_terminal() -> None:
    """A quoted line, a title and a cell are shown without what would steer the terminal."""
    evil = "\x1b[2J\x1b]0;title\x07\x9b31mred\u202e"
    document = Document((Heading(evil), Quote(evil, evil), Table((evil,), ((evil,),)), Items((evil,))))
    assert set(render_text(document, 80, unicode=False)) <= set("red:|- \n")


def test_a_wide_table_is_narrowed_before_it_becomes_a_list() -> None:
    """Cells are broken between words, or at a joint of a long name, and no letter gets lost."""
    rows = (
        (
            "no-answer-initiator-v2.log",
            "to-hq",
            "198.51.100.7",
            "possible",
            "phase1-proposal-mismatch (+1)",
        ),
        ("x" * 40, "", "-", "up", "-"),
    )
    text = render_text(Document((Table(("file", "tunnel", "peer", "verdict", "first cause"), rows),)), 76)
    assert max(map(len, text.splitlines())) <= 76
    assert "file:" not in text
    assert [line.split()[-1] for line in text.splitlines()[2:4]] == ["phase1-proposal-", "(+1)"]
    assert text.count("x") == 40
    assert "file: " in render_text(Document((Table(("file", "a", "b", "c", "d"), rows),)), 40)


def test_a_command_to_type_stands_alone_on_its_line() -> None:
    """With no mark before it, close to the words around it, and apart from what is something else."""
    document = Document(
        (Paragraph("On it:"), Quote("vpn up", typed=True), Paragraph("starts it."), Items(("It helped.",)))
    )
    assert render_text(document, 60, unicode=False) == "On it:\n    vpn up\nstarts it.\n\n- It helped.\n"
    assert (
        render_text(Document((Quote("a" * 30, typed=True),)), 20)
        == f"    {'a' * 14}\n      {'a' * 14}\n      aa\n"
    )
