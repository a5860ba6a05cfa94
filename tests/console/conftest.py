"""What the tests in a pseudo-terminal share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.console.nursery import Nursery
from tests.console.terminal import Terminal

ROOT = Path(__file__).resolve().parent.parent.parent
PRELUDE = """
import os, sys
from ikewizard.console.pick import pick_screen
from ikewizard.console.screen import Chosen, Menu, Option, Pasted, Typed
screen = pick_screen(False, os.environ, sys.stdin, sys.stdout)
YES_NO = Menu("Is it up?", (Option("yes", "Yes"), Option("no", "No")), why="It decides the branch.")
NEXT = Menu("And then?", (Option("first", "First"), Option("second", "Second")))
def say(*what): sys.stdout.write(" ".join(map(str, what)) + "\\n"); sys.stdout.flush()
"""

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path, nursery: Nursery) -> Iterator[Start]:
    """Give a function that runs a small program, which has a ``screen``, in a pseudo-terminal."""
    running: list[Terminal] = []

    def run(
        program: str, *, rows: int = 24, cols: int = 80, env: Mapping[str, str] | None = None
    ) -> Terminal:
        argv = [sys.executable, "-c", PRELUDE + program]
        own = {"PYTHONPATH": str(ROOT), **(env or {})}
        running.append(Terminal(argv, tmp_path, rows=rows, cols=cols, env=own, nursery=nursery))
        return running[-1]

    yield run
    for terminal in running:
        terminal.close()
