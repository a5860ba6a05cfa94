"""Telling a paste from typed keys, over chunks with the times at which they arrived."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.console import bursts
from ikewizard.console.bursts import GAP, QUIET, STALLED, Burst, Keys, looks_pasted, paste_text
from ikewizard.console.keyboard import gather

START, END = b"\x1b[200~", b"\x1b[201~"


class TimedKeyboard:
    """A keyboard on which ``chunks`` arrive, each so many seconds after the one before."""

    def __init__(self, *chunks: tuple[float, bytes]) -> None:
        self._chunks = list(chunks)
        self.reads = 0

    def read(self, seconds: float | None) -> bytes | None:
        """Return the next chunk if it comes in time; closed when there is none left."""
        self.reads += 1
        if not self._chunks:
            return b""
        pause, data = self._chunks[0]
        if seconds is not None and pause > seconds:
            self._chunks[0] = (pause - seconds, data)
            return None
        self._chunks.pop(0)
        return data


def groups(*chunks: tuple[float, bytes]) -> list[Keys | Burst]:
    """Return the groups that arrive."""
    keyboard = TimedKeyboard(*chunks)
    found: list[Keys | Burst] = []
    try:
        while True:
            group = gather(keyboard, 10)
            if group:
                found.append(group)
    except EOFError:
        return found


def slowly(text: str, pause: float) -> list[tuple[float, bytes]]:
    """Return one chunk a character, each ``pause`` after the one before."""
    return [(pause, character.encode()) for character in text]


@pytest.mark.parametrize(
    "typed",
    [
        b"2",
        b"2\r",
        b"12\r",
        b"\r",
        b"\r\n",
        b"\x1b[B",
        b"\x1b[B" * 40,
        b"\x1bOP",
        b"\x03",
        b"\x03" * 9,
        b"q\r",
    ],
)
def test_typed_keys_stay_keys(typed: bytes) -> None:
    """Keys that somebody may have pressed at once are no paste."""
    assert groups((1, typed)) == [Keys(typed)]


@pytest.mark.parametrize(
    "pasted",
    [
        b"Nov 23 15:08:00 charon",
        b"2\r3\r",
        b"\rab",
        b"a\nb",
        START + b"1" + END,
        START,
        END,
        b"ab\x03c",
        b"\x1b[A" + b"1234567",
        b"\x01" * 300,
    ],
)
def test_more_than_somebody_types_is_a_burst(pasted: bytes) -> None:
    """A paste mark, much text, text after a line end, or text with controls is a paste."""
    assert groups((1, pasted)) == [Burst(pasted)]


def test_a_slow_line_is_one_burst() -> None:
    """At 9600 baud, a character a millisecond, a paste is caught whole, its blank lines and all."""
    text = "\rNov 23 charon: first\r\r\r1\r\r2\rlast\r"
    assert groups(*slowly(text, 0.001)) == [Burst(text.encode())]


def test_typing_is_never_a_burst() -> None:
    """The quickest typist leaves more than the gap between two keys."""
    found = groups(*slowly("initiator\r", GAP * 1.2))
    assert found == [Keys(character.encode()) for character in "initiator\r"]


def test_a_pause_between_lines_does_not_end_a_burst() -> None:
    """Lines that come with pauses below the quiet time are one paste; after it, a new group begins."""
    lines = [(QUIET * 0.9, b"Nov 23 a line of a log\r")] * 3
    assert groups(*lines) == [Burst(b"Nov 23 a line of a log\r" * 3)]
    assert groups(*lines, (QUIET * 1.5, b"1"))[1:] == [Keys(b"1")]


def test_a_stalled_bracketed_paste_is_waited_for() -> None:
    """While the end mark is missing, a longer pause belongs to the paste, even one inside of a mark."""
    pieces = [
        (1.0, START + b"one\r"),
        (STALLED * 0.9, b"tw"),
        (STALLED * 0.9, b"o" + END[:3]),
        (0.2, END[3:]),
    ]
    assert groups(*pieces) == [Burst(START + b"one\rtwo" + END)]


def test_an_end_mark_inside_the_text_ends_nothing() -> None:
    """What follows an end mark in hostile text at once is still the paste, and no keys."""
    sent = START + b"log\r" + END + b"2\r\x03" + END
    assert groups((1, sent)) == [Burst(sent)]
    assert paste_text(sent) == "log\n2\n\x03"


@pytest.mark.parametrize(
    "nested", [b"\x1b[20" + END + b"1~x", b"\x1b" + END + b"[201~x", b"\x1b\x1b" + END + b"[200~x"]
)
def test_no_mark_is_put_together_by_taking_one_out(nested: bytes) -> None:
    """Taking out a mark leaves none behind that was wrapped around it."""
    assert "\x1b[20" not in paste_text(nested)


@given(st.lists(st.sampled_from([START, END, b"\x1b", b"[20", b"0~", b"1~", b"\r\n", b"\xff", b"text"])))
def test_no_text_keeps_a_mark(pieces: list[bytes]) -> None:
    """Whatever is pasted, the text holds no paste mark and no carriage return."""
    text = paste_text(b"".join(pieces))
    assert "\x1b[200~" not in text
    assert "\x1b[201~" not in text
    assert "\r" not in text


def test_bad_bytes_become_replacement_characters() -> None:
    """A paste in another encoding, or cut in the middle of a character, is text all the same."""
    assert paste_text(b"caf\xe9 \xe2\x82") == "caf\ufffd \ufffd"
    assert paste_text("h\u00e9llo".encode()) == "h\u00e9llo"


@given(st.binary(max_size=200), st.lists(st.integers(1, 20)))
def test_nothing_is_lost_however_it_is_cut(data: bytes, sizes: list[int]) -> None:
    """Every byte that arrives is given out once, in order, in whatever pieces it comes."""
    chunks, rest = [], data
    for size in sizes:
        chunks.append((0.01, rest[:size] or b"1"))
        rest = rest[size:]
    found = groups(*chunks)
    assert b"".join(group.data for group in found) == b"".join(chunk for _, chunk in chunks)


@pytest.mark.parametrize("lines", [1000, 5000])
def test_a_burst_is_looked_at_once(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a burst is recognised nothing looks through it again, however many lines follow."""
    looked_at: list[int] = []

    def counting(data: bytes) -> bool:
        looked_at.append(len(data))
        return looks_pasted(data)

    monkeypatch.setattr(bursts, "looks_pasted", counting)
    line = b"Nov 23 15:08:00 gw charon: 05[IKE] sending retransmit 1 of request message ID 0\r"
    keyboard = TimedKeyboard(*[(0.001, line)] * lines)
    group = gather(keyboard, None)
    assert looked_at == [len(line)]
    assert keyboard.reads == lines + 1
    assert group == Burst(line * lines)
