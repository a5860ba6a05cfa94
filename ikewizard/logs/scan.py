"""One pass over the lines of a log: what is recognised, by which signature, and what is not."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ikewizard.logs.catalog import Catalog, Hit, Shaped
from ikewizard.logs.decode import clean, plain
from ikewizard.logs.signature import Signature
from ikewizard.logs.timestamps import PrintOrder, read_stamp

KEEP = 1000
"""Of each message of each tunnel, this many first and this many last sightings are kept."""
KEEP_UNKNOWN = 200
_MAX_CAPTURE = 200


@dataclass(frozen=True)
class LineCount:
    """What became of the lines. ``ignored`` are blank or harmless; nothing is counted twice."""

    read: int = 0
    understood: int = 0
    ignored: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Unknown:
    """A line that no signature matches; ``dialect`` is the one whose shape it has, or empty."""

    line: int
    text: str
    dialect: str = ""


@dataclass(frozen=True)
class Sighting:
    """A signature that matched a line. ``connection`` and ``peer`` are what the line itself says."""

    signature: Signature
    dialect: str
    line: int
    text: str
    captures: Mapping[str, str] = field(default_factory=dict)
    connection: str = ""
    peer: str = ""
    thread: str = ""


@dataclass(frozen=True)
class Scan:
    """What one pass found: the sightings in the order of time, and every line accounted for.

    ``dialects`` are the ids of those recognised, with their number of lines, the most frequent first;
    ``first_lines`` the first line of each. ``seen`` counts by signature, including what was not kept.
    ``newest_first`` tells that the log was printed the other way round; line numbers are as printed.
    """

    sightings: tuple[Sighting, ...]
    dialects: tuple[tuple[str, int], ...]
    lines: LineCount
    unknown: tuple[Unknown, ...]
    seen: Mapping[str, int]
    first_lines: Mapping[str, tuple[int, str]]
    newest_first: bool = False


def scan(lines: Iterable[str], catalog: Catalog) -> Scan:
    """Return what ``catalog`` recognises in ``lines``, taken one at a time and not kept."""
    scanner = _Scanner(catalog)
    for number, line in enumerate(lines, start=1):
        scanner.take(number, line)
    return scanner.result()


class _Kept:
    """The first and the last KEEP sightings of one message of one tunnel."""

    def __init__(self) -> None:
        self.first: list[tuple[int, Sighting]] = []
        self.last: deque[tuple[int, Sighting]] = deque(maxlen=KEEP)

    def add(self, serial: int, sighting: Sighting) -> None:
        (self.first if len(self.first) < KEEP else self.last).append((serial, sighting))


class _Scanner:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: dict[tuple[str, str, str, str], _Kept] = {}
        self._serial = 0
        self._seen: Counter[str] = Counter()
        self._matched: Counter[str] = Counter()
        self._shaped: Counter[str] = Counter()
        self._first_lines: dict[str, tuple[int, str]] = {}
        self._unknown: list[Unknown] = []
        self._lines: Counter[str] = Counter()
        self._order = PrintOrder()

    def take(self, number: int, raw: str) -> None:
        line = plain(raw)
        self._lines["read"] += 1
        if not line.strip():
            self._lines["ignored"] += 1
            return
        stamp = read_stamp(line)
        if stamp:
            self._order.take(stamp)
        shapes = self._catalog.shapes(line)
        hits = self._of_one_dialect(self._catalog.hits(line), shapes)
        if hits:
            self._recognise(number, raw, hits, shapes)
        else:
            self._pass_over(number, raw, shapes)

    def _of_one_dialect(self, hits: tuple[Hit, ...], shapes: tuple[Shaped, ...]) -> tuple[Hit, ...]:
        """Return the hits of the dialect that the line most likely is of; all when there is but one.

        The shape of the line counts first, then which dialect the log has mostly been of so far.
        """
        names = list(dict.fromkeys(hit.dialect.id for hit in hits))
        if len(names) < 2:
            return hits
        fitting = {shaped.dialect.id for shaped in shapes}
        best = max(names, key=lambda name: (name in fitting, self._matched[name], -names.index(name)))
        return tuple(hit for hit in hits if hit.dialect.id == best)

    def _recognise(self, number: int, raw: str, hits: tuple[Hit, ...], shapes: tuple[Shaped, ...]) -> None:
        name = hits[0].dialect.id
        text = clean(raw)
        shaped = next((known for known in shapes if known.dialect.id == name), None)
        self._matched[name] += 1
        self._first_lines.setdefault(name, (number, text))
        weighs = any(hit.signature.what != "harmless" for hit in hits)
        self._lines["understood" if weighs else "ignored"] += 1
        for hit in hits:
            self._seen[hit.signature.id] += 1
            sighting = _sighting(hit, number, text, shaped)
            if _says_something(sighting):
                key = (name, hit.signature.id, sighting.connection, sighting.peer)
                self._serial += 1
                self._kept.setdefault(key, _Kept()).add(self._serial, sighting)

    def _pass_over(self, number: int, raw: str, shapes: tuple[Shaped, ...]) -> None:
        name = shapes[0].dialect.id if shapes else ""
        self._lines["unknown"] += 1
        if name:
            self._shaped[name] += 1
            self._first_lines.setdefault(name, (number, clean(raw)))
        if len(self._unknown) < KEEP_UNKNOWN:
            self._unknown.append(Unknown(number, clean(raw), name))

    def result(self) -> Scan:
        turned = self._order.newest_first
        kept = [entry for each in self._kept.values() for entry in (*each.first, *each.last)]
        kept.sort(key=lambda entry: (-entry[1].line if turned else entry[1].line, entry[0]))
        names = sorted(
            {*self._matched, *self._shaped},
            key=lambda name: (-self._matched[name], -self._shaped[name], name),
        )
        return Scan(
            sightings=tuple(sighting for _, sighting in kept),
            dialects=tuple((name, self._matched[name] + self._shaped[name]) for name in names),
            lines=LineCount(**self._lines),
            unknown=tuple(self._unknown),
            seen=dict(self._seen),
            first_lines=self._first_lines,
            newest_first=turned,
        )


def _sighting(hit: Hit, number: int, text: str, shaped: Shaped | None) -> Sighting:
    captures = {
        name: value[:_MAX_CAPTURE].strip()
        for name, value in hit.match.groupdict().items()
        if value and value.strip()
    }
    return Sighting(
        signature=hit.signature,
        dialect=hit.dialect.id,
        line=number,
        text=text,
        captures=captures,
        connection=captures.get("connection") or (shaped.connection if shaped else ""),
        peer=captures.get("peer", ""),
        thread=shaped.thread if shaped else "",
    )


def _says_something(sighting: Sighting) -> bool:
    """Return whether a sighting can matter later: a harmless one does when it tells whose turn it is."""
    signature = sighting.signature
    return bool(
        signature.what != "harmless"
        or signature.facts
        or signature.by_side
        or sighting.connection
        or sighting.peer
    )
