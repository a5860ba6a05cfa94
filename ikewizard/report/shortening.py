"""Making a document shorter without touching its shape: excerpts, rows, and at last any text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TypeVar

from ikewizard.core.record import dataclass, replace
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table

ANY = 1 << 40
"""As good as no limit."""
SUMMARY = 2
"""The blocks that a document always has: its title, and the table that sums it up."""

_SHORTEST = 100
"""Characters of a text below which its beginning is worth more than both of its ends."""
_WORDS = 50
"""Characters that saying how much is left out takes, and some."""

T = TypeVar("T")


@dataclass(frozen=True)
class Cut:
    """How much is left of a document, at most."""

    quote: int = ANY
    """Characters of an excerpt."""
    rows: int = ANY
    """Rows of the last section."""
    items: int = ANY
    """Rows, items and excerpts one after another anywhere but in the summary."""
    text: int = ANY
    """Characters of any other text."""
    blocks: int = ANY
    """Blocks of the document."""


@dataclass(frozen=True)
class Shortened:
    """A document that was made shorter, and how many of what were: excerpts, rows, texts, blocks."""

    blocks: tuple[Block, ...]
    excerpts: int = 0
    rows: int = 0
    texts: int = 0
    left_off: int = 0


def shorten(document: Document, cut: Cut, last: str) -> Shortened:
    """Return ``document`` cut. ``last`` is the heading of its last section, of which rows go first."""
    return _Shortener(cut).shorten(document, last)


def middle_out(text: str, most: int) -> str:
    """Return ``text`` without its middle where it is longer than ``most``, which says how much is gone.

    Where its lines are short enough, only whole ones are left off. A text that would hardly be shorter for
    it stays as it is.
    """
    if len(text) <= most + _WORDS:
        return text
    half = most // 2
    head, tail = text[:half], text[len(text) - half :] if half else ""
    if "\n" in head[half // 2 :] and "\n" in tail[: half // 2]:
        head = head[: head.rindex("\n") + 1]
        tail = tail[tail.index("\n") :]
    gone = len(text) - len(head) - len(tail)
    return f"{head}[... {gone:,} characters left out ...]{tail}"


class _Shortener:
    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._excerpts = self._rows = self._texts = 0

    def shorten(self, document: Document, last: str) -> Shortened:
        heading = Heading(last, 2)
        at = document.blocks.index(heading) if heading in document.blocks else len(document.blocks)
        summary, main = document.blocks[:SUMMARY], document.blocks[SUMMARY:at]
        ending = [self._fewer(block, min(self._cut.rows, self._cut.items)) for block in document.blocks[at:]]
        blocks = [*summary, *self._thinned(main), *ending]
        kept = blocks[: self._cut.blocks]
        # A heading with nothing left below it is of no use.
        while len(kept) < len(blocks) and len(kept) > SUMMARY and isinstance(kept[-1], Heading):
            kept.pop()
        return Shortened(
            tuple(self._shorter(block) for block in kept),
            self._excerpts,
            self._rows,
            self._texts,
            len(blocks) - len(kept),
        )

    def _thinned(self, blocks: Iterable[Block]) -> Iterable[Block]:
        for is_quote, run in groupby(blocks, key=lambda block: isinstance(block, Quote)):
            found = tuple(run)
            if not is_quote:
                yield from (self._fewer(block, self._cut.items) for block in found)
                continue
            head, gone, tail = _parted(found, self._cut.items)
            yield from head
            if gone:
                self._excerpts += gone
                yield Paragraph(f"[... {gone:,} excerpts left out ...]")
            yield from tail

    def _fewer(self, block: Block, most: int) -> Block:
        if isinstance(block, Table):
            head, gone, tail = _parted(block.rows, most)
            told = (f"[... {gone:,} rows left out ...]", *("" for _ in block.header[1:]))
            rows = (*head, told, *tail)
            shorter: Block = replace(block, rows=rows)
        elif isinstance(block, Items):
            top, gone, end = _parted(block.items, most)
            shorter = replace(block, items=(*top, f"[... {gone:,} left out ...]", *end))
        else:
            return block
        self._rows += gone
        return shorter if gone else block

    def _shorter(self, block: Block) -> Block:
        if isinstance(block, Quote):
            text = middle_out(block.text, min(self._cut.quote, max(self._cut.text, _SHORTEST)))
            self._excerpts += text != block.text
            return replace(block, text=text, origin=self._text(block.origin))
        if isinstance(block, Items):
            return replace(block, items=tuple(self._text(item) for item in block.items))
        if isinstance(block, Table):
            header = tuple(self._text(cell) for cell in block.header)
            return Table(header, tuple(tuple(self._text(cell) for cell in row) for row in block.rows))
        return replace(block, text=self._text(block.text))

    def _text(self, text: str) -> str:
        most = self._cut.text
        if len(text) <= most:
            return text
        self._texts += 1
        return f"{text[:most].rstrip()}..." if most < _SHORTEST else middle_out(text, most)


def _parted(found: tuple[T, ...], most: int) -> tuple[tuple[T, ...], int, tuple[T, ...]]:
    """Return the first ones, how many are left out, and the last ones."""
    # In the place of a single one that is left out it would be told that one is.
    if len(found) <= most + 1:
        return found, 0, ()
    head, tail = most - most // 2, most // 2
    return found[:head], len(found) - most, found[len(found) - tail :] if tail else ()
