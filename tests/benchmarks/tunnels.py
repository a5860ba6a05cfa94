"""Very many tunnels in one log, and in two: ``python -m tests.benchmarks.tunnels``.

Reads the log of a server with 2,000 and with 20,000 tunnels, half of which have no name, then pairs 1,000 and
10,000 tunnels to a hub with those that the hub saw, among as many strangers. The CPU time of each tunnel may
not grow with their number.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

from ikewizard.cli import spare_collector
from ikewizard.logs.pairing import match
from ikewizard.logs.reading import read_log
from tests.benchmarks.measure import growth, in_pieces_and_whole
from tests.logs.dialects import CATALOG, many_tunnels
from tests.logs.hubs import hub_with

GOAL = 1.5
"""Times a tunnel among ten times as many may cost; the rest is what machines are noisy by."""
READ = (2_000, 20_000)
PAIRED = (1_000, 10_000)


def main() -> int:
    """Measure, print a line for either, and return 1 when a goal is missed."""
    spare_collector()
    logs = [many_tunnels(count) for count in READ]
    read = [partial(read_log, lines, CATALOG, name="many.log") for lines in logs]
    paired = [partial(match, *hub_with(count)) for count in PAIRED]
    growths = [_growth("in a log", READ, read), _growth("paired", PAIRED, paired)]
    return int(max(growths) > GOAL)


def _growth(where: str, counts: Sequence[int], works: Sequence[Callable[[], object]]) -> float:
    pieces = counts[1] // counts[0]
    few, many = (seconds / counts[1] for seconds in in_pieces_and_whole(works[0], works[1], pieces))
    return growth(f"a tunnel of {counts[1]} {where}", few, many, GOAL)


if __name__ == "__main__":
    sys.exit(main())
