"""What a typed line chooses in a numbered menu."""

from __future__ import annotations

import pytest

from ikewizard.console.numbered import Unclear, lettered, match
from ikewizard.console.screen import Menu, Option

MENU = Menu(
    "What does the tunnel do?",
    (Option("no-response", "Nothing comes back"), Option("no-traffic", "It is up, nothing passes")),
    actions=(Option("unknown", "I don't know"), Option("log", "Hand in a log"), Option("quit", "Quit")),
)
GROUPS = Menu("Which DH group?", tuple(Option(f"modp-{n}", n) for n in ("1", "2", "5", "14", "19")))


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("1", "no-response"),
        ("5", "quit"),
        ("#2", "no-traffic"),
        ("no-traffic", "no-traffic"),
        ("NOTHING COMES BACK", "no-response"),
        ("l", "log"),
        ("Q", "quit"),
        ("u", "unknown"),
    ],
)
def test_every_way_to_say_it(said: str, chosen: str) -> None:
    """A number, an id, a label or an action's letter chooses, in any case."""
    found = match(MENU, said)
    assert isinstance(found, Option)
    assert found.id == chosen


@pytest.mark.parametrize("said", ["", "0", "6", "99999999", "\u00b2", "n", "nothing", "\x1b[A"])
def test_what_means_nothing_chooses_nothing(said: str) -> None:
    """Nothing is guessed: an unknown number, a letter of no action, or a part of a label is no answer."""
    assert match(MENU, said) is None


def test_a_number_that_is_also_an_answer_is_not_guessed() -> None:
    """'5' is the fifth answer or DH group 5; the sign before it tells that the number is meant."""
    assert match(GROUPS, "5") == Unclear(3, GROUPS.options[2])
    assert match(GROUPS, "#5") == GROUPS.options[4]
    assert match(GROUPS, "1") == GROUPS.options[0]
    assert match(GROUPS, "14") == GROUPS.options[3]


def test_enter_takes_the_default() -> None:
    """Nothing said is the default where there is one."""
    menu = Menu(MENU.title, MENU.options, default="no-traffic")
    assert match(menu, "") == MENU.options[1]


def test_two_actions_do_not_share_a_letter() -> None:
    """The first action that begins with a letter has it."""
    menu = Menu("?", (), actions=(Option("back", "Back"), Option("begin", "Begin anew")))
    assert lettered(menu) == {"back": "b"}
