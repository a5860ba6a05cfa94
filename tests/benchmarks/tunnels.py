"""Very many tunnels in one log: ``python -m tests.benchmarks.tunnels``.

Reads the log of a server with 2,000 and with 20,000 tunnels, half of which have no name, and compares the CPU
time of each tunnel: it may not grow with their number.
"""

from __future__ import annotations

import sys
import time

from ikewizard.logs.reading import read_log
from tests.benchmarks.measure import verdict
from tests.logs.dialects import CATALOG, many_tunnels

GOAL = 1.5
"""Times a tunnel among ten times as many may cost; the rest is what machines are noisy by."""
FEW, MANY = 2_000, 20_000
ROUNDS = 3


def main() -> int:
    """Measure, print the figure, and return 1 when the goal is missed."""
    few, many = (min(_seconds(count) for _ in range(ROUNDS)) / count for count in (FEW, MANY))
    growth = many / few
    sys.stdout.write(
        f"{MANY} tunnels in a log: each costs {growth:.2f} times what one of {FEW} does (goal {GOAL};"
        f" {many * 1e6:.0f} to {few * 1e6:.0f} microseconds) {verdict(growth, GOAL)}\n"
    )
    return int(growth > GOAL)


def _seconds(count: int) -> float:
    lines = many_tunnels(count)
    began = time.process_time()
    read_log(lines, CATALOG, name="many.log")
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
