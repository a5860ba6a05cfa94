"""All signatures at once, ready to be tried on a line: their literal text proposes, ``re`` decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal, NamedTuple

from ikewizard.errors import Fault, KnowledgeError
from ikewizard.logs.anchors import anchors, reach
from ikewizard.logs.patterns import hazards, literal
from ikewizard.logs.prefilter import Finding, Prefilter, Texts, Words
from ikewizard.logs.prefilter_native import native
from ikewizard.logs.signature import Dialect, LineShape, Notation, Signature

__all__ = ["Backend", "Catalog", "Hit", "Shaped", "hazards", "literal"]

Backend = Literal["finding", "words", "native"]


class Hit(NamedTuple):
    """A signature that matches a line."""

    dialect: Dialect
    signature: Signature
    match: re.Match[str]


class Shaped(NamedTuple):
    """A dialect whose line shape fits a line, and the tunnel and the worker that the shape names."""

    dialect: Dialect
    connection: str = ""
    thread: str = ""


# A text that has to be there (it may be empty), how far before it a match can begin, and the search.
_Search = Callable[[str, int], re.Match[str] | None]
_Test = tuple[str, int, _Search]
_WHOLE_LINE = 1 << 62


class _Entry:
    """One pattern; what costs time (its literal, its compiled form) is made when first needed."""

    def __init__(self, dialect: Dialect, source: Signature | LineShape) -> None:
        self.dialect = dialect
        self.source = source

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        return anchors(self.source.pattern)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        try:
            return re.compile(self.source.pattern)
        except (re.error, OverflowError, RecursionError) as error:
            name = getattr(self.source, "id", "lines")
            fault = Fault(self.dialect.id, 0, f"pattern of {name!r} does not compile: {error}")
            raise KnowledgeError((fault,)) from error

    @cached_property
    def test(self) -> _Test:
        """What is asked for with the first line to try: of most patterns, a log has no use."""
        # A match that holds the text further on also begins further on, so nothing is lost before here.
        text = self.anchors[0] if len(self.anchors) == 1 else ""
        back = reach(self.source.pattern, text) if text else None
        return text, _WHOLE_LINE if back is None else back, self.compiled.search

    def search(self, line: str) -> re.Match[str] | None:
        text, back, search = self.test
        place = line.find(text)
        return None if place < 0 else search(line, max(0, place - back))


class Catalog:
    """The signatures and line shapes of some dialects, in their order."""

    def __init__(self, dialects: tuple[Dialect, ...]) -> None:
        self.dialects = dialects
        self._by_id = {dialect.id: dialect for dialect in reversed(dialects)}
        self._messages = tuple((_Entry(d, s), s) for d in dialects for s in d.signatures)
        self._tests: dict[int, tuple[Dialect, Signature, str, int, _Search]] = {}
        # A shape of a dialect that speaks another one says more than the other's own, so it is asked first.
        ranked = sorted(dialects, key=lambda dialect: not dialect.speaks)
        self._shapes = {d.id: tuple(_Entry(d, shape) for shape in d.lines) for d in ranked}
        self._speakers = {d.id: tuple(s.id for s in dialects if d.id in s.speaks) for d in dialects}

    @classmethod
    def build(cls, dialects: Iterable[Dialect]) -> Catalog:
        """Return the catalogue of ``dialects``. Nothing is compiled yet."""
        return cls(tuple(dialects))

    def dialect(self, name: str) -> Dialect | None:
        """Return the dialect with the id ``name``, or None; with the absences of those that it speaks."""
        found = self._by_id.get(name)
        if found is None or found.absences:
            return found
        spoken = [self._by_id[each] for each in found.speaks if each in self._by_id]
        return replace(found, absences=tuple(absence for each in spoken for absence in each.absences))

    @cached_property
    def notations(self) -> Mapping[tuple[str, str], Notation]:
        """How proposals are written into one line, by the ids of dialect and notation."""
        return {(dialect.id, each.id): each for dialect in self.dialects for each in dialect.notations}

    def prefilter(self, backend: Backend) -> Prefilter:
        """Return what proposes patterns for lines: the ``native`` one where it is installed, else ``words``.

        ``finding`` is for a few lines only. All lead to the same hits.
        """
        if backend == "finding":
            return self._finding
        return (self._native if backend == "native" else None) or self._words

    @cached_property
    def _texts(self) -> Texts:
        return Texts(entry.anchors for entry, _ in self._messages)

    @cached_property
    def _finding(self) -> Prefilter:
        return Finding(self._texts)

    @cached_property
    def _words(self) -> Prefilter:
        return Words(self._texts)

    @cached_property
    def _native(self) -> Prefilter | None:
        return native(self._texts)

    def hits(self, line: str) -> tuple[Hit, ...]:
        """Return every signature that matches ``line``, in the order of the catalogue.

        Raises KnowledgeError when a pattern that has to be tried does not compile.
        """
        return tuple(self.confirm(line, range(len(self._messages))))

    def confirm(self, line: str, proposed: Sequence[int]) -> Sequence[Hit]:
        """Return those of the ``proposed`` patterns that match ``line``. Raises like ``hits``."""
        found = []
        tests = self._tests
        for number in proposed:
            # Written out, and not left to the entry: this is where the time goes.
            dialect, signature, text, back, search = tests.get(number) or self._test(number)
            place = line.find(text)
            if place >= 0 and (match := search(line, place - back if place > back else 0)):
                found.append(Hit(dialect, signature, match))
        return found

    def _test(self, number: int) -> tuple[Dialect, Signature, str, int, _Search]:
        entry, signature = self._messages[number]
        self._tests[number] = (entry.dialect, signature, *entry.test)
        return self._tests[number]

    def shapes(self, line: str) -> tuple[Shaped, ...]:
        """Return every dialect that ``line`` could be of by its shape, those that speak another one first."""
        return tuple(shaped for name in self._shapes if (shaped := self.shape(line, name)))

    def shape(self, line: str, name: str) -> Shaped | None:
        """Return the dialect ``name`` when ``line`` could be of it by its shape, else None."""
        for entry in self._shapes.get(name, ()):
            text, back, search = entry.test
            place = line.find(text)
            if place >= 0 and (match := search(line, place - back if place > back else 0)):
                if not match.re.groupindex:
                    return Shaped(entry.dialect)
                named = match.groupdict()
                return Shaped(entry.dialect, named.get("connection") or "", named.get("thread") or "")
        return None

    def written_by(self, line: str, name: str) -> tuple[str, Shaped | None]:
        """Return which dialect ``line``, with a message of the dialect ``name``, is of, and its shape.

        That is a dialect that speaks ``name`` where its shape fits, else ``name`` itself. What the shape of
        the former does not tell, that of the latter may.
        """
        own = self.shape(line, name)
        for speaker in self._speakers.get(name, ()):
            shaped = self.shape(line, speaker)
            if shaped:
                named = own or shaped
                return speaker, Shaped(
                    shaped.dialect, shaped.connection or named.connection, shaped.thread or named.thread
                )
        return name, own
