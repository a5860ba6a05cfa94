"""A session that is handed over goes on at its very next question, on another computer's terminal."""

from __future__ import annotations

from pathlib import Path

from tests.console.terminal import CTRL_C
from tests.e2e.conftest import Start
from tests.e2e.test_sessions import ANSWERS, shows
from tests.e2e.wizard import run


def test_it_goes_on_at_the_next_question_elsewhere(start: Start, home: Path) -> None:
    """Two answers here, the third there; and who takes the file again goes on after that."""
    wizard = start()
    wizard.go(*ANSWERS[:2])
    question = wizard.open_question
    session = wizard.leave(CTRL_C, 130)
    file = home / "for-tier-2.jsonl"
    assert run(home, "handover", session, "-o", str(file)).returncode == 0
    elsewhere = {"XDG_DATA_HOME": str(home / "elsewhere")}
    other = start("resume", str(file), env=elsewhere)
    shows(other, question)
    assert "Kept: 2 answers" in other.history()
    other.go(ANSWERS[2])
    question = other.open_question
    assert other.leave(CTRL_C, 130) == session
    again = start("resume", str(file), env=elsewhere)
    shows(again, question)
    assert "Kept: 3 answers" in again.history()
