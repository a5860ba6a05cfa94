"""Configurations in XML: a tree of elements that know their lines.

A document type, entities of its own, and more depth or size than any device writes are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ikewizard.errors import InputError
from ikewizard.settings.units import Line

DEEPEST = 100
MOST_ELEMENTS = 1_000_000
LONGEST = 100_000_000
"""Characters in all."""
_SHOWN = 120
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ATTRIBUTES: Mapping[str, str] = {}


@dataclass(slots=True, eq=False)
class Element:
    """An element: its name, without a namespace, its attributes, its own text, and the elements in it.

    ``number`` and ``last`` are those of the lines that it starts and ends in.
    """

    tag: str
    attributes: Mapping[str, str]
    file: str
    number: int
    last: int = 0
    content: str = ""
    children: Sequence[Element] = ()

    @property
    def line(self) -> Line:
        """Return where it starts, with the text of the element alone.

        Several elements may share a line of the file, and one of them may be a secret.
        """
        return Line(self.file, self.number, _shown(self))

    @property
    def text(self) -> str:
        """Return its text without the blanks around it."""
        return self.content.strip()

    def get(self, *path: str) -> str:
        """Return the text of the first element with that path in it, or nothing."""
        found = self.find(*path)
        return found.text if found else ""

    def at(self, *path: str) -> Line | None:
        """Return the line of the first element with that path in it."""
        found = self.find(*path)
        return found.line if found else None

    def find(self, *path: str) -> Element | None:
        """Return the first element with that path in it, or None."""
        return next(self.all(*path), None)

    def all(self, *path: str) -> Iterator[Element]:
        """Yield every element with that path in it, in the order of the file."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.tag == path[0]:
                yield from child.all(*path[1:])

    def walk(self) -> Iterator[Element]:
        """Yield it and every element in it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


@dataclass(frozen=True)
class Tree:
    """A document: its outermost element, and the lines that it was read from, as they stand in the file."""

    root: Element
    source: Sequence[Line]
    first: int

    def lines(self, element: Element) -> Sequence[Line]:
        """Return every line of the file that ``element`` reaches over, for the account of lines."""
        start = self.first - self.source[self.first].number
        return self.source[start + element.number : start + element.last + 1]


def parse(lines: Sequence[Line]) -> Tree:
    """Return the document in ``lines``; what stands before and after it (a prompt, say) is left alone.

    Raises InputError, with the line, for a text that is not well-formed, that is cut off, or that holds
    what no configuration does.
    """
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - only XML should cost its import
    from defusedxml.ElementTree import DefusedXMLParser, ParseError  # noqa: PLC0415

    first, text = _document(lines)
    builder = _Builder(lines, first)
    parser: Any = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser.parser
    try:
        # All at once: expat looks at a piece that is not complete again with each one that it is given.
        parser.feed(text)
    except ParseError as error:
        # What follows the document is no part of it.
        if not builder.root:
            why = str(error.msg).partition(": line")[0]
            raise InputError(f"the XML cannot be read: {why}", where=builder.where) from None
    except DefusedXmlException:
        raise InputError(
            "it has a document type or entities of its own, which no configuration has", where=builder.where
        ) from None
    if not builder.root:
        raise _cut_off(builder)
    return Tree(builder.root, lines, first)


def _document(lines: Sequence[Line]) -> tuple[int, str]:
    """Return the place of the line that a document starts in, and all text from there."""
    first = next((at for at, line in enumerate(lines) if line.text.lstrip().startswith("<")), -1)
    if first < 0:
        raise InputError("there is no XML in it", where=lines[0].file if lines else "")
    text = "\n".join(line.text for line in lines[first:]).lstrip(" \t")
    if len(text) > LONGEST:
        raise InputError(f"it is longer than {LONGEST} characters", where=lines[first].file)
    return first, _ILLEGAL.sub("\ufffd", text)


class _Builder:
    """What the parser tells of: elements as they open and close."""

    def __init__(self, lines: Sequence[Line], first: int) -> None:
        self.parser: Any = None
        self.root: Element | None = None
        self.open: list[Element] = []
        self._texts: list[list[str]] = []
        self._lines = lines
        self._first = first
        self._count = 0

    @property
    def line(self) -> Line:
        """The line that the parser has come to."""
        number: int = self.parser.CurrentLineNumber
        return self._lines[min(self._first + number, len(self._lines)) - 1]

    @property
    def where(self) -> str:
        """The place that the parser has come to."""
        return f"{self.line.file}:{self.line.number}"

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take down that an element opens."""
        self._count += 1
        if len(self.open) >= DEEPEST:
            raise InputError("the elements are nested too deeply", where=self.where)
        if self._count > MOST_ELEMENTS:
            raise InputError(f"it has more than {MOST_ELEMENTS} elements", where=self.where)
        here = self.line
        own = {_local(name): value for name, value in attributes.items()} or _NO_ATTRIBUTES
        self.open.append(Element(_local(tag), own, here.file, here.number))
        self._texts.append([])

    def data(self, text: str) -> None:
        """Take down what stands in the innermost open element."""
        if self._texts:
            self._texts[-1].append(text)

    def end(self, _tag: str) -> None:
        """Take down that the innermost open element closes."""
        element, content = self.open.pop(), "".join(self._texts.pop())
        element.last = self.line.number
        # Between elements there is only layout.
        element.content = content.strip() if element.children else content
        if not self.open:
            self.root = element
        elif isinstance(siblings := self.open[-1].children, list):
            siblings.append(element)
        else:
            self.open[-1].children = [element]


def _local(name: str) -> str:
    return name.rpartition("}")[2] if name.startswith("{") else name


def _shown(element: Element) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in element.attributes.items())
    if element.children:
        return f"<{element.tag}{attributes}>"[:_SHOWN]
    text = " ".join(element.content[: 4 * _SHOWN].split())[:_SHOWN]
    return f"<{element.tag}{attributes}>{text}</{element.tag}>" if text else f"<{element.tag}{attributes}/>"


def _cut_off(builder: _Builder) -> InputError:
    inner = builder.open[-1] if builder.open else None
    return InputError(
        f"the element '{inner.tag[:_SHOWN]}' is not closed" if inner else "the XML ends before it begins",
        where=f"{inner.file}:{inner.number}" if inner else builder.where,
        hint="the text may have been cut off; hand it in whole",
    )
