"""The syntax of FortiOS: ``config`` sections of ``edit`` objects, each with ``set key value ...`` lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ikewizard.settings.desk import Desk
from ikewizard.settings.units import Line

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"?|([^\s"]+)')
_QUOTE = re.compile(r'\\.|(")')
_COMMANDS = frozenset(
    {"config", "edit", "set", "unset", "append", "next", "end", "delete", "rename", "purge"}
)
_DEEPEST = 16
_MOST_WORDS = 1_000


@dataclass
class Node:
    """An object: its name, and the words of each key (the last of two lines with one key counts)."""

    name: str
    line: Line
    values: dict[str, tuple[tuple[str, ...], Line]] = field(default_factory=dict)

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words of ``key``."""
        return self.values[key][0] if key in self.values else ()

    def get(self, key: str) -> str:
        """Return the first word of ``key``, or nothing."""
        return next(iter(self.words(key)), "")

    def at(self, key: str) -> Line | None:
        """Return the line of ``key``."""
        return self.values[key][1] if key in self.values else None


@dataclass
class Tree:
    """The objects of the sections that were asked for, by virtual domain, section and name."""

    objects: dict[tuple[str, str], dict[str, Node]] = field(default_factory=dict)

    def nodes(self, section: str) -> Iterator[tuple[str, Node]]:
        """Yield every object of ``section`` with its virtual domain, in the order of the text."""
        for (domain, name), found in self.objects.items():
            if name == section:
                for node in found.values():
                    yield domain, node

    def find(self, domain: str, section: str, name: str) -> Node | None:
        """Return an object by its name: the one of its own virtual domain, or a global one."""
        for place in (domain, ""):
            node = self.objects.get((place, section), {}).get(name)
            if node:
                return node
        return None


def parse(lines: Sequence[Line], desk: Desk, wanted: frozenset[str]) -> Tree:
    """Return the objects of the sections ``wanted``; a text that ends too early is read as far as it goes."""
    parser = _Parser(desk, wanted)
    place = 0
    while place < len(lines):
        parser.take(lines[place])
        after = place + 1
        if parser.skips(lines[place]):
            after = _closed(lines, after)
            for line in lines[place + 1 : after]:
                desk.irrelevant(line)
        place = after
    return parser.tree


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a line; what is in quotation marks is one word, in which a backslash escapes."""
    return tuple(
        re.sub(r"\\(.)", r"\1", found[1]) if found[1] is not None else found[2]
        for found in _WORD.finditer(text)
    )


def _open_quote(text: str) -> bool:
    return sum(1 for found in _QUOTE.finditer(text) if found[1]) % 2 == 1


def _closed(lines: Sequence[Line], place: int) -> int:
    """Return the place after the line that closes a quotation, or ``place`` if none does so."""
    for number in range(place, len(lines)):
        # A section that opens ends a quotation that somebody cut off.
        if re.match(r"\s*config\s+\S+\s+\S", lines[number].text):
            return place
        if _open_quote(lines[number].text):
            return number + 1
    return place


class _Parser:
    def __init__(self, desk: Desk, wanted: frozenset[str]) -> None:
        self.tree = Tree()
        self._desk = desk
        self._wanted = wanted
        self._open: list[str] = []
        self._domain = ""
        self._section = ""
        self._node: Node | None = None
        self._line = Line("", 0, "")
        self._commands: dict[str, Callable[[tuple[str, ...]], None]] = {
            "config": self._config,
            "edit": self._edit,
            "next": self._next,
            "end": self._end,
            "set": self._set,
            "append": self._append,
            "unset": self._unset,
            "delete": self._delete,
        }

    def skips(self, line: Line) -> bool:
        """Return whether ``line`` begins a text of several lines (a certificate) that says nothing."""
        if not self._open or self._section in self._wanted:
            return False
        return line.text.lstrip().startswith("set ") and _open_quote(line.text)

    def take(self, line: Line) -> None:
        """Put one line into the tree."""
        command, _, rest = line.text.strip().partition(" ")
        if command not in _COMMANDS:
            return
        within = bool(self._open)
        if command in self._commands:
            self._line = line
            self._commands[command](words_of(rest))
        idle = within and (self._section not in self._wanted or len(self._open) > self._depth())
        if idle or command not in ("set", "append"):
            self._desk.irrelevant(line)

    def _depth(self) -> int:
        return 2 if "vdom" in self._open[:1] or "global" in self._open[:1] else 1

    def _config(self, words: tuple[str, ...]) -> None:
        if len(words) > 1:
            # Sections of several words never stand inside another one: an "end" is missing before.
            del self._open[1 if self._open[:1] in (["vdom"], ["global"]) else 0 :]
        if len(self._open) < _DEEPEST:
            self._open.append(" ".join(words))
        if words in (("vdom",), ("global",)):
            self._open, self._domain = [words[0]], ""
        if len(self._open) == (self._depth() if self._open else 0):
            self._section = " ".join(words)
            self._node = None

    def _edit(self, words: tuple[str, ...]) -> None:
        name = words[0] if words else ""
        if self._open == ["vdom"]:
            self._domain = name
        elif self._section in self._wanted and self._open and len(self._open) == self._depth():
            known = self.tree.objects.setdefault((self._domain, self._section), {})
            self._node = known.setdefault(name, Node(name, self._line))

    def _next(self, _: tuple[str, ...]) -> None:
        if self._open and len(self._open) == self._depth():
            self._node = None

    def _end(self, _: tuple[str, ...]) -> None:
        if self._open and len(self._open) <= self._depth():
            self._section, self._node = "", None
        if self._open:
            self._open.pop()
        if not self._open:
            self._domain = ""

    def _target(self) -> Node | None:
        return self._node if self._open and len(self._open) == self._depth() else None

    def _set(self, words: tuple[str, ...]) -> None:
        node = self._target()
        if node and words:
            self._desk.irrelevant(node.at(words[0]))
            node.values[words[0]] = (words[1:], self._line)

    def _append(self, words: tuple[str, ...]) -> None:
        node = self._target()
        if node and words:
            joined = (node.words(words[0]) + words[1:])[:_MOST_WORDS]
            self._desk.irrelevant(node.at(words[0]))
            node.values[words[0]] = (joined, self._line)

    def _unset(self, words: tuple[str, ...]) -> None:
        node = self._target()
        if node and words and words[0] in node.values:
            self._desk.irrelevant(node.at(words[0]))
            del node.values[words[0]]

    def _delete(self, words: tuple[str, ...]) -> None:
        if words and self._open and len(self._open) == self._depth():
            node = self.tree.objects.get((self._domain, self._section), {}).pop(words[0], None)
            for _, gone in node.values.values() if node else ():
                self._desk.irrelevant(gone)
