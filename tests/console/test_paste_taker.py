"""Taking in pasted text: what is taken, what is shown of it, and what ends it."""

from __future__ import annotations

import pytest

from ikewizard.console.paste_taker import SILENCE, PasteTaker
from tests.console.test_bursts import TimedKeyboard

LOG = b"Nov 23 charon: one\r\rNov 23 charon: three\r"


class Take:
    """One run of a taker, with what it told and echoed."""

    def __init__(self, *chunks: tuple[float, bytes], begun: str = "") -> None:
        self.told: list[int] = []
        self.echoed: list[str] = []
        self.taker = PasteTaker(TimedKeyboard(*chunks), self.told.append, self.echoed.append)
        if begun:
            self.taker.add(begun)
        self.ended = self.taker.take()
        self.text = self.taker.text


def test_silence_after_a_paste_ends_it() -> None:
    """When nothing more comes, the taker returns, and the user is still to be asked."""
    take = Take((5, LOG), (SILENCE + 0.5, b"\r"))
    assert take.text == "Nov 23 charon: one\n\nNov 23 charon: three\n"
    assert not take.ended
    assert take.told[-1] == 3
    assert take.echoed == []


def test_what_came_before_comes_first() -> None:
    """The beginning that was caught elsewhere is a part of the text, and only the rest is waited for."""
    take = Take((0.5, b" of the line and more\r"), (5, b"later"), begun="the first half")
    assert take.text == "the first half of the line and more\n"
    assert not take.ended


def test_short_lines_after_a_pause_belong_to_the_paste() -> None:
    """A paste that pauses before an empty line, or a short one, is not ended by it."""
    take = Take((1, LOG), (0.5, b"\r"), (0.5, b"}\r"), (0.5, b"Nov 23 charon: four\r"), (5, b""))
    assert take.text.endswith("three\n\n}\nNov 23 charon: four\n")
    assert not take.ended


@pytest.mark.parametrize("key", [b"\r", b"\n", b"\x04"])
def test_enter_or_the_end_key_on_nothing_ends(key: bytes) -> None:
    """Without any text Enter and Ctrl-D end at once, with nothing."""
    take = Take((60, key), (1, LOG))
    assert take.ended
    assert take.text == ""


def test_the_end_key_after_a_paste_ends_with_it() -> None:
    """Ctrl-D that comes alone ends, and what came is kept."""
    take = Take((1, LOG), (0.6, b"\x04"))
    assert take.ended
    assert take.text.endswith("three\n")


def test_an_interrupt_alone_interrupts() -> None:
    """Ctrl-C that comes alone is the user's, even after a paste."""
    with pytest.raises(KeyboardInterrupt):
        Take((1, b"\x03"))
    with pytest.raises(KeyboardInterrupt):
        Take((1, LOG), (0.6, b"\x03"))


def test_an_interrupt_inside_a_paste_is_text() -> None:
    """The same byte inside a burst is a part of the log, also where it comes slowly."""
    assert "\x03" in Take((1, b"log \x03 line\r")).text
    slow = [(0.001, bytes([byte])) for byte in b"a log \x03 line\r"]
    assert Take(*slow).text == "a log \x03 line\n"


def test_a_line_typed_by_hand_is_taken() -> None:
    """What is typed is echoed, can be corrected, and ends with Enter on an empty line."""
    keys = [(0.2, bytes([byte])) for byte in b"tunz\x7fnel\r\r"]
    take = Take(*keys)
    assert take.ended
    assert take.text == "tunnel\n"
    assert "".join(take.echoed) == "tunz\b \bnel\n"


def test_another_paste_begins_on_its_own_line() -> None:
    """After 'paste more' the text goes on in a new line, and is waited for however long."""
    take = Take((1, b"first paste without end"), (SILENCE + 1, b""))
    taker = PasteTaker(TimedKeyboard((50, b"second paste\r")), take.told.append, take.echoed.append)
    taker.add(take.text)
    taker.part()
    taker.take()
    assert taker.text == "first paste without end\nsecond paste\n"


def test_a_closed_terminal_loses_nothing() -> None:
    """What came before the terminal closed is returned; with nothing, the input has ended."""
    assert Take((1, LOG)).text
    with pytest.raises(EOFError):
        Take()


def test_a_paste_with_marks_and_bad_bytes_is_text() -> None:
    """Marks are taken out and bytes that are no text replaced."""
    assert Take((1, b"\x1b[200~caf\xe9 au lait\x1b[201~")).text == "caf\ufffd au lait"
