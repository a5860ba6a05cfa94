"""Conditions over facts, as data, with three outcomes: true, false, and not known yet (Kleene)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ikewizard.core.record import CLOSED, dataclass

Lookup = Callable[[str], str | None]


@dataclass(frozen=True)
class Condition:
    """Exactly one of: a test of one ``fact``, ``all`` of several, ``any`` of several, or ``none`` of them.

    A test of a fact says exactly one of ``equals`` (this value), ``one_of`` (any of these values) or
    ``known`` (whether anything is known about it).
    """

    __pydantic_config__ = CLOSED
    fact: str | None = None
    equals: str | None = None
    one_of: tuple[str, ...] = ()
    known: bool | None = None
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        shapes = [self.fact is not None, bool(self.all), bool(self.any), bool(self.none)]
        if shapes.count(True) != 1:
            raise ValueError("a condition holds exactly one of: fact, all, any, none")
        tests = [self.equals is not None, bool(self.one_of), self.known is not None]
        if tests.count(True) != (1 if self.fact is not None else 0):
            raise ValueError("a condition on a fact holds exactly one of: equals, one_of, known")

    def facts(self) -> Iterator[str]:
        """Yield the name of every fact that the condition looks at."""
        if self.fact is not None:
            yield self.fact
        for part in (*self.all, *self.any, *self.none):
            yield from part.facts()

    def tests(self) -> Iterator[tuple[str, str]]:
        """Yield every (fact, value) that the condition names, for checks against the vocabulary."""
        if self.fact is not None:
            for value in (*self.one_of, *([self.equals] if self.equals is not None else [])):
                yield self.fact, value
        for part in (*self.all, *self.any, *self.none):
            yield from part.tests()


def holds(condition: Condition, lookup: Lookup) -> bool | None:
    """Return whether ``condition`` is true, false, or (None) not decided by what is known."""
    if condition.fact is not None:
        return _test(condition, lookup(condition.fact))
    if condition.all:
        return _conjunction(holds(part, lookup) for part in condition.all)
    if condition.any:
        return _negate(_conjunction(_negate(holds(part, lookup)) for part in condition.any))
    return _conjunction(_negate(holds(part, lookup)) for part in condition.none)


def _test(condition: Condition, value: str | None) -> bool | None:
    if condition.known is not None:
        return (value is not None) == condition.known
    if value is None:
        return None
    return value == condition.equals or value in condition.one_of


def _conjunction(parts: Iterable[bool | None]) -> bool | None:
    known = True
    for part in parts:
        if part is False:
            return False
        known = known and part is not None
    return True if known else None


def _negate(outcome: bool | None) -> bool | None:
    return None if outcome is None else not outcome
