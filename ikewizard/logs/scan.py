"""One pass over the lines of a log: what is recognised, by which signature, and what is not.

A line that no signature could match is never looked at by itself, but for the first ones of a log: it is
only counted. That is what makes the difference between minutes and seconds for a long log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ikewizard.logs.blocks import Block, blocks
from ikewizard.logs.captures import captures, trimmed
from ikewizard.logs.catalog import Backend, Catalog, Message
from ikewizard.logs.decode import MAX_LINE, clean, plain
from ikewizard.logs.keeping import KEEP_OFFERS, Keeper
from ikewizard.logs.sighting import SAMPLE, LineCount, Scan, Sighting, Unknown
from ikewizard.logs.signature import Shaped
from ikewizard.logs.timestamps import PrintOrder, read_stamp

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from ikewizard.logs.catalog import Found
    from ikewizard.logs.prefilter import Prefilter

    _Seen = tuple[int, str | None, str, Message, re.Match[str], str, str]
    """What becomes a Sighting at the end, if it is still kept then; cheap, as most are not.

    The line's number, its text where that is not the line as it was matched, the dialect that wrote it, the
    message and how it matched, the connection and the peer.
    """

KEEP_UNKNOWN = 200
_EVERY = 64
"""Of the lines after those that a signature matches, every so many-th one's time is read."""
_SHORT = 64 * 1024
"""A log up to this size is brief: to make something ready for it alone takes longer than what it saves."""


def scan(lines: Iterable[str | bytes], catalog: Catalog, *, backend: Backend = "native") -> Scan:
    """Return what ``catalog`` recognises in ``lines``, which are taken as they come and not kept.

    Each text is a line; bytes are pieces of a file in UTF-8, cut anywhere. A ``backend`` that is not
    installed is replaced by one that is; which one it is never changes what is found.
    """
    scanner = _Scanner(catalog)
    whole = None
    for number, block in enumerate(blocks(lines)):
        whole = block if number == 0 and len(block.data) < _SHORT else None
        scanner.take(block, catalog.prefilter(backend, brief=whole is not None))
    found = scanner.result()
    # A short log is a paste, and may have come through a mail.
    return _mended(whole, found, catalog) if whole and found.unknown else found


def _mended(block: Block, found: Scan, catalog: Catalog) -> Scan:
    # Only where a line could not be read.
    from ikewizard.logs.folded import unfolded  # noqa: PLC0415
    from ikewizard.logs.hidden import with_marks, with_stand_ins  # noqa: PLC0415

    whole = unfolded(block, [each.line for each in found.unknown], catalog) or block
    shown = with_stand_ins(whole)
    if shown:
        return with_marks(_read_again(shown[0], catalog), shown[1])
    return found if whole is block else _read_again(whole, catalog)


def _read_again(block: Block, catalog: Catalog) -> Scan:
    scanner = _Scanner(catalog)
    scanner.take(block, catalog.prefilter("native", brief=True))
    return scanner.result()


class _Scanner:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: Keeper[_Seen] = Keeper()
        self._seen: Counter[str] = Counter()
        self._matched: Counter[str] = Counter()
        self._written: Counter[str] = Counter()
        self._shaped: Counter[str] = Counter()
        self._first_lines: dict[str, tuple[int, str]] = {}
        self._unknown: list[Unknown] = []
        self._read = 0
        self._blank = 0
        self._recognised = 0
        self._understood = 0
        self._order = PrintOrder()
        self._clues: dict[str, tuple[str, ...]] = {}

    def take(self, block: Block, prefilter: Prefilter) -> None:
        """Take in the next lines."""
        first, data, whole = self._read + 1, block.data, block.raws is None
        curious = self._is_curious(first)
        confirm, passing, recognise = self._catalog.confirm, self._is_passing, self._recognise
        count = data.count
        place, index = 0, 0
        for start, end, patterns in prefilter.propose(data):
            if curious:
                place, index = self._pass(block, first, index, place, start)
            if whole and end - start <= MAX_LINE:
                raw = line = data[start:end].decode("utf-8")
                found = confirm(line, patterns)
                # Which line this is can wait until it is asked for.
                if not curious and (not found or (len(found) == 1 and passing(found[0][0], line))):
                    continue
                index += count(b"\n", place, start)
            else:
                index += count(b"\n", place, start)
                raw = block.raw(index, start, end)
                line = plain(raw)
                found = confirm(line, patterns)
            if found and not line.isspace():
                recognise(first + index, raw, line, found)
            elif curious:
                self._pass_over(first + index, raw, line)
            place, index = end + 1, index + 1
        place, index = self._pass(block, first, index, place, len(data))
        self._read += index + data.count(b"\n", place)
        self._blank += block.blank

    def _pass(self, block: Block, first: int, index: int, start: int, end: int) -> tuple[int, int]:
        """Look at lines that nothing matches, from one place to another; return how far that went."""
        while start < end and self._is_curious(first + index):
            stop = block.data.index(b"\n", start)
            raw = block.raw(index, start, stop)
            self._pass_over(first + index, raw, plain(raw))
            start, index = stop + 1, index + 1
        return start, index

    def _is_curious(self, number: int) -> bool:
        return number <= SAMPLE or len(self._unknown) < KEEP_UNKNOWN

    def _note_time(self, line: str) -> None:
        stamp = read_stamp(line)
        if stamp:
            self._order.take(stamp)

    def _of_one_dialect(self, found: Sequence[Found], line: str) -> Sequence[Found]:
        """Return what was found of the dialect that the line has the shape of, else the log mostly is of."""
        names = list(dict.fromkeys(message.name for message, _ in found))
        if len(names) == 1:
            return found
        shaped = {name: bool(self._catalog.written_by(line, name)[1]) for name in names}
        best = max(names, key=lambda name: (shaped[name], self._matched[name], -names.index(name)))
        return [(message, match) for message, match in found if message.name == best]

    def _may_name(self, line: str, name: str) -> bool:
        """Return whether the shape of a line could tell which tunnel it is about."""
        for clue in self._clues[name]:  # noqa: SIM110 -- any() takes several times as long here
            if clue in line:
                return True
        return False

    def _is_passing(self, message: Message, line: str) -> bool:
        """Return whether a line is only counted, as its only message tells nothing, and do so: most are."""
        name = message.name
        if message.matters or name not in self._clues or self._may_name(line, name) or line.isspace():
            return False
        self._matched[name] += 1
        self._written[name] += 1
        self._recognised += 1
        if not self._recognised % _EVERY:
            self._note_time(line)
        self._seen[message.id] += 1
        return True

    def _recognise(self, number: int, raw: str, line: str, found: Sequence[Found]) -> None:
        if len(found) > 1:
            found = self._of_one_dialect(found, line)
        spoken = found[0][0].name
        if spoken not in self._clues:
            self._clues[spoken] = self._catalog.clues(spoken)
        name, shape = spoken, None
        if self._may_name(line, spoken):
            name, shape = self._catalog.written_by(line, spoken)
        if name not in self._first_lines:
            self._first_lines[name] = (number, clean(raw))
        self._matched[spoken] += 1
        self._written[name] += 1
        # What stands aside tells something; its line is understood only when its message is.
        told = not found[0][0].aside or not all(message.aside for message, _ in found)
        self._recognised += told
        if number <= SAMPLE or not self._recognised % _EVERY:
            self._note_time(line)
        weighs = False
        for each in found:
            self._seen[each[0].id] += 1
            weighs = weighs or each[0].says
            self._keep(number, None if raw is line else clean(raw), name, shape, each)
        self._understood += weighs and told
        if not told and len(self._unknown) < KEEP_UNKNOWN:
            self._unknown.append(Unknown(number, clean(raw), name))

    def _keep(self, number: int, text: str | None, name: str, shape: Shaped | None, found: Found) -> None:
        """Keep a message that tells something by itself, or which tunnel its line is about."""
        message, match = found
        connection, peer = shape.connection if shape else "", ""
        if message.names_connection:
            connection = trimmed(match["connection"]) or connection
        if message.names_peer:
            peer = trimmed(match["peer"])
        if message.says_more or connection or peer or match.lastindex:
            seen = (number, text, name, message, match, connection, peer)
            if message.lists:
                # The lines of one list stay together, or what is left of it would be another list.
                self._kept.add(("offers", name, connection, peer), seen, fewest=KEEP_OFFERS)
            else:
                self._kept.add((message.id, name, connection, peer), seen)

    def _pass_over(self, number: int, raw: str, line: str) -> None:
        if not line.strip() or not self._is_curious(number):
            return
        if number <= SAMPLE:
            self._note_time(line)
        shapes = self._catalog.shapes(line)
        name = shapes[0].dialect.id if shapes else ""
        if name:
            self._shaped[name] += 1
            self._first_lines.setdefault(name, (number, clean(raw)))
        if len(self._unknown) < KEEP_UNKNOWN:
            self._unknown.append(Unknown(number, clean(raw), name))

    def result(self) -> Scan:
        turned = self._order.newest_first
        kept = [self._sighting(seen) for seen in self._kept.all()]
        # Sightings of one line stay in their order, whichever way the log is read.
        kept.sort(key=lambda sighting: -sighting.line if turned else sighting.line)
        names = sorted(
            {*self._written, *self._shaped},
            key=lambda name: (-self._written[name], -self._shaped[name], name),
        )
        return Scan(
            sightings=tuple(kept),
            dialects=tuple((name, self._written[name] + self._shaped[name]) for name in names),
            lines=self._count(),
            unknown=tuple(self._unknown),
            seen=dict(self._seen),
            first_lines=self._first_lines,
            newest_first=turned,
        )

    def _sighting(self, seen: _Seen) -> Sighting:
        number, text, name, message, match, connection, peer = seen
        _, shape = self._catalog.written_by(match.string, message.name)
        return Sighting(
            signature=message.signature,
            dialect=name,
            line=number,
            text=clean(match.string) if text is None else text,
            captures=captures(match),
            connection=connection,
            peer=peer,
            thread=shape.thread if shape else "",
        )

    def _count(self) -> LineCount:
        harmless = self._recognised - self._understood
        unknown = self._read - self._blank - self._recognised
        return LineCount(self._read, self._understood, self._blank + harmless, unknown)
