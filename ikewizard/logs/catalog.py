"""All signatures at once, ready to be tried on a line: their literal text proposes, ``re`` decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ikewizard.errors import Fault, KnowledgeError
from ikewizard.logs.patterns import hazards, literal
from ikewizard.logs.signature import Dialect, LineShape, Signature

__all__ = ["Catalog", "Hit", "Shaped", "hazards", "literal"]


@dataclass(frozen=True)
class Hit:
    """A signature that matches a line."""

    dialect: Dialect
    signature: Signature
    match: re.Match[str]


@dataclass(frozen=True)
class Shaped:
    """A dialect whose line shape fits a line, and the tunnel and the worker that the shape names."""

    dialect: Dialect
    connection: str = ""
    thread: str = ""


class _Entry:
    """One pattern; what costs time (its literal, its compiled form) is made when first needed."""

    def __init__(self, dialect: Dialect, source: Signature | LineShape) -> None:
        self.dialect = dialect
        self.source = source

    @cached_property
    def literal(self) -> str:
        return literal(self.source.pattern)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        try:
            return re.compile(self.source.pattern)
        except (re.error, OverflowError, RecursionError) as error:
            name = getattr(self.source, "id", "lines")
            fault = Fault(self.dialect.id, 0, f"pattern of {name!r} does not compile: {error}")
            raise KnowledgeError((fault,)) from error

    def search(self, line: str) -> re.Match[str] | None:
        return self.compiled.search(line) if self.literal in line else None


class Catalog:
    """The signatures and line shapes of some dialects, in their order."""

    def __init__(self, dialects: tuple[Dialect, ...]) -> None:
        self.dialects = dialects
        self._messages = tuple((_Entry(d, s), s) for d in dialects for s in d.signatures)
        self._shapes = tuple(_Entry(d, shape) for d in dialects for shape in d.lines)

    @classmethod
    def build(cls, dialects: Iterable[Dialect]) -> Catalog:
        """Return the catalogue of ``dialects``. Nothing is compiled yet."""
        return cls(tuple(dialects))

    def dialect(self, name: str) -> Dialect | None:
        """Return the dialect with the id ``name``, or None."""
        return next((dialect for dialect in self.dialects if dialect.id == name), None)

    @cached_property
    def _proposals(self) -> tuple[tuple[str, _Entry, Signature], ...]:
        return tuple((entry.literal, entry, signature) for entry, signature in self._messages)

    def hits(self, line: str) -> tuple[Hit, ...]:
        """Return every signature that matches ``line``, in the order of the catalogue.

        Raises KnowledgeError when a pattern that has to be tried does not compile.
        """
        found = []
        for text, entry, signature in self._proposals:
            if text in line and (match := entry.compiled.search(line)):
                found.append(Hit(entry.dialect, signature, match))
        return tuple(found)

    def shapes(self, line: str) -> tuple[Shaped, ...]:
        """Return every dialect that ``line`` could be of by its shape, in the order of the catalogue."""
        found: dict[str, Shaped] = {}
        for entry in self._shapes:
            if entry.dialect.id not in found and (match := entry.search(line)):
                named = match.groupdict()
                shaped = Shaped(entry.dialect, named.get("connection") or "", named.get("thread") or "")
                found[entry.dialect.id] = shaped
        return tuple(found.values())
