"""The first run after an update, and a terminal that shows ASCII only: both as a person sees them."""

from __future__ import annotations

from pathlib import Path

from ikewizard.cli.progress import PREPARING
from tests.e2e.conftest import Start
from tests.e2e.wizard import CASES, FIRST, GO_ON

C_LOCALE = {"LANG": "C", "PYTHONUTF8": ""}
LOG = CASES / "psk-v1main-ss" / "responder.log"


def test_the_first_run_says_why_it_takes_its_time(start: Start, tmp_path: Path) -> None:
    """Preparing the trees is told in a line, which has gone when the first question is there."""
    wizard = start(env={"XDG_CACHE_HOME": str(tmp_path / "fresh")}, cols=60)
    wizard.wait_for(PREPARING)
    wizard.wait_until(lambda: FIRST in wizard.open_question, "the first question")
    assert "preparing" not in wizard.history()
    wizard.quit()
    assert wizard.wait_exit() == 0


def test_a_later_run_says_nothing_of_it(start: Start) -> None:
    """There is nothing left to prepare."""
    wizard = start()
    wizard.wait_until(lambda: FIRST in wizard.open_question, "the first question")
    assert b"preparing" not in wizard.output
    wizard.quit()
    assert wizard.wait_exit() == 0


def test_a_terminal_of_the_c_locale_gets_ascii(start: Start) -> None:
    """Bullets, lines, pointer and ellipsis are drawn with what every terminal has."""
    wizard = start("--responder", str(LOG), env=C_LOCALE)
    wizard.wait_until(lambda: GO_ON in wizard.open_question, "the conclusion")
    assert "- The shared secrets differ" in wizard.history()
    assert "\n-----" in wizard.history()
    assert " > 1)" in wizard.text()
    assert wizard.output.isascii()
    wizard.quit()
    assert wizard.wait_exit() == 0
