"""What a pass over a log finds: sightings of signatures, and what became of each line."""

from __future__ import annotations

from collections.abc import Mapping

from ikewizard.core.record import dataclass, field
from ikewizard.logs.signature import Signature

SAMPLE = 1000
"""Of the first so many lines, each one's time and shape are read, whether a signature matches or not."""


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

    ``dialects`` are the ids of those recognised, the most frequent first, with how many lines their
    signatures match or only have their shape (see SAMPLE). ``first_lines`` holds the first line of each.
    ``seen`` counts by signature, including what was not kept. ``newest_first`` tells that the log was printed
    the other way round; line numbers are as printed.
    """

    sightings: tuple[Sighting, ...]
    dialects: tuple[tuple[str, int], ...]
    lines: LineCount
    unknown: tuple[Unknown, ...]
    seen: Mapping[str, int]
    first_lines: Mapping[str, tuple[int, str]]
    newest_first: bool = False
