"""Every row of the guide, pasted into the running wizard on a real terminal of 80 by 24.

The log is handed in at the first question and pasted as a terminal pastes; everything that is still asked
gets *I don't know*; and every step that comes is read, until all checks of the row were among them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

from ikewizard.knowledge.load import Knowledge
from tests.console.nursery import Nursery
from tests.console.terminal import CTRL_D, ENTER, Terminal
from tests.guide.rows import ROWS, Row, log_lines, symptom

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")

STEP = "what came of it?"
FOOT = "then Enter"
PASTE = "Paste the log now"
SYMPTOMS = {"no-response": "No answer", "no-traffic": "The tunnel comes up"}
ENTRY = re.compile(r"^ *[^\s\d]? *(\d+)\) (.*)$")


def entries(terminal: Terminal) -> dict[str, str]:
    """Return the entries of the menu on the screen: label to number."""
    found = (ENTRY.match(line) for line in terminal.screen())
    return {match[2]: match[1] for match in found if match}


def entry(terminal: Terminal, label: str) -> str:
    """Return the number under which an entry of the menu on the screen stands."""
    for text, number in entries(terminal).items():
        if label in text:
            return number
    raise AssertionError(f"no entry '{label}' on the screen:\n" + "\n".join(terminal.screen()))


def choose(terminal: Terminal, label: str) -> None:
    """Choose an entry of the menu on the screen by its number, and wait for what comes next."""
    before = asked(terminal)
    terminal.send(entry(terminal, label) + ENTER)
    terminal.wait_until(
        lambda: asked(terminal) > before and (FOOT in terminal.text() or PASTE in terminal.text()),
        f"what comes after '{label}'",
    )


def asked(terminal: Terminal) -> int:
    """Return how many questions were drawn so far; an answered one leaves its line behind."""
    history = terminal.history()
    return len(re.findall(r"^\? ", history, re.MULTILINE)) + history.count(PASTE)


def hand_in(terminal: Terminal, row: Row) -> None:
    """Hand the row's log in at the question on the screen, by a bracketed paste that Ctrl-D ends."""
    choose(terminal, "Log or configuration: hand one in")
    choose(terminal, "Paste it here")
    lines = log_lines(row, "exported")
    terminal.paste("\n".join(lines), bracketed=True)
    # The last line, which has no end, is counted when the paste is over: a key is no part of it then.
    terminal.wait_for(f" {len(lines)} lines so far")
    terminal.send(CTRL_D)
    terminal.wait_for(FOOT)


def answer_the_rest(terminal: Terminal, row: Row) -> None:
    """Answer whatever is still asked, until the first step is shown."""
    while STEP not in terminal.text():
        choose(terminal, answer(entries(terminal), row))


def answer(menu: Collection[str], row: Row) -> str:
    """Return the entry of the menu to choose: what the row tells, else I don't know, and go on."""
    told = [
        "The responder's" if row.side == "responder" else "The initiator's",
        SYMPTOMS.get(symptom(row), ""),
    ]
    for label in (
        *told,
        "Take the steps",
        "Go on without it",
        "Done with these settings",
        "I don't know any of them",
    ):
        if label and any(label in text for text in menu):
            return label
    return "I don't know"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_pasted_row_leads_to_its_cause_and_steps(
    row: Row,
    tmp_path: Path,
    cache_home: Path,
    knowledge: Knowledge,
    nursery: Nursery,
    carriers_of: dict[str, set[str]],
) -> None:
    """The conclusion names the row's first cause, and each check of the row comes as a step."""
    cache = {"XDG_CACHE_HOME": str(cache_home)}
    command = [sys.executable, "-m", "ikewizard"]
    with Terminal(command, tmp_path, env=cache, nursery=nursery) as terminal:
        terminal.wait_for("What does the tunnel do?")
        hand_in(terminal, row)
        answer_the_rest(terminal, row)
        assert flat(knowledge.walk.causes[row.cause[0]].title) in flat(terminal.history())
        texts = {
            step.id: flat(step.text) for cause in row.cause for step in knowledge.walk.causes[cause].steps
        }
        wanted = [
            {texts[step] for step in carriers_of[f"{row.id}/{n}"] if step in texts}
            for n in range(1, len(row.checks) + 1)
        ]
        for _ in range(60):
            shown = flat(terminal.history())
            if all(any(text in shown for text in check) for check in wanted):
                break
            choose(terminal, "I cannot check that")
        else:
            raise AssertionError("not every check of the row came as a step")


def flat(text: str) -> str:
    """Return the words of ``text`` without the line ends and margins of a screen."""
    return re.sub(r"[\s│┆•]+", " ", text)
