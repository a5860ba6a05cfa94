"""The exchange that the kept logs of a session show, drawn anew whenever a log comes or goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ikewizard.core.events import EvidenceGiven
from ikewizard.errors import IkewizardError
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.document import Document
from ikewizard.sessions.attachments import Attachments

if TYPE_CHECKING:
    from ikewizard.report.line_by_line import Log

_WIDTH = 48
"""Cells of a ladder on a page: what a phone shows of it without moving it."""
_MOST_LOGS = 6


class Ladders:
    """Draws what the logs of one session show. Each log is read once, however often it is drawn."""

    def __init__(self, knowledge: Knowledge, folder: Path, session: str) -> None:
        self._knowledge, self._kept, self._session = knowledge, Attachments(folder), session
        self._read: dict[str, Log | None] = {}

    def draw(self, pieces: Sequence[EvidenceGiven]) -> Document:
        """Return the ladders of these pieces of evidence; empty where no log of them is kept."""
        from ikewizard.report.line_by_line import Page, exchange_blocks  # noqa: PLC0415 -- no log, no ladder

        logs = [log for piece in pieces[-_MOST_LOGS:] if (log := self._log(piece))]
        return Document(exchange_blocks(logs, Page(_WIDTH)) if logs else ())

    def lacks(self, pieces: Sequence[EvidenceGiven]) -> bool:
        """Return whether the log of one of these is not kept, or not kept yet."""
        return any(piece.id not in self._read and not _is_configuration(piece) for piece in pieces)

    def _log(self, piece: EvidenceGiven) -> Log | None:
        if _is_configuration(piece):
            return None
        if piece.id not in self._read:
            try:
                names = self._kept.names(self._session)
                if piece.id not in names:
                    return None
                self._read[piece.id] = self._scanned(piece)
            except IkewizardError:
                # A log that cannot be read any more costs its drawing, and nothing else.
                self._read[piece.id] = None
        return self._read[piece.id]

    def _scanned(self, piece: EvidenceGiven) -> Log:
        from ikewizard.cli.logs import LogReader  # noqa: PLC0415 -- no log, nothing to read it with
        from ikewizard.report.line_by_line import Log  # noqa: PLC0415 -- see above

        reader = LogReader(self._knowledge)
        found = reader.scan(self._kept.lines(self._session, piece.id), piece.name)
        side = None if piece.side == "either" else piece.side
        return Log(piece.name, (), found, reader.reading(found, piece.name, side), (), side)


def _is_configuration(piece: EvidenceGiven) -> bool:
    return any(finding.source.kind in ("config", "settings") for finding in piece.findings)
