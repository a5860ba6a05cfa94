"""Keeping what is handed in, with its secrets blotted out, while the conversation goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ikewizard.cli.paths import data_folder
from ikewizard.errors import SessionError
from ikewizard.knowledge.load import Knowledge

if TYPE_CHECKING:
    from threading import Thread

    from ikewizard.console.desk import GivenText
    from ikewizard.report.redaction import SecretSpec

_PATIENCE = 60.0
"""Seconds that who leaves waits for it at most; a text of the largest size takes three or four."""


class Keeper:
    """Keeps the texts of one session, one after another, in a thread of its own.

    Whatever that takes is loaded for the first text: before the first question nothing is.
    """

    def __init__(self, knowledge: Knowledge, session: str) -> None:
        self._knowledge = knowledge
        self._session = session
        self._last: Thread | None = None
        self._fault: SessionError | None = None

    def keep(self, evidence: str, text: GivenText) -> None:
        """Begin to keep a text; nothing of it reaches the disk before its secrets are blotted out."""
        from threading import Thread  # noqa: PLC0415 -- see the class

        # Read here and not there: a part of the knowledge is made by one thread only.
        secrets = self._knowledge.scan.secrets
        # Who cannot wait for it leaves a text behind, never half a text.
        self._last = Thread(target=self._work, args=(evidence, text, secrets, self._last), daemon=True)
        self._last.start()

    def _work(
        self, evidence: str, text: GivenText, secrets: Sequence[SecretSpec], before: Thread | None
    ) -> None:
        from ikewizard.cli.copying import blotted_lines  # noqa: PLC0415 -- see the class
        from ikewizard.sessions.attachments import Attachments  # noqa: PLC0415 -- see the class

        if before:
            before.join()
        try:
            lines = blotted_lines(text.lines(), secrets)
            Attachments(data_folder()).keep(self._session, evidence, lines, text.more)
        except SessionError as error:
            self._fault = error

    def is_busy(self, seconds: float) -> bool:
        """Return whether something is still being kept after so many seconds."""
        if self._last is None:
            return False
        self._last.join(seconds)
        return self._last.is_alive()

    def finish(self) -> str:
        """Wait until everything is kept, and return what is to be told of it: mostly nothing."""
        if self.is_busy(_PATIENCE):
            return "Not all of what was handed in could be kept in time; the session itself is complete."
        fault = self._fault
        return f"{fault.what} ({fault.where}); {fault.hint}" if fault else ""
