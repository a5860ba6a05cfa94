"""The syntax of a RouterOS ``/export``: menus, and commands in them with ``key=value`` words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ikewizard.settings.units import Line

VERBS = frozenset({"add", "set"})
_OTHER_VERBS = frozenset({"remove", "print", "export", "enable", "disable", "unset", "move", "edit", "find"})
_SECRETS = frozenset({"secret", "password", "ipsec-secret"})
_PROMPT = re.compile(r"\s*\[[^\]\s]{1,200}\]\s*(?P<menu>/[^>]{0,200})?>\s*")
_WORD = re.compile(r"(?P<key>[A-Za-z0-9_.*-]+)(?:=(?P<value>[^\s\"\]]*))?")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "_": " "}


@dataclass(frozen=True)
class Command:
    """One command: its menu (``ip ipsec peer``), its verb, which item it is about, and its words."""

    menu: str
    verb: str
    lines: tuple[Line, ...]
    item: str = ""
    """What ``set`` is about: a name, a number, or the condition of ``find``."""
    words: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Line] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()
    """The keys whose quoted value is not closed: the text was cut off in it."""


@dataclass
class _Open:
    """A command whose lines are being put together; ``starts`` is where each line begins in ``text``."""

    text: str = ""
    lines: list[Line] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, line: Line) -> bool:
        """Take ``line`` in, and return whether the command goes on in the next one."""
        text = line.text.rstrip()
        more = _backslashes(text) % 2 == 1
        self.starts.append(len(self.text))
        self.text += (text[:-1] if more else text).lstrip() if self.lines else text[:-1] if more else text
        self.lines.append(line)
        return more

    def at(self, place: int) -> Line:
        """Return the line that ``place`` is in."""
        number = sum(1 for start in self.starts if start <= place)
        return self.lines[max(number, 1) - 1]


def commands(lines: Sequence[Line]) -> Iterator[Command]:
    """Yield every command; a line that is no command comes as one with neither menu nor verb."""
    menu = ""
    open_ = _Open()
    for number, line in enumerate(lines):
        if not open_.lines and (not line.text.strip() or line.text.lstrip().startswith("#")):
            continue
        more = open_.add(line)
        # No command of an export is longer; a text of backslashes only would otherwise be one.
        if more and number + 1 < len(lines) and len(open_.lines) < _MOST_LINES:
            continue
        command = _command(open_, menu)
        menu = command.menu or menu
        yield command
        open_ = _Open()


_MOST_LINES = 200


def _backslashes(text: str) -> int:
    return len(text) - len(text.rstrip("\\"))


def _command(open_: _Open, menu: str) -> Command:
    text, place = open_.text, 0
    prompt = _PROMPT.match(text)
    if prompt:
        place = prompt.end()
        menu = " ".join(re.split(r"[\s/]+", prompt["menu"] or "")).strip() or menu
    lines = tuple(open_.lines)
    path = re.compile(r"\s*/").match(text, place)
    names: list[str] = []
    verb = ""
    if path:
        menu, place = "", path.end()
    while found := re.compile(r"[\s/]*([a-z0-9-]+)(?![=\w])").match(text, place):
        place = found.end()
        if found[1] in VERBS or found[1] in _OTHER_VERBS:
            verb = found[1]
            break
        names.append(found[1])
        if not path:
            break
    if path:
        menu = " ".join(names)
    elif not verb:
        return Command("", "", lines)
    return _with_words(Command(menu, verb, lines), open_, place)


def _with_words(command: Command, open_: _Open, place: int) -> Command:
    text = open_.text
    words: dict[str, str] = {}
    places: dict[str, Line] = {}
    cut: set[str] = set()
    item = ""
    while place < len(text):
        if text[place] == "[":
            end = text.find("]", place)
            end = end if end >= 0 else len(text)
            item, place = text[place + 1 : end].strip(), end + 1
            continue
        found = _WORD.match(text, place)
        if not found:
            place += 1
            continue
        here, place = open_.at(found.start("value") if found["value"] else found.start()), found.end()
        if found["value"] is None:
            item = item or found["key"]
            continue
        value, closed = found["value"], True
        if not value and text[place : place + 1] == '"':
            here = open_.at(place)
            value, place, closed = _quoted(text, place + 1)
        words[found["key"]] = value
        places[found["key"]] = here
        if not closed:
            cut.add(found["key"])
    if _SECRETS & words.keys():
        places = {key: _without_others(line, key, words) for key, line in places.items()}
    return Command(command.menu, command.verb, command.lines, item, words, places, frozenset(cut))


def _without_others(line: Line, key: str, words: Mapping[str, str]) -> Line:
    """Return ``line`` with nothing but ``key``: a secret may stand beside it."""
    return Line(line.file, line.number, "" if key in _SECRETS else f"{key}={words[key]}")


def _quoted(text: str, place: int) -> tuple[str, int, bool]:
    """Return the text in quotes from ``place`` on, where it ends, and whether its quote is closed."""
    found: list[str] = []
    while place < len(text):
        character = text[place]
        if character == '"':
            return "".join(found), place + 1, True
        if character == "\\" and place + 1 < len(text):
            code = re.compile(r"[0-9A-F]{2}").match(text, place + 1)
            found.append(chr(int(code[0], 16)) if code else _ESCAPES.get(text[place + 1], text[place + 1]))
            place += 3 if code else 2
        else:
            found.append(character)
            place += 1
    return "".join(found), place, False
