"""What all tests share: the golden files, and the option that writes them anew."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ikewizard.knowledge.load import Knowledge
from tests import shipped
from tests.ranks import rank

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

    from tests.console.nursery import Nursery
    from tests.sharing_out import ByModule

Golden = Callable[[str, str], None]

# How long an example takes says more of the machine than of the code: benchmarks measure, tests do not.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


_OWN_CACHE = pytest.StashKey[TemporaryDirectory[str]]()
_COMPILING = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure(config: pytest.Config) -> None:
    """Set where caches lie: compiling the trees takes seconds, so it is done once for all tests.

    Workers, which are started later, share it, and some tests are made of what was compiled.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        config.stash[_OWN_CACHE] = TemporaryDirectory(prefix="ikewizard-tests-")
        os.environ["XDG_CACHE_HOME"] = config.stash[_OWN_CACHE].name
        os.environ[shipped.CACHE] = str(Path(config.stash[_OWN_CACHE].name, "ikewizard"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Have the trees compiled while the workers collect their tests: else each would begin with that."""
    code = "from tests.shipped import knowledge; knowledge().walk"
    config.stash[_COMPILING] = subprocess.Popen([sys.executable, "-c", code], cwd=config.rootpath)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: WorkerController) -> None:
    """Let no test begin before they are; where they cannot be, the tests say why."""
    node.config.stash[_COMPILING].wait()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the caches away again."""
    if _COMPILING in config.stash:
        config.stash[_COMPILING].wait()
    if _OWN_CACHE in config.stash:
        config.stash[_OWN_CACHE].cleanup()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--golden=write``: golden files take what the tests give; read the difference afterwards."""
    parser.addoption(
        "--golden", choices=["check", "write"], default="check", help="check or write golden files"
    )


def pytest_collection_finish() -> None:
    """Hold that no module needs the trees to be imported: whoever collects tests would wait for them."""
    if shipped.knowledge.cache_info().currsize:
        raise pytest.UsageError("a module asks for shipped.knowledge() while it is imported")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes long, where several workers share the tests out among them."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByModule | None:
    """Give whole modules to the workers, unless another way of sharing out is asked for."""
    from tests.sharing_out import ByModule  # noqa: PLC0415 -- xdist can be left out

    if config.getoption("dist") != "load":
        return None
    config.option.loadscopereorder = False
    return ByModule(config, log)


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
def cache_home() -> Path:
    """Return where caches lie."""
    return Path(os.environ["XDG_CACHE_HOME"])


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return shipped.knowledge()


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Give where programs on a terminal begin at once."""
    from tests.console.nursery import Nursery  # noqa: PLC0415 -- cannot be imported on Windows
    from tests.console.terminal import environment  # noqa: PLC0415 -- see above

    found = Nursery(environment(tmp_path_factory.mktemp("nursery"), {}))
    yield found
    found.close()


@pytest.fixture
def golden_mode(request: pytest.FixtureRequest) -> str:
    """Return whether golden files are to be checked or written."""
    return str(request.config.getoption("--golden"))
