"""Facts about a tunnel and where each of them came from.

A fact is a named statement (``nat``, ``initiator.started``, ``agree.pfs``) with one value out of its
vocabulary. The book of facts never forgets: every finding is kept with its source, so that two sources
which contradict each other can both be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ikewizard.core.conditions import Condition
from ikewizard.core.kinds import Literal
from ikewizard.core.record import CLOSED, dataclass, field, replace

Side = Literal["initiator", "responder", "either"]
SourceKind = Literal["answer", "given", "settings", "config", "log"]
SAID = ("answer", "given")
"""The kinds of sources that are somebody's word."""

Alike = Callable[[str, str, str], bool]
"""Of a fact and two of its values: whether both may be true."""

UNKNOWN = "unknown"
"""What an answer says when the user does not know; it establishes nothing."""

NOT_VERIFIED = "(not verified)"
"""What stands behind words on a maker's product for which no source was seen."""

DONE = "done"
"""What is stored for a form that is filled in, and for a conclusion that was read."""

_TRUST: Mapping[str, int] = {"answer": 1, "given": 2, "config": 3, "settings": 3, "log": 4}


@dataclass(frozen=True)
class FactValue:
    """One value that a fact can have, and how a person would say it."""

    __pydantic_config__ = CLOSED
    id: str
    title: str
    against: Condition | None = None
    """What cannot be shown by a log while a user who says this value is right."""


@dataclass(frozen=True)
class FactSpec:
    """A fact of the vocabulary: its name, what it states, and its values (none means free text)."""

    __pydantic_config__ = CLOSED
    id: str
    title: str
    values: tuple[FactValue, ...] = ()
    decides: bool = True
    """Whether it can tell causes apart; what cannot (the make of a unit) is not quoted as evidence."""
    partial: bool = False
    """Whether a source states as much of it as it has seen, so that two may differ and both be right."""

    def label(self, value: str) -> str:
        """Return how a person would say ``value``; the value itself when the vocabulary has no words."""
        return next((known.title for known in self.values if known.id == value), value)


@dataclass(frozen=True)
class Source:
    """Where a finding came from. ``line`` counts from 1; 0 means that no line applies.

    ``unverified`` tells that it rests on words about a maker's product for which no source was seen.
    """

    kind: SourceKind
    side: Side = "either"
    file: str = ""
    line: int = 0
    text: str = ""
    means: str = ""
    ref: str = ""
    """The node that was answered, the signature that matched, or the setting that was compared."""
    guide: tuple[str, ...] = ()
    unverified: bool = False

    def name(self) -> str:
        """Return the source in words: ``responder log``, ``your answer``."""
        words = {
            "answer": "your answer",
            "given": "stated on the command line",
            "settings": "SA settings",
            "config": "configuration",
            "log": "log",
        }[self.kind]
        return words if self.side == "either" or self.kind == "answer" else f"{self.side} {words}"


@dataclass(frozen=True)
class Finding:
    """One fact with one value, from one source."""

    fact: str
    value: str
    source: Source


@dataclass(frozen=True)
class Contradiction:
    """Two findings about one fact that cannot both be true; ``kept`` is the one that is reasoned with."""

    fact: str
    kept: Finding
    other: Finding


@dataclass(frozen=True)
class FactBook:
    """An immutable collection of findings, in the order in which they were made."""

    findings: tuple[Finding, ...] = ()
    _index: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict, repr=False, compare=False)

    def add(self, findings: Iterable[Finding]) -> FactBook:
        """Return a book that also holds ``findings``; the same finding twice is kept once."""
        index = dict(self._index)
        added: list[Finding] = []
        for finding in findings:
            known = index.get(finding.fact, ())
            if finding not in known:
                index[finding.fact] = (*known, finding)
                added.append(finding)
        return replace(self, findings=(*self.findings, *added), _index=index) if added else self

    def about(self, fact: str) -> tuple[Finding, ...]:
        """Return every finding about ``fact``, oldest first."""
        return self._index.get(fact, ())

    def best(self, fact: str) -> Finding | None:
        """Return the finding to reason with: a log over a setting over a statement over an answer.

        Among sources of one kind the responder's word outweighs the initiator's, and a later one an
        earlier one.
        """
        found = self.about(fact)
        if len(found) < 2:
            return found[0] if found else None
        return max(enumerate(found), key=_weight)[1]

    def value(self, fact: str) -> str | None:
        """Return the value to reason with, or None while the fact is not known."""
        best = self.best(fact)
        return best.value if best else None

    def contradictions(self, alike: Alike | None = None) -> tuple[Contradiction, ...]:
        """Return every pair of findings in which a source disagrees with the one reasoned with.

        ``alike`` tells of two values of a fact whether they may both be true although they are written
        differently.
        """
        return tuple(self._contradictions(alike))

    def _contradictions(self, alike: Alike | None) -> Iterator[Contradiction]:
        for fact in self._index:
            kept = self.best(fact)
            if kept is None:
                continue
            for value in dict.fromkeys(f.value for f in self.about(fact) if f.value != kept.value):
                if alike and alike(fact, kept.value, value):
                    continue
                other = next(f for f in self.about(fact) if f.value == value)
                yield Contradiction(fact, kept, other)


def _weight(numbered: tuple[int, Finding]) -> tuple[int, int, int]:
    position, finding = numbered
    return (_TRUST[finding.source.kind], finding.source.side == "responder", position)
