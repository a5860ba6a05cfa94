"""A log line by line, with what each line means in the margin, as a senior would tell a trainee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ikewizard.core.facts import Side
from ikewizard.core.record import dataclass, replace
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import clean
from ikewizard.logs.merge import merge
from ikewizard.logs.reading import UNNAMED, ConnectionReading, Reading
from ikewizard.logs.scan import scan
from ikewizard.logs.sighting import Scan, Sighting
from ikewizard.logs.signature import What
from ikewizard.logs.timeline import Connection, attempts
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote
from ikewizard.report.ladder import MOST_TUNNELS, ladder_blocks, tunnel_name
from ikewizard.report.ladder_both import both_ladders
from ikewizard.report.text import pieces, wrap

# So few lines that a scan of them keeps every line that it does not know.
_PORTION = 100
_FRAME = 4  # cells that the mark of a quote takes
_MARKS: Mapping[What, str] = {
    "failed": "!",
    "gave-up": "!",
    "torn-down": "!",
    "retry": "~",
    "phase1-up": "+",
    "phase2-up": "+",
}
_UNKNOWN = "?"
NO_EXCHANGE = "No exchange is to be seen in this log."
NOT_PLAIN = "It is not plain which tunnel of the other log this is: what is drawn is from one log."
LEGEND = "In the margin: + it came up, ! it failed or ended, ~ it is tried again, ? not known to ikewizard."


@dataclass(frozen=True)
class Page:
    """What is written on: its width in cells, and whether it takes more than ASCII."""

    width: int = 80
    unicode: bool = True


@dataclass(frozen=True)
class Explained:
    """One line of a log: its number as printed, its text, and its meaning; ``mark`` tells of what weight.

    A harmless or blank line has neither a meaning nor a mark.
    """

    line: int
    text: str
    means: tuple[str, ...] = ()
    mark: str = ""


def explain_lines(
    lines: Iterable[tuple[int, str]],
    found: Scan,
    catalog: Catalog,
    values: Mapping[int, tuple[str, ...]] | None = None,
) -> Iterator[Explained]:
    """Yield each of the numbered ``lines`` of a log that was scanned, with what it means.

    ``found`` is what the scan of the whole log gave, whose word counts first: what a line means can
    depend on the log that it stands in. ``values`` is what else is to be told of a line.
    """
    for explained in _all_explained(lines, found, catalog):
        more = values.get(explained.line, ()) if values else ()
        yield replace(explained, means=(*explained.means, *more)) if more else explained


def _all_explained(lines: Iterable[tuple[int, str]], found: Scan, catalog: Catalog) -> Iterator[Explained]:
    known: dict[int, list[Sighting]] = {}
    for sighting in found.sightings:
        known.setdefault(sighting.line, []).append(sighting)
    portion: list[tuple[int, str]] = []
    for numbered in lines:
        portion.append(numbered)
        if len(portion) == _PORTION:
            yield from _explained(portion, known, catalog)
            portion.clear()
    yield from _explained(portion, known, catalog)


@dataclass(frozen=True)
class Log:
    """A log to be shown: what it is called, its lines, and what it was read to say.

    ``note`` is what is told of it as a whole, ``side`` whose it is, where the user has told.
    """

    title: str
    explained: Sequence[Explained]
    found: Scan
    reading: Reading
    note: Sequence[str]
    side: Side | None


def explanation(log: Log, page: Page) -> Document:
    """Return the whole explanation: what the log says, its lines with their meanings, and the ladders."""
    tunnels = attempts(log.found.sightings)
    ladders = tuple(ladder_blocks(tunnels, log.side, width=page.width, unicode=page.unicode))
    blocks: tuple[Block, ...] = (
        Heading(log.title, 1),
        Items(tuple(log.note)),
        Heading("Line by line", 2),
        Paragraph(LEGEND),
        Quote("\n".join(_margin(log.explained, page))),
        *(ladders or (Paragraph(NO_EXCHANGE),)),
    )
    return Document(blocks)


def explanation_of_both(initiator: Log, responder: Log, page: Page) -> Document:
    """Return the lines of both units' logs with their meanings, then one ladder a tunnel with both views."""
    return Document(
        (
            Heading(f"{initiator.title} and {responder.title}", 1),
            Paragraph(LEGEND),
            *_lines_of(initiator, "initiator", page),
            *_lines_of(responder, "responder", page),
            *(tuple(_ladders_of_both(initiator, responder, page)) or (Paragraph(NO_EXCHANGE),)),
        )
    )


def exchange_blocks(logs: Sequence[Log], page: Page) -> tuple[Block, ...]:
    """Return the ladders alone: one a tunnel with both views, where both units' logs are there."""
    newest = {log.side: log for log in logs}
    initiator, responder = newest.get("initiator"), newest.get("responder")
    if initiator and responder:
        return tuple(_ladders_of_both(initiator, responder, page))
    return tuple(
        block
        for log in logs
        for block in ladder_blocks(
            attempts(log.found.sightings), log.side, width=page.width, unicode=page.unicode
        )
    )


def _lines_of(log: Log, side: Side, page: Page) -> Iterator[Block]:
    yield Heading(f"Line by line: the {side}'s log, {log.title}", 2)
    yield Items(tuple(log.note))
    yield Quote("\n".join(_margin(log.explained, page)))


def _ladders_of_both(initiator: Log, responder: Log, page: Page) -> Iterator[Block]:
    pairs = merge(initiator.reading, responder.reading).pairs
    ours, theirs = _tunnels(initiator), _tunnels(responder)
    alone = {
        "initiator": any(not pair.responder for pair in pairs),
        "responder": any(not pair.initiator for pair in pairs),
    }
    for pair in pairs[:MOST_TUNNELS]:
        left = ours.get(_key(pair.initiator)) if pair.initiator else None
        right = theirs.get(_key(pair.responder)) if pair.responder else None
        tunnel = left or right
        if tunnel is None:
            continue
        if not (left and right) and all(alone.values()):
            # It may be one of those that are left in the other log: nothing is claimed about that one.
            side: Side = "initiator" if left else "responder"
            found = tuple(ladder_blocks([tunnel], side, width=page.width, unicode=page.unicode))
            yield from found
            yield from [Paragraph(NOT_PLAIN)] if found else []
            continue
        yield from both_ladders(tunnel_name(tunnel), left, right, width=page.width, unicode=page.unicode)
    if pairs[MOST_TUNNELS:]:
        yield Paragraph(f"{len(pairs) - MOST_TUNNELS} more tunnels are not drawn.")


def _tunnels(log: Log) -> dict[tuple[str, str], Connection]:
    return {(each.name or each.peer or UNNAMED, each.peer): each for each in attempts(log.found.sightings)}


def _key(connection: ConnectionReading) -> tuple[str, str]:
    return connection.name, connection.peer


def _explained(
    portion: Sequence[tuple[int, str]], known: Mapping[int, Sequence[Sighting]], catalog: Catalog
) -> Iterator[Explained]:
    here = scan((text for _, text in portion), catalog)
    unknown = {each.line for each in here.unknown}
    seen: dict[int, list[Sighting]] = {}
    for sighting in here.sightings:
        seen.setdefault(sighting.line, []).append(sighting)
    for place, (number, text) in enumerate(portion, start=1):
        weighty = [each for each in known.get(number) or seen.get(place) or () if _weighs(each)]
        if weighty:
            means = dict.fromkeys(each.signature.told for each in weighty)
            marks = (_MARKS[what] for each in weighty if (what := each.signature.what) in _MARKS)
            yield Explained(number, clean(text), tuple(means), next(marks, ""))
        else:
            yield Explained(number, clean(text), mark=_UNKNOWN if place in unknown else "")


def _weighs(sighting: Sighting) -> bool:
    signature = sighting.signature
    return bool(signature.what != "harmless" or signature.facts or signature.by_side)


def _margin(explained: Sequence[Explained], page: Page) -> Iterator[str]:
    size = max((len(str(each.line)) for each in explained), default=1)
    folded = 0
    for each in explained:
        if not each.means and not each.mark:
            folded += 1
            continue
        yield from _fold(folded, size)
        folded = 0
        yield from _entry(each, size, page)
    yield from _fold(folded, size)


def _fold(count: int, size: int) -> Iterator[str]:
    if count:
        yield f"{' ' * (size + 3)}... {count} line{'s' if count > 1 else ''} of no weight"


def _entry(each: Explained, size: int, page: Page) -> Iterator[str]:
    head = f"{each.mark or ' '} {each.line:>{size}} "
    indent = " " * len(head)
    room = max(20, page.width - _FRAME - len(head))
    for place, piece in enumerate(pieces(each.text.rstrip(), room)):
        yield (indent if place else head) + piece
    arrow = "↳ " if page.unicode else "-> "
    for means in each.means:
        for place, line in enumerate(wrap(means, room - len(arrow))):
            yield f"{indent}{' ' * len(arrow) if place else arrow}{line}"
