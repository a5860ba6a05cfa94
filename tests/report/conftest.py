"""The secrets that ship, read straight from their file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from ikewizard.report.redaction import SecretSpec
from tests.yamlfiles import texts_in

SECRETS = Path(__file__).parents[2] / "trees" / "secrets.yaml"


@pytest.fixture(scope="session")
def specs() -> tuple[SecretSpec, ...]:
    """Return the shipped forms of secrets."""
    return TypeAdapter(tuple[SecretSpec, ...]).validate_python(texts_in(SECRETS)["secrets"])
