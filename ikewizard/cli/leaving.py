"""Leaving in good order: signals become exceptions, and the terminal is given back as it was."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn


class LeftBySignal(KeyboardInterrupt):
    """A signal (SIGTERM, or SIGHUP of a closed terminal) asked the program to leave."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise LeftBySignal(number)


@contextlib.contextmanager
def leaving_safely() -> Iterator[None]:
    """Within it SIGTERM and SIGHUP raise LeftBySignal; after it the terminal is as it was before."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, _leave) for number in numbers}
    try:
        with _terminal_kept():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _terminal_kept() -> Iterator[None]:
    try:
        import termios  # noqa: PLC0415 -- not there on Windows, where there is nothing to give back
    except ImportError:
        yield
        return
    try:
        descriptor = sys.stdin.fileno()
        modes = termios.tcgetattr(descriptor)
    except (OSError, ValueError, termios.error):
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(OSError, termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, modes)
