"""The secrets that ship, read straight from their file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from ikewizard.report.redaction import SecretSpec

SECRETS = Path(__file__).parents[2] / "trees" / "secrets.yaml"


@pytest.fixture(scope="session")
def specs() -> tuple[SecretSpec, ...]:
    """Return the shipped forms of secrets."""
    data = yaml.load(SECRETS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return TypeAdapter(tuple[SecretSpec, ...]).validate_python(data["secrets"])
