"""The plain screen in a pseudo-terminal: for a dumb one, NO_COLOR, and screen readers."""

from __future__ import annotations

from tests.console.conftest import Start
from tests.console.terminal import CTRL_C, CTRL_D

NO_COLOR = {"NO_COLOR": "1"}
LOG = "Nov 23 15:08:00 gw charon: initiating\n2\n\nNov 23 15:08:11 gw charon: giving up"
PROMPT = "Your answer"


def test_a_dumb_terminal_gets_appended_text(start: Start) -> None:
    """Numbered questions, answered by lines, without one escape sequence."""
    terminal = start(
        'say("got", screen.menu(YES_NO).id)\nsay("got", repr(screen.line("Name?")))', env={"TERM": "dumb"}
    )
    terminal.wait_for(PROMPT)
    terminal.send("7\r")
    terminal.wait_for("'7' is none of the answers")
    terminal.send("no\r")
    terminal.wait_for("got no")
    terminal.wait_for("Name?")
    terminal.send("east.example\r")
    terminal.wait_for("got Typed(text='east.example')")
    assert b"\x1b" not in terminal.output


def test_a_paste_at_a_numbered_question_answers_nothing(start: Start) -> None:
    """A log whose last line has no end is a paste as well, and so is what follows it."""
    program = """
reply = screen.menu(YES_NO)
say("got", repr(reply))
say("then", screen.menu(NEXT).id)
"""
    terminal = start(program, env=NO_COLOR, cols=100)
    terminal.wait_for(PROMPT)
    terminal.paste(LOG, bracketed=False)
    terminal.wait_for("got Pasted(text=")
    terminal.wait_for("And then?")
    terminal.wait_until(lambda: terminal.text().count(PROMPT) == 2, "the second question")
    assert "got " + repr(LOG)[:60] in terminal.text().replace("Pasted(text=", "")
    assert repr(LOG)[-30:] in terminal.text().replace("\n", "")
    terminal.send("2\r")
    terminal.wait_for("then second")


def test_two_lines_without_a_last_line_end_are_a_paste(start: Start) -> None:
    """Two pasted lines, of which the terminal hands out the first alone, answer nothing."""
    terminal = start('say("got", repr(screen.line("Name?")))', env=NO_COLOR)
    terminal.wait_for("Name?")
    terminal.paste("one\ntwo", bracketed=False)
    terminal.wait_for("got Pasted(text='one\\ntwo')")


def test_a_long_line_is_taken_whole(start: Start) -> None:
    """A terminal hands out lines of at most 4,095 bytes; a paste is read past that, unechoed."""
    program = 'text = screen.take_paste("Paste it.")\nsay("got", len(text), text.count("x"))'
    terminal = start(program, env=NO_COLOR)
    terminal.wait_for("It ends by itself")
    terminal.paste("x" * 10000 + "\n" + "\x03\x04 end\n", bracketed=False)
    terminal.wait_for("got 10008 10000")
    assert "xxxx" not in terminal.history()


def test_leaving(start: Start) -> None:
    """Ctrl-D at a question ends the input, and Ctrl-C interrupts, also while a paste is waited for."""
    program = """
for ask in (lambda: screen.menu(YES_NO), lambda: screen.menu(YES_NO), lambda: screen.take_paste("Paste it.")):
    try: ask()
    except (EOFError, KeyboardInterrupt) as error: say("left by", type(error).__name__)
"""
    terminal = start(program, env=NO_COLOR)
    terminal.wait_for(PROMPT)
    terminal.send(CTRL_D)
    terminal.wait_for("left by EOFError")
    terminal.wait_until(lambda: terminal.text().count(PROMPT) == 2, "the second question")
    terminal.send(CTRL_C)
    terminal.wait_for("left by KeyboardInterrupt")
    terminal.wait_for("It ends by itself")
    terminal.send(CTRL_C)
    terminal.wait_until(lambda: terminal.text().count("left by KeyboardInterrupt") == 2, "the third")
