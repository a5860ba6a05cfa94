"""What masks with everything that ships, for the tests of masking."""

from __future__ import annotations

from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level, Masker
from ikewizard.report.private import Known


def masker(knowledge: Knowledge, level: Level, *known: Known) -> Masker:
    """Return what masks with everything that ships."""
    return Masker(level, knowledge.scan.secrets, private=knowledge.private, known=known)
