"""From a file, a pipe or a paste to what the log in it says."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ikewizard.console.desk import HandedIn
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import Finding, Side
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge

if TYPE_CHECKING:
    from ikewizard.logs.catalog import Catalog
    from ikewizard.logs.reading import Reading

MAX_BYTES = 512 * 1024 * 1024


@dataclass
class LogReader:
    """Reads logs with the signatures of one body of knowledge, which is only loaded for the first log."""

    knowledge: Knowledge

    @cached_property
    def catalog(self) -> Catalog:
        """The compiled signatures."""
        from ikewizard.logs.catalog import Catalog  # noqa: PLC0415 -- no log, no catalog

        return Catalog.build(self.knowledge.read.dialects)

    def read(self, text: str, name: str, side: Side | None = None) -> Reading:
        """Return what the log says. Raises InputError for one without a line."""
        from ikewizard.logs.decode import split_lines  # noqa: PLC0415 -- see catalog
        from ikewizard.logs.reading import read_log  # noqa: PLC0415 -- see catalog

        if not text.strip():
            raise InputError("the log is empty", where=name, hint="hand in the lines around a failed attempt")
        return read_log(split_lines(text), self.catalog, name=name, side=side)

    def open(self, name: str, side: Side | None = None) -> Reading:
        """Read the log in the file ``name`` (``-``: standard input). Raises InputError."""
        label = "standard input" if name == "-" else Path(name).name
        return self.read(self.text_of(name), label, side)

    def text_of(self, name: str) -> str:
        """Return the text of the file ``name`` (``-``: standard input). Raises InputError."""
        from ikewizard.logs.decode import decode  # noqa: PLC0415 -- see catalog

        try:
            return decode(_bytes_of(name))
        except InputError as error:
            raise InputError(error.what, where=error.where or name, hint=error.hint) from None

    def hand_in(self, text: str, name: str, side: Side | None = None) -> HandedIn:
        """Return a log as the conversation takes it; ``side`` is whose it is, where that is told."""
        return self.handed(self.read(text, name, side), partial(self.read, text, name))

    def hand_in_file(self, name: str, side: Side | None = None) -> HandedIn:
        """Return the log in a file (``-``: standard input) as the conversation takes it."""
        if name == "-":
            return self.hand_in(self.text_of(name), "standard input", side)
        path = Path(name.strip("\"' ")).expanduser()
        return self.hand_in(self.text_of(str(path)), path.name, side)

    def handed(self, reading: Reading, again: partial[Reading]) -> HandedIn:
        """Return a reading as the conversation takes it; ``again`` reads for another side."""

        def evidence(side: Side, evidence_id: str, at: str) -> EvidenceGiven:
            # What a log does not say counts only once it is certain whose log it is: read anew for that.
            settled = side == reading.side and not reading.side_guessed
            told = reading if settled else again(side=side)
            return self.evidence(told, evidence_id, at)

        note = tuple(self.blot(line) for line in reading.note)
        return HandedIn(reading.side, reading.side_guessed, reading.dialect, note, evidence)

    def evidence(self, reading: Reading, evidence_id: str, at: str) -> EvidenceGiven:
        """Return the event that a reading is stored as: what was found, with secrets blotted out."""
        findings = tuple(self.blotted(finding) for finding in reading.findings)
        note = tuple(self.blot(line) for line in reading.note)
        return EvidenceGiven(at, evidence_id, reading.name, reading.side, findings, note, reading.dialect)

    def blotted_reading(self, reading: Reading) -> Reading:
        """Return the reading with the secrets in everything that it quotes blotted out."""
        connections = tuple(
            replace(connection, findings=tuple(self.blotted(finding) for finding in connection.findings))
            for connection in reading.connections
        )
        findings = tuple(self.blotted(finding) for finding in reading.findings)
        return replace(reading, findings=findings, connections=connections)

    def blotted(self, finding: Finding) -> Finding:
        """Return the finding with the secrets in its quoted text blotted out."""
        text = self.blot(finding.source.text)
        return (
            finding
            if text == finding.source.text
            else replace(finding, source=replace(finding.source, text=text))
        )

    def blot(self, text: str) -> str:
        """Return ``text`` with every shared secret in it blotted out."""
        from ikewizard.report.redaction import redact  # noqa: PLC0415 -- see catalog

        return redact(text, self.knowledge.read.secrets)


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES)
    path = Path(name)
    try:
        if path.is_dir():
            raise InputError("this is a folder, not a log", where=name, hint="name one file in it")
        if path.exists() and path.stat().st_size > MAX_BYTES:
            raise InputError(
                f"the log is larger than {MAX_BYTES // 2**20} MiB",
                where=name,
                hint="cut out the time of the fault",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file", where=name, hint="check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"the file cannot be read: {reason}", where=name) from None
