"""From a file, a pipe or a paste to what the log in it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from ikewizard.cli.inputs import label, log_lines, log_pieces
from ikewizard.core.record import dataclass, replace
from ikewizard.errors import InputError
from ikewizard.settings.spec import tells_of_settings

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.console.desk import HandedIn
    from ikewizard.core.events import EvidenceGiven
    from ikewizard.core.facts import Finding, Side, Source
    from ikewizard.knowledge.load import Knowledge
    from ikewizard.logs.catalog import Catalog
    from ikewizard.logs.reading import ConnectionReading, Reading
    from ikewizard.logs.sighting import Scan
    from ikewizard.logs.window import Window
    from ikewizard.settings.compare import Difference

    Tap = Callable[[int, str], None]


@dataclass(eq=False)
class LogReader:
    """Reads logs with the signatures of one body of knowledge, which is only loaded for the first log."""

    knowledge: Knowledge

    def __post_init__(self) -> None:
        self._handed: dict[Side, Reading] = {}

    @property
    def catalog(self) -> Catalog:
        """The compiled signatures."""
        return self.knowledge.catalog

    def read(self, text: str, name: str, side: Side | None = None) -> Reading:
        """Return what the log says. Raises InputError for one without a line."""
        from ikewizard.logs.decode import split_lines  # noqa: PLC0415 -- no log, nothing to read it with

        return self.reading(self.scan(split_lines(text), name), name, side)

    def open(self, name: str, side: Side | None = None, window: Window | None = None) -> Reading:
        """Read the log in the file ``name`` (``-``: standard input). Raises InputError."""
        return self.reading(self.scan_file(name, window), label(name), side)

    def scan_file(self, name: str, window: Window | None = None, tap: Tap | None = None) -> Scan:
        """Return what is recognised in the log in the file ``name``, or in its lines within ``window``.

        ``tap`` is told each of them that is not blank, with its number. Raises InputError.
        """
        if window is None:
            return self.scan(_tapped(log_lines(name), tap) if tap else log_pieces(name), name)
        from ikewizard.logs.window import Windowed  # noqa: PLC0415 -- rarely asked for

        windowed = Windowed(log_lines(name), window)
        try:
            found = self._scan(_tapped(windowed, tap) if tap else windowed)
        except InputError as error:
            raise InputError(error.what, where=error.where or name, hint=error.hint) from None
        if _is_blank(found):
            raise _nothing_within(name) if windowed.left_out else _empty(name)
        left = windowed.left_out
        count = replace(found.lines, read=found.lines.read - left, ignored=found.lines.ignored - left)
        return replace(found, lines=count)

    def scan(self, lines: Iterable[str | bytes], name: str) -> Scan:
        """Return what is recognised in ``lines``. Raises InputError where all are blank."""
        found = self._scan(lines)
        if _is_blank(found):
            raise _empty(name)
        return found

    def _scan(self, lines: Iterable[str | bytes]) -> Scan:
        from ikewizard.logs.scan import scan  # noqa: PLC0415 -- no log, nothing to read it with

        return scan(lines, self.catalog)

    def reading(self, found: Scan, name: str, side: Side | None = None) -> Reading:
        """Return what a log says that has been scanned; it can be read for either side."""
        from ikewizard.logs.reading import read_scan  # noqa: PLC0415 -- no log, nothing to read it with

        return self._with_values(read_scan(found, self.catalog, name=name, side=side))

    def _with_values(self, reading: Reading) -> Reading:
        """Return the reading with a note of what its log shows not to agree, with the values of both."""
        settings = self.knowledge.walk.settings
        told_of = (reading.findings, *(each.findings for each in reading.connections))
        if not any(tells_of_settings(findings, settings) for findings in told_of):
            return reading
        from ikewizard.report.values import found_differences, sentences  # noqa: PLC0415 -- no log, nothing to read it with
        from ikewizard.settings.normal import normal_finding  # noqa: PLC0415 -- no log, nothing to read it with

        told = sentences(found_differences(reading.findings, tuple(settings.values())))
        connections = tuple(
            replace(each, findings=tuple(normal_finding(settings, found) for found in each.findings))
            for each in reading.connections
        )
        findings = tuple(normal_finding(settings, found) for found in reading.findings)
        note = (*reading.note, " ".join(told)) if told else reading.note
        return replace(reading, findings=findings, connections=connections, note=note)

    def values_by_line(self, found: Scan, side: Side | None) -> Mapping[int, tuple[str, ...]]:
        """Return what lists of proposals show not to agree, by the line that completes a comparison."""
        from ikewizard.report.values import values_by_line  # noqa: PLC0415 -- no log, nothing to read it with

        return values_by_line(found, self.catalog, tuple(self.knowledge.walk.settings.values()), side)

    def blotted_differences(self, found: Iterable[Difference]) -> tuple[Difference, ...]:
        """Return the differences with the secrets in their values blotted out."""
        return tuple(
            replace(each, initiator=self.blot(each.initiator), responder=self.blot(each.responder))
            for each in found
        )

    def hand_in(self, text: str, name: str, side: Side | None = None) -> HandedIn:
        """Return a log as the conversation takes it; ``side`` is whose it is, where that is told."""
        from ikewizard.logs.decode import split_lines  # noqa: PLC0415 -- no log, nothing to read it with

        return self._handed_scan(self.scan(split_lines(text), name), name, side)

    def hand_in_file(self, name: str, side: Side | None = None) -> HandedIn:
        """Return the log in a file (``-``: standard input) as the conversation takes it."""
        from pathlib import Path  # noqa: PLC0415 -- only for what a person types

        from ikewizard.cli.copying import Copy  # noqa: PLC0415 -- no conversation, nothing to keep
        from ikewizard.console.desk import GivenText  # noqa: PLC0415 -- see above

        path = name if name == "-" else str(Path(name.strip("\"' ")).expanduser())
        copy = Copy(log_pieces(path))
        handed = self._handed_scan(self.scan(copy, path), label(path), side)
        return replace(handed, text=GivenText(copy.lines, copy.more))

    def _handed_scan(self, found: Scan, name: str, side: Side | None) -> HandedIn:
        return self.handed(self.reading(found, name, side), partial(self.reading, found, name))

    def handed(self, reading: Reading, again: partial[Reading]) -> HandedIn:
        """Return a reading as the conversation takes it; ``again`` reads for another side."""
        from ikewizard.console.desk import HandedIn  # noqa: PLC0415 -- no conversation, no desk

        def evidence(side: Side, evidence_id: str, at: str) -> EvidenceGiven:
            # What a log does not say counts only once it is certain whose log it is: read anew for that.
            settled = side == reading.side and not reading.side_guessed
            told = reading if settled else again(side=side)
            return self.evidence(self._beside(told), evidence_id, at)

        note = tuple(self.blot(line) for line in reading.note)
        return HandedIn(reading.side, reading.side_guessed, reading.dialect, note, evidence)

    def _beside(self, reading: Reading) -> Reading:
        """Return the reading as what it says of the tunnel that the other unit's log was about."""
        from ikewizard.logs.merge import beside  # noqa: PLC0415 -- no log, nothing to read it with

        earlier = self._handed.get("responder" if reading.side == "initiator" else "initiator")
        self._handed[reading.side] = reading
        # One log handed in for either side is not two logs.
        return beside(earlier, reading) if earlier and earlier.name != reading.name else reading

    def evidence(self, reading: Reading, evidence_id: str, at: str) -> EvidenceGiven:
        """Return the event that a reading is stored as: what was found, with secrets blotted out."""
        findings = tuple(self.blotted(finding) for finding in reading.findings)
        from ikewizard.core.events import EvidenceGiven  # noqa: PLC0415 -- no conversation, no events

        note = tuple(self.blot(line) for line in reading.note)
        main = reading.connections[reading.main] if reading.connections else None
        peer, tunnel = (self.blot(main.peer), self.blot(main.tunnel)) if main else ("", "")
        dialect = reading.dialect
        return EvidenceGiven(
            at, evidence_id, reading.name, reading.side, findings, note, dialect, peer, tunnel
        )

    def blotted_reading(self, reading: Reading) -> Reading:
        """Return the reading with the secrets in everything that it quotes blotted out."""
        connections = tuple(self._blotted_connection(connection) for connection in reading.connections)
        findings = tuple(self.blotted(finding) for finding in reading.findings)
        return replace(reading, findings=findings, connections=connections)

    def _blotted_connection(self, connection: ConnectionReading) -> ConnectionReading:
        from ikewizard.logs.marks import WITNESSES  # noqa: PLC0415 -- no log, nothing to read it with

        moments = tuple(
            replace(moment, source=self._blotted_source(moment.source))
            if moment.what in WITNESSES
            else moment
            for moment in connection.marks.moments
        )
        return replace(
            connection,
            findings=tuple(self.blotted(finding) for finding in connection.findings),
            marks=replace(connection.marks, moments=moments),
        )

    def blotted(self, finding: Finding) -> Finding:
        """Return the finding with the secrets in its quoted text blotted out."""
        source = self._blotted_source(finding.source)
        return finding if source is finding.source else replace(finding, source=source)

    def _blotted_source(self, source: Source) -> Source:
        text = self.blot(source.text)
        return source if text == source.text else replace(source, text=text)

    def blot(self, text: str) -> str:
        """Return ``text`` with every shared secret in it blotted out."""
        from ikewizard.report.redaction import redact  # noqa: PLC0415 -- no log, nothing to read it with

        return redact(text, self.knowledge.scan.secrets)


def _tapped(lines: Iterable[str], tap: Tap) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if line and not line.isspace():
            tap(number, line)
        yield line


def _is_blank(found: Scan) -> bool:
    return not (found.lines.understood or found.lines.unknown or found.seen)


def _empty(name: str) -> InputError:
    return InputError("the log is empty", where=name, hint="hand in the lines around a failed attempt")


def _nothing_within(name: str) -> InputError:
    return InputError(
        "no line of this log lies in the time that was asked for",
        where=name,
        hint="times count as the log writes them; where it writes no year, the last twelve months",
    )
