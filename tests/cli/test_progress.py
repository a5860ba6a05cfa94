"""Progress is told on a terminal, for a long log, and leaves nothing behind."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pytest

from ikewizard.cli.progress import PREPARING, Progress, preparing


class Terminal(io.StringIO):
    """Standard error as a terminal of 80 columns."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


def ticking(step: float) -> Callable[[], float]:
    """Return a clock that goes on by ``step`` seconds whenever it is looked at."""
    moment = 0.0

    def clock() -> float:
        nonlocal moment
        moment += step
        return moment

    return clock


def told(stream: io.StringIO, step: float, name: str = "west.log") -> str:
    """Return what is written while a hundred blocks of a megabyte are read."""
    progress = Progress(stream, ticking(step))
    for number in range(1, 101):
        progress.tell(name, number * 10**6, 100 * 10**6)
    progress.end()
    return stream.getvalue()


def test_a_long_log_is_told_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The share is told on one line, which is empty at the end."""
    monkeypatch.setenv("COLUMNS", "80")
    text = told(Terminal(), 0.2)
    assert "\rreading west.log: 50 MB, 50 %" in text
    assert text.endswith("\r")
    assert text.rsplit("\r", 2)[1].isspace()
    assert "\n" not in text
    assert "\x1b" not in text


def test_a_short_log_is_read_in_silence() -> None:
    """Nothing is told within the first seconds."""
    assert told(Terminal(), 0.005) == ""


def test_what_is_no_terminal_gets_nothing() -> None:
    """A file or a pipe for standard error stays clean."""
    assert told(io.StringIO(), 60.0) == ""


def test_a_name_cannot_break_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile or long name brings no escape, and the line never wraps."""
    monkeypatch.setenv("COLUMNS", "40")
    text = told(Terminal(), 1.0, "a\x1b[2J" + "long" * 30)
    assert "\x1b" not in text
    assert max(len(part) for part in text.split("\r")) < 40


def test_an_unknown_size_has_no_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a pipe only what has come is told."""
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    progress = Progress(stream, ticking(5.0))
    progress.tell("standard input", 3 * 10**6, 0)
    assert stream.getvalue() == "\rreading standard input: 3 MB"


def fail_late(stream: io.StringIO) -> None:
    """Raise ValueError while trees are prepared, once that was told."""
    with preparing(stream, after=0.0):
        until = time.monotonic() + 10
        while not stream.getvalue() and time.monotonic() < until:
            time.sleep(0.001)
        assert stream.getvalue() == f"\r{PREPARING}"
        raise ValueError("bad trees")


def test_preparing_the_trees_is_told_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    """When it takes its time the line says so, and is empty at the end, also after a failure."""
    monkeypatch.setenv("COLUMNS", "60")
    stream = Terminal()
    with pytest.raises(ValueError, match="bad trees"):
        fail_late(stream)
    assert stream.getvalue() == f"\r{PREPARING}\r{' ' * len(PREPARING)}\r"
    assert len(PREPARING) < 60


def test_trees_that_are_soon_prepared_are_prepared_in_silence() -> None:
    """Nothing is told within half a second, and nothing comes later."""
    stream = Terminal()
    with preparing(stream):
        pass
    assert stream.getvalue() == ""


def test_preparing_says_nothing_into_a_pipe() -> None:
    """However long it takes."""
    stream = io.StringIO()
    with preparing(stream, after=0.0):
        time.sleep(0.05)
    assert stream.getvalue() == ""
