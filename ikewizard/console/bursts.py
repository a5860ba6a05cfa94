"""Telling a paste from typed keys, by how much comes without a pause. Pure: bytes in, groups out.

A terminal without bracketed paste sends a pasted log exactly as if somebody typed it, only faster than
anybody can. Whoever reads the terminal feeds a ``Sorter``, waits as long as its ``patience`` says, and
when nothing more came, settles it into one group: keys that were typed, or a burst that was pasted.
"""

from __future__ import annotations

import re

from ikewizard.core.record import dataclass

TYPED_AT_MOST = 6
"""As many printable characters may arrive without a pause and still count as typed."""
GAP = 0.025
"""Seconds of silence that part one typed key from the next; a slow serial line is quicker."""
QUIET = 0.3
"""Seconds of silence that end a burst: terminals and multiplexers pause between the lines of a paste."""
STALLED = 1.0
"""Seconds of silence that end a bracketed paste whose end mark is missing."""
MOST_TEXT, MOST_KEYS = 256, 4096
"""Bytes without and with the sequences of cursor keys: more at once is no typing, whatever it holds."""

_START, _END = b"\x1b[200~", b"\x1b[201~"
_MARK_LENGTH = len(_START)
_KEY = re.compile(rb"\x1b(?:\[[0-9;]*[A-HP-SZ~]|O[A-Za-z])")
_ONLY_KEYS = re.compile(rb"(?:" + _KEY.pattern + rb")+")
_PRINTABLE = re.compile(rb"[\t\x20-\x7e\xc0-\xff]")  # a UTF-8 sequence counts once, by its first byte
_LINE_END = re.compile(rb"[\r\n]")
_COMMAND = re.compile(rb"[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f]")

_MARKS = re.compile("\x1b\\[20[01]~")
_MENDED_MARK = re.compile("(?<!\x1b)\x1b++(?=\\[20[01]~)")
_CURSOR_REPORT = re.compile("\x1b\\[[0-9]+;[0-9]+R")


@dataclass(frozen=True)
class Keys:
    """What somebody typed."""

    data: bytes


@dataclass(frozen=True)
class Burst:
    """What was pasted, as it came; ``paste_text`` makes text of it."""

    data: bytes


class Sorter:
    """Collects what arrives and sorts it into keys and bursts. The work is linear in what arrives."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._inside = False
        self.bursting = False
        self.lines = 0

    @property
    def holding(self) -> bool:
        """Whether something was fed that is not settled yet."""
        return bool(self._held)

    @property
    def inside_marks(self) -> bool:
        """Whether a bracketed paste was begun and not ended."""
        return self._inside

    @property
    def patience(self) -> float:
        """Seconds of silence after which what is held is complete."""
        if self.bursting:
            return STALLED if self._inside else QUIET
        return 0.0 if _ONLY_KEYS.fullmatch(self._held) else GAP

    def feed(self, data: bytes) -> None:
        """Take in what arrived."""
        before = bytes(self._held[1 - _MARK_LENGTH :])
        self._held += data
        if not self.bursting:
            self.bursting = looks_pasted(bytes(self._held))
        recent = before + data
        started, ended = recent.rfind(_START), recent.rfind(_END)
        if started != ended:
            self._inside = started > ended
        self.lines += data.count(b"\r") + data.count(b"\n") - data.count(b"\r\n")

    def settle(self) -> Keys | Burst:
        """Give out what is held, and start anew."""
        data = bytes(self._held)
        group = Burst(data) if self.bursting else Keys(data)
        self._held.clear()
        self._inside = self.bursting = False
        self.lines = 0
        return group


def looks_pasted(data: bytes) -> bool:
    """Return whether ``data``, which arrived without a pause, is more than somebody typed.

    It is when it holds a paste mark, more than TYPED_AT_MOST printable characters, a line end with text
    after it, or text mixed with control characters. Cursor keys in a row are typed.
    """
    if _START in data or _END in data or len(data) > MOST_KEYS:
        return True
    text = _KEY.sub(b"", data)
    printable = len(_PRINTABLE.findall(text))
    if printable > TYPED_AT_MOST or len(text) > MOST_TEXT:
        return True
    line_end = _LINE_END.search(text)
    if line_end and _PRINTABLE.search(text, line_end.end()):
        return True
    return bool(printable and _COMMAND.search(text))


def paste_text(data: bytes, encoding: str = "utf-8") -> str:
    """Return the text of a burst: every paste mark taken out, line ends made one kind, nothing raised.

    No mark remains, not even one that the taking out of another put together.
    """
    text = _MARKS.sub("", data.decode(encoding, "replace"))
    text = _CURSOR_REPORT.sub("", _MENDED_MARK.sub("", text))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_keys(data: bytes) -> bytes:
    """Return typed ``data`` without the sequences of cursor and function keys."""
    return _KEY.sub(b"", data)
