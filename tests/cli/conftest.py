"""What the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parent.parent / "corpus" / "cases"
LOGS = Path(__file__).resolve().parent / "logs"


@pytest.fixture
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a page 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
