"""What the public API adds to the parts that it offers."""

from __future__ import annotations

from ikewizard.knowledge.load import Knowledge
from ikewizard.logs.catalog import Catalog


def catalog(knowledge: Knowledge) -> Catalog:
    """Return the signatures of a body of knowledge, ready to read logs with."""
    return knowledge.catalog
