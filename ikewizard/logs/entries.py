"""A pattern of a dialect, as it is tried on a line: what costs time is made when it is needed."""

from __future__ import annotations

from functools import cached_property

from ikewizard.errors import Fault, KnowledgeError
from ikewizard.logs.compiled import Codes
from ikewizard.logs.prepared import Hold
from ikewizard.logs.signature import Dialect, LineShape, Shaped, Signature

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    # The search of a pattern, in a line from a place on.
    Search = Callable[[str, int], re.Match[str] | None]


class Entry:
    """One pattern; what costs time (its compiled form, and its hold if not stored) is made when needed."""

    def __init__(
        self, dialect: Dialect, codes: Codes, source: Signature | LineShape, hold: Hold | None = None
    ) -> None:
        self.dialect = dialect
        self.source = source
        self._codes = codes
        self._hold = hold

    @cached_property
    def hold(self) -> Hold:
        """The text that a line must have for the pattern to match it, and where."""
        return self._hold or Hold.of(self.source.pattern)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, ready to be tried. Raises KnowledgeError where it does not compile."""
        pattern = self.source.pattern
        stored = self._codes.pattern(pattern, self.hold.code)
        if stored:
            return stored
        import re  # noqa: PLC0415 -- mostly they are stored, and it takes a tenth of a paste's time

        try:
            return re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            name = getattr(self.source, "id", "lines")
            fault = Fault(self.dialect.id, 0, f"pattern of {name!r} does not compile: {error}")
            raise KnowledgeError((fault,)) from error


class Shape(Entry):
    """A line shape of a dialect; nothing is compiled before a line holds its text."""

    def __init__(self, dialect: Dialect, codes: Codes, shape: LineShape, hold: Hold | None = None) -> None:
        super().__init__(dialect, codes, shape, hold)
        self.unnamed = Shaped(dialect)
        self._search: Search | None = None
        self._before = 0

    def read(self, line: str, place: int) -> Shaped | None:
        """Return what the shape says about a line that has its text there, if it matches it."""
        search = self._search
        if search is None:
            if not self.hold.fits(line):
                return None
            search, self._before = self.compiled.search, self.hold.before
            self._search = search
        match = search(line, place - self._before if place > self._before else 0)
        if not match:
            return None
        connection, thread = self._groups
        named = (match[connection] or "") if connection else ""
        worker = (match[thread] or "") if thread else ""
        return Shaped(self.dialect, named, worker) if named or worker else self.unnamed

    def inside(self, line: str) -> str:
        """Return the message that stands in ``line`` within something else, by itself; empty if none does."""
        place = line.find(self.hold.text)
        match = self.compiled.search(line) if place >= 0 else None
        return (match["inside"] or "") if match else ""

    @cached_property
    def _groups(self) -> tuple[int, int]:
        groups = self.compiled.groupindex
        return groups.get("connection", 0), groups.get("thread", 0)
