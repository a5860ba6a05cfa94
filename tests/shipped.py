"""The shipped knowledge: one for all tests of a process, and compiled once for all processes.

A test may not change it.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from ikewizard.knowledge.load import Knowledge, load
from ikewizard.knowledge.locate import shipped_trees
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.scan import scan
from ikewizard.logs.sighting import Scan

CACHE = "IKEWIZARD_TESTS_CACHE"
"""The variable that names the folder in which what was compiled is kept; without it nothing is."""


@cache
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load(cache=os.environ.get(CACHE))


@cache
def catalog() -> Catalog:
    """Return the shipped signatures."""
    return Catalog.build(knowledge().read.dialects)


@cache
def scanned(log: Path) -> Scan:
    """Return what stands in a log that comes with the tests: several of them read all that there are."""
    return scan(split_lines(decode(log.read_bytes())), catalog())


def copied_trees(folder: Path) -> Path:
    """Return a copy of the shipped trees that a test may change, in ``folder``.

    Of the makers SonicWall alone is in it: that is as sound as the whole, and read six times as fast.
    """

    def others(inside: str, names: list[str]) -> list[str]:
        of_makers = Path(inside).name in ("signatures", "devices", "configs")
        return [name for name in names if name != "sonicwall.yaml"] if of_makers else []

    return Path(shutil.copytree(shipped_trees(), folder / "trees", ignore=others))
