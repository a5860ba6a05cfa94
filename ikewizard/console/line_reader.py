"""Lines from a terminal, where lines without a pause are a paste, or from a pipe, where they are not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from ikewizard.console.bursts import GAP, QUIET, Burst, paste_text
from ikewizard.console.keyboard import Keyboard, gather, gone_is_end, hushed, keyboard_on
from ikewizard.console.screen import Pasted

INTERRUPT = b"\x03"


class LineReader:
    """Reads answers line by line. No byte that comes makes it fail."""

    def __init__(self, stdin: TextIO) -> None:
        self._stdin = stdin
        # The text layer would raise on bytes that are no text; a stream made of text has no other.
        self._bytes: BinaryIO | None = getattr(stdin, "buffer", None)
        self.is_terminal = stdin.isatty()
        self.encoding = getattr(stdin, "encoding", None) or "utf-8"
        self._pasted = False

    def line(self) -> str | Pasted:
        """Return the next line, stripped; on a terminal Pasted when more came along with it.

        Raises EOFError at the end.
        """
        with gone_is_end():
            line = self._read_line()
        if not line:
            raise EOFError
        more = self._more(GAP) if self.is_terminal else b""
        if more.strip():
            self._pasted = True
            return Pasted(line + paste_text(more, self.encoding))
        return line.strip()

    def pending(self) -> str:
        """Return what still came of a paste after it was read, so that it is no answer; else nothing."""
        if not self._pasted:
            return ""
        text = paste_text(self._more(QUIET), self.encoding)
        self._pasted = bool(text.strip())
        return text if self._pasted else ""

    def rest(self) -> str:
        """Return everything that is left of a pipe."""
        if self._bytes is None:
            return self._stdin.read()
        return paste_text(self._bytes.read(), self.encoding)

    @contextmanager
    def hushed(self) -> Iterator[Keyboard]:
        """Give the terminal's keyboard, to be read directly and without echo for as long."""
        descriptor = -1 if sys.platform == "win32" else self._stdin.fileno()
        with hushed(descriptor):
            yield keyboard_on(descriptor)

    def _read_line(self) -> str:
        if self._bytes is None:
            return self._stdin.readline()
        return paste_text(self._bytes.readline(), self.encoding)

    def _more(self, wait: float) -> bytes:
        """Return what comes right after a line: the rest of a paste, even where no line end follows."""
        with self.hushed() as keyboard:
            group = gather(keyboard, wait)
        if group is None:
            return b""
        if not isinstance(group, Burst) and group.data.startswith(INTERRUPT):
            raise KeyboardInterrupt
        return group.data
