"""Configurations made to be slow: ``python -m tests.benchmarks.hostile_configs [--manner MANNER]``.

Reads each with 1,000 and with 10,000 times what is hostile in it, and compares the CPU time of each
character: it may not grow with the length.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from functools import partial

from ikewizard.cli import spare_collector
from ikewizard.errors import InputError
from ikewizard.settings.configuration import lines_of, read_configuration
from tests.benchmarks.measure import growth, in_pieces_and_whole
from tests.settings.config_data import known
from tests.settings.hostile_texts import TEXTS, Hostile

GOAL = 1.5
"""Times a character of a text ten times as long may cost; the rest is what machines are noisy by."""
SIZES = (1_000, 10_000)


def main() -> int:
    """Measure, print a line for each text, and return 1 when one of them takes more than its length."""
    parser = argparse.ArgumentParser(description="Reading of hostile configurations: is it linear?")
    manners = sorted({made.manner for made in TEXTS})
    parser.add_argument("--manner", default="", choices=["", *manners], help="only those of this manner")
    asked = parser.parse_args()
    wanted = [made for made in TEXTS if asked.manner in ("", made.manner)]
    spare_collector()
    growths = [_growth(made) for made in wanted]
    sys.stdout.write(f"the most that a character grew by: {max(growths):.2f} times\n")
    return int(max(growths) > GOAL)


def _growth(made: Hostile) -> float:
    small, large = (made.make(size) for size in SIZES)
    pieces = SIZES[1] // SIZES[0]
    seconds = in_pieces_and_whole(partial(_read, made, small), partial(_read, made, large), pieces)
    few, many = seconds[0] / (pieces * len(small)), seconds[1] / len(large)
    return growth(f"{made.manner}, {made.kind}", few, many, GOAL)


def _read(made: Hostile, text: str) -> None:
    with contextlib.suppress(InputError):
        read_configuration("hostile", lines_of("hostile", text), known(), manner=made.manner)


if __name__ == "__main__":
    sys.exit(main())
