"""What an answer leads to, as it is seen on a call: whole where the pointer is, and never as a stump."""

from __future__ import annotations

from dataclasses import replace

import pytest
from prompt_toolkit.utils import get_cwidth

from ikewizard.console.calling import CallScreen
from ikewizard.console.painting import Frame, paint_menu
from ikewizard.console.pointing import pointing
from ikewizard.console.screen import Menu, Option
from ikewizard.console.scripted_screen import ScriptedScreen
from ikewizard.core.tree import Ask
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.calling import call_at
from tests.report.walks import BEGUN, NO_PROPOSAL, walk

ACTIONS = (Option("log", "Log or configuration: hand one in"), Option("quit", "Quit"))
SIZES = [Frame(24, 80), Frame(24, 60)]


def asked_on_a_call(knowledge: Knowledge, answers: dict[str, str]) -> Menu:
    """Return the menu of the question that these answers lead to, as an agent has it."""
    progress, situation = walk(knowledge.playbook, answers)
    question = situation.question
    assert isinstance(question, Ask)
    options = tuple(Option(choice.value, choice.label) for choice in question.choices)
    screen = ScriptedScreen([options[0].id])
    call = call_at(knowledge.playbook, progress, situation)
    CallScreen(screen, call, lambda _text: ()).menu(Menu(question.ask, options, question.say, ACTIONS))
    return screen.menus[0]


def painted(menu: Menu, at: int, frame: Frame) -> list[str]:
    """Return the lines of a menu whose pointer is on this entry."""
    pointer = replace(pointing(menu), at=at)
    return ["".join(text for _, text in line) for line in paint_menu(menu, pointer, frame)]


@pytest.mark.parametrize("frame", SIZES, ids=["80", "60"])
@pytest.mark.parametrize("answers", [BEGUN, NO_PROPOSAL], ids=["complaint", "topic"])
def test_what_the_pointed_answer_leads_to_is_seen_whole(
    answers: dict[str, str], frame: Frame, knowledge: Knowledge
) -> None:
    """Whichever it is, on the smallest screens, and nothing is higher than the screen."""
    menu = asked_on_a_call(knowledge, answers)
    for at, option in enumerate(menu.options):
        lines = painted(menu, at, frame)
        assert option.shown in " ".join(" ".join(lines).split())
        assert len(lines) <= frame.rows


@pytest.mark.parametrize("frame", SIZES, ids=["80", "60"])
def test_no_stump_is_shown_of_what_another_answer_leads_to(frame: Frame, knowledge: Knowledge) -> None:
    """A few cells of it tell nothing: then the arrow says that it leads to something."""
    menu = asked_on_a_call(knowledge, BEGUN)
    cut = [line for line in painted(menu, 0, frame) if "->" in line and line.endswith("\u2026")]
    assert cut
    for line in cut:
        stump = line.partition("->")[2]
        assert stump == "\u2026" or get_cwidth(stump) >= 18, line


def test_the_room_that_is_left_shows_what_the_other_answers_lead_to(knowledge: Knowledge) -> None:
    """As many of them as fit are whole, those next to the pointer first; the screen is used up."""
    menu, frame = asked_on_a_call(knowledge, NO_PROPOSAL), Frame(20, 80)
    lines = painted(menu, 2, frame)
    text = " ".join(" ".join(lines).split())
    assert [option.shown in text for option in menu.options[1:4]] == [True, True, True]
    assert not all(option.shown in text for option in menu.options)
    assert frame.rows - len(lines) <= 1
