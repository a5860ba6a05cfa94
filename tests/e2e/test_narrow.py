"""Small screens: every question comes whole, and no line is longer than the screen."""

from __future__ import annotations

import re

import pytest

from ikewizard.core.engine import survey
from ikewizard.core.events import Answered
from ikewizard.core.progress import replay
from ikewizard.core.tree import Ask, Form
from ikewizard.knowledge.load import Knowledge
from tests.console.terminal import CTRL_C
from tests.e2e.conftest import Start
from tests.e2e.wizard import STEP, Wizard, flat

READING = "Space goes on"
_PAGE = re.compile(r"lines \d+-(\d+) of (\d+)")
NO_RESPONSE = {
    "symptom": "no-response",
    "initiator-make": "sonicwall",
    "responder-make": "strongswan",
    "started": "yes",
    "no-response-line": "timeout",
    "timeout-topic": "nothing",
    "reachable": "yes",
}
NO_TRAFFIC = {"symptom": "no-traffic", "initiator-make": "other", "responder-make": "other"}
FAILS = {"symptom": "negotiation-fails", "initiator-make": "strongswan", "responder-make": "sonicwall"}


def whole(wizard: Wizard) -> str:
    """Return everything that the open question says: what is shortened is read page by page."""
    text = flat(wizard.screen())
    if "…" not in text:
        return text
    wizard.send(" ")
    wizard.wait_for(READING)
    read = ""
    while page := _PAGE.search(wizard.text()):
        read += f" {wizard.text()}"
        if page[1] == page[2]:
            break
        wizard.send(" ")
        wizard.wait_gone(page[0])
    wizard.send("q")
    wizard.wait_gone(READING)
    return flat(read)


def checked(wizard: Wizard, question: Ask | Form, number: int) -> None:
    """Check that the open question is this one, and that nothing of it is missing."""
    wizard.expect(f"[{number}] {question.ask}")
    text = whole(wizard)
    assert flat(question.say) in text
    if isinstance(question, Ask):
        for choice in question.choices:
            assert flat(choice.label) in text, f"'{choice.label}' is cut"
    for action in ("Log or configuration: hand one in", "Quit (what you answered is saved)"):
        assert action in text


@pytest.mark.parametrize(("rows", "cols"), [(24, 60), (24, 80)], ids=["60", "80"])
@pytest.mark.parametrize("answers", [NO_RESPONSE, NO_TRAFFIC, FAILS], ids=["one", "two", "three"])
def test_every_question_comes_whole(
    ready: Start, knowledge: Knowledge, answers: dict[str, str], rows: int, cols: int
) -> None:
    """Title, text to read aloud and all answers stand on the screen, wrapped between words."""
    wizard = ready(rows=rows, cols=cols)
    events: list[Answered] = []
    for number, (node, value) in enumerate(answers.items(), start=1):
        question = survey(knowledge.playbook, replay(events)).question
        assert isinstance(question, Ask)
        assert question.id == node
        checked(wizard, question, number)
        label = next(choice.label for choice in question.choices if choice.value == value)
        wizard.answer(question.ask, label[: cols - 20].rsplit(" ", 1)[0])
        events.append(Answered("", node, value))
    last = survey(knowledge.playbook, replay(events)).question
    assert last is not None
    checked(wizard, last, len(answers) + 1)


@pytest.mark.parametrize("cols", [60, 80])
def test_the_conclusion_and_a_step_fit(ready: Start, knowledge: Knowledge, cols: int) -> None:
    """The causes with their reasons, and the first step with its menu, are wrapped between words."""
    wizard = ready(cols=cols)
    for answer in ("No answer", "SonicWall", "SonicWall", "although traffic", "I don't know any"):
        wizard.wait_until(lambda: wizard.open_question != "", "a question")
        wizard.answer(wizard.open_question[:20], answer)
    wizard.expect(STEP)
    shown = flat(wizard.history())
    for cause in (knowledge.playbook.causes[name] for name in ("sa-disabled", "traffic-not-selected")):
        assert f"{flat(cause.title)} (likely): {flat(cause.why)}" in shown
    step = knowledge.playbook.causes["sa-disabled"].steps[0]
    assert flat(step.text) in shown
    assert flat(step.verify) in flat(wizard.screen())
    wizard.leave(CTRL_C, 130)


def test_a_question_that_is_too_long_for_the_screen_is_shortened_not_cut(
    ready: Start, knowledge: Knowledge
) -> None:
    """On ten rows the screen is full, its foot tells how much there is, and all of it can be read."""
    wizard = ready(rows=10, cols=60)
    question = survey(knowledge.playbook, replay([])).question
    assert question is not None
    wizard.expect(question.ask)
    assert "1-3 of 7" in wizard.screen()[-1]
    checked(wizard, question, 1)
