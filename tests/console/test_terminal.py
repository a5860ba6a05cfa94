"""The screen of a terminal as a person meets it: in a pseudo-terminal, with real keys and pastes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.console.conftest import Start
from tests.console.terminal import CTRL_C, DOWN, ENTER

LOG = """Nov 23 15:08:00 gw charon: 05[IKE] initiating Main Mode IKE_SA east[1] to 192.0.2.1
2

Nov 23 15:08:04 gw charon: 07[IKE] sending retransmit 1 of request \x03 message ID 0, seq 1
Nov 23 15:08:11 gw charon: 08[IKE] giving up after 1 retransmits
"""
TWO_QUESTIONS = f"""
reply = screen.menu(YES_NO)
say("whole", reply == Pasted({LOG!r}))
say("got", repr(reply))
say("then", repr(screen.menu(NEXT)))
"""
HINT = "then Enter"


def test_arrows_numbers_and_letters_choose(start: Start) -> None:
    """An arrow, a number and a first letter each move the pointer; the menu gives way to its answer."""
    terminal = start('for _ in range(3): say("got", screen.menu(YES_NO).id)\nsay("done")')
    for count, keys in enumerate([DOWN, "2", "n"], 1):
        terminal.wait_for(" » 1) Yes")
        terminal.send(keys)
        terminal.wait_for(" » 2) No")
        terminal.send(ENTER)
        terminal.wait_until(lambda count=count: terminal.text().count("got no") == count, "the answer")  # type: ignore[misc]
    terminal.wait_for("done")
    assert terminal.screen()[:2] == ["? Is it up?  No", "got no"]


@pytest.mark.parametrize("bracketed", [False, True])
def test_a_paste_at_a_menu_answers_nothing(start: Start, bracketed: bool) -> None:
    """Five lines of a log, with a number, a blank line and a Ctrl-C in them, are a paste, whole."""
    terminal = start(TWO_QUESTIONS)
    terminal.wait_for(HINT)
    terminal.paste(LOG, bracketed=bracketed)
    terminal.wait_for("And then?")
    assert "whole True" in terminal.history()
    terminal.wait_for(HINT)
    terminal.send("2" + ENTER)
    terminal.wait_for("then Chosen(id='second')")


def test_a_slow_paste_at_a_menu_answers_nothing(start: Start) -> None:
    """The same over a slow line, a character at a time."""
    terminal = start(TWO_QUESTIONS)
    terminal.wait_for(HINT)
    terminal.trickle(LOG.replace("\n", "\r")[60:200], 0.001)
    terminal.wait_for("And then?")
    assert "got Pasted(text=" in terminal.history()
    terminal.wait_for(HINT)
    terminal.send(ENTER)
    terminal.wait_for("then Chosen(id='first')")


def test_a_long_menu_scrolls_in_a_small_terminal(start: Start) -> None:
    """Each of 40 entries can be seen and chosen in 12 rows of 60 columns."""
    program = """
label = "entry {}, which has a label that is much longer than a line of sixty columns and ends in end-{}"
menu = Menu("Which of them?", tuple(Option(f"o{n}", label.format(n, n)) for n in range(1, 41)))
say("got", screen.menu(menu).id)
"""
    terminal = start(program, rows=12, cols=60)
    terminal.wait_for("of 40")
    assert "end-1" in unwrapped(terminal.text())
    terminal.type("37")
    terminal.wait_for("» 37)")
    assert "end-37" in unwrapped(terminal.text())
    assert terminal.screen()[0] == "? Which of them?"
    terminal.send(ENTER)
    terminal.wait_for("got o37")


def test_a_long_body_can_be_read_in_a_small_terminal(start: Start) -> None:
    """All of 30 lines can be read in 12 rows, and the menu is there again afterwards."""
    program = """
body = "\\n".join(f"body line {n}." for n in range(1, 31))
say("got", screen.menu(Menu("Which?", YES_NO.options, body=body)).id)
"""
    terminal = start(program, rows=12, cols=60)
    terminal.wait_for("lines more: Space reads all")
    assert " » 1) Yes" in terminal.text()
    seen: set[str] = set()
    for page in ("lines 1-11", "lines 12-22", "lines 23-33", "lines 34-"):
        terminal.send(" ")
        terminal.wait_for(page)
        seen.update(terminal.screen())
    assert {f"body line {n}." for n in range(1, 31)} <= seen
    terminal.send(" ")
    terminal.wait_for(" » 1) Yes")
    terminal.send(ENTER)
    terminal.wait_for("got yes")


def test_a_line_after_a_long_body(start: Start) -> None:
    """A text that leaves no room for the line is read first; then the line is typed."""
    program = """
body = "\\n".join(f"body line {n}." for n in range(1, 31))
say("got", repr(screen.line("Which name?", body)))
"""
    terminal = start(program, rows=12, cols=60)
    terminal.wait_for("lines more: Space reads all")
    terminal.send(ENTER)
    # The menu's own line stays, with its answer; the line to type on is a second one below.
    terminal.wait_for("Go on to the answer")
    terminal.wait_until(lambda: [x for x in terminal.screen() if x][-1] == "? Which name?", "the line")
    terminal.type("east.example")
    terminal.wait_for("? Which name? east.example")
    terminal.send(ENTER)
    terminal.wait_for("got Typed(text='east.example')")


def test_a_paste_into_a_line_never_answers(start: Start) -> None:
    """One pasted line waits for Enter, with or without its line end; several are a paste."""
    terminal = start('for _ in range(2): say("got", repr(screen.line("Which name?")))')
    terminal.wait_for("Which name?")
    terminal.paste("192.168.168.15\n", bracketed=False)
    terminal.wait_for("? Which name? 192.168.168.15")
    assert "got" not in terminal.text()
    terminal.send(ENTER)
    terminal.wait_for("got Typed(text='192.168.168.15')")
    terminal.wait_until(lambda: terminal.screen()[2].startswith("? Which name?"), "the second question")
    terminal.paste(LOG, bracketed=False)
    terminal.wait_for("got Pasted(text=")


@pytest.mark.parametrize("bracketed", [False, True])
def test_five_thousand_lines_are_taken_whole(start: Start, bracketed: bool) -> None:
    """A long log is counted while it comes and not shown; nothing of it is lost."""
    program = """
expected = "".join(line.format(n, n) for n in range(5000))
text = screen.take_paste("Paste the log now.")
say("got", len(text.splitlines()), text == expected)
"""
    line = "Nov 23 15:08:00 gw charon: 05[IKE] retransmit {:04} of a request, no answer; " * 2 + "\n"
    lines = "".join(line.format(n, n) for n in range(5000))
    terminal = start(f"line = {line!r}" + program)
    terminal.wait_for("It ends by itself")
    terminal.paste(lines, bracketed=bracketed)
    terminal.wait_for("5000 lines taken in")
    assert "retransmit" not in terminal.history()
    terminal.send(ENTER)
    terminal.wait_for("got 5000 True")


def test_leaving_restores_the_terminal(start: Start) -> None:
    """After Ctrl-C, and after SIGTERM that a program makes an interrupt, the terminal echoes again."""
    program = """
import signal, subprocess
def stop(*_): raise KeyboardInterrupt
signal.signal(signal.SIGTERM, stop)
for _ in range(2):
    try: screen.menu(YES_NO)
    except KeyboardInterrupt:
        settings = subprocess.run(["stty", "-a"], capture_output=True).stdout
        say("left", b" echo " in settings and b" icanon " in settings)
"""
    terminal = start(program)
    terminal.wait_for(HINT)
    terminal.send(CTRL_C)
    terminal.wait_for("left True")
    terminal.wait_for(HINT)
    os.kill(terminal.pid, signal.SIGTERM)
    terminal.wait_until(lambda: terminal.text().count("left True") == 2, "the second interrupt")


def test_a_closed_terminal_ends_the_input(start: Start, tmp_path: Path) -> None:
    """A program that outlives its terminal is told that the input has ended, and does not spin."""
    program = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
try: screen.menu(YES_NO)
except EOFError: open("ended", "w").close()
"""
    terminal = start(f"os.chdir({str(tmp_path)!r})\n" + program)
    terminal.wait_for(HINT)
    terminal.hang_up()
    terminal.wait_until((tmp_path / "ended").exists, "the program to end")


def unwrapped(text: str) -> str:
    """Return text as if the terminal had not wrapped it."""
    return text.replace("\n", "")
