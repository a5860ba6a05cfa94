"""A document as blocks, free of any markup. Texts are plain and not trusted: each renderer escapes."""

from __future__ import annotations

from ikewizard.core.record import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 is the title of the document."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of prose."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list, numbered where the order matters. An item may have several lines."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Quote:
    """Text that is quoted to the letter (log lines, a command to type), with where it is from.

    ``typed`` is for a command that is dictated: it stands alone on its line, with no mark before it.
    """

    text: str
    origin: str = ""
    typed: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a header; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Items | Quote | Table


@dataclass(frozen=True)
class Document:
    """Blocks in order."""

    blocks: tuple[Block, ...] = ()
