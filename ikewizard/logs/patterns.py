"""What can be told about a pattern without running it: the text it cannot do without, and its hazards.

Both read the parse tree that ``re`` itself makes. That tree is not a public interface: where it is
missing, ``literal`` finds nothing (and every line is tried) and ``hazards`` says that it could not look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

MIN_LITERAL = 5
_PARSER: Any = getattr(re, "_parser", None)

# A repeat that may run this far is as good as one without an end.
_MANY = 64
_NON_ASCII = 128
_ALPHABET = frozenset(range(_NON_ASCII + 1))
_NEWLINE = ord("\n")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_SINGLE = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}
Node = tuple[Any, Any]

_WITHIN: Mapping[str, Callable[[Any], Iterable[Any]]] = {
    **dict.fromkeys((*_REPEATS, "POSSESSIVE_REPEAT"), lambda value: (value[2],)),
    "SUBPATTERN": lambda value: (value[3],),
    "ATOMIC_GROUP": lambda value: (value,),
    "BRANCH": lambda value: value[1],
    "ASSERT": lambda value: (value[1],),
    "ASSERT_NOT": lambda value: (value[1],),
    "GROUPREF_EXISTS": lambda value: (way for way in value[1:] if way is not None),
}
"""What stands within each kind of node; the others hold none."""


def literal(pattern: str) -> str:
    """Return the longest text that stands in every match of ``pattern``; empty when there is none.

    Empty too for a pattern that ignores case: its text would have to be looked for in every spelling.
    """
    parsed = _parse(pattern)
    if parsed is None or _has_flag(*parsed, re.IGNORECASE):
        return ""
    runs = [""]
    _collect(parsed[0], runs)
    return max(runs, key=len)


@lru_cache(maxsize=8192)
def hazards(pattern: str) -> tuple[str, ...]:
    """Return what is wrong with ``pattern`` for matching the lines of an attacker; empty when nothing is.

    Backreferences, unbounded repeats inside or directly after one another over the same characters,
    anything that can cross a line end, and the lack of a literal text of MIN_LITERAL characters (or of a
    choice of such texts).
    """
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return (f"does not compile: {error}",)
    parsed = _parse(pattern)
    if parsed is None:
        return ("could not be looked into by this version of Python",)
    return tuple(dict.fromkeys(_hazards(*parsed, pattern)))


def alternatives(pattern: str) -> tuple[str, ...]:
    """Return texts of which every match of ``pattern`` holds one, by a fork in it; empty when none are known.

    Of several forks, that one whose shortest text is the longest. Empty for a pattern that ignores case.
    """
    parsed = _parse(pattern)
    if parsed is None or _has_flag(*parsed, re.IGNORECASE):
        return ()
    forks = [_ways(node[1][1]) for node in _flat(parsed[0]) if str(node[0]) == "BRANCH"]
    return max((fork for fork in forks if all(fork)), key=lambda fork: min(map(len, fork)), default=())


def tree_of(pattern: str) -> Any:
    """Return the parse tree of ``pattern`` as ``re`` makes it, or None where it cannot be had."""
    try:
        return _PARSER.parse(pattern)
    except (AttributeError, TypeError, re.error, OverflowError, RecursionError):
        return None


def _hazards(tree: list[Node], flags: int, pattern: str) -> Iterator[str]:
    nodes = list(_walk(tree))
    for node, depth in nodes:
        name = str(node[0])
        if name.startswith("GROUPREF"):
            yield "refers back to a group: matching can take exponential time"
        if _unbounded(node) and depth:
            yield "has an unbounded repeat inside an unbounded repeat: matching can take exponential time"
    for sequence in _sequences(tree):
        if _adjacent_overlap(sequence):
            yield "has two unbounded repeats of the same characters in a row: matching can take very long"
    crossing = any(_NEWLINE in _characters(node) for node, _ in nodes if _is_single(node))
    if crossing or _has_flag(tree, flags, re.DOTALL):
        yield r"can cross a line end: leave \n out of its character classes, and write a space for \s"
    if len(literal(pattern)) < MIN_LITERAL > min(map(len, alternatives(pattern)), default=0):
        yield f"has no literal text of at least {MIN_LITERAL} characters that every match must contain"


# What is asked of a pattern is mostly asked in a row.
@lru_cache(maxsize=1)
def _parse(pattern: str) -> tuple[list[Node], int] | None:
    """Return the nodes of ``pattern`` and its flags, or None where they cannot be had."""
    tree = tree_of(pattern)
    return None if tree is None else (_nodes(tree), int(tree.state.flags))


def _nodes(tree: Any) -> list[Node]:
    # To go through the tree itself takes ten times as long as through the list that it holds.
    return tree.data if isinstance(getattr(tree, "data", None), list) else list(tree)


def _ways(branch: Any) -> tuple[str, ...]:
    """Return the longest text that each way of a fork cannot do without."""
    found = []
    for way in branch:
        runs = [""]
        _collect(_nodes(way), runs)
        found.append(max(runs, key=len))
    return tuple(dict.fromkeys(found))


def _has_flag(tree: list[Node], flags: int, flag: int) -> bool:
    """Return whether ``flag`` is set for the whole pattern or for a group of it."""
    groups = (node[1][1] for node, _ in _walk(tree) if str(node[0]) == "SUBPATTERN")
    return bool(flags & flag) or any(added & flag for added in groups)


def _collect(sequence: list[Node], runs: list[str]) -> None:
    """Append to ``runs`` the texts that ``sequence`` cannot do without; the last run is still open."""
    for node in sequence:
        name, value = str(node[0]), node[1]
        if name == "LITERAL":
            runs[-1] += chr(value)
        elif name == "SUBPATTERN":
            _collect(_nodes(value[3]), runs)
        elif name == "ATOMIC_GROUP":
            _collect(_nodes(value), runs)
        elif name != "AT":
            runs.append("")
            if name in (*_REPEATS, "POSSESSIVE_REPEAT") and value[0] >= 1:
                _collect(_nodes(value[2]), runs)
                runs.append("")


def _walk(sequence: list[Node], depth: int = 0) -> Iterator[tuple[Node, int]]:
    """Yield every node, with the number of unbounded repeats that it stands in."""
    for node in sequence:
        yield node, depth
        for inner in _inner(node):
            yield from _walk(inner, depth + _unbounded(node))


def _inner(node: Node) -> list[list[Node]]:
    within = _WITHIN.get(str(node[0]))
    return [_nodes(each) for each in within(node[1])] if within else []


def _sequences(tree: list[Node]) -> Iterator[list[Node]]:
    """Yield the nodes that follow one another, groups opened up: the whole, and each way of a fork."""
    yield list(_flat(tree))
    for node, _ in _walk(tree):
        if str(node[0]) != "SUBPATTERN":
            yield from (list(_flat(inner)) for inner in _inner(node))


def _flat(sequence: list[Node]) -> Iterator[Node]:
    for node in sequence:
        if str(node[0]) == "SUBPATTERN":
            yield from _flat(_nodes(node[1][3]))
        else:
            yield node


def _adjacent_overlap(sequence: list[Node]) -> bool:
    """Return whether a repeat can hand characters to a later one, with nothing firm in between."""
    running: frozenset[int] = frozenset()
    for node in sequence:
        unbounded = _unbounded(node)
        if not unbounded and not running:
            continue
        characters = _characters(node)
        if unbounded:
            if running & characters:
                return True
            running |= characters
        elif not _optional(node) and not running & characters:
            # Only what the repeat before could not have swallowed itself is firm ground.
            running = frozenset()
    return False


def _unbounded(node: Node) -> bool:
    # A possessive repeat gives nothing back, so it cannot be tried in several ways.
    return str(node[0]) in _REPEATS and int(node[1][1]) > _MANY


def _optional(node: Node) -> bool:
    name, value = str(node[0]), node[1]
    if name in (*_REPEATS, "POSSESSIVE_REPEAT"):
        return int(value[0]) == 0 or all(_optional(inner) for inner in value[2])
    if name == "BRANCH":
        return any(all(_optional(inner) for inner in way) for way in value[1])
    return name in ("AT", "ASSERT", "ASSERT_NOT")


def _is_single(node: Node) -> bool:
    return str(node[0]) in _SINGLE


def _characters(node: Node) -> frozenset[int]:
    """Return what the node can consume, as ASCII codes; one code stands for all the others."""
    name, value = str(node[0]), node[1]
    if name == "LITERAL":
        return frozenset({min(value, _NON_ASCII)})
    if name == "NOT_LITERAL":
        return _ALPHABET - {value}
    if name == "ANY":
        return _ALPHABET - {_NEWLINE}
    if name == "IN":
        return _class(value)
    return frozenset().union(*(_characters(part) for inner in _inner(node) for part in inner))


@cache
def _category(name: str) -> frozenset[int]:
    category = re.compile(_CATEGORIES[name])
    return frozenset(code for code in _ALPHABET if category.match(chr(code) if code < 128 else "\u4e00"))


def _class(items: list[Node]) -> frozenset[int]:
    found: set[int] = set()
    for kind, value in items:
        name = str(kind)
        if name == "LITERAL":
            found.add(min(value, _NON_ASCII))
        elif name == "RANGE":
            found.update(min(code, _NON_ASCII) for code in range(value[0], min(value[1], _NON_ASCII) + 1))
            found.update({_NON_ASCII} if value[1] >= _NON_ASCII else ())
        elif name == "CATEGORY":
            found.update(_category(str(value)))
    negated = bool(items) and str(items[0][0]) == "NEGATE"
    return (
        (_ALPHABET - found) | ({_NON_ASCII} if _NON_ASCII in found else set())
        if negated
        else frozenset(found)
    )
