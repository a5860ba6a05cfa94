"""The syntax of ``strongswan.conf`` and ``swanctl.conf``: named sections in braces, and ``key = value``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ikewizard.errors import InputError
from ikewizard.settings.units import Line

_TOKEN = re.compile(
    r'\s+|(?P<open>\{)|(?P<close>\})|(?P<pair>[^\s{}#=:"]+)\s*=[ \t]*(?P<value>.*)'
    r"|(?P<name>[^\s{}#=]+)|(?P<other>.)"
)
_DEEPEST = 32


@dataclass
class Node:
    """A section: its name, its values (the last of two with one key counts) and the sections in it."""

    name: str
    line: Line | None = None
    values: dict[str, tuple[str, Line]] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    under: tuple[str, ...] = ()
    """The names of the sections that it takes its values from (``name : other``)."""

    def get(self, key: str) -> str:
        """Return the value of ``key``, or nothing."""
        return self.values[key][0] if key in self.values else ""

    def at(self, key: str) -> Line | None:
        """Return the line of ``key``."""
        return self.values[key][1] if key in self.values else None

    def section(self, *path: str) -> Node | None:
        """Return the section with that path, or None."""
        here: Node | None = self
        for name in path:
            here = next((node for node in here.nodes if node.name == name), None) if here else None
        return here

    def lines(self) -> Iterator[Line]:
        """Yield every line of it, of its sections too."""
        if self.line:
            yield self.line
        for _, line in self.values.values():
            yield line
        for node in self.nodes:
            yield from node.lines()


def parse(lines: Sequence[Line]) -> Node:
    """Return the root section. Raises InputError for a brace that is not closed, or closed twice."""
    parser = _Parser()
    for line in lines:
        parser.take(line)
    return parser.result()


class _Parser:
    def __init__(self) -> None:
        self._open = [Node("")]
        self._name: tuple[str, Line] | None = None

    def take(self, line: Line) -> None:
        text = _without_comment(line.text)
        place = len(text) if text.lstrip().startswith("include ") else 0
        while found := _TOKEN.match(text, place):
            place = found.end()
            if found["pair"]:
                value, rest = _value(found["value"])
                self._open[-1].values[found["pair"]] = (value, line)
                place -= len(rest)
            else:
                self._take_word(found, line)

    def _take_word(self, found: re.Match[str], line: Line) -> None:
        if found["open"]:
            self._open.append(_opened(self._open, self._name, line))
            self._name = None
        elif found["close"]:
            if len(self._open) == 1:
                raise InputError("a brace is closed that was not opened", where=_where(line))
            self._open.pop()
        elif found["name"]:
            word = found["name"]
            self._name = (f"{self._name[0]} {word}" if self._name else word, line)

    def result(self) -> Node:
        last = self._open[-1]
        if len(self._open) > 1:
            raise InputError(
                f"the section '{last.name}' is not closed",
                where=_where(last.line) if last.line else "",
                hint="the text may have been cut off; hand it in whole",
            )
        return last


def _opened(open_: list[Node], name: tuple[str, Line] | None, line: Line) -> Node:
    if len(open_) > _DEEPEST:
        raise InputError("the sections are nested too deeply", where=_where(line))
    text = name[0] if name else ""
    own, _, under = text.partition(":")
    node = Node(
        own.strip(),
        name[1] if name else line,
        under=tuple(re.split(r"[\s,]+", under.strip()) if under else ()),
    )
    known = open_[-1].section(node.name)
    if known is not None:
        return known
    open_[-1].nodes.append(node)
    return node


def _value(text: str) -> tuple[str, str]:
    """Return a value and what follows it on its line (a brace that closes, as in one-line sections)."""
    quoted = re.match(r'"((?:[^"\\]|\\.)*)"?', text)
    if quoted:
        return quoted[1], text[quoted.end() :]
    plain = re.match(r"[^{}]*", text)
    end = plain.end() if plain else 0
    return text[:end].strip(), text[end:]


def _without_comment(text: str) -> str:
    if "#" not in text:
        return text
    if '"' not in text:
        return text.partition("#")[0]
    found = re.match(r'(?:[^"#]|"(?:[^"\\]|\\.)*"?)*', text)
    return text[: found.end()] if found else text


def _where(line: Line) -> str:
    return f"{line.file}:{line.number}"
