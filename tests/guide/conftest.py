"""What the tests of the guide share."""

from __future__ import annotations

import pytest

from ikewizard.knowledge.load import Knowledge


@pytest.fixture(scope="session")
def carriers_of(knowledge: Knowledge) -> dict[str, set[str]]:
    """Return, for every check of a row, the ids of the steps that carry it."""
    found: dict[str, set[str]] = {}
    for cause in knowledge.walk.causes.values():
        for step in cause.steps:
            for name in step.guide:
                found.setdefault(name, set()).add(step.id)
    return found
