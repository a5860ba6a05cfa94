"""Reads the ``set`` commands of PAN-OS, as typed or as ``show`` gives them in the format ``set``.

One command may say several things; after a value it goes on wherever its next word is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ikewizard.settings.desk import Desk
from ikewizard.settings.readers.pan_os import put_down
from ikewizard.settings.readers.pan_tree import NETWORK, TOP, Node, Shape
from ikewizard.settings.units import Line

_WORD = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"|\'(?P<single>[^\']*)\'|(?P<bracket>[\[\]])|(?P<word>[^\s\[\]]+)'
)
_COMMAND = re.compile(r"\s*(?:\S{1,200}[#>]\s+)?(?P<verb>set|edit|top|up|exit)(?:\s+(?P<rest>\S.*))?\s*\Z")
_FARTHEST = 12
"""Words before the part that is looked for: template, device, virtual system."""
_ABOVE = {"shared", "config"}
_ABOVE_NAME = {"vsys", "device-group"}


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every IKE gateway that the commands make, with its tunnels."""
    roots: dict[str, Node] = {}
    known: list[Line] = []
    here: list[str] = []
    for line in lines:
        found = _COMMAND.match(line.text)
        if not found:
            continue
        words = list(_words(found["rest"] or ""))
        if found["verb"] != "set":
            here = _moved(here, found["verb"], words)
            known.append(line)
        elif _set(roots, [*here, *words], line, desk):
            known.append(line)
    put_down(roots, desk)
    for line in known:
        desk.irrelevant(line)


def _moved(here: list[str], verb: str, words: list[str]) -> list[str]:
    if verb == "edit":
        return [*here, *words][:_FARTHEST]
    return here[:-1] if verb == "up" else []


def _words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        if found["quoted"] is not None:
            yield re.sub(r"\\(.)", r"\1", found["quoted"])
        else:
            yield found["single"] if found["single"] is not None else found[0]


def _set(roots: dict[str, Node], words: list[str], line: Line, desk: Desk) -> bool:
    """Put what a command says into its tree; return whether all of it was known."""
    start = next((at for at in range(min(len(words), _FARTHEST)) if _begins(words, at)), -1)
    if start < 0:
        return False
    root = roots.setdefault(_scope(words[:start]), Node(""))
    line = _without_secret(words, line)
    tunnels = words[start : start + 2] in (["network", "ike"], ["network", "tunnel"])
    open_: list[tuple[Node, Shape]] = [(root, TOP)]
    waiting = words[start:][::-1]
    while waiting:
        word = waiting.pop()
        place = _place(open_, word)
        if place < 0:
            if tunnels:
                desk.unread(line, f"'{word[:40]}' is not known here")
            return False
        del open_[place + 1 :]
        node, shape = open_[-1]
        inner = shape.get(word, shape.get("*"))
        made = node.add(word, line)
        if inner is not None:
            open_.append((made, inner))
        else:
            for value in _values(waiting):
                made.put(value, line)
    return True


def _without_secret(words: list[str], line: Line) -> Line:
    """Return ``line`` without the pre-shared key in it: other values may stand in it, and are shown."""
    at = words.index("pre-shared-key") if "pre-shared-key" in words else len(words)
    if at >= len(words) - 1:
        return line
    shown = [*words[: at + 2], "...", *words[at + 3 :]]
    return Line(line.file, line.number, f"set {' '.join(shown)}")


def _begins(words: Sequence[str], at: int) -> bool:
    if words[at] == "network":
        return at + 1 < len(words) and words[at + 1] in NETWORK
    above, name = words[at - 1] if at else "shared", words[at - 2] if at > 1 else ""
    return words[at] == "address" and (above in _ABOVE or name in _ABOVE_NAME)


def _scope(words: Sequence[str]) -> str:
    return words[1] if len(words) > 1 and words[0].startswith("template") else ""


def _place(open_: Sequence[tuple[Node, Shape]], word: str) -> int:
    """Return the depth at which ``word`` goes on: the innermost that knows it, or that takes any name."""
    if "*" in open_[-1][1]:
        return len(open_) - 1
    return next((at for at in range(len(open_) - 1, -1, -1) if word in open_[at][1]), -1)


def _values(waiting: list[str]) -> Iterator[str]:
    """Yield the value that comes next, or all of those in brackets."""
    if waiting and waiting[-1] != "[":
        yield waiting.pop()
    elif waiting:
        waiting.pop()
        while waiting and (word := waiting.pop()) != "]":
            yield word
