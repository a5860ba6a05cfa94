"""Whatever ends the wizard, nothing that was answered is lost, and it goes on at the very next question."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.console.terminal import CTRL_C, CTRL_D, PATIENCE
from tests.e2e.conftest import Start
from tests.e2e.wizard import FIRST, STEP, Wizard, corpus_log, export, run
from tests.shipped import copied_trees

ANSWERS = [
    (FIRST, "No answer"),
    ("What make is the initiator", "SonicWall"),
    ("What make is the responder", "strongSwan"),
    ("show that it started a negotiation?", "Yes, it started"),
    ("say after it started?", "giving up"),
]
SETTINGS = [
    *ANSWERS[:3],
    ("show that it started a negotiation?", "although traffic was sent"),
    ("settings of the initiator's SA", "SA enabled"),
    ("SA enabled, initiator", "Enabled"),
]


def shows(wizard: Wizard, question: str) -> None:
    """Check that the first question that a resumed session asks is this one."""
    wizard.wait_until(lambda: wizard.open_question != "", "a question")
    assert wizard.open_question == question


def kill(wizard: Wizard) -> str:
    """Kill the wizard at its open question, as a power cut would; return that question."""
    question = wizard.open_question
    assert question
    os.kill(wizard.pid, signal.SIGKILL)
    assert wizard.wait_exit() == -signal.SIGKILL
    return question


@pytest.mark.parametrize("answered", range(1, 6))
def test_killed_at_a_question_it_goes_on_at_that_question(ready: Start, answered: int) -> None:
    """SIGKILL leaves no time to save anything: every answer was on the disk before the next question."""
    wizard = ready()
    wizard.expect(FIRST)
    wizard.go(*ANSWERS[:answered])
    shows(ready("resume"), kill(wizard))


def test_killed_at_the_first_question_it_is_in_nobodys_way(ready: Start, home: Path) -> None:
    """Resuming goes on where something was answered; by its id the empty one goes on as well."""
    older = ready()
    older.go(*ANSWERS[:2])
    asked = kill(older)
    before = {path.stem for path in home.rglob("sessions/*.jsonl")}
    wizard = ready()
    wizard.expect(FIRST)
    kill(wizard)
    shows(ready("resume"), asked)
    (empty,) = {path.stem for path in home.rglob("sessions/*.jsonl")} - before
    resumed = ready("resume", empty)
    resumed.expect(FIRST)
    assert "Kept: 0 answers" in resumed.history()


def test_killed_in_a_form_it_keeps_what_was_filled_in(ready: Start) -> None:
    """The form stands again with the value in it, and is left by the same way."""
    wizard = ready()
    wizard.go(*SETTINGS)
    resumed = ready("resume")
    shows(resumed, kill(wizard))
    assert "SA enabled (initiator: Enabled)" in resumed.entries()


def test_killed_during_the_steps_it_goes_on_at_that_step(ready: Start, home: Path) -> None:
    """After a step that did not help, and again where a fix is verified."""
    log = home / "gw.log"
    log.write_text(corpus_log("psk-v1main-ss", "responder"), encoding="utf-8")
    wizard = ready("--responder", str(log))
    wizard.answer("Step 1 of 3", "It did not help")
    wizard.expect("Step 2 of 3")
    second = ready("resume")
    shows(second, kill(wizard))
    second.answer("Step 2 of 3", "It fixed it")
    second.expect("Does traffic pass now?")
    shows(ready("resume"), kill(second))


@pytest.mark.parametrize(("keys", "status"), [(CTRL_C, 130), (CTRL_D, 0), ("", 0)], ids=["c", "d", "quit"])
def test_leaving_prints_the_line_that_goes_on(start: Start, ready: Start, keys: str, status: int) -> None:
    """Ctrl-C, Ctrl-D and the menu's own entry; the line that is printed works as it stands."""
    wizard = start()
    wizard.go(*ANSWERS[:1])
    question = wizard.open_question
    if not keys:
        wizard.quit()
    session = wizard.leave(keys, status)
    shows(ready("resume", session), question)


def test_terminated_it_says_how_to_go_on(start: Start, ready: Start) -> None:
    """SIGTERM, as at a shutdown, leaves by its own exit status."""
    wizard = start()
    wizard.go(*ANSWERS[:2])
    question = wizard.open_question
    os.kill(wizard.pid, signal.SIGTERM)
    assert wizard.wait_exit() == 128 + signal.SIGTERM
    shows(ready("resume", wizard.resumes()), question)


def test_a_closed_terminal_leaves_the_session_to_be_resumed(start: Start, ready: Start, home: Path) -> None:
    """A lost connection ends the program, so that nothing keeps the session locked."""
    wizard = start()
    wizard.go(*ANSWERS[:2])
    question = wizard.open_question
    wizard.hang_up()
    assert ended(wizard)
    shows(ready("resume"), question)
    assert len(list((home / "xdg_data_home").rglob("*.jsonl"))) == 1


def ended(wizard: Wizard) -> bool:
    """Wait until the wizard, whose terminal has gone, has ended."""
    until = time.monotonic() + PATIENCE
    while wizard.alive and time.monotonic() < until:
        time.sleep(0.02)
    return not wizard.alive


def test_two_runs_at_once_do_not_mix(ready: Start, home: Path) -> None:
    """Each has its own session and its own answers."""
    one, other = ready(), ready()
    one.answer(FIRST, "No answer")
    other.answer(FIRST, "The units talk")
    one.answer("What make is the initiator", "SonicWall")
    other.answer("What make is the initiator", "Another make")
    first, second = one.leave(CTRL_C, 130), other.leave(CTRL_C, 130)
    assert first != second
    told = [export(home, each) for each in (first, second)]
    assert ["No answer" in each for each in told] == [True, False]
    assert ["Another make" in each for each in told] == [False, True]


def test_one_session_is_open_in_one_window_only(ready: Start, home: Path) -> None:
    """A second run of the same session is refused in one line, and the first is not disturbed."""
    wizard = ready()
    wizard.go(*ANSWERS[:1])
    refused = run(home, "resume")
    assert refused.returncode == 2
    assert re.search(r"^ikewizard: .*'\w+' is open in another window$", refused.stderr, re.MULTILINE)
    wizard.go(ANSWERS[1])
    session = wizard.leave(CTRL_C, 130)
    assert run(home, "resume", session).returncode == 0


def test_a_torn_last_line_is_dropped_with_a_note(ready: Start, home: Path) -> None:
    """What a power cut left half written does not cost what stands before it."""
    wizard = ready()
    wizard.go(*ANSWERS[:2])
    question = wizard.open_question
    session = wizard.leave(CTRL_C, 130)
    file = next((home / "xdg_data_home").rglob(f"{session}.jsonl"))
    with file.open("ab") as stream:
        stream.write(b'{"event":"answered","at":"2026-0')
    resumed = ready("resume", session)
    shows(resumed, question)
    assert "Kept: 2 answers" in resumed.history()
    assert "left out: it was torn" in resumed.history()
    resumed.go(ANSWERS[2])
    resumed.leave(CTRL_C, 130)
    assert "strongSwan (Linux)" in export(home, session)


UNWRITABLE = "The session could not be saved on disk; its transcript follows."


def test_without_a_writable_folder_it_goes_on(ready: Start, home: Path) -> None:
    """It warns once, asks on, and prints the transcript at the end, since nothing is on the disk."""
    (home / "file").touch()
    wizard = ready(env={"XDG_DATA_HOME": str(home / "file")})
    wizard.go(*ANSWERS[:3])
    wizard.send(CTRL_C)
    assert wizard.wait_exit() == 130
    said = wizard.history()
    assert said.count("cannot be saved") == 1
    assert UNWRITABLE in said
    assert "| strongSwan (Linux) |" in said.partition(UNWRITABLE)[2].replace("\n", "")


FULL = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
os.execv(sys.executable, [sys.executable, "-m", "ikewizard"])
"""


def test_a_disk_that_fills_up_in_the_middle(start: Start, ready: Start, home: Path) -> None:
    """A file that takes no more than 500 bytes stands for it: what fitted can be resumed whole."""
    wizard = start(argv=[sys.executable, "-c", FULL])
    wizard.go(*ANSWERS)
    wizard.send(CTRL_C)
    assert wizard.wait_exit() == 130
    said = wizard.history()
    assert said.count("cannot be saved") == 1
    assert "giving up" in said.partition(UNWRITABLE)[2]
    file = next((home / "xdg_data_home").rglob("*.jsonl"))
    lines = file.read_bytes().splitlines(keepends=True)
    assert 1 < len(lines) < 1 + len(ANSWERS)
    assert all(line.endswith(b"}\n") for line in lines)
    resumed = ready("resume")
    resumed.expect(ANSWERS[len(lines) - 1][0])


def test_an_unknown_session_is_one_line(home: Path) -> None:
    """With what helps under it, and exit status 2."""
    refused = run(home, "resume", "zzzzzz")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        "ikewizard: there is no session 'zzzzzz'",
        "  hint: 'ikewizard sessions' lists those that there are",
    ]


def test_an_answer_that_the_trees_no_longer_know_is_asked_again(ready: Start, tmp_path: Path) -> None:
    """The session is resumed with corrected trees: it says which answer is gone, and keeps the others."""
    trees = copied_trees(tmp_path)
    wizard = ready("--trees", str(trees))
    wizard.go(ANSWERS[0], ("What make is the initiator", "Another make"), ANSWERS[2])
    session = wizard.leave(CTRL_C, 130)
    page = trees / "guide" / "start.yaml"
    choice = "      - {value: other, label: Another make, goto: responder-make}\n"
    before = page.read_text(encoding="utf-8")
    assert choice in before
    page.write_text(before.replace(choice, ""), encoding="utf-8")
    resumed = ready("resume", session, "--trees", str(trees))
    resumed.expect("What make is the initiator")
    said = " ".join(resumed.history().split())
    assert "Kept: 2 answers" in said
    assert "What make is the initiator, the unit that starts the tunnel? - that answer no longer fits" in said
    resumed.leave(CTRL_C, 130)
    again = ready("resume", session, "--trees", str(trees))
    again.answer("What make is the initiator", "SonicWall")
    again.expect("show that it started a negotiation?")
    assert "no longer fits" not in " ".join(again.history().split())


def test_the_step_that_was_left_is_the_step_that_comes(ready: Start, home: Path) -> None:
    """A session that is resumed at a step ends as any other, and its transcript tells of both runs."""
    log = home / "gw.log"
    log.write_text(corpus_log("psk-v1main-ss", "responder"), encoding="utf-8")
    wizard = ready("--responder", str(log))
    wizard.answer("Step 1 of 3", "I cannot check that")
    resumed = ready("resume", wizard.leave(CTRL_C, 130))
    resumed.answer(STEP, "It fixed it")
    resumed.answer("Does traffic pass now?", "Yes", then="The transcript: ikewizard export")
    assert resumed.wait_exit() == 0
    told = export(home)
    assert "could not be checked" in told
    assert "fixed it, and traffic was seen to pass" in told
