"""The shipped signatures, for the tests that read real logs with them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from ikewizard.logs.catalog import Catalog
from ikewizard.logs.signature import Dialect

SIGNATURES = Path(__file__).parents[2] / "trees" / "signatures"


@pytest.fixture(scope="session")
def shipped() -> Catalog:
    """Return the catalogue of the shipped dialects, read without the checks of the loader."""
    adapter = TypeAdapter(Dialect)
    names = {field.name for field in fields(Dialect)}
    dialects = []
    for file in sorted(SIGNATURES.glob("*.yaml")):
        written = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        dialects.append(
            adapter.validate_python({key: value for key, value in written.items() if key in names})
        )
    return Catalog.build(dialects)
