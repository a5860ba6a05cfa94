"""What masks with everything that ships, for the tests of masking."""

from __future__ import annotations

from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level, Masker
from ikewizard.report.private import Known


def masker(knowledge: Knowledge, level: Level, *known: Known) -> Masker:
    """Return what masks with everything that ships."""
    return Masker(level, knowledge.scan.secrets, private=knowledge.private, known=known)


def many_names(count: int) -> list[Known]:
    """Return so many names of tunnels."""
    return [Known("name", f"site-{number}-kiel", "all") for number in range(count)]


def lines_with_names(count: int) -> list[str]:
    """Return a line for each of the first of these names."""
    return [f"the tunnel site-{number}-kiel is down" for number in range(count)]
