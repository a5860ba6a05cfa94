"""Reading a log: from its lines to what it says, whose it is, and how much of it was understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ikewizard.core.facts import Finding, Side, Source
from ikewizard.core.record import dataclass, field
from ikewizard.logs.absences import absent_findings, happened
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.marks import Marks, marks_of, moment_of, own_addresses
from ikewizard.logs.notes import connections_sentence, lines_sentence, side_sentence
from ikewizard.logs.outcome import LOST, PHASE1, TAKEN_DOWN, Ended, Outcome, Whose, last_ended, source_of
from ikewizard.logs.scan import scan
from ikewizard.logs.sides import guess_side, is_plain, side_of
from ikewizard.logs.sighting import LineCount, Scan, Sighting, Unknown
from ikewizard.logs.signature import Dialect
from ikewizard.logs.timeline import Connection, attempts

UNNAMED = "unnamed"
RESTARTED = "this.restarted"
_SIDES: tuple[Side, ...] = ("initiator", "responder")


@dataclass(frozen=True)
class ConnectionReading:
    """What the log says about one tunnel: how its last attempt ended, and the facts of that attempt.

    ``name`` is the tunnel's, else its peer's address, else ``unnamed``. ``side`` is the part that the
    unit played in it, and ``means`` what the line says that decided how it ended.
    """

    name: str
    peer: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    side: Side = "initiator"
    means: str = ""
    stranger: bool = False
    """Whether it never got as far as a negotiation, nor to a name: somebody knocking at the port."""
    tunnel: str = ""
    """The name as the log has it; empty where no line tells one."""
    marks: Marks = field(default_factory=Marks)

    @property
    def down(self) -> Finding | None:
        """That the tunnel was taken down after it had come up, if it was."""
        return next((finding for finding in self.findings if finding.fact == TAKEN_DOWN), None)


@dataclass(frozen=True)
class Start:
    """When a daemon was started, by the clock of its log, and the line that tells it."""

    at: float
    source: Source


@dataclass(frozen=True)
class Reading:
    """What a log says. ``findings`` are those of the tunnel that matters most: a failed one, else the last.

    ``side_guessed`` is true when neither the caller nor the log tells whose log it is; then it is read as
    the initiator's. ``note`` is for the user: a few plain sentences. ``unknown`` are the first lines that
    were not understood; ``lines`` counts them all.
    """

    name: str
    side: Side
    side_guessed: bool
    dialect: str
    device: str
    lines: LineCount
    connections: tuple[ConnectionReading, ...]
    note: tuple[str, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[Unknown, ...] = ()
    own: frozenset[str] = frozenset()
    """The addresses that the log tells to be the unit's own."""
    main: int = -1
    """The place of the tunnel that ``findings`` are of; -1 where the log shows none."""
    starts: tuple[Start, ...] = ()
    """When the unit's daemon was started, as far as the log shows it, in order."""


def read_log(
    lines: Iterable[str | bytes], catalog: Catalog, *, name: str, side: Side | None = None
) -> Reading:
    """Return what the log in ``lines`` says; ``side`` is whose it is, where the user has told.

    Never raises for what stands in the lines. Raises KnowledgeError for a pattern that does not compile.
    """
    return read_scan(scan(lines, catalog), catalog, name=name, side=side)


def read_scan(found: Scan, catalog: Catalog, *, name: str, side: Side | None = None) -> Reading:
    """Return what a log says that ``catalog`` has been through; it can be read for either side."""
    return _Reader(found, catalog, name, None if side == "either" else side).read()


def _dialect(found: Scan, catalog: Catalog) -> Dialect | None:
    """Return the most frequent dialect; else one that speaks it, as not all of its lines may show that."""
    ranked = [catalog.dialect(name) for name, _ in found.dialects]
    known = [dialect for dialect in ranked if dialect]
    first = known[0] if known else None
    return next((dialect for dialect in known if first and first.id in dialect.speaks), first)


class _Reader:
    def __init__(self, found: Scan, catalog: Catalog, name: str, told: Side | None) -> None:
        self._found = found
        self._catalog = catalog
        self._dialect = _dialect(found, catalog)
        self._name = name
        self._told = told
        self._by_log = guess_side(found)
        self._anywhere = {side: happened(found.sightings, side) for side in _SIDES}

    def read(self) -> Reading:
        # That a daemon starts is about no tunnel, and about all.
        started = [each for each in self._found.sightings if RESTARTED in each.signature.facts]
        tunnels = attempts(each for each in self._found.sightings if RESTARTED not in each.signature.facts)
        connections = [self._connection(tunnel) for tunnel in tunnels]
        main = _matters_most(tunnels, connections, newest_first=self._found.newest_first)
        by_log = self._side_shown(tunnels[main].sightings) if tunnels else self._by_log
        side: Side = self._told or by_log or "initiator"
        shown = connections[main].findings if connections else (*self._device(side), *self._absent((), side))
        certain = by_log if is_plain(self._found.sightings) else None
        return Reading(
            name=self._name,
            side=side,
            side_guessed=self._told is None and certain is None,
            dialect=self._dialect.id if self._dialect else "",
            device=self._dialect.device if self._dialect else "",
            lines=self._found.lines,
            connections=tuple(connections),
            note=self._note(side, certain, connections, main),
            findings=shown,
            unknown=self._found.unknown,
            own=own_addresses(self._found.sightings),
            main=main if connections else -1,
            starts=tuple(
                Start(at, source_of(each, Whose(self._name, side)))
                for each in started
                if (at := moment_of(each)) is not None
            ),
        )

    def _side_shown(self, sightings: Iterable[Sighting]) -> Side | None:
        """Return the part that the unit played in a tunnel, else in the log as a whole, if they tell."""
        return side_of(sightings) or self._by_log

    def _connection(self, tunnel: Connection) -> ConnectionReading:
        usual: Side = self._told or self._side_shown(tunnel.sightings) or "initiator"
        ended = last_ended(tunnel, Whose(self._name, usual))
        side = ended.side or usual
        offered = self._offered(tunnel, ended, side)
        # Of the attempt that is told about: the next one may have begun already, and say nothing yet.
        absent = self._absent((ended.attempt or tunnel.attempts[-1]).sightings, side)
        return ConnectionReading(
            name=tunnel.name or tunnel.peer or UNNAMED,
            peer=tunnel.peer,
            outcome=ended.outcome,
            findings=(
                *self._device(side),
                *ended.findings,
                *offered,
                *self._taken_down(tunnel, ended, side),
                *_not_gainsaid(absent, ended.findings),
            ),
            side=side,
            means=ended.decided_by.signature.told if ended.decided_by else "",
            stranger=not (tunnel.name or ended.is_up(PHASE1) or any(each.began for each in tunnel.attempts)),
            tunnel=tunnel.name,
            marks=marks_of(tunnel, Whose(self._name, side)),
        )

    def _offered(self, tunnel: Connection, ended: Ended, side: Side) -> tuple[Finding, ...]:
        """Return the proposals that the attempt shows; of what came up they are of no more interest."""
        if ended.attempt is None or ended.outcome == "up":
            return ()
        seen, log = ended.attempt.sightings, Whose(self._name, side)
        if not any(sighting.signature.offers for sighting in (*seen, *tunnel.standing)):
            return ()
        if ended.outcome == "open" and any(offer.inside for each in seen for offer in each.signature.offers):
            return ()  # Proposals are refused one after the other here, and the one that fits may still come.
        from ikewizard.logs.offers import FACTS, offer_findings  # noqa: PLC0415 -- many logs list none

        found = offer_findings(seen, tunnel.standing, log, self._catalog.notations)
        past = FACTS["1"] if ended.is_up(PHASE1) else ""
        return tuple(finding for finding in found if not past or not finding.fact.endswith(past))

    def _taken_down(self, tunnel: Connection, ended: Ended, side: Side) -> tuple[Finding, ...]:
        """Return that a tunnel which came up was taken down after that, where the log shows it."""
        lost = any(found.fact == LOST for found in ended.findings)
        if ended.outcome != "up" or lost or not any(each.signature.ends for each in tunnel.sightings):
            return ()
        from ikewizard.logs.takendown import taken_down  # noqa: PLC0415 -- most tunnels stay up

        found = taken_down(tunnel.sightings, Whose(self._name, side))
        return (found,) if found else ()

    def _absent(self, tunnel: Iterable[Sighting], side: Side) -> tuple[Finding, ...]:
        if self._dialect is None:
            return ()
        return absent_findings(
            self._dialect,
            Whose(self._name, side),
            side_known=bool(self._told or self._side_shown(tunnel)),
            tunnel=tunnel,
            anywhere=self._anywhere[side],
            found=self._found,
        )

    def _device(self, side: Side) -> tuple[Finding, ...]:
        """Return which device the dialect tells of; never the other unit's, whose messages it may relay."""
        if self._dialect is None or not self._dialect.device:
            return ()
        line, text = self._found.first_lines[self._dialect.id]
        means = f"The log is of the kind that {self._dialect.title} writes"
        source = Source("log", side, self._name, line, text, means, self._dialect.id)
        return (Finding(f"{side}.device", self._dialect.device, source),)

    def _note(
        self, side: Side, by_log: Side | None, connections: list[ConnectionReading], main: int
    ) -> tuple[str, ...]:
        title = self._dialect.title if self._dialect else ""
        others = [connection for number, connection in enumerate(connections) if number != main]
        return (
            lines_sentence(title, self._found.lines, newest_first=self._found.newest_first),
            side_sentence(side, self._told, by_log),
            connections_sentence(connections[main] if connections else None, others),
        )


def _not_gainsaid(absent: Iterable[Finding], found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what is concluded from silence, but nothing of a conclusion that a line speaks against."""
    known = {finding.fact: finding.value for finding in found}
    false = {each.source.ref for each in absent if known.get(each.fact, each.value) != each.value}
    for finding in absent:
        if finding.fact not in known and finding.source.ref not in false:
            yield finding


def _matters_most(
    tunnels: tuple[Connection, ...], read: list[ConnectionReading], *, newest_first: bool
) -> int:
    """Return the place of the tunnel to report on: a failed one, else the last that was heard of.

    A failure of somebody who never got as far as a negotiation (a scanner knocking at the port) does not
    outweigh a tunnel that came up, nor one that failed.
    """
    known = any(each.outcome == "up" or (each.outcome == "failed" and not each.stranger) for each in read)

    def weight(number: int) -> tuple[int, int]:
        tunnel, outcome = tunnels[number], read[number].outcome
        if outcome == "failed":
            rank = 1 if read[number].stranger and known else 3
        else:
            rank = 2 if outcome == "up" or tunnel.name else 0
        line = tunnel.sightings[-1].line
        return rank, -line if newest_first else line

    return max(range(len(read)), key=weight, default=0)
