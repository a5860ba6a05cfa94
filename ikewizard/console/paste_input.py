"""The keys of a terminal for prompt_toolkit, in which a paste is one key and never many."""

from __future__ import annotations

import codecs
from typing import TextIO

from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys as Key

from ikewizard.console.bursts import QUIET, STALLED, Burst, Keys, Sorter, paste_text
from ikewizard.console.keyboard import DescriptorKeyboard, gather

READS_IN_A_ROW = 16
END_OF_TEXT, END_OF_TRANSMISSION = b"\x03", b"\x04"


class PasteInput(Vt100Input):
    """A terminal whose pastes, with or without marks, arrive as one BracketedPaste key.

    ``quiet`` is how long a program with this input must wait before it flushes: a paste has ended when
    nothing came for that long.
    """

    quiet = QUIET

    def __init__(self, stdin: TextIO) -> None:
        super().__init__(stdin)
        self._sorter = Sorter()
        self._keyboard = DescriptorKeyboard(self._fileno)
        self.encoding = stdin.encoding or "utf-8"
        self._decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        self._pasted = False

    @property
    def arriving(self) -> int | None:
        """The number of lines of the paste that is arriving, or None when none is."""
        return self._sorter.lines if self._sorter.bursting else None

    def read_keys(self) -> list[KeyPress]:
        """Return what was typed; nothing while a paste is still arriving."""
        for _ in range(READS_IN_A_ROW):
            data = self._keyboard.read(self._sorter.patience if self._listening else 0)
            if data:
                self._sorter.feed(data)
                continue
            if data == b"":
                self.stdin_reader.closed = True
            break
        return [] if self._sorter.bursting else self._settled()

    def flush_keys(self) -> list[KeyPress]:
        """Return the paste that has ended, or the keys that only silence completes (Escape)."""
        if not self._sorter.bursting:
            return super().flush_keys()
        if self._sorter.inside_marks and self._keyboard.ready(STALLED - QUIET):
            return []
        return self._settled()

    def take_pending(self) -> str:
        """Return a paste that came, or is still coming, while nothing was asked; drop stray keys.

        To be called in raw mode before something is drawn: what was not typed in answer to it must not
        answer it, such as the last line end of a paste. Raises what Ctrl-C and Ctrl-D raise.
        """
        group = gather(self._keyboard, QUIET if self._pasted else 0)
        self._pasted = isinstance(group, Burst)
        if isinstance(group, Burst):
            text = paste_text(group.data, self.encoding)
            return text if text.strip() else ""
        if isinstance(group, Keys) and END_OF_TEXT in group.data:
            raise KeyboardInterrupt
        if isinstance(group, Keys) and END_OF_TRANSMISSION in group.data:
            raise EOFError
        return ""

    @property
    def _listening(self) -> bool:
        return self._sorter.holding and not self._sorter.bursting

    def _settled(self) -> list[KeyPress]:
        if not self._sorter.holding:
            return []
        group = self._sorter.settle()
        if isinstance(group, Burst):
            self._pasted = True
            text = paste_text(group.data, self.encoding)
            return [KeyPress(Key.BracketedPaste, text)] if text.strip() else []
        self.vt100_parser.feed(self._decoder.decode(group.data))
        keys, self._buffer = self._buffer, []
        return keys
