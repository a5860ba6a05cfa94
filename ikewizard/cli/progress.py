"""What takes its time, told on a terminal and nowhere else: a long log, trees that are prepared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

PATIENCE = 2.0
"""Seconds for which nothing is told."""
UNNOTICED = 0.5
"""Seconds within which trees may be prepared without a word."""
PREPARING = "preparing the trees, once after each change of them ..."
_EVERY = 0.5


class Progress:
    """One line on ``stream``, written over again, in the end taken away; silent where it is no terminal."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._told = 0
        self._next = clock() + PATIENCE if stream.isatty() else float("inf")

    def tell(self, name: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` bytes of the log ``name`` are read; 0 is an unknown total."""
        if not self._is_time():
            return
        from ikewizard.logs.decode import clean  # noqa: PLC0415 -- only for a log that takes its time

        share = f", {min(99, 100 * done // total)} %" if total else ""
        self.say(f"reading {clean(name)}: {done / 1e6:.0f} MB{share}")

    def count(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` sessions are read."""
        if self._is_time():
            self.say(f"reading the sessions: {done:,} of {total:,}")

    def _is_time(self) -> bool:
        if self._next == float("inf") or self._clock() < self._next:
            return False
        self._next = self._clock() + _EVERY
        return True

    def say(self, text: str) -> None:
        """Write the line anew."""
        import shutil  # noqa: PLC0415 -- only for what takes its time

        # A line that wraps could not be written over.
        text = text[: shutil.get_terminal_size((80, 24)).columns - 1]
        self._write(f"\r{text.ljust(self._told)}")
        self._told = len(text)

    def end(self) -> None:
        """Leave the line as empty as it was before."""
        if self._told:
            self._write(f"\r{' ' * self._told}\r")
            self._told = 0

    def _write(self, text: str) -> None:
        encoding = self._stream.encoding or "ascii"
        self._stream.write(text.encode(encoding, "replace").decode(encoding))
        self._stream.flush()


@contextmanager
def preparing(stream: TextIO, after: float = UNNOTICED) -> Iterator[None]:
    """Say on ``stream``, where it is a terminal, what goes on, when it takes longer than ``after`` seconds.

    In the end the line is as empty as it was before.
    """
    if not stream.isatty():
        yield
        return
    from threading import Timer  # noqa: PLC0415 -- only after an update, and only on a terminal

    progress = Progress(stream)
    timer = Timer(after, progress.say, [PREPARING])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        # It may be about to speak: only then is there something to wipe.
        timer.join()
        progress.end()
