"""What all tests share: the golden files, and the option that writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from ikewizard.knowledge.load import Knowledge, load

Golden = Callable[[str, str], None]

# How long an example takes says more of the machine than of the code: benchmarks measure, tests do not.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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


@pytest.fixture(scope="session", autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set where caches lie, and return it: compiling the trees takes seconds, so it is done once for all.

    Workers share it; what is compiled is written as a whole, and lies under a digest of all it is made of.
    """
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache_home"
    os.environ["XDG_CACHE_HOME"] = str(home)
    return home


@pytest.fixture(scope="session")
def knowledge(cache_home: Path) -> Knowledge:
    """Return the shipped knowledge."""
    return load(cache=cache_home / "ikewizard")


@pytest.fixture
def golden_mode(request: pytest.FixtureRequest) -> str:
    """Return whether golden files are to be checked or written."""
    return str(request.config.getoption("--golden"))
