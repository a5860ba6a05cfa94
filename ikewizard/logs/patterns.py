"""What can be told about a pattern without running it: the text it cannot do without, and its hazards.

Both read the parse tree that ``re`` itself makes. That tree is not a public interface: where it is
missing, ``literal`` finds nothing (and every line is tried) and ``hazards`` says that it could not look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from ikewizard.core.record import dataclass, field
from ikewizard.logs.compiled import code_of, parsed

MIN_LITERAL = 5

# A repeat that may run this far is as good as one without an end.
_MANY = 64
_NON_ASCII = 128
_ALPHABET = frozenset(range(_NON_ASCII + 1))
_NEWLINE = ord("\n")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_ANY_REPEAT = (*_REPEATS, "POSSESSIVE_REPEAT")
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
    **dict.fromkeys(_ANY_REPEAT, lambda value: (value[2],)),
    "SUBPATTERN": lambda value: (value[3],),
    "ATOMIC_GROUP": lambda value: (value,),
    "BRANCH": lambda value: value[1],
    "ASSERT": lambda value: (value[1],),
    "ASSERT_NOT": lambda value: (value[1],),
    "GROUPREF_EXISTS": lambda value: (way for way in value[1:] if way is not None),
}
"""What stands within each kind of node; the others hold none."""


@dataclass(eq=False)
class _Parts:
    """A pattern taken apart; what stands in a group stands where the group does."""

    tree: list[Node]
    """The pattern as it is written."""
    flags: int
    """Those of the whole and of its groups."""
    nodes: list[tuple[Node, int]] = field(default_factory=list)
    """Every node but the groups, with the number of unbounded repeats that it stands in."""
    sequences: list[list[Node]] = field(default_factory=list)
    """The nodes that follow one another: of the whole, and of what stands within each node."""

    def take(self, written: list[Node], sequence: list[Node], depth: int = 0) -> None:
        """Add what is ``written`` to the nodes, and to the ``sequence`` that it is a part of."""
        for node in written:
            name, value = node[0].name, node[1]
            if name == "SUBPATTERN":
                self.flags |= value[1]
                self.take(_nodes(value[3]), sequence, depth)
                continue
            sequence.append(node)
            self.nodes.append((node, depth))
            for inner in _inner(node):
                self.take(inner, self.begin(), depth + _unbounded(node))

    def begin(self) -> list[Node]:
        """Return a sequence that is empty yet."""
        self.sequences.append([])
        return self.sequences[-1]


def literal(pattern: str) -> str:
    """Return the longest text that stands in every match of ``pattern``; empty when there is none.

    Empty too for a pattern that ignores case: its text would have to be looked for in every spelling.
    """
    parts = _parts(pattern)
    return "" if parts is None or parts.flags & re.IGNORECASE else _longest(parts.tree)


@lru_cache(maxsize=8192)
def hazards(pattern: str) -> tuple[str, ...]:
    """Return what is wrong with ``pattern`` for matching the lines of an attacker; empty when nothing is.

    Backreferences, unbounded repeats inside or directly after one another over the same characters,
    anything that can cross a line end, and the lack of a literal text of MIN_LITERAL characters (or of a
    choice of such texts).
    """
    try:
        # Who stores the compiled form finds it made.
        if not code_of(pattern):
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return (f"does not compile: {error}",)
    parts = _parts(pattern)
    if parts is None:
        return ("could not be looked into by this version of Python",)
    return tuple(dict.fromkeys(_hazards(parts, pattern)))


def alternatives(pattern: str) -> tuple[str, ...]:
    """Return texts of which every match of ``pattern`` holds one, by a fork in it; empty when none are known.

    Of several forks, that one whose shortest text is the longest. Empty for a pattern that ignores case.
    """
    parts = _parts(pattern)
    if parts is None or parts.flags & re.IGNORECASE:
        return ()
    forks = [_ways(node[1][1]) for node in parts.sequences[0] if node[0].name == "BRANCH"]
    return max((fork for fork in forks if all(fork)), key=lambda fork: min(map(len, fork)), default=())


def tree_of(pattern: str) -> Any:
    """Return the parse tree of ``pattern`` as ``re`` makes it, or None where it cannot be had."""
    try:
        return parsed(pattern)
    except (AttributeError, TypeError, re.error, OverflowError, RecursionError):
        return None


# As with the tree that it is made of.
@lru_cache(maxsize=1)
def _parts(pattern: str) -> _Parts | None:
    tree = tree_of(pattern)
    if tree is None:
        return None
    parts = _Parts(_nodes(tree), int(tree.state.flags))
    parts.take(parts.tree, parts.begin())
    return parts


def _hazards(parts: _Parts, pattern: str) -> Iterator[str]:
    for node, depth in parts.nodes:
        if node[0].name.startswith("GROUPREF"):
            yield "refers back to a group: matching can take exponential time"
        if depth and _unbounded(node):
            yield "has an unbounded repeat inside an unbounded repeat: matching can take exponential time"
    if any(map(_adjacent_overlap, parts.sequences)):
        yield "has two unbounded repeats of the same characters in a row: matching can take very long"
    if parts.flags & re.DOTALL or any(_crosses(node) for node, _ in parts.nodes):
        yield r"can cross a line end: leave \n out of its character classes, and write a space for \s"
    if len(literal(pattern)) < MIN_LITERAL > min(map(len, alternatives(pattern)), default=0):
        yield f"has no literal text of at least {MIN_LITERAL} characters that every match must contain"


def _nodes(tree: Any) -> list[Node]:
    # To go through the tree itself takes ten times as long as through the list that it holds.
    return tree.data if isinstance(getattr(tree, "data", None), list) else list(tree)


def _ways(branch: Any) -> tuple[str, ...]:
    """Return the longest text that each way of a fork cannot do without."""
    return tuple(dict.fromkeys(_longest(_nodes(way)) for way in branch))


def _longest(sequence: list[Node]) -> str:
    """Return the longest text that ``sequence`` cannot do without."""
    runs = [""]
    _collect(sequence, runs)
    return max(runs, key=len)


def _collect(sequence: list[Node], runs: list[str]) -> None:
    """Append to ``runs`` the texts that ``sequence`` cannot do without; the last run is still open."""
    for node in sequence:
        name, value = node[0].name, node[1]
        if name == "LITERAL":
            runs[-1] += chr(value)
        elif name == "SUBPATTERN":
            _collect(_nodes(value[3]), runs)
        elif name == "ATOMIC_GROUP":
            _collect(_nodes(value), runs)
        elif name != "AT":
            runs.append("")
            if name in _ANY_REPEAT and value[0] >= 1:
                _collect(_nodes(value[2]), runs)
                runs.append("")


def _inner(node: Node) -> list[list[Node]]:
    within = _WITHIN.get(node[0].name)
    return [_nodes(each) for each in within(node[1])] if within else []


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
    return node[0].name in _REPEATS and int(node[1][1]) > _MANY


def _optional(node: Node) -> bool:
    name, value = node[0].name, node[1]
    if name in _ANY_REPEAT:
        return int(value[0]) == 0 or all(_optional(inner) for inner in value[2])
    if name == "BRANCH":
        return any(all(_optional(inner) for inner in way) for way in value[1])
    return name in ("AT", "ASSERT", "ASSERT_NOT")


def _crosses(node: Node) -> bool:
    """Return whether the node is a single character that can be the end of a line."""
    name, value = node[0].name, node[1]
    if name == "LITERAL":
        return bool(value == _NEWLINE)
    return name in _SINGLE and _NEWLINE in _characters(node)


def _characters(node: Node) -> frozenset[int]:
    """Return what the node can consume, as ASCII codes; one code stands for all the others."""
    name, value = node[0].name, node[1]
    if name == "LITERAL":
        return frozenset({min(value, _NON_ASCII)})
    if name == "NOT_LITERAL":
        return _ALPHABET - {value}
    if name == "ANY":
        return _ALPHABET - {_NEWLINE}
    if name == "IN":
        return _class(tuple(value))
    return frozenset().union(*(_characters(part) for inner in _inner(node) for part in inner))


@cache
def _category(name: str) -> frozenset[int]:
    category = re.compile(_CATEGORIES[name])
    return frozenset(code for code in _ALPHABET if category.match(chr(code) if code < 128 else "\u4e00"))


# The same few classes stand in many patterns.
@lru_cache(maxsize=256)
def _class(items: tuple[Node, ...]) -> frozenset[int]:
    found: set[int] = set()
    for kind, value in items:
        if kind.name == "LITERAL":
            found.add(min(value, _NON_ASCII))
        elif kind.name == "RANGE":
            found.update(min(code, _NON_ASCII) for code in range(value[0], min(value[1], _NON_ASCII) + 1))
            found.update({_NON_ASCII} if value[1] >= _NON_ASCII else ())
        elif kind.name == "CATEGORY":
            found.update(_category(value.name))
    negated = bool(items) and items[0][0].name == "NEGATE"
    return (
        (_ALPHABET - found) | ({_NON_ASCII} if _NON_ASCII in found else set())
        if negated
        else frozenset(found)
    )
