"""A document as plain text of a given width, for a terminal, a screen reader or a pipe."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import singledispatch

from ikewizard.logs.decode import clean
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table

NARROWEST = 20
"""A width below this one is taken as this one."""
_FOLDS_FROM = 72
_NARROWEST_COLUMN = 12


def render_text(document: Document, width: int, unicode: bool = True) -> str:
    """Return ``document`` as lines of at most ``width`` cells, each with its line end.

    Prose is wrapped; a quoted line that is too long is cut, and its continuation has a mark of its own.
    ``unicode`` chooses the marks; the texts themselves are left as they are, but for controls and
    terminal escapes, which are taken out.
    """
    room = max(width, NARROWEST)
    blocks = (list(_lines(block, room, unicode)) for block in document.blocks)
    return "\n".join("".join(f"{line}\n" for line in lines) for lines in blocks if lines)


@singledispatch
def _lines(block: Block, width: int, unicode: bool) -> Iterator[str]:  # noqa: ARG001 - same shape
    raise TypeError(f"no such block: {block!r}")


@_lines.register
def _heading(block: Heading, width: int, unicode: bool) -> Iterator[str]:
    lines = list(wrap(block.text, width))
    yield from lines
    if lines and block.level <= 2:
        rule = ("═" if block.level == 1 else "─") if unicode else ("=" if block.level == 1 else "-")
        yield rule * max(map(cells, lines))


@_lines.register
def _paragraph(block: Paragraph, width: int, unicode: bool) -> Iterator[str]:  # noqa: ARG001 - same shape
    for part in block.text.split("\n"):
        yield from wrap(part, width)


@_lines.register
def _items(block: Items, width: int, unicode: bool) -> Iterator[str]:
    bullet = "• " if unicode else "- "
    last = f"{len(block.items)}. "
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}. ".rjust(len(last)) if block.ordered else bullet
        indent = " " * len(mark)
        wrapped = (line for part in item.split("\n") for line in wrap(part, width - len(mark)))
        for place, line in enumerate(wrapped):
            yield (indent if place else mark) + line


@_lines.register
def _quote(block: Quote, width: int, unicode: bool) -> Iterator[str]:
    yield from wrap(f"{block.origin}:" if block.origin else "", width)
    first, more = ("  │ ", "  ┆ ") if unicode else ("  | ", "  : ")
    for line in block.text.split("\n"):
        pieces = list(cut(clean(line).rstrip(), width - len(first))) or [""]
        for place, piece in enumerate(pieces):
            yield ((more if place else first) + piece).rstrip()


@_lines.register
def _table(block: Table, width: int, unicode: bool) -> Iterator[str]:
    header, *rows = ([_prose(cell) for cell in row] for row in (block.header, *block.rows))
    widths = [max(map(cells, column)) for column in zip(header, *rows, strict=True)]
    if block.folds and width >= _FOLDS_FROM:
        widths = _shrunk(widths, width - 2 * (len(widths) - 1))
    if sum(widths) + 2 * (len(widths) - 1) <= width:
        for row in (header, ["-" * size if not unicode else "─" * size for size in widths], *rows):
            yield from _folded(row, widths)
        return
    for number, row in enumerate(rows):
        if number and len(header) > 2:
            yield ""
        yield from _as_list(header, row, width)


def _shrunk(widths: list[int], room: int) -> list[int]:
    """Return widths that fit into ``room``, taken from the widest columns."""
    found = list(widths)
    while found and sum(found) > room and max(found) > _NARROWEST_COLUMN:
        widest = found.index(max(found))
        found[widest] -= 1
    return found


def _folded(row: list[str], widths: list[int]) -> Iterator[str]:
    columns = [list(wrap(cell, max(size, 1))) for cell, size in zip(row, widths, strict=True)]
    for place in range(max(map(len, columns), default=0)):
        parts = (lines[place] if place < len(lines) else "" for lines in columns)
        yield "  ".join(_padded(part, size) for part, size in zip(parts, widths, strict=True)).rstrip()


def _as_list(header: list[str], row: list[str], width: int) -> Iterator[str]:
    # In a table of two columns the first one is the name of the second.
    pairs = [(row[0], row[1])] if len(header) == 2 else list(zip(header, row, strict=True))
    for name, value in pairs:
        lines = list(wrap(f"{name}: {value}", width - 2))
        yield from (line if place == 0 else f"  {line}" for place, line in enumerate(lines))


def cells(text: str) -> int:
    """Return how many cells of a terminal ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _padded(text: str, size: int) -> str:
    return text + " " * (size - cells(text))


def _prose(text: str) -> str:
    return " ".join(clean(text).split())


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield ``text`` as lines of at most ``width`` cells, broken between words where that is possible."""
    line = ""
    for word in _prose(text).split(" "):
        *full, rest = cut(word, width) or [""]
        if full or cells(line) + 1 + cells(rest) > width:
            yield from ([line] if line else [])
            yield from full
            line = rest
        else:
            line = f"{line} {rest}" if line else rest
    if line:
        yield line


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
