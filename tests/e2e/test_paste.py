"""Logs handed in to the running wizard at 80x24: pasted raw, bracketed or by the thousand, and by name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ikewizard.knowledge.load import Knowledge
from tests.console.terminal import CTRL_C, CTRL_D, ENTER
from tests.e2e.conftest import Start
from tests.e2e.wizard import FIRST, STEP, Wizard, corpus_log, export, flat

BURST = "came in at once. What is it?"
PSK = corpus_log("psk-v1main-ss", "responder")
GARBLED = "invalid ID_V1 payload length, decryption failed?"


def hand_in(wizard: Wizard, log: str) -> None:
    """Hand a log in by the menu's own entry and a bracketed paste, which Ctrl-D ends."""
    choose_paste(wizard)
    log = log.rstrip("\n")
    wizard.paste(log, bracketed=True)
    # The last line, which has no end, is counted when the paste is over: a key is no part of it then.
    wizard.wait_for(f" {len(log.splitlines())} lines so far")
    wizard.send(CTRL_D)


def choose_paste(wizard: Wizard) -> None:
    """Come to where a log is pasted, by the menu's own entry."""
    wizard.answer(FIRST, "Log or configuration: hand one in")
    wizard.answer("How do you hand the log in?", "Paste it here", then="Paste the log now")


def concluded(wizard: Wizard) -> str:
    """Return everything that was shown until the first step, as one line."""
    wizard.expect(STEP)
    return flat(wizard.history())


def quotes(shown: str, line: str) -> bool:
    """Return whether a log line is quoted, however the screen has broken it."""
    return line.replace(" ", "") in shown.replace(" ", "")


def test_a_raw_paste_at_the_first_question_answers_nothing(ready: Start, home: Path) -> None:
    """It is offered as a log; taken, it leads to the cause with the line that shows it."""
    wizard = ready()
    wizard.expect(FIRST)
    wizard.paste(PSK, bracketed=False)
    wizard.answer(f"{len(PSK.splitlines())} lines {BURST}", "Take it as a log")
    shown = concluded(wizard)
    assert "The shared secrets differ" in shown
    number = 1 + next(n for n, line in enumerate(PSK.splitlines()) if GARBLED in line)
    assert f"pasted log 1:{number}" in shown
    assert quotes(shown, GARBLED)
    wizard.leave(CTRL_C, 130)
    transcript = export(home)
    assert GARBLED in transcript
    assert "| Question | Answer |" not in transcript


def test_a_raw_paste_that_is_thrown_away_leaves_no_trace(ready: Start, home: Path) -> None:
    """The first question stands as it was, whatever numbers and line ends the paste held."""
    wizard = ready()
    wizard.expect(FIRST)
    wizard.paste("1\n2\n\n3\ny\nq\n" + PSK, bracketed=False)
    wizard.answer(BURST, "Throw it away")
    wizard.expect(FIRST)
    session = wizard.leave(CTRL_C, 130)
    file = next((home / "xdg_data_home").rglob(f"{session}.jsonl"))
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1


def test_a_log_by_the_menus_entry(ready: Start) -> None:
    """A bracketed paste, which silence ends and of which nothing is echoed, leads to the same cause."""
    wizard = ready()
    choose_paste(wizard)
    wizard.paste(PSK, bracketed=True)
    wizard.answer("What next?", "That is all of it")
    shown = concluded(wizard)
    assert "The shared secrets differ" in shown
    assert quotes(shown, GARBLED)
    assert "[NET] sending packet" not in shown


def test_a_log_by_its_files_name(ready: Start, home: Path) -> None:
    """A name that is none is told, and the question stands; the right one is read."""
    (home / "gw.log").write_text(PSK, encoding="utf-8")
    wizard = ready()
    wizard.answer(FIRST, "Log or configuration: hand one in")
    wizard.answer("How do you hand the log in?", "Name a file", then="? File name of the log")
    wizard.fill("File name of the log", "/no/gw.log")
    wizard.expect(FIRST)
    assert "/no/gw.log: there is no such file" in wizard.history()
    wizard.answer(FIRST, "Log or configuration: hand one in")
    wizard.answer("How do you hand the log in?", "Name a file", then="? File name of the log")
    wizard.paste(str(home / "gw.log"), bracketed=True)
    wizard.wait_until(lambda: quotes(flat(wizard.screen()), str(home / "gw.log")), "the name")
    # An Enter right after a paste is taken for a part of it.
    wizard.pump(0.5)
    wizard.send(ENTER)
    assert "gw.log:" in concluded(wizard)


def test_a_second_paste_is_added_to_the_first(ready: Start) -> None:
    """The halves of a log, pasted one after the other without a line end between them, are one log."""
    lines = PSK.splitlines()
    half = len(lines) // 2
    wizard = ready()
    wizard.expect(FIRST)
    wizard.paste("\n".join(lines[:half]), bracketed=False)
    wizard.answer(f"{half} lines {BURST}", "and paste more", then="Paste the log now")
    wizard.paste("\n".join(lines[half:]), bracketed=False)
    wizard.answer("What next?", "That is all of it")
    shown = concluded(wizard)
    assert f"of {len(lines)} lines understood" in shown
    assert "The shared secrets differ" in shown


@pytest.mark.parametrize("bracketed", [False, True], ids=["raw", "bracketed"])
def test_five_thousand_lines_of_noise(ready: Start, bracketed: bool) -> None:
    """They are taken in and told in a summary, and the question is asked again; nothing is flooded."""
    noise = "".join(f"Nov 23 15:08:{n % 60:02} gw kernel: eth0 q{n} 1 2 3 y n\n" for n in range(5000))
    wizard = ready()
    wizard.expect(FIRST)
    began = time.monotonic()
    wizard.paste(noise, bracketed=bracketed)
    wizard.answer(f"5000 lines {BURST}", "Take it as a log")
    wizard.expect(FIRST)
    assert time.monotonic() - began < 15
    shown = wizard.history()
    assert "5,000 lines" in shown
    assert "eth0" not in shown
    assert len(shown.splitlines()) < 80


def test_a_timeout_leads_to_the_unreachable_peer(ready: Start, knowledge: Knowledge) -> None:
    """The initiator's retransmissions ask for the responder's log; nothing in it means: unreachable."""
    wizard = ready()
    hand_in(wizard, corpus_log("noresp-drop-v1aggr-ss", "initiator"))
    wizard.go(("What does the responder's log say", "Nothing at all"), ("be reached", "No, nothing"))
    wizard.answer("How do the two units know each other", "I don't know any")
    shown = concluded(wizard)
    assert f"1. {knowledge.walk.causes['peer-unreachable'].title} (likely)" in shown
    assert quotes(shown, "establishing IKE_SA failed, peer not responding")


def test_no_proposal_leads_to_the_responders_log(ready: Start, knowledge: Knowledge) -> None:
    """The refusal does not tell which setting it was: the responder's log is asked, then the cause named."""
    wizard = ready()
    hand_in(wizard, corpus_log("p1-enc-v2-ss", "initiator"))
    wizard.go(
        ("What is the responder's log about", "Phase 1: proposal"),
        ("Which of these does the responder's log say?", "IKE proposal does not match"),
    )
    shown = concluded(wizard)
    assert f"1. {knowledge.walk.causes['phase1-proposal-mismatch'].title} (likely)" in shown
    assert quotes(shown, "received NO_PROPOSAL_CHOSEN notify error")
