"""All signatures at once, ready to be tried on a line: their literal text proposes, ``re`` decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import starmap, zip_longest

from ikewizard.core.kinds import Literal
from ikewizard.core.record import replace
from ikewizard.logs.compiled import NO_CODES, Codes
from ikewizard.logs.entries import Entry, Shape
from ikewizard.logs.prefilter import Finding, Texts, Words
from ikewizard.logs.prepared import Prepared, clues_of
from ikewizard.logs.signature import Dialect, Hit, Notation, Shaped, Signature

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from ikewizard.logs.entries import Search
    from ikewizard.logs.prefilter import Prefilter

    Found = tuple["Message", re.Match[str]]
    """A message that matches a line, and how."""

__all__ = ["Backend", "Catalog", "Found", "Hit", "Message"]

Backend = Literal["finding", "words", "native"]


class Message:
    """A signature within its dialect, and what is asked of it for every line that it matches."""

    __slots__ = (
        "aside",
        "captures",
        "dialect",
        "id",
        "lists",
        "matters",
        "name",
        "names_connection",
        "names_peer",
        "says",
        "says_more",
        "signature",
    )

    def __init__(self, dialect: Dialect, signature: Signature) -> None:
        self.dialect = dialect
        self.signature = signature
        self.name = dialect.id
        self.id = signature.id
        self.says = signature.what != "harmless"
        # A harmless message can matter later when it tells whose turn it is, or whose SA.
        self.says_more = bool(self.says or signature.facts or signature.by_side or signature.offers)
        self.names_connection = _CONNECTION in signature.pattern
        self.names_peer = _PEER in signature.pattern
        self.captures = "(?P<" in signature.pattern
        self.aside = signature.aside
        self.lists = bool(signature.offers)
        self.matters = self.says_more or self.captures or self.aside


_FEW = 8
"""So many brief logs are read in less time than it takes to make a prefilter ready for many."""
_CONNECTION, _PEER, _INSIDE = "(?P<connection>", "(?P<peer>", "(?P<inside>"
_MARGIN, _PADDING = " \t>", " \t"
_WITH_MARGIN, _PADDED = tuple(_MARGIN), tuple(_PADDING)
"""How a line begins and ends that was indented, quoted or filled up on its way here, as in a ticket."""


class Catalog:
    """The signatures and line shapes of some dialects, in their order.

    Where it comes ``prepared``, that holds the signatures, and the dialects have none.
    """

    def __init__(
        self, dialects: tuple[Dialect, ...], prepared: Prepared | None = None, codes: Codes = NO_CODES
    ) -> None:
        self.dialects = dialects
        self._codes = codes
        self._prepared = prepared
        self._by_id = {dialect.id: dialect for dialect in reversed(dialects)}
        self._written = tuple((d, s) for d in dialects for s in d.signatures)
        count = len(prepared.signatures if prepared else self._written)
        self._tests: list[tuple[Message, str, int, Search] | None] = [None] * count
        # A shape of a dialect that speaks another one says more than the other's own, so it is asked first.
        ranked = sorted(dialects, key=lambda dialect: not dialect.speaks)
        holds = prepared.shapes if prepared else {}
        self._shapes = {
            d.id: tuple(starmap(partial(Shape, d, codes), zip_longest(d.lines, holds.get(d.id, ()))))
            for d in ranked
        }
        self._wrapping = tuple(
            each for d in dialects for each in self._shapes[d.id] if _INSIDE in each.source.pattern
        )
        self._brief = 0
        self._texts_of: dict[tuple[str, ...], tuple[tuple[str, Shape], ...]] = {}
        self._speakers = {d.id: tuple(s.id for s in dialects if d.id in s.speaks) for d in dialects}

    @classmethod
    def build(cls, dialects: Iterable[Dialect]) -> Catalog:
        """Return the catalogue of ``dialects``. Nothing is compiled yet."""
        return cls(tuple(dialects))

    @classmethod
    def stored(cls, prepared: Prepared, codes: Codes = NO_CODES) -> Catalog:
        """Return the catalogue that was ``prepared``. Hardly anything of it is read yet."""
        return cls(prepared.dialects, prepared, codes)

    def dialect(self, name: str) -> Dialect | None:
        """Return the dialect with the id ``name``, or None; with the absences of those that it speaks."""
        found = self._by_id.get(name)
        if found is None or found.absences:
            return found
        spoken = [self._by_id[each] for each in found.speaks if each in self._by_id]
        return replace(found, absences=tuple(absence for each in spoken for absence in each.absences))

    @cached_property
    def notations(self) -> Mapping[tuple[str, str], Notation]:
        """How proposals are written into one line, by the ids of notation and of who writes it."""
        return {
            (writer, each.id): each
            for dialect in self.dialects
            for writer in (dialect.id, *self._speakers[dialect.id])
            for each in dialect.notations
        }

    def prefilter(self, backend: Backend, *, brief: bool = False) -> Prefilter:
        """Return what proposes patterns for lines: the ``native`` one where it is installed, else ``words``.

        ``finding`` needs nothing made ready, so the first few ``brief`` logs get that. All lead to the same
        hits.
        """
        if brief and self._brief < _FEW:
            self._brief += 1
            backend = "finding"
        if backend == "finding":
            return self._finding
        return (self._native if backend == "native" else None) or self._words

    @cached_property
    def _texts(self) -> Texts:
        if self._prepared:
            return self._prepared.texts()
        from ikewizard.logs.anchors import anchors  # noqa: PLC0415 -- mostly they are stored

        return Texts(anchors(signature.pattern) for _, signature in self._written)

    @cached_property
    def _finding(self) -> Prefilter:
        return Finding(self._texts)

    @cached_property
    def _words(self) -> Prefilter:
        return Words(self._texts)

    @cached_property
    def _native(self) -> Prefilter | None:
        from ikewizard.logs.prefilter_native import native  # noqa: PLC0415 -- only for a long log

        return native(self._texts)

    def hits(self, line: str) -> tuple[Hit, ...]:
        """Return every signature that matches ``line``, in the order of the catalogue.

        Raises KnowledgeError when a pattern that has to be tried does not compile.
        """
        found = self.confirm(line, range(len(self._tests)))
        return tuple(Hit(message.dialect, message.signature, match) for message, match in found)

    def confirm(self, line: str, proposed: Sequence[int]) -> list[Found]:
        """Return those of the ``proposed`` patterns that match ``line``. Raises like ``hits``.

        What is indented, quoted or filled up with blanks is tried as it is, and then by itself; so is a
        message that stands within something else, such as an entry in JSON.
        """
        found: list[Found] = []
        tests = self._tests
        for number in proposed:
            # Written out, and not left to the entry: this is where the time goes.
            message, text, back, search = tests[number] or self._test(number)
            place = line.find(text)
            if place >= 0 and (match := search(line, place - back if place > back else 0)):
                found.append((message, match))
        if not found and (line.startswith(_WITH_MARGIN) or line.endswith(_PADDED)):
            return self.confirm(line.lstrip(_MARGIN).rstrip(_PADDING), proposed)
        if not found and (inside := next(filter(None, (each.inside(line) for each in self._wrapping)), "")):
            return self.confirm(inside, proposed)
        return found

    def _test(self, number: int) -> tuple[Message, str, int, Search]:
        if self._prepared:
            stored = self._prepared.signature(number)
            dialect, signature, hold = self._by_id[stored.dialect], stored.signature, stored.hold
        else:
            (dialect, signature), hold = self._written[number], None
        entry, message = Entry(dialect, self._codes, signature, hold), Message(dialect, signature)

        def first(line: str, start: int) -> re.Match[str] | None:
            if not entry.hold.fits(line):
                return None
            search = entry.compiled.search
            self._tests[number] = (message, entry.hold.text, entry.hold.before, search)
            return search(line, start)

        test = (message, entry.hold.text, entry.hold.before, first)
        self._tests[number] = test
        return test

    def shapes(self, line: str) -> tuple[Shaped, ...]:
        """Return every dialect that ``line`` could be of by its shape, those that speak another one first."""
        return tuple(shaped for name in self._shapes if (shaped := self.shape(line, name)))

    def shape(self, line: str, name: str) -> Shaped | None:
        """Return the dialect ``name`` when ``line`` could be of it by its shape, else None."""
        return _fitting(line, self._held((name,)))

    def _held(self, names: tuple[str, ...]) -> tuple[tuple[str, Shape], ...]:
        held = self._texts_of.get(names)
        if held is None:
            shapes = (shape for name in names for shape in self._shapes.get(name, ()))
            held = self._texts_of[names] = tuple((shape.hold.text, shape) for shape in shapes)
        return held

    def written_by(self, line: str, name: str) -> tuple[str, Shaped | None]:
        """Return which dialect ``line``, with a message of the dialect ``name``, is of, and its shape.

        That is a dialect that speaks ``name`` where its shape fits, else ``name`` itself. What the shape of
        the former does not tell, that of the latter may.
        """
        own = _fitting(line, self._held((name,)))
        # All that speak it are asked at once: a line of strongSwan's is hardly ever of one of those.
        shaped = _fitting(line, self._held(self._speakers.get(name, ())))
        if not shaped:
            return name, own
        named = own or shaped
        return shaped.dialect.id, Shaped(
            shaped.dialect, shaped.connection or named.connection, shaped.thread or named.thread
        )

    def clues(self, name: str) -> tuple[str, ...]:
        """Return texts of which a line with a message of the dialect ``name`` holds one if its shape matters.

        It does where it names a tunnel, or where it may be that of a dialect that speaks ``name``.
        """
        own = tuple(shape.source.pattern for shape in self._shapes.get(name, ()))
        named = self._prepared.clues.get(name, ()) if self._prepared else clues_of(own)
        speakers = self._speakers.get(name, ())
        return named + tuple(shape.hold.text for speaker in speakers for shape in self._shapes[speaker])


def _fitting(line: str, held: Iterable[tuple[str, Shape]]) -> Shaped | None:
    """Return what the first of those shapes that ``line`` has, each with its text, says about it."""
    for text, shape in held:
        place = line.find(text)
        if place >= 0 and (shaped := shape.read(line, place)):
            return shaped
    return _fitting(line.lstrip(_MARGIN), held) if line.startswith(_WITH_MARGIN) else None
