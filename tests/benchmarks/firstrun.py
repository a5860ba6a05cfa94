"""The first run after installation, or after a change of the trees: ``python -m tests.benchmarks.firstrun``.

Prints the CPU seconds of a process that compiles the shipped trees and keeps them in a cache, the least of
some runs since machines are noisy, and its peak memory.
"""

from __future__ import annotations

import sys
import tempfile

from tests.benchmarks.measure import run, verdict

ROUNDS = 5
COMPILE = "import sys; from ikewizard.knowledge.load import load; load(cache=sys.argv[1]).walk"
MEMORY = 80


def main() -> int:
    """Measure, print a line for each figure, and return 1 when the goal is missed."""
    costs = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as cache:
            costs.append(run([sys.executable, "-c", COMPILE, cache]))
    seconds, peak = min(cost.cpu for cost in costs), max(cost.peak for cost in costs)
    sys.stdout.write(f"{seconds:.1f} CPU seconds\n")
    sys.stdout.write(f"{peak:.0f} MB at most (goal {MEMORY}) {verdict(peak, MEMORY)}\n")
    return int(peak > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
