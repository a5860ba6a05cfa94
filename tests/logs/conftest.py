"""The shipped signatures, for the tests that read real logs with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikewizard.logs.catalog import Catalog
from tests.shipped import catalog

SIGNATURES = Path(__file__).parents[2] / "trees" / "signatures"


@pytest.fixture(scope="session")
def shipped() -> Catalog:
    """Return the catalogue of the shipped dialects, as it is written and not as it is stored."""
    return catalog()
