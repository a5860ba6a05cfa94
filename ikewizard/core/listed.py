"""A session as it stands in a list of many."""

from __future__ import annotations

from typing import NamedTuple

from ikewizard.core.events import Ending

OPEN = "open"
"""What stands for the ending of a session that has none."""


class Listed(NamedTuple):
    """One session. ``fault`` is why it cannot be read; then nothing but its id is known of it.

    A tuple and no record: ten thousand of them are made at once, out of as many rows of the index.
    """

    id: str
    started: str = ""
    last: str = ""
    ending: Ending | None = None
    """How it ended; None while it is unfinished."""
    answers: int = 0
    fault: str = ""
    causes: tuple[str, ...] = ()
    """Those that are suspected, or the one whose fix was seen to work."""
    peers: tuple[str, ...] = ()
    """Addresses and names of the tunnel and of its ends, the surest first."""
    makers: tuple[str, ...] = ()
    place: str = ""
    node: str = ""
    """The open question, or the conclusion."""
    given: int = 0
    """How often anything was answered, handed in or tried, whether it was taken back or not."""

    @property
    def is_empty(self) -> bool:
        """Whether it was begun and nothing else."""
        return not self.given and not self.fault
