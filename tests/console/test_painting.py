"""What a menu looks like in the room there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from ikewizard.console import theme
from ikewizard.console.painting import (
    Frame,
    Line,
    paint_answered,
    paint_menu,
    paint_reading,
    reading_lines,
    shortened,
    wrapped,
)
from ikewizard.console.pointing import pointing
from ikewizard.console.screen import Menu, Option

ACTIONS = (Option("unknown", "I don't know"), Option("quit", "Quit"))
YES_NO = (Option("yes", "Yes"), Option("no", "No"))
SMALL = Menu("Is it up?", YES_NO, body="Look.", actions=ACTIONS, why="Because.")


def text_of(lines: list[Line]) -> list[str]:
    """Return the painted lines as text."""
    return ["".join(text for _, text in line).rstrip() for line in lines]


def menu_of(entries: int, body_lines: int = 0) -> Menu:
    """Return a menu of so many entries under a body of so many lines."""
    options = tuple(Option(f"o{n}", f"entry {n}") for n in range(1, entries + 1))
    return Menu("Which?", options, body="\n".join(f"body {n}" for n in range(1, body_lines + 1)))


def test_a_small_menu_is_shown_whole() -> None:
    """Title, text, numbered entries, the actions set apart, and the keys."""
    assert text_of(paint_menu(SMALL, pointing(SMALL), Frame(24, 80))) == [
        "? Is it up?",
        "",
        "Look.",
        "",
        " » 1) Yes",
        "   2) No",
        "",
        "   3) I don't know",
        "   4) Quit",
        "",
        "arrows, number or letter, then Enter | ? why",
    ]


def test_without_unicode_only_ascii_is_drawn() -> None:
    """Where the terminal has no other signs, ASCII ones are drawn."""
    menu = menu_of(40, 30)
    lines = text_of(paint_menu(menu, pointing(menu), Frame(12, 60, theme.ASCII)))
    assert "\n".join(lines).isascii()


def test_a_long_menu_scrolls_with_the_pointer() -> None:
    """Of 40 entries in 12 rows, those around the pointer are seen, and which these are."""
    menu = menu_of(40)
    lines = text_of(paint_menu(menu, pointing(menu).numbered("2").numbered("5"), Frame(12, 60)))
    assert len(lines) == 12
    assert " » 25) entry 25" in lines
    assert lines[-1].startswith("21-30 of 40")


def test_a_long_body_says_how_to_read_it_all() -> None:
    """Of 30 lines in 12 rows the first are seen, with how many more there are and the key."""
    menu = menu_of(3, 30)
    lines = text_of(paint_menu(menu, pointing(menu), Frame(12, 60)))
    assert len(lines) == 12
    assert "… 24 lines more: Space reads all" in lines
    assert " » 1) entry 1" in lines
    assert "   3) entry 3" in lines


def test_the_whole_label_under_the_pointer_is_seen() -> None:
    """Where labels are shortened, the pointed one is still whole, over several lines."""
    labels = [f"label {n}: " + "word " * 20 + "end" for n in range(1, 9)]
    menu = Menu("Which?", tuple(Option(f"o{n}", label) for n, label in enumerate(labels)))
    text = " ".join(" ".join(text_of(paint_menu(menu, pointing(menu).numbered("4"), Frame(12, 60)))).split())
    assert labels[3] in text
    assert labels[2] not in text
    assert text.count("…") >= 2


def test_why_is_shown_under_the_text() -> None:
    """The reason stands with the question while it is answered."""
    assert "Because." in text_of(paint_menu(SMALL, pointing(SMALL), Frame(24, 80), why=True))


def test_reading_shows_every_line_once() -> None:
    """The pages together hold title, text, reason and every whole label."""
    menu = menu_of(40, 30)
    frame = Frame(12, 60)
    lines = reading_lines(menu, frame, why=True)
    pages = [text_of(paint_reading(lines, start, frame))[:-1] for start in range(0, len(lines), 11)]
    read = [line for page in pages for line in page]
    assert read == lines
    assert {f"body {n}" for n in range(1, 31)} | {f"{n}) entry {n}" for n in range(1, 41)} <= set(read)


def test_answered_is_one_line() -> None:
    """The menu gives way to the question with its answer."""
    assert text_of(paint_answered(SMALL, "Yes", Frame(24, 80))) == ["? Is it up?  Yes"]


def test_hostile_labels_are_cleaned() -> None:
    """No escape of a title, a text or a label reaches the terminal, and a label is one line."""
    evil = "\x1b[2J\x07bad\nline"
    menu = Menu(evil, (Option("a", evil),), body=evil, actions=(Option("b", evil),), why=evil)
    text = "\n".join(text_of(paint_menu(menu, pointing(menu), Frame(24, 80), why=True)))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert " » 1) bad line" in text


@pytest.mark.parametrize("text", ["wide \u65e5\u672c\u8a9e " * 9, "x" * 200, "a b " * 50, "\u65e5" * 90])
def test_wrapping_counts_cells(text: str) -> None:
    """No line is wider than the room, and no character is lost."""
    lines = wrapped(text, 20)
    assert max(get_cwidth(line) for line in lines) <= 20
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_shortening_counts_cells() -> None:
    """What is shortened ends in an ellipsis and fits."""
    assert shortened("\u65e5\u672c\u8a9e", 5, theme.UNICODE) == "\u65e5\u672c…"
    assert shortened("abcdef", 5, theme.ASCII) == "ab..."
    assert shortened("abcde", 5, theme.UNICODE) == "abcde"


labels = st.text(st.sampled_from("ab \u65e5\u0301"), min_size=1, max_size=200)


@given(
    st.lists(labels, min_size=1, max_size=30),
    st.lists(labels, max_size=30),
    labels,
    st.integers(6, 30),
    st.integers(30, 100),
    st.data(),
)
def test_a_menu_always_fits(
    names: list[str], body: list[str], title: str, rows: int, columns: int, data: st.DataObject
) -> None:
    """In any room the menu fits, the pointer is seen, and what is missing is told."""
    options = tuple(Option(f"o{n}", name) for n, name in enumerate(names))
    menu = Menu(title, options, body="\n".join(body), actions=ACTIONS)
    pointer = pointing(menu).moved(data.draw(st.integers(0, len(names) + 1)))
    lines = text_of(paint_menu(menu, pointer, Frame(rows, columns)))
    assert len(lines) <= rows
    assert max(get_cwidth(line) for line in lines) < columns
    assert any(line.lstrip().startswith("»") and f" {pointer.at + 1})" in line for line in lines)
    shown = "".join("".join(lines).split())
    if "Spacereadsall" not in shown:
        assert "".join("".join(body).split()) in shown
        assert "".join(pointer.entry.label.split()) in shown


def test_the_reason_keeps_its_lines_when_it_is_read_page_by_page() -> None:
    """What explains the words of a screen stands a line each, there as well."""
    menu = Menu("Which?", (Option("a", "A"),), why="Because.\n\nWords on this screen:\nNAT: a\nIKE: b")
    lines = reading_lines(menu, Frame(24, 80, theme.UNICODE), why=True)
    assert lines[:5] == ["Because.", "", "Words on this screen:", "NAT: a", "IKE: b"]
