"""A note that fits into a field of a ticket: shortened from the end of what matters, and saying so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ikewizard.core.record import replace
from ikewizard.report.document import Block, Document, Items, Paragraph, Quote, Table
from ikewizard.report.shortening import SUMMARY, Cut, Shortened, shorten

FEWEST = 4_000
"""Characters into which any note can be made to fit."""
USUAL = 65_536
"""What GitHub takes in one comment, and more than others do."""

_EXCERPT = 200
_ROWS = 10
_ITEMS = 4
_PROSE = 300
_TEXT = 120
_TINY = 4


def size(text: str) -> int:
    """Return how many characters ``text`` has as the strictest ticket system counts: in UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)


def fit(
    document: Document, render: Callable[[Document], str], limit: int, *, last: str, whole: str
) -> Document:
    """Return ``document`` such that ``render`` makes at most ``limit`` characters of it; 0 is no limit.

    Excerpts go first, the longest before the others and each from its middle; then rows of the section
    ``last``; then what else there is much of; then the ends of all texts. What was shortened is told below
    the summary, with ``whole``, which says where the whole stands. From FEWEST on any document fits.
    """
    if not limit or size(render(document)) <= limit:
        return document
    fitting = _Fitting(document, render, limit, last, whole)
    for cuts in _stages(document):
        found = fitting.mildest(cuts)
        if found is not None:
            return found
    return fitting.tried(Cut(_EXCERPT, _ROWS, _ITEMS, _TINY, SUMMARY))


def _stages(document: Document) -> Iterator[list[Cut]]:
    """Yield the ways to cut, each list from the hardest to the mildest."""
    quotes = [len(block.text) for block in document.blocks if isinstance(block, Quote)]
    counts = [_count(block) for block in document.blocks]
    most = max([*counts, len(quotes)])
    yield [Cut(quote) for quote in _steps(_EXCERPT, max(quotes, default=0))]
    yield [Cut(_EXCERPT, rows) for rows in _steps(_ROWS, most)]
    longest = max(map(_longest, document.blocks))
    yield [Cut(_EXCERPT, _ROWS, text=text) for text in _steps(_PROSE, longest)]
    yield [Cut(_EXCERPT, _ROWS, items, _PROSE) for items in _steps(_ITEMS, most)]
    yield [Cut(_EXCERPT, _ROWS, _ITEMS, text) for text in _steps(_TEXT, _PROSE)]
    harder = Cut(_EXCERPT, _ROWS, _ITEMS, _TEXT)
    yield [replace(harder, blocks=blocks) for blocks in range(SUMMARY, len(document.blocks) + 1)]
    yield [replace(harder, text=text, blocks=SUMMARY) for text in range(_TINY, _TEXT)]


def _steps(least: int, most: int) -> list[int]:
    """Return sizes from ``least`` to ``most``, each a little larger than the one before."""
    found = [least]
    while found[-1] < most:
        found.append(max(found[-1] + 1, found[-1] * 21 // 20))
    return found


class _Fitting:
    def __init__(
        self, document: Document, render: Callable[[Document], str], limit: int, last: str, whole: str
    ) -> None:
        self._document = document
        self._render = render
        self._limit = limit
        self._last = last
        self._whole = whole

    def mildest(self, cuts: list[Cut]) -> Document | None:
        """Return what the mildest of ``cuts`` that fits leaves, or None where the hardest does not fit."""
        best = self._fitting(cuts[0])
        if best is None:
            return None
        low, high = 0, len(cuts)
        while high - low > 1:
            middle = (low + high) // 2
            found = self._fitting(cuts[middle])
            if found is None:
                high = middle
            else:
                low, best = middle, found
        return best

    def tried(self, cut: Cut) -> Document:
        """Return what ``cut`` leaves, with what was shortened told below the summary."""
        found = shorten(self._document, cut, self._last)
        told = Paragraph(f"This note was made to fit {self._limit:,} characters{_told(found)}. {self._whole}")
        return Document((*found.blocks[:SUMMARY], told, *found.blocks[SUMMARY:]))

    def _fitting(self, cut: Cut) -> Document | None:
        found = self.tried(cut)
        return found if size(self._render(found)) <= self._limit else None


def _told(found: Shortened) -> str:
    counts = (
        (found.excerpts, "excerpt", "excerpts"),
        (found.rows, "row", "rows"),
        (found.texts, "other text", "other texts"),
        (found.left_off, "part at the end", "parts at the end"),
    )
    words = [f"{number:,} {one if number == 1 else many}" for number, one, many in counts if number]
    return f"; shortened or left out: {', '.join(words)}" if words else ""


def _count(block: Block) -> int:
    if isinstance(block, Items):
        return len(block.items)
    return len(block.rows) if isinstance(block, Table) else 0


def _longest(block: Block) -> int:
    if isinstance(block, Items):
        return max(map(len, block.items), default=0)
    if isinstance(block, Table):
        return max(len(cell) for row in (block.header, *block.rows) for cell in row)
    return max(len(block.text), len(block.origin)) if isinstance(block, Quote) else len(block.text)
