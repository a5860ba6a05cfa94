"""A document as plain text of a given width, for a terminal, a screen reader or a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest

from ikewizard.core.late import late
from ikewizard.logs.decode import clean
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NARROWEST = 20
"""A width below this one is taken as this one."""
_ENDLESS = 10**9
_LOOK_BACK = 16
_NARROW_COLUMN = 12
_JOINTS = late(r"[^-/_. ]*[-/_. ]|[^-/_. ]+")


def render_text(document: Document, width: int, unicode: bool = True) -> str:
    """Return ``document`` as lines of at most ``width`` cells, each with its line end.

    Prose is wrapped; a quoted line that is too long is cut, and its continuation has a mark of its own.
    ``unicode`` chooses the marks; the texts themselves are left as they are, but for controls and
    terminal escapes, which are taken out.
    """
    room = max(width, NARROWEST)
    text, was_typed = "", False
    for block in document.blocks:
        lines = "".join(f"{line}\n" for line in _WAYS[type(block)](block, room, unicode))
        typed = isinstance(block, Quote) and block.typed
        # What is typed, and the words before and after it, are one thing to do.
        one_thing = typed or (was_typed and isinstance(block, Paragraph))
        text += "\n" + lines if text and lines and not one_thing else lines
        was_typed = typed if lines else was_typed
    return text


def render_unwrapped(document: Document, unicode: bool = True) -> str:
    """Return ``document`` as lines that are as long as their paragraphs: whatever it is put into wraps them.

    The cells of a table stand below each other, since columns do not outlive another font.
    """
    blocks = (_unwrapped(block) if isinstance(block, Table) else block for block in document.blocks)
    return render_text(Document(tuple(blocks)), _ENDLESS, unicode)


def _unwrapped(table: Table) -> Block:
    names, *rows = ([_prose(cell) for cell in row] for row in (table.header, *table.rows))
    pairs = ([(row[0], row[1])] if len(names) == 2 else zip(names, row, strict=True) for row in rows)
    return Items(tuple("\n".join(f"{name}: {value}" for name, value in row) for row in pairs))


def _heading(block: Heading, width: int, unicode: bool) -> Iterator[str]:
    lines = list(wrap(block.text, width))
    yield from lines
    if lines and block.level <= 2:
        rule = ("═" if block.level == 1 else "─") if unicode else ("=" if block.level == 1 else "-")
        yield rule * max(map(cells, lines))


def _paragraph(block: Paragraph, width: int, unicode: bool) -> Iterator[str]:  # noqa: ARG001 - same shape
    for part in block.text.split("\n"):
        yield from wrap(part, width)


def _items(block: Items, width: int, unicode: bool) -> Iterator[str]:
    bullet = "• " if unicode else "- "
    last = f"{len(block.items)}. "
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}. ".rjust(len(last)) if block.ordered else bullet
        indent = " " * len(mark)
        wrapped = (line for part in item.split("\n") for line in wrap(part, width - len(mark)))
        for place, line in enumerate(wrapped):
            yield (indent if place else mark) + line


def _quote(block: Quote, width: int, unicode: bool) -> Iterator[str]:
    yield from wrap(f"{block.origin}:" if block.origin else "", width)
    first, more = ("  │ ", "  ┆ ") if unicode else ("  | ", "  : ")
    if block.typed:
        first, more = "    ", "      "
    for line in block.text.split("\n"):
        for place, piece in enumerate(pieces(clean(line).rstrip(), width - len(more))):
            yield ((more if place else first) + piece).rstrip()


def _table(block: Table, width: int, unicode: bool) -> Iterator[str]:
    header, *rows = ([_prose(cell) for cell in row] for row in (block.header, *block.rows))
    widths = [max(map(cells, column)) for column in zip(header, *rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) <= width:
        for row in (header, ["-" * size if not unicode else "─" * size for size in widths], *rows):
            yield "  ".join(_padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()
        return
    if len(header) > 2 and (narrowed := _narrowed(widths, width)):
        for row in (header, ["-" * size if not unicode else "─" * size for size in narrowed], *rows):
            yield from _folded(row, narrowed)
        return
    for number, row in enumerate(rows):
        if number and len(header) > 2:
            yield ""
        yield from _as_list(header, row, width)


def _narrowed(widths: list[int], width: int) -> list[int]:
    """Return widths of columns that fit, taken from the widest ones, or nothing where that is too little."""
    found = list(widths)
    while sum(found) + 2 * (len(found) - 1) > width:
        widest = max(found)
        if widest <= _NARROW_COLUMN:
            return []
        found[found.index(widest)] -= 1
    return found


def _folded(row: list[str], widths: list[int]) -> Iterator[str]:
    columns = [list(_cell_lines(cell, size)) for cell, size in zip(row, widths, strict=True)]
    for lines in zip_longest(*columns, fillvalue=""):
        yield "  ".join(_padded(line, size) for line, size in zip(lines, widths, strict=True)).rstrip()


def _cell_lines(text: str, size: int) -> Iterator[str]:
    """Yield the text of a cell, broken between words, or inside a name where that has a joint."""
    line = ""
    for part in _JOINTS.findall(text):
        if line and cells(line) + cells(part.rstrip()) > size:
            yield line.rstrip()
            line = ""
        *full, rest = cut(line + part, size) or [""]
        yield from (piece.rstrip() for piece in full)
        # A blank that no longer fits is where the line ends.
        line = rest.lstrip()
    yield line.rstrip()


def _as_list(header: list[str], row: list[str], width: int) -> Iterator[str]:
    # In a table of two columns the first one is the name of the second.
    pairs = [(row[0], row[1])] if len(header) == 2 else list(zip(header, row, strict=True))
    for name, value in pairs:
        lines = list(wrap(f"{name}: {value}", width - 2))
        yield from (line if place == 0 else f"  {line}" for place, line in enumerate(lines))


def pieces(text: str, room: int) -> Iterator[str]:
    """Yield a line of a log to the letter, broken after a space where one comes late enough."""
    while len(text) > room and text.isascii():
        end = text.rfind(" ", max(1, room - _LOOK_BACK), room) + 1 or room
        yield text[:end]
        text = text[end:]
    yield from cut(text, room) or [""]


def cells(text: str) -> int:
    """Return how many cells of a terminal ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    import unicodedata  # noqa: PLC0415 -- most texts are ASCII, and it takes as long as to lay out a paste's answer

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _padded(text: str, size: int) -> str:
    return text + " " * (size - cells(text))


def _prose(text: str) -> str:
    return " ".join(clean(text).split())


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield ``text`` as lines of at most ``width`` cells, broken between words where that is possible."""
    prose = _prose(text)
    if prose.isascii():
        yield from _wrap_ascii(prose, width)
        return
    line = ""
    for word in prose.split(" "):
        *full, rest = cut(word, width) or [""]
        if full or cells(line) + 1 + cells(rest) > width:
            yield from ([line] if line else [])
            yield from full
            line = rest
        else:
            line = f"{line} {rest}" if line else rest
    if line:
        yield line


def _wrap_ascii(prose: str, width: int) -> Iterator[str]:
    begin = 0
    while len(prose) - begin > width:
        blank = prose.rfind(" ", begin, begin + width + 1)
        end = blank if blank > begin else begin + width
        yield prose[begin:end]
        begin = end + (end == blank)
    if begin < len(prose):
        yield prose[begin:]


def cut(text: str, width: int) -> list[str]:
    """Return ``text`` as pieces of at most ``width`` cells, to the letter."""
    if text.isascii():
        return [text[at : at + width] for at in range(0, len(text), width)]
    pieces, begin, used = [], 0, 0
    for place, character in enumerate(text):
        size = _cell(character)
        if used + size > width:
            pieces.append(text[begin:place])
            begin, used = place, 0
        used += size
    return [*pieces, text[begin:]]


_WAYS: Mapping[type[Block], Callable[[Any, int, bool], Iterator[str]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Quote: _quote,
    Table: _table,
}
