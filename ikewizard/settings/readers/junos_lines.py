"""The two ways in which Junos writes a configuration: ``set`` lines, and statements in curly braces.

Both end up in one tree. A paste from a terminal is read as well, with its prompts: ``edit`` and ``show``
say where the statements that follow belong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ikewizard.errors import InputError
from ikewizard.settings.desk import Desk
from ikewizard.settings.readers.junos_tree import Node, adopt, apply_groups, put
from ikewizard.settings.units import Line

# Without a name before it a prompt looks like a comment, in which somebody may have put an old setting.
_PROMPT = re.compile(r"\S{1,80}@\S{1,80}[#>%]\s*(?=[a-z])|#\s*(?=show\s)")
_BANNER = re.compile(r"\s*(?:\{[\w:.-]{1,40}\})?\s*\[edit(?P<path>[^\]]*)\]\s*\Z")
_NODE_BANNER = re.compile(r"\s*\{\w{1,30}(?::\w{1,30})?\}\s*\Z")
_SHOW = re.compile(r"(?:run\s+)?show\s+(?P<whole>configuration\b)?(?P<path>[^|]*)")
_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"?|(?P<mark>[{};\[\]])|(?P<comment>\#.*|/\*)|(?P<word>[^\s{};\[\]"]+)'
)
_SET_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"?|(?P<open>\[)?(?P<word>[^\s"]\S*?)(?P<close>\])?(?=\s|\Z)'
)
_COMMENT_END = "*/"
_CHANGES = ("set", "delete", "activate", "deactivate")
_OTHERS = frozenset(
    (
        "annotate",
        "commit",
        "configure",
        "edit",
        "exit",
        "quit",
        "rollback",
        "run",
        "save",
        "show",
        "top",
        "up",
    )
)
_ASIDE = {"protect:", "replace:", "unprotect:"}
_SECRET = re.compile(r"\b(?:pre-shared-key|ascii-text|hexadecimal)\b")
_MOST_WORDS = 64
_DEEPEST = 64


def parse(lines: Sequence[Line], desk: Desk) -> Node:
    """Return the root of the tree. Raises InputError for a brace that is not closed, or closed twice."""
    parser = _Parser(desk)
    for line in lines:
        parser.take(line)
    return parser.result()


def _words(command: str) -> list[str]:
    words: list[str] = []
    for found in _SET_TOKEN.finditer(command):
        if found["word"] is None:
            words.append(found["quoted"])
        elif words[-1:] == ["ascii-text"]:
            words.append(found[0])
        else:
            words += [part for part in (found["open"], found["word"], found["close"]) if part]
    return words


class _Parser:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._root = Node("")
        self._open: list[tuple[Node, Line]] = []
        self._words: list[str] = []
        self._edit: tuple[str, ...] = ()
        self._show: tuple[str, ...] | None = None
        self._commented = False

    def take(self, line: Line) -> None:
        # Of a line with a secret no more is kept than what says that there is one.
        secret = _SECRET.search(line.text)
        safe = Line(line.file, line.number, line.text[: secret.end()]) if secret else line
        if not self._open and not self._commented and self._command(line.text, safe):
            self._words.clear()
            return
        self._statements(line.text, safe)

    def result(self) -> Node:
        if self._open:
            node, line = self._open[-1]
            raise InputError(
                f"the section '{node.word[:40]}' is not closed",
                where=f"{line.file}:{line.number}",
                hint="the text may have been cut off; hand it in whole",
            )
        adopt(self._root)
        apply_groups(self._root)
        return self._root

    def _command(self, text: str, line: Line) -> bool:
        banner = _BANNER.match(text)
        if banner:
            self._edit, self._show = tuple(banner["path"].split()), None
        if banner or _NODE_BANNER.match(text):
            self._desk.irrelevant(line)
            return True
        prompt = _PROMPT.match(text.lstrip())
        command = text.lstrip()[prompt.end() :] if prompt else text.lstrip()
        name = command.split(None, 1)[0] if command.strip() else ""
        if name in _CHANGES and not command.rstrip().endswith(("{", ";")):
            self._change(name, command, line)
            return True
        if name in _OTHERS and not command.rstrip().endswith(("{", ";")):
            self._move(name, command)
            self._desk.irrelevant(line)
            return True
        return False

    def _move(self, name: str, command: str) -> None:
        words = tuple(command.split()[1:])
        self._show = None
        if name == "edit":
            self._edit += words
        elif name == "top":
            self._edit = words[1:] if words[:1] == ("edit",) else ()
        elif name in ("up", "exit"):
            self._edit = self._edit[:-1] if name == "up" else ()
        found = _SHOW.match(command)
        if found:
            path = tuple(found["path"].split())
            self._show = path if found["whole"] else (*self._edit, *path)

    def _change(self, name: str, command: str, line: Line) -> None:
        words = _words(command)[1:]
        if not words or len(words) > _MOST_WORDS:
            return
        # "show | display set" gives whole paths, wherever it is typed.
        whole = words[:1] == list(self._edit[:1]) or words[0] in ("security", "groups", "system")
        path = words if whole else [*self._edit, *words]
        if name == "set":
            put(self._root, path, line)
            return
        node = self._root.find(*path)
        if node is None or node.parent is None:
            return
        self._desk.understood(line)
        if name == "delete":
            for gone in node.walk():
                for ended in gone.ends:
                    self._desk.irrelevant(ended)
            del node.parent.nodes[node.word]
        else:
            node.inactive = line if name == "deactivate" else None

    def _statements(self, text: str, line: Line) -> None:
        place = 0
        first = True
        while True:
            if self._commented:
                end = text.find(_COMMENT_END, place)
                self._desk.irrelevant(line)
                if end < 0:
                    return
                place, self._commented = end + len(_COMMENT_END), False
            found = _TOKEN.search(text, place)
            if found is None or (found["comment"] and found["comment"][0] == "#"):
                return
            place = found.end()
            if found["comment"]:
                self._commented = True
                continue
            if first and found["mark"] != "{":
                # A line that no statement ends in says nothing about the next one.
                self._words.clear()
            first = False
            self._token(found, line)

    def _token(self, found: re.Match[str], line: Line) -> None:
        mark = found["mark"]
        if mark == "{":
            self._opened(line)
        elif mark == "}":
            if not self._open:
                raise InputError("a brace is closed that was not opened", where=f"{line.file}:{line.number}")
            self._open.pop()
            self._words.clear()
            self._desk.irrelevant(line)
        elif mark == ";":
            self._ended(line)
        else:
            self._words.append(mark or found["word"] or found["quoted"] or "")

    def _opened(self, line: Line) -> None:
        if len(self._open) >= _DEEPEST:
            raise InputError("the sections are nested too deeply", where=f"{line.file}:{line.number}")
        node = self._put(line, opened=True)
        node.opens.append(line)
        self._open.append((node, line))

    def _ended(self, line: Line) -> None:
        if self._words:
            self._put(line, opened=False)

    def _put(self, line: Line, *, opened: bool) -> Node:
        words = [word for word in self._words if word not in _ASIDE][:_MOST_WORDS]
        self._words.clear()
        off = "inactive:" in words[:1]
        nodes = put(self._here(line), words[1:] if off else words, line)
        for node in nodes:
            if opened and node.ends:
                node.ends.pop()
            if off:
                node.inactive = line
        return nodes[0] if nodes else self._root

    def _here(self, line: Line) -> Node:
        if self._open:
            return self._open[-1][0]
        here = self._root
        for word in (self._edit if self._show is None else self._show)[:_MOST_WORDS]:
            here = here.child(word, line)
        return here
