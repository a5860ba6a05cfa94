"""A call: an agent reads out, in every kind of terminal, and hands the card for the other side on."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from tests.console.terminal import ENTER
from tests.e2e.conftest import Start
from tests.e2e.wizard import CASES, flat, run

LOG = CASES / "authm-ipsk-pcert-v2-lsw" / "initiator.log"
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")


def test_a_call_in_a_pipe_of_60_columns_without_unicode(home: Path) -> None:
    """Number and sentence first at each place, no line too long; switched off, the usual question comes."""
    said = "2\nu\non\nu\non\nu\non\ncall\nq\n"
    narrow = {"COLUMNS": "60", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = run(home, "--call", "--plain", said=said, env=narrow)
    lines = done.stdout.splitlines()
    assert done.stdout.isascii()
    assert max(len(line) for line in lines) <= 60
    first = lines.index(next(line for line in lines if line))
    assert lines[first].startswith('Q1  Say: "When you try')
    text = flat(done.stdout)
    places = re.findall(r"(Q\d) Say:", text)
    assert places == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert "Call mode is off." in text
    assert "[5] What is the responder's log about at that moment?" in text


def test_a_resumed_session_goes_on_as_a_call(home: Path) -> None:
    """The mode is no part of the session: each run chooses it."""
    begun = run(home, "--plain", said="2\nq\n")
    assert "Say:" not in begun.stdout
    assert 'Q2  Say: "' in run(home, "resume", "--call", "--plain", said="q\n").stdout


def test_the_hint_how_to_go_on_names_the_mode(home: Path) -> None:
    """Who left on a call is told how to go on with it; who turned it off, or never had it on, is not."""
    begun = (("--call", "2\nq\n"), ("--call", "2\nc\nq\n"), ("", "2\nc\nq\n"), ("", "2\nq\n"))
    hints = [run(home, *how.split(), "--plain", said=said).stdout.splitlines()[-1] for how, said in begun]
    found = [re.fullmatch(r"Saved\. Go on with: ikewizard resume \w+( --call)?", hint) for hint in hints]
    assert [hint and hint[1] for hint in found] == [" --call", None, " --call", None]
    assert all(found)


def test_the_card_is_copied_to_the_clipboard_of_the_terminal(start: Start) -> None:
    """What the terminal gets is the card that was shown; c at any question turns the call on."""
    wizard = start("--initiator", str(LOG), env={"TERM": "xterm"})
    wizard.wait_until(lambda: "at that moment?" in wizard.open_question, "the question")
    wizard.send("c" + ENTER)
    wizard.wait_until(lambda: "Q1 Say:" in wizard.open_question, "the question on a call")
    wizard.send("o" + ENTER)
    wizard.answer("What is to be done with the card?", "Copy it", then="Sent to the clipboard")
    copies = COPIED.findall(wizard.output)
    assert len(copies) == 1
    card = base64.b64decode(copies[0]).decode()
    assert card.startswith("A question about our VPN tunnel")
    assert "Q1" in card
