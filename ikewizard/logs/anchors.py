"""The texts by which a pattern is proposed for a line: every match holds one of them."""

from __future__ import annotations

import re
from typing import Any

from ikewizard.logs.patterns import MIN_LITERAL, alternatives, literal, tree_of

_FARTHEST = 64
"""A match that may begin farther than this before its text is looked for from the line's beginning."""

# Whatever is no certain text becomes a gap. Escaped characters step aside under names of their own, so
# that brackets which are text are not taken for brackets.
_GAP = "\0"
_STAND_INS = {mark: chr(0xF8F0 + place) for place, mark in enumerate(".[](){}|*+?^$")}
_BACK = {ord(stand_in): mark for mark, stand_in in _STAND_INS.items()}
_UNREADABLE = re.compile(r"\(\?[aiLmsux-]+[:)]|[\uf8f0-\uf8ff]")
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|[0-9]{1,3}|.)", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_GROUP = re.compile(r"\([^()]*\)")
_REPEAT = re.compile(r".?(?:\{[0-9,]*\}|[*+?])", re.DOTALL)
_ANY = re.compile(r"[.^$]")
_WORD = re.compile(r"[A-Za-z]{3,}")


def anchors(pattern: str) -> tuple[str, ...]:
    """Return texts of which every match of ``pattern`` holds at least one; empty when none are known.

    Mostly this is one text. It is read off the way the pattern is written, which is a good deal cheaper
    than parsing it; only what yields too little that way is parsed.
    """
    best = max(runs(pattern), key=_worth, default="")
    if len(best) >= MIN_LITERAL:
        return (best,)
    whole = literal(pattern)
    if len(whole) >= MIN_LITERAL:
        return (whole,)
    return max((alternatives(pattern), (whole,)), key=lambda some: min(map(len, some), default=0), default=())


def runs(pattern: str) -> tuple[str, ...]:
    """Return texts that stand in every match of ``pattern``, outside of its groups; some may be left out."""
    if _UNREADABLE.search(pattern):
        return ()
    text = pattern.replace("\\\\", _GAP)
    if "\\" in text:
        for mark, stand_in in _STAND_INS.items():
            text = text.replace("\\" + mark, stand_in)
        text = _ESCAPE.sub(_GAP, text)
    text = _CLASS.sub(_GAP, text)
    count = 1
    while count:
        text, count = _GROUP.subn(_GAP, text)
    if any(mark in text for mark in "()|["):
        return ()
    text = _ANY.sub(_GAP, _REPEAT.sub(_GAP, text))
    return tuple(run.translate(_BACK) for run in text.split(_GAP) if run)


def _worth(text: str) -> tuple[bool, int]:
    """Return how well a text tells lines apart: one with a whole word inside can be looked up by it."""
    return bool(_WORD.search(text, 1, max(1, len(text) - 1))), len(text)


def reach(pattern: str, anchor: str) -> int | None:
    """Return how far before ``anchor`` a match can begin at most; None when that is far, or not known."""
    tree: Any = tree_of(pattern)
    if tree is None or not anchor:
        return None
    written = "".join(chr(value) if str(name) == "LITERAL" else "\n" for name, value in tree)
    place = written.find(anchor)
    if place < 0:
        return None
    farthest = int(tree[:place].getwidth()[1])
    return farthest if farthest <= _FARTHEST else None
