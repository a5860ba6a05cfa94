"""The keys of a terminal, in which a paste is one key."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest
from prompt_toolkit.keys import Keys

from ikewizard.console.paste_input import PasteInput

LINE = b"2026-11-23 15:08:00 gw charon: 05[IKE] received NO_PROPOSAL_CHOSEN notify error, id 1234\r"


class Piped:
    """A PasteInput that reads from a pipe."""

    def __init__(self) -> None:
        read, self._write = os.pipe()
        self._stream = os.fdopen(read, "r", encoding="utf-8")
        self.input = PasteInput(self._stream)

    def send(self, data: bytes) -> None:
        """Have bytes arrive."""
        os.write(self._write, data)

    def read(self) -> list[tuple[str, str]]:
        """Return the keys that were read."""
        return [(str(getattr(key.key, "value", key.key)), key.data) for key in self.input.read_keys()]

    def flush(self) -> list[tuple[str, str]]:
        """Return the keys that were complete after a silence."""
        return [(str(getattr(key.key, "value", key.key)), key.data) for key in self.input.flush_keys()]

    def arriving(self) -> int | None:
        """Return the number of lines of the paste that is arriving."""
        return self.input.arriving

    def hang_up(self) -> None:
        """Close the other end."""
        if self._write >= 0:
            os.close(self._write)
            self._write = -1

    def close(self) -> None:
        """Close both ends."""
        self.hang_up()
        self._stream.close()


@pytest.fixture
def piped() -> Iterator[Piped]:
    """Give an input on a pipe."""
    pipe = Piped()
    yield pipe
    pipe.close()


def test_typed_keys_are_keys(piped: Piped) -> None:
    """Cursor keys, digits and Enter come through as they are, and so do letters of any alphabet."""
    piped.send(b"\x1b[B2\r")
    assert [key for key, _ in piped.read()] == [Keys.Down.value, "2", Keys.ControlM.value]
    piped.send("\u00e9".encode())
    assert [key for key, _ in piped.read()] == ["\u00e9"]


def test_a_raw_paste_is_one_key_when_it_has_ended(piped: Piped) -> None:
    """While it arrives there are no keys; after the silence there is one, and then keys again."""
    piped.send(b"Nov 23 one\r2\r")
    assert piped.read() == []
    piped.send(b"\rNov 23 two\r")
    assert piped.read() == []
    assert piped.arriving() == 4
    assert piped.flush() == [(Keys.BracketedPaste.value, "Nov 23 one\n2\n\nNov 23 two\n")]
    assert piped.arriving() is None
    piped.send(b"3")
    assert piped.read() == [("3", "3")]


def test_a_bracketed_paste_is_one_key_without_marks(piped: Piped) -> None:
    """An end mark inside of the text lets nothing of the rest become keys."""
    piped.send(b"\x1b[200~one\x1b[201~\r2\r\x03\x1b[201~")
    assert piped.read() == []
    assert piped.flush() == [(Keys.BracketedPaste.value, "one\n2\n\x03")]


def test_an_empty_paste_is_no_key(piped: Piped) -> None:
    """A mark that is left over, or a paste of blank lines, does nothing."""
    piped.send(b"\x1b[201~")
    assert piped.read() == []
    assert piped.flush() == []
    piped.send(b"\x1b[200~\r\r\x1b[201~")
    assert piped.read() == []
    assert piped.flush() == []


def test_escape_alone_is_a_key_after_silence(piped: Piped) -> None:
    """The first character of all cursor keys is a key of its own when nothing follows."""
    piped.send(b"\x1b")
    assert piped.read() == []
    assert piped.flush() == [(Keys.Escape.value, "\x1b")]


def test_a_closed_terminal_is_told(piped: Piped) -> None:
    """Once the other end is gone, the input is closed."""
    piped.hang_up()
    assert piped.read() == []
    assert piped.input.closed


def test_what_waits_before_a_question_does_not_answer_it(piped: Piped) -> None:
    """Keys that came too early are dropped, and a paste that came then is handed over."""
    piped.send(b"2\r")
    assert piped.input.take_pending() == ""
    piped.send(b"Nov 23 a line of a log\r\rand another")
    assert piped.input.take_pending() == "Nov 23 a line of a log\n\nand another"
    assert piped.input.take_pending() == ""
    assert piped.read() == []


def test_the_tail_of_a_paste_is_waited_for(piped: Piped, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a paste the next question first listens whether a line end still follows."""
    waits: list[float | None] = []
    ready = piped.input._keyboard.ready

    def watched(seconds: float | None) -> bool:
        waits.append(seconds)
        return ready(seconds)

    monkeypatch.setattr(piped.input._keyboard, "ready", watched)
    assert piped.input.take_pending() == ""
    assert waits == [0]
    piped.send(LINE)
    piped.read()
    piped.flush()
    waits.clear()
    piped.send(b"\r")
    assert piped.input.take_pending() == ""
    assert waits[0] == PasteInput.quiet
    assert piped.read() == []


def test_a_key_that_leaves_is_heard_at_any_time(piped: Piped) -> None:
    """Ctrl-C and Ctrl-D that came before the question was drawn still count, as does a closed terminal."""
    piped.send(b"\x03")
    with pytest.raises(KeyboardInterrupt):
        piped.input.take_pending()
    piped.send(b"\x04")
    with pytest.raises(EOFError):
        piped.input.take_pending()
    piped.hang_up()
    with pytest.raises(EOFError):
        piped.input.take_pending()


def work_of_taking(piped: Piped, lines: int, *, bracketed: bool) -> int:
    """Return how many calls, of Python's or C functions, it takes to read so many pasted lines."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    text = LINE * lines
    sent = b"\x1b[200~" + text + b"\x1b[201~" if bracketed else text
    keys: list[tuple[str, str]] = []
    sys.setprofile(count)
    try:
        for start in range(0, len(sent), 4096):
            piped.send(sent[start : start + 4096])
            keys += piped.read()
        keys += piped.flush()
    finally:
        sys.setprofile(None)
    assert keys == [(Keys.BracketedPaste.value, text.decode().replace("\r", "\n"))]
    return calls


@pytest.mark.parametrize("bracketed", [True, False])
def test_the_work_grows_with_the_text_and_not_faster(piped: Piped, bracketed: bool) -> None:
    """Five times the lines take five times the calls at most, and 5,000 lines fewer calls than lines."""
    once = work_of_taking(piped, 1000, bracketed=bracketed)
    five_times = work_of_taking(piped, 5000, bracketed=bracketed)
    assert five_times <= 5.2 * once
    assert five_times < 5000
