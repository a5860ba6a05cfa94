"""A catalogue in the form in which it is stored: what is read off its patterns comes with them.

To read that off 1,800 patterns takes longer than to recognise a paste, and of the signatures a log needs
a few dozen. So each is stored as a text of its own, which stays one until a line could match; what only
proves a signature right, its samples and near misses, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from ikewizard.core.record import dataclass, field, replace
from ikewizard.core.shelf import Reader, written
from ikewizard.logs.prefilter import Texts
from ikewizard.logs.signature import Dialect, Offer, Signature

# Shorter ones stand in most lines.
_TELLING = 3
_WHOLE_LINE = 1 << 62


@dataclass(frozen=True)
class Hold:
    """What a pattern is held against first: a text of every match, and how far before it one can begin.

    ``also`` are other texts of every match: they are looked for before the pattern is compiled. ``code``
    tells where its compiled form lies among all of them, and a checksum of that; nothing where it has none.
    """

    text: str
    back: int | None
    also: tuple[str, ...] = ()
    code: tuple[int, ...] = ()

    @property
    def before(self) -> int:
        """How far before the text a match can begin, as a number in any case."""
        # A match that holds the text further on also begins further on, so nothing is lost before here.
        return _WHOLE_LINE if self.back is None else self.back

    def fits(self, line: str) -> bool:
        """Return whether a line holds the other texts: most patterns need never be compiled."""
        return all(text in line for text in self.also)

    @classmethod
    def of(cls, pattern: str) -> Hold:
        """Read it off the pattern."""
        from ikewizard.logs.anchors import best_run  # noqa: PLC0415 -- mostly it is stored

        return cls._by(pattern, best_run(pattern))

    @classmethod
    def proposed(cls, pattern: str) -> Hold:
        """Read it off the pattern of a message, that is tried on lines that hold the best of its texts.

        So another one tells more, where it tells as well from where on a match can begin.
        """
        from ikewizard.logs.anchors import best_run, reach, runs  # noqa: PLC0415 -- see Hold.of

        best = best_run(pattern)
        others = sorted((run for run in runs(pattern) if run != best and len(run) >= _TELLING), key=len)
        near = (run for run in reversed(others) if reach(pattern, run) is not None)
        return cls._by(pattern, next(near, best))

    @classmethod
    def _by(cls, pattern: str, text: str) -> Hold:
        from ikewizard.logs.anchors import reach, runs  # noqa: PLC0415 -- see Hold.of

        also = tuple(run for run in runs(pattern) if run != text and len(run) >= _TELLING)
        return cls(text, reach(pattern, text), also)


@dataclass(frozen=True)
class Stored:
    """A signature as it is stored: without its samples, with its dialect's id and its hold."""

    dialect: str
    signature: Signature
    hold: Hold


_READER = Reader(Stored, Hold, Signature, Offer)


@dataclass(frozen=True)
class Prepared:
    """The dialects without their signatures, these as texts, and what proposes them.

    ``owners`` are the signatures by the texts that propose them, ``always`` those to be tried everywhere;
    ``shapes`` are the holds of the line shapes, in their order, by dialect; ``clues`` are what tells that a
    line's shape names a tunnel.
    """

    dialects: tuple[Dialect, ...]
    signatures: tuple[bytes, ...]
    owners: Mapping[str, tuple[int, ...]]
    always: tuple[int, ...]
    shapes: Mapping[str, tuple[Hold, ...]]
    clues: Mapping[str, tuple[str, ...]]
    codes: tuple[bytes, ...] = ()
    """The compiled forms, a line each; empty once they are stored, apart from the rest."""
    others: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Where among these those of patterns lie that are no message's."""

    def texts(self) -> Texts:
        """Return what proposes the signatures."""
        found = Texts(())
        found.owners = {text.encode("utf-8"): owners for text, owners in self.owners.items()}
        found.always = self.always
        return found

    def signature(self, number: int) -> Stored:
        """Return a signature. Raises ValueError where it is damaged."""
        stored: Stored = _READER.read(self.signatures[number])
        return stored


def prepare(dialects: Sequence[Dialect], others: Iterable[str] = ()) -> Prepared:
    """Return the catalogue of ``dialects``, and ``others`` of patterns, in the form in which it is stored."""
    from ikewizard.logs.anchors import anchors  # noqa: PLC0415 -- see Hold.of

    codes = _Codes()
    # Pattern by pattern: what is read off one is asked for several times in a row.
    told = [
        (anchors(signature.pattern), _text(dialect.id, signature, codes))
        for dialect in dialects
        for signature in dialect.signatures
    ]
    texts = Texts(proposing for proposing, _ in told)
    shapes = {dialect.id: [shape.pattern for shape in dialect.lines] for dialect in dialects}
    return Prepared(
        tuple(_bare(dialect) for dialect in dialects),
        tuple(text for _, text in told),
        {text.decode("utf-8"): tuple(owners) for text, owners in texts.owners.items()},
        texts.always,
        {
            name: tuple(codes.hold(Hold.of(each), each) for each in each_of)
            for name, each_of in shapes.items()
        },
        {name: clues_of(patterns) for name, patterns in shapes.items()},
        others={pattern: codes.place(pattern) for pattern in others},
        codes=tuple(codes.lines),
    )


def clues_of(shapes: Iterable[str]) -> tuple[str, ...]:
    """Return for each of those patterns of line shapes that name a tunnel what stands where they do."""
    from ikewizard.logs.anchors import best_run, clue  # noqa: PLC0415 -- see Hold.of

    named = (pattern for pattern in shapes if "(?P<connection>" in pattern)
    return tuple(clue(pattern, "connection") or best_run(pattern) for pattern in named)


def _bare(dialect: Dialect) -> Dialect:
    shapes = tuple(replace(shape, samples=()) for shape in dialect.lines)
    return replace(dialect, signatures=(), lines=shapes)


def _text(dialect: str, signature: Signature, codes: _Codes) -> bytes:
    bare = replace(signature, samples=(), near_misses=())
    return written(Stored(dialect, bare, codes.hold(Hold.proposed(signature.pattern), signature.pattern)))


class _Codes:
    """The compiled forms of all patterns, one after another."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self._reached = 0

    def hold(self, hold: Hold, pattern: str) -> Hold:
        """Return the hold of a pattern, with the place that its compiled form is given."""
        return replace(hold, code=self.place(pattern))

    def place(self, pattern: str) -> tuple[int, ...]:
        """Return the place, length and checksum of a pattern's compiled form; nothing where it has none."""
        from ikewizard.logs.compiled import code_of  # noqa: PLC0415 -- see Hold.of

        line = code_of(pattern)
        place = self._reached
        self.lines.append(line)
        self._reached += len(line) + 1
        return (place, len(line), crc32(line)) if line else ()
