"""Lines and pieces of a file, put into blocks that are searched as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ikewizard.core.late import late
from ikewizard.core.record import dataclass
from ikewizard.logs.decode import MAX_LINE, plain

BLOCK = 256 * 1024
"""Bytes that are searched at once: enough to be quick, and few enough to stay near the processor."""
LONGEST = 1024 * 1024
"""Bytes of a line of a file that are kept; what follows up to its end is passed over."""

_LONG = 4 * MAX_LINE
# Controls all become one; what may stand in a blank line, but for its end, is left out with it.
_MARKED = bytes(0 if code in (*range(32), 127) and code != 10 else code for code in range(256))
_BLANKS = b" \t"
# What plain() changes beyond ASCII, as UTF-8. Each begins with a fixed byte: such a search is quick.
_MARKS = tuple(
    late(mark)
    for mark in (
        b"\xc2[\x80-\xa0]",
        b"\xd8\x9c",
        b"\xe2\x80[\x87\x8b\x8e\x8f\x98-\x9a\x9c-\x9e\xa6\xa8-\xaf]",
        b"\xe2\x81[\xa0-\xa4\xa6-\xaf]",
        b"\xef\xbb\xbf",
        b"\xef\xbf[\xb9-\xbb]",
        b"\xf3\xa0[\x80\x81]",
    )
)
_WHITE = rb"(?:[ \t]|\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xaf]|\xe2\x81\x9f|\xe3\x80\x80)"
_BLANK = late(rb"\n(?=" + _WHITE + rb"*\n)")


@dataclass(frozen=True)
class Block:
    r"""Some lines. ``data`` is the UTF-8 of what of them is matched (see ``plain``), each ended by ``\n``.

    ``blank`` is how many of them have nothing in them. ``raws`` are the lines as they came, where they
    came otherwise than they are matched.
    """

    data: bytes
    blank: int
    raws: Sequence[str] | None = None

    def raw(self, index: int, start: int, end: int) -> str:
        """Return the line number ``index`` as it came, which begins and ends there in ``data``."""
        return self.data[start:end].decode("utf-8") if self.raws is None else self.raws[index]


def blocks(source: Iterable[str | bytes]) -> Iterator[Block]:
    """Yield what is in ``source`` in blocks, a bounded part of it at a time.

    Each text is one line. Bytes are pieces of a file in UTF-8, cut anywhere, whose lines end in any way;
    bytes that are no UTF-8 are replaced.
    """
    lines: list[str] = []
    size = 0
    cutter = _Cutter()
    for item in source:
        if isinstance(item, bytes):
            yield from _of_lines(lines)
            yield from map(_of_bytes, cutter.take(item))
            lines, size = [], 0
            continue
        yield from map(_of_bytes, cutter.rest())
        lines.append(item)
        size += len(item) + 1
        if size > BLOCK:
            yield from _of_lines(lines)
            lines, size = [], 0
    yield from map(_of_bytes, cutter.rest())
    yield from _of_lines(lines)


class _Cutter:
    """Cuts pieces of a file at line ends."""

    def __init__(self) -> None:
        self._held = bytearray()

    def take(self, piece: bytes) -> Iterator[bytes]:
        for start in range(0, len(piece), BLOCK):
            searched = max(0, len(self._held) - 1)
            self._held += piece[start : start + BLOCK]
            if len(self._held) >= BLOCK:
                yield from self._cut(searched if searched >= BLOCK else 0)

    def rest(self) -> Iterator[bytes]:
        """Yield what is left, at the end of the file."""
        if self._held:
            ended = self._held.endswith((b"\r", b"\n"))
            yield _with_plain_ends(bytes(self._held) + (b"" if ended else b"\n"))
        self._held = bytearray()

    def _cut(self, begin: int) -> Iterator[bytes]:
        # A carriage return at the very end may be the half of a line end.
        end = max(self._held.rfind(b"\n", begin), self._held.rfind(b"\r", begin, len(self._held) - 1)) + 1
        if end:
            yield _with_plain_ends(bytes(self._held[:end]))
            del self._held[:end]
        elif len(self._held) > LONGEST:
            # The last byte stays the last: it may be a carriage return.
            self._held[LONGEST - 1 :] = self._held[-1:]


def _with_plain_ends(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _of_bytes(data: bytes) -> Block:
    return _as_it_is(data) or _of_raws(data.decode("utf-8", "replace").split("\n")[:-1])


def _of_lines(lines: list[str]) -> Iterator[Block]:
    if not lines:
        return
    try:
        data = "\n".join([*lines, ""]).encode("utf-8")
    except UnicodeEncodeError:
        data = b""
    fits = data.count(b"\n") == len(lines) and max(map(len, lines)) <= _LONG
    yield (_as_it_is(data) if fits else None) or _of_raws(lines)


def _of_raws(raws: list[str]) -> Block:
    data = "\n".join([*map(plain, raws), ""]).encode("utf-8")
    return Block(data, _count_blank(data, data.translate(None, _BLANKS)), raws)


def _as_it_is(data: bytes) -> Block | None:
    """Return ``data`` as a block when ``plain`` leaves every line in it as it is, but for its length."""
    squeezed = data.translate(_MARKED, _BLANKS)
    if b"\0" in squeezed:
        return None
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return None
        if any(mark.search(data) for mark in _MARKS):
            return None
    return Block(data, _count_blank(data, squeezed))


def _count_blank(data: bytes, squeezed: bytes) -> int:
    """Return how many lines of ``data`` are blank; ``squeezed`` is without spaces and tabs."""
    if data.isascii():
        return squeezed.split(b"\n").count(b"") - 1
    return sum(1 for _ in _BLANK.finditer(b"\n" + data))
