"""The texts by which a pattern is proposed for a line: every match holds one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ikewizard.core.late import late
from ikewizard.logs.patterns import MIN_LITERAL, alternatives, literal, tree_of

_FARTHEST = 160
"""A match that may begin farther than this before its text is looked for from the line's beginning."""

_TELLING = 12
"""A text so long tells enough by itself."""
_MANY = 8
"""More texts than this are not looked for in place of one."""

# Whatever is no certain text becomes a gap. Escaped characters step aside under names of their own, so
# that brackets which are text are not taken for brackets.
_GAP = "\0"
_STAND_INS = {mark: chr(0xF8F0 + place) for place, mark in enumerate(".[](){}|*+?^$")}
_BACK = {ord(stand_in): mark for mark, stand_in in _STAND_INS.items()}
_ESCAPED = {ord(mark): f"\\{mark}" for mark in _STAND_INS}
_UNREADABLE = late(r"\(\?[aiLmsux-]+[:)]|[\uf8f0-\uf8ff]")
_ESCAPE = late(r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|[0-9]{1,3}|.)", re.DOTALL)
_CLASS = late(r"\[\^?\]?[^\]]*\]")
_GROUP = late(r"\([^()]*\)")
_OPENED = late(r"\((?:\?:|\?P<\w+>|(?!\?))")
_REPEAT = late(r".?(?:\{[0-9,]*\}|[*+?])", re.DOTALL)
_ANY = late(r"[.^$]")
_SMALL_CLASS = late(r"(?<!\\)\[([A-Za-z0-9]{2,3})\](?![*+?{])")
_GROUP_IN_GROUP = late(r"(\([^()]*)\([^()]*\)")
_TOP_GROUP = late(r"\((?:\?:|\?P<\w+>)?([^()]*)\)")
_WORD = late(r"[A-Za-z]{3,}")


def anchors(pattern: str) -> tuple[str, ...]:
    """Return texts of which every match of ``pattern`` holds at least one; empty when none are known.

    Mostly this is one text. It is read off the way the pattern is written, which is a good deal cheaper
    than parsing it; only what yields too little that way is parsed.
    """
    best = best_run(pattern)
    if len(best) < _TELLING:
        forked = max(forks(pattern), key=_least, default=())
        # Each text costs: it is only worth looking for several when they tell more.
        if forked and _least(forked) > _worth(best):
            return forked
    if len(best) >= MIN_LITERAL:
        return (best,)
    whole = literal(pattern)
    if len(whole) >= MIN_LITERAL:
        return (whole,)
    return max((alternatives(pattern), (whole,)), key=lambda some: min(map(len, some), default=0), default=())


def best_run(pattern: str) -> str:
    """Return the one of the ``runs`` of ``pattern`` that tells most; empty when there are none."""
    return max(runs(pattern), key=_worth, default="")


# What is asked of a pattern is asked in a row.
@lru_cache(maxsize=1)
def runs(pattern: str) -> tuple[str, ...]:
    """Return texts that stand in every match of ``pattern``; some may be left out."""
    text, count = _without_classes(pattern), 1
    while count:
        # From the innermost outwards: what stands in a group that has to be there stands in the match.
        text, count = _GROUP.subn(_certain, text)
    if any(mark in text for mark in "()|["):
        return ()
    return tuple(_back(run) for run in _pieces(text) if run)


def forks(pattern: str) -> Iterator[tuple[str, ...]]:
    """Yield, for groups of ``pattern`` in which one of several texts has to stand, these texts.

    Each is as long as what stands before and after the group allows.
    """
    text = _without_classes(_SMALL_CLASS.sub(_as_group, pattern))
    count = 1
    while count:
        text, count = _GROUP_IN_GROUP.subn(rf"\1{_GAP}", text)
    parts = _TOP_GROUP.split(text)
    if any(mark in part for part in parts[::2] for mark in "()|["):
        return
    for place in range(1, len(parts), 2):
        ways = parts[place].split("|")
        if len(ways) == 1 or parts[place].startswith("?") or _REPEAT.match(f" {parts[place + 1]}"):
            continue
        before, after = _pieces(parts[place - 1])[-1], _pieces(parts[place + 1])[0]
        texts = (max(_pieces(f"{before}{way}{after}"), key=_worth) for way in ways)
        found = tuple(dict.fromkeys(_back(some) for some in texts))
        if len(found) <= _MANY and all(found):
            yield found


def _without_classes(pattern: str) -> str:
    """Return the pattern with its classes as gaps and its escaped characters as stand-ins."""
    if _UNREADABLE.search(pattern):
        return "("
    text = pattern.replace("\\\\", _GAP)
    if "\\" in text:
        for mark, stand_in in _STAND_INS.items():
            text = text.replace("\\" + mark, stand_in)
        text = _ESCAPE.sub(_GAP, text)
    return _CLASS.sub(_GAP, text)


def _pieces(text: str) -> list[str]:
    """Return the certain texts of what has no groups; the first and the last touch what is around it."""
    return _ANY.sub(_GAP, _REPEAT.sub(_GAP, text)).split(_GAP)


def _back(text: str) -> str:
    return text.translate(_BACK)


def _as_group(small: re.Match[str]) -> str:
    return f"(?:{'|'.join(small[1])})"


def _worth(text: str) -> tuple[bool, int]:
    """Return how well a text tells lines apart: one with a whole word inside can be looked up by it."""
    return bool(_WORD.search(text, 1, max(1, len(text) - 1))), len(text)


def _least(texts: tuple[str, ...]) -> tuple[bool, int]:
    return min(map(_worth, texts))


def reach(pattern: str, text: str) -> int | None:
    """Return how far before ``text``, one of its runs, a match can begin at most.

    None when that is far, or not known.
    """
    for written in dict.fromkeys((text.translate(_ESCAPED), text)) if text else ():
        before, found, after = pattern.partition(written)
        if found and not _REPEAT.match(f" {after}"):
            if written not in after and text in runs(pattern):
                # It is this one that is certain, so the groups around it have to be there.
                plain = _without_classes(before)
                before += ")" * (plain.count("(") - plain.count(")"))
            # Many patterns begin alike. What is no pattern by itself ends within a group.
            farthest = _widest(before)
            if farthest <= _FARTHEST:
                return farthest
    return None


@lru_cache(maxsize=256)
def _widest(beginning: str) -> int:
    tree: Any = tree_of(beginning)
    return _FARTHEST + 1 if tree is None else int(tree.getwidth()[1])


def clue(pattern: str, group: str) -> str:
    """Return a text that stands in every match of ``pattern`` in which ``group`` takes part, or empty."""
    text = _without_classes(pattern)
    before, found, after = text.partition(f"(?P<{group}>")
    if not found or _UNREADABLE.search(pattern):
        return ""
    before, after = _flat(before), _flat(f"({after}")
    if "[" in before + after:
        return ""
    # Of a group that may be missing, what stands in it is certain, for that one within it is there.
    opened = before.rpartition("(")[2].removeprefix("?:")
    within = opened + after.partition(")")[0]
    return "" if "|" in within or opened.startswith("?") else max(map(_back, _pieces(within)), key=len)


def _certain(group: re.Match[str]) -> str:
    """Return what of a group without groups is certain: all of it, unless it may be missing or forks."""
    opened = _OPENED.match(group[0])
    after = group.string[group.end() : group.end() + 1]
    if not opened or "|" in group[0] or (after and after in "*+?{"):
        return _GAP
    return group[0][opened.end() : -1]


def _flat(text: str) -> str:
    """Return the text with every group that ends in it as a gap."""
    count = 1
    while count:
        text, count = _GROUP.subn(_GAP, text)
    return text
