"""Reading a terminal directly, in groups: what was typed apart from what was pasted."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from ikewizard.console.bursts import Burst, Keys, Sorter

CHUNK = 65536


class Keyboard(Protocol):
    """Something whose keys can be waited for."""

    def read(self, seconds: float | None) -> bytes | None:
        """Return what comes within ``seconds`` (None: for ever): None for nothing, empty when closed."""
        ...


class DescriptorKeyboard:
    """The keys that arrive at a file descriptor: a terminal, or a pipe in tests."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def ready(self, seconds: float | None) -> bool:
        """Return whether something arrives within ``seconds``."""
        return bool(select.select([self._descriptor], [], [], seconds)[0])

    def read(self, seconds: float | None) -> bytes | None:
        """Return what comes within ``seconds``; a terminal that is gone reads as closed."""
        try:
            return os.read(self._descriptor, CHUNK) if self.ready(seconds) else None
        except OSError:
            return b""


if sys.platform == "win32":
    import msvcrt

    class ConsoleKeyboard:
        """The keys of a Windows console, where a console cannot be waited for and is looked at instead."""

        def read(self, seconds: float | None) -> bytes | None:
            """Return what comes within ``seconds``; looks a hundred times a second."""
            until = None if seconds is None else time.monotonic() + seconds
            while not msvcrt.kbhit():
                if until is not None and time.monotonic() >= until:
                    return None
                time.sleep(0.01)
            text = ""
            while msvcrt.kbhit() and len(text) < CHUNK:
                text += msvcrt.getwch()
            return text.encode("utf-8", "replace")


def keyboard_on(descriptor: int) -> Keyboard:
    """Return the keyboard behind ``descriptor``; on Windows that of the console."""
    if sys.platform == "win32":
        return ConsoleKeyboard()
    return DescriptorKeyboard(descriptor)


def gather(
    keyboard: Keyboard, wait: float | None, progress: Callable[[int], None] = lambda _lines: None
) -> Keys | Burst | None:
    """Return the next group, whole, or None when nothing comes within ``wait`` seconds.

    ``progress`` is told the number of lines of a burst whenever it grew. Raises EOFError when the
    keyboard is closed and nothing is left of it.
    """
    sorter = Sorter()
    told = 0
    data = keyboard.read(wait)
    while data:
        sorter.feed(data)
        if sorter.bursting and sorter.lines > told:
            told = sorter.lines
            progress(told)
        data = keyboard.read(sorter.patience)
    if sorter.holding:
        return sorter.settle()
    if data == b"":
        raise EOFError
    return None


@contextmanager
def hushed(descriptor: int) -> Iterator[None]:
    """Have the terminal hand over every key at once, unechoed, with none of them a command.

    Without that an unfinished last line of a paste could not be read, and a control character inside
    of it would end the session. What is no terminal is left alone.
    """
    if sys.platform == "win32" or not os.isatty(descriptor):
        yield
        return
    import termios  # noqa: PLC0415 - only these systems have it

    before = termios.tcgetattr(descriptor)
    quiet = termios.tcgetattr(descriptor)
    quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    quiet[6][termios.VMIN], quiet[6][termios.VTIME] = 1, 0
    termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)


@contextmanager
def gone_is_end() -> Iterator[None]:
    """Turn the errors of a terminal or pipe that is gone into the end of input, which callers expect."""
    try:
        yield
    except OSError as error:
        raise EOFError("the terminal is gone") from error
