"""What the tests of the whole wizard share."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from ikewizard.core.events import Started
from ikewizard.knowledge.load import Knowledge
from ikewizard.sessions.store import SessionStore
from tests.console.nursery import Nursery
from tests.e2e.wizard import COMMAND, ROOT, Wizard

Start = Callable[..., Wizard]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests in pseudo-terminals out where there are none."""
    if sys.platform == "win32":
        # The hook is handed the items of all folders.
        for item in (item for item in items if item.path.parent == Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason="a pseudo-terminal is needed"))


@pytest.fixture(scope="session")
def warm(cache_home: Path, knowledge: Knowledge) -> Path:
    """Return a cache in which the trees are compiled, as they are after the first start."""
    assert knowledge.walk.nodes
    return cache_home


@pytest.fixture
def home(tmp_path: Path, warm: Path) -> Path:
    """Return a home of its own, with the trees compiled."""
    shutil.copytree(warm, tmp_path / "xdg_cache_home")
    return tmp_path


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Give a function that starts the wizard on a terminal."""
    yield from _starting(home, None)


@pytest.fixture
def ready(home: Path, nursery: Nursery) -> Iterator[Start]:
    """Give a function that does the same in the nursery: how Python starts is left out of it."""
    yield from _starting(home, nursery)


def _starting(home: Path, nursery: Nursery | None) -> Iterator[Start]:
    running: list[Wizard] = []

    def begin(
        *arguments: str,
        rows: int = 24,
        cols: int = 80,
        env: Mapping[str, str] | None = None,
        argv: Sequence[str] = (),
    ) -> Wizard:
        own = {"PYTHONPATH": str(ROOT), **(env or {})}
        argv = argv or [*COMMAND, *arguments]
        running.append(Wizard(argv, home, rows=rows, cols=cols, env=own, nursery=nursery))
        return running[-1]

    yield begin
    for wizard in running:
        wizard.close()


@pytest.fixture
def store(home: Path) -> Iterator[SessionStore]:
    """Return the store of a home, with a session that has begun."""
    found = SessionStore(home / "xdg_data_home" / "ikewizard")
    found.begin(Started("2026-01-02T10:00:00Z", "abcdef", "0.1.0", "3f2a"))
    yield found
    found.close()
