"""Lines that a mail or a narrow screen has broken, put together again where that makes a message of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ikewizard.core.late import late
from ikewizard.logs.blocks import Block, blocks
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import plain

_Made = tuple[int, Sequence[str]]

_MOST_PIECES = 4
# A line is only broken when it is full: with the next word it would have been longer than this.
_NARROWEST = 40
PATTERNS = (
    # What a mail puts before a quoted line, and what a table or a list of properties indents with.
    r"^[ \t>|*]+",
    # An entry begins with its time, whatever stands around that; the middle of one hardly ever does.
    r"[\W_]{0,3}(?:<[0-9]{1,3}>)?(?:[0-9]{1,4}[-/.][0-9]|[0-9]{1,2}:[0-9]{2}|[A-Z][a-z]{2} {1,2}[0-9]{1,2} )",
)
"""What lines are told apart with; their compiled forms are stored with the knowledge."""
_MARGIN, _ENTRY = map(late, PATTERNS)


def unfolded(block: Block, unknown: Iterable[int], catalog: Catalog) -> Block | None:
    """Return ``block``, a whole log, with its broken lines made whole; None where there are none.

    ``unknown`` are the numbers of the lines in which nothing is recognised. Only these are put together, and
    only where a message is recognised then that reaches from the first of them into the last. The message
    stands in the first, and the others are left blank, so that each line keeps its number.
    """
    lines = list(block.raws or block.data.decode("utf-8").split("\n")[:-1])
    made = list(_made(lines, set(unknown)))
    taken: set[int] = set()
    for number, pieces in _recognised(made, catalog):
        numbers = range(number, number + len(pieces))
        if taken.isdisjoint(numbers):
            taken.update(numbers)
            lines[number - 1 : numbers[-1]] = [" ".join(pieces), *[""] * (len(pieces) - 1)]
    return next(blocks(lines)) if taken else None


def _made(lines: Sequence[str], unknown: set[int]) -> Iterator[_Made]:
    """Yield what can be put together: the number of the first line, and the pieces."""
    for number in sorted(unknown):
        pieces = _pieces(lines, number, unknown)
        yield from ((number, pieces[:count]) for count in range(2, len(pieces) + 1))


def _pieces(lines: Sequence[str], number: int, unknown: set[int]) -> list[str]:
    """Return the line of that number with those after it that may go on with it."""
    pieces: list[str] = []
    for place in range(number, number + _MOST_PIECES):
        if place not in unknown:
            break
        text = plain(lines[place - 1]).rstrip()
        if pieces:
            text = _MARGIN.sub("", text)
            full = len(pieces[-1]) + len(text.partition(" ")[0]) >= _NARROWEST
            if not text or not full or _ENTRY.match(text):
                break
        pieces.append(text)
    return pieces


def _recognised(made: Sequence[_Made], catalog: Catalog) -> Iterator[_Made]:
    """Yield those in which a message is recognised that needs all of the pieces."""
    texts = [" ".join(pieces) for _, pieces in made]
    data = "\n".join([*texts, ""]).encode("utf-8")
    start, index = 0, 0
    for begin, _, patterns in catalog.prefilter("native", brief=True).propose(data):
        index += data.count(b"\n", start, begin)
        start = begin
        number, pieces = made[index]
        last = len(texts[index]) - len(pieces[-1])
        found = catalog.confirm(texts[index], patterns)
        if any(match.start() < len(pieces[0]) and match.end() > last for _, match in found):
            yield number, pieces
