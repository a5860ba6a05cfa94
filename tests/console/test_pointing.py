"""Where keys move the pointer of a menu."""

from __future__ import annotations

import pytest

from ikewizard.console.pointing import Pointing, first_letter, pointing
from ikewizard.console.screen import Menu, Option

FORTY = Menu("Which?", tuple(Option(f"o{n}", f"entry {n}") for n in range(1, 41)))
NAMED = Menu(
    "Which?",
    (Option("a", "Main mode"), Option("b", "Aggressive mode"), Option("c", "'more' of it")),
    actions=(Option("log", "Log or configuration: hand one in"),),
    default="b",
)


def typed(pointer: Pointing, digits: str) -> int:
    """Return the number of the entry after the digits were typed."""
    for digit in digits:
        pointer = pointer.numbered(digit)
    return pointer.at + 1


@pytest.mark.parametrize(
    ("digits", "number"),
    [("7", 7), ("12", 12), ("40", 40), ("41", 1), ("99", 9), ("123", 3), ("0", 1), ("10", 10)],
)
def test_digits_in_a_row_make_one_number(digits: str, number: int) -> None:
    """A digit that makes no number of an entry begins a number of its own."""
    assert typed(pointing(FORTY), digits) == number


def test_another_key_ends_a_number() -> None:
    """After an arrow key the digits start anew."""
    assert pointing(FORTY).numbered("1").moved(1).numbered("2").at == 1


def test_letters_go_round_the_entries_that_begin_with_them() -> None:
    """A first letter goes to the next such entry, past quotes, and round to the first again."""
    pointer = pointing(NAMED)
    assert [(pointer := pointer.lettered("M")).entry.id for _ in range(3)] == ["c", "a", "c"]
    assert pointer.lettered("z").entry.id == "c"
    assert pointer.lettered("l").entry.id == "log"


def test_the_pointer_begins_on_the_default() -> None:
    """It stands on the default, or on the first entry where there is none."""
    assert pointing(NAMED).entry.id == "b"
    assert pointing(FORTY).entry.id == "o1"


def test_arrows_go_round_and_pages_do_not() -> None:
    """One up from the first is the last; a page ends at the ends."""
    pointer = pointing(FORTY)
    assert pointer.moved(-1).at == 39
    assert pointer.moved(-1).moved(1).at == 0
    assert pointer.moved(-10).at == 0
    assert pointer.at_end(last=True).moved(10).at == 39


def test_a_menu_with_nothing_to_choose_is_refused() -> None:
    """A menu without entries is the caller's mistake and said to be one."""
    with pytest.raises(ValueError, match="nothing to choose"):
        pointing(Menu("Which?", ()))


def test_a_label_without_letters_has_no_first_letter() -> None:
    """Digits and signs are no letters to type."""
    assert first_letter("3DES") == "d"
    assert first_letter("42!") == ""
