"""Without a drawn screen: the same questions, the same walk, the same transcript."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.console.nursery import Nursery
from tests.console.terminal import Terminal
from tests.e2e.conftest import Start
from tests.e2e.wizard import (
    CASES,
    COMMAND,
    FIRST,
    ROOT,
    STEP,
    Wizard,
    corpus_log,
    environment,
    export,
    flat,
    run,
)

END = "The transcript: ikewizard export"
FORM = "settings of the initiator's SA"
_PROMPT = re.compile(r"^(?:Your answer.*:|>)", re.MULTILINE)
_TIMES = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|\| (?:Duration|Session) \|.*")


@pytest.fixture(scope="module")
def drawn(
    tmp_path_factory: pytest.TempPathFactory, warm: Path, nursery: Nursery
) -> tuple[tuple[str, ...], str]:
    """Return what was typed in a whole session on the drawn screen, and its transcript."""
    home = tmp_path_factory.mktemp("drawn")
    shutil.copytree(warm, home / "xdg_cache_home")
    with closing(Wizard(COMMAND, home, env={"PYTHONPATH": str(ROOT)}, nursery=nursery)) as wizard:
        wizard.go(
            (FIRST, "No answer"),
            ("What make is the initiator", "SonicWall"),
            ("What make is the responder", "I don't know"),
            ("How to find out", "Go on without"),
            ("show that it started", "although traffic was sent"),
        )
        wizard.answer(FORM, "Local networks", then="? Local networks, initiator")
        wizard.fill("Local networks, initiator", "10.1.0.0/16")
        wizard.go(
            (FORM, "Back to"),
            ("take back?", "What make is the initiator"),
            ("What make is the initiator", "strongSwan"),
            (FORM, "Done"),
            (STEP, "It did not help"),
            (STEP, "I cannot check that"),
            (STEP, "It fixed it"),
            ("Does traffic pass now?", "No"),
            (STEP, "It fixed it"),
        )
        wizard.answer("Does traffic pass now?", "Yes", then=END)
        assert wizard.wait_exit() == 0
        return wizard.said, timeless(export(home))


def timeless(transcript: str) -> str:
    """Return a transcript without what differs between any two sessions."""
    return _TIMES.sub("*", transcript)


@pytest.mark.parametrize("arguments", [["--plain"], []], ids=["plain", "no-terminal"])
def test_a_pipe_gives_the_same_transcript(
    home: Path, drawn: tuple[tuple[str, ...], str], arguments: list[str]
) -> None:
    """The numbers of the drawn session, piped in, answer the same questions."""
    said, transcript = drawn
    done = run(home, *arguments, said="\n".join(said) + "\n")
    assert done.returncode == 0
    assert END in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
    assert timeless(export(home)) == transcript


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=lambda env: next(iter(env)))
def test_a_plain_terminal_gives_the_same_transcript(
    home: Path, start: Start, drawn: tuple[tuple[str, ...], str], env: dict[str, str]
) -> None:
    """Line by line at a terminal that is not to be drawn on, and without one escape sequence."""
    said, transcript = drawn
    terminal = start(env=env)
    for number, line in enumerate(said, start=1):
        wait_prompt(terminal, number)
        terminal.send(line + "\r")
    terminal.wait_for(END)
    assert terminal.wait_exit() == 0
    assert b"\x1b" not in terminal.output
    assert timeless(export(home)) == transcript


def wait_prompt(terminal: Terminal, number: int) -> None:
    """Wait for the prompt of this number, the first being 1."""
    terminal.wait_until(lambda: len(_PROMPT.findall(terminal.history())) >= number, f"prompt {number}")


def test_a_piped_log_is_answered_from_the_terminal(start: Start, home: Path) -> None:
    """The log comes through the pipe, and the answers from the terminal itself."""
    log = CASES / "psk-v1main-ss" / "responder.log"
    command = f"exec {shlex.join(COMMAND)} - < {shlex.quote(str(log))}"
    wizard = start(argv=["/bin/sh", "-c", command])
    wizard.expect("Step 1 of 3")
    assert "The shared secrets differ" in wizard.history()
    wizard.answer("Step 1 of 3", "It fixed it")
    wizard.answer("Does traffic pass now?", "Yes", then=END)
    assert wizard.wait_exit() == 0
    assert "standard input" in export(home)


def test_a_piped_log_without_any_terminal_ends_with_what_it_says(home: Path) -> None:
    """Nobody can answer, so it shows the conclusion and says how to go on."""
    done = subprocess.run(
        [*COMMAND, "-"],
        input=corpus_log("psk-v1main-ss", "responder"),
        env=environment(home, {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 0
    assert "The shared secrets differ" in done.stdout
    assert re.search(r"ikewizard resume \w+", done.stdout)


def test_a_log_is_known_without_being_announced(start: Start, home: Path) -> None:
    """Without the dash it is taken as a log as well, and the answers come from the terminal."""
    log = CASES / "psk-v1main-ss" / "responder.log"
    command = f"cat {shlex.quote(str(log))} | {shlex.join(COMMAND)}"
    wizard = start(argv=["/bin/sh", "-c", command])
    wizard.expect("Step 1 of 3")
    assert "it is taken as a log" in flat(wizard.history())
    wizard.answer("Step 1 of 3", "It fixed it")
    wizard.answer("Does traffic pass now?", "Yes", then=END)
    assert wizard.wait_exit() == 0
    assert "standard input" in export(home)


@pytest.mark.parametrize("wait", [0, 1], ids=["at-once", "late"])
def test_lines_of_a_log_are_no_answers(home: Path, wait: int) -> None:
    """Whenever a piped log comes, none of its lines is an answer; it is told how to have it only read."""
    log = CASES / "psk-v1main-ss" / "responder.log"
    done = subprocess.run(
        ["/bin/sh", "-c", f"(sleep {wait}; cat {shlex.quote(str(log))}) | {shlex.join(COMMAND)}"],
        env=environment(home, {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 0
    assert "ikewizard diagnose -" in flat(done.stdout)
    assert "none of the answers" not in done.stdout
    assert "The shared secrets differ" in done.stdout


def test_the_end_of_a_pipe_in_the_middle_saves(home: Path) -> None:
    """What was answered is kept, and another pipe goes on with it."""
    done = run(home, "--plain", said="1\n1\n")
    assert done.returncode == 0
    resume = re.search(r"ikewizard resume (\w+)", done.stdout)
    assert resume
    assert "[3] What make is the responder" in done.stdout
    again = run(home, "resume", resume[1], "--plain", said="2\n")
    assert again.returncode == 0
    asked = re.findall(r"^\[(\d)\]", again.stdout, re.MULTILINE)
    assert asked == ["3", "4"]
    transcript = export(home, resume[1])
    assert all(word in transcript for word in ("No answer", "SonicWall", "strongSwan (Linux)"))


def test_a_log_in_the_pipe_of_answers_is_taken(home: Path) -> None:
    """The entry for a log, then the paste: all the rest of the pipe is the log."""
    done = run(home, "--plain", said="log\npaste\n" + corpus_log("psk-v1main-ss", "responder"))
    assert done.returncode == 0
    assert "The shared secrets differ (likely)" in flat(done.stdout)
    assert "Go on to the steps?" in done.stdout
    assert "pasted log 1" in export(home)
