"""What all tests share: the golden files, and the option that writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ikewizard.knowledge.load import Knowledge, load

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--golden=write``: golden files take what the tests give; read the difference afterwards."""
    parser.addoption(
        "--golden", choices=["check", "write"], default="check", help="check or write golden files"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return a function that compares a text with ``golden/<name>`` beside the test."""
    folder = Path(request.path).parent / "golden"
    write = request.config.getoption("--golden") == "write"

    def compare(name: str, text: str) -> None:
        file = folder / name
        if write:
            folder.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.exists(), f"{file} is missing: run pytest with --golden=write, and read what it wrote"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Return the shipped knowledge, compiled once for all tests of a process."""
    return load(cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture
def golden_mode(request: pytest.FixtureRequest) -> str:
    """Return whether golden files are to be checked or written."""
    return str(request.config.getoption("--golden"))
