"""What the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parent.parent / "corpus" / "cases"
LOGS = Path(__file__).resolve().parent / "logs"


@pytest.fixture
def compiled(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the compiled trees of these runs in one folder of their own; a page has 80 columns."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "compiled"))
    monkeypatch.setenv("COLUMNS", "80")
