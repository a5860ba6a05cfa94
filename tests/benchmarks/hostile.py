"""Logs made to be slow: ``python -m tests.benchmarks.hostile [--most MB] [--backend native|words]``.

Scans 1, 10 and 100 MB of each kind, and compares the CPU time of each byte: it may not grow with the size.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import cast

from ikewizard.knowledge.load import load
from ikewizard.logs.catalog import Backend, Catalog
from ikewizard.logs.scan import scan
from tests.benchmarks.measure import MEGABYTE, verdict

PIECE = 256 * 1024
GOAL = 1.5
"""Times a byte of a log ten times as long may cost; the rest is what machines are noisy by."""
SIZES = (1, 10, 100)

Make = Callable[[int], Iterator[bytes]]


def main() -> int:
    """Measure, print a line for each kind, and return 1 when one of them is not linear."""
    parser = argparse.ArgumentParser(description="Scanning of hostile logs: is it linear?")
    parser.add_argument("--most", type=int, default=SIZES[-1], metavar="MB")
    parser.add_argument("--backend", choices=("native", "words"), default="native")
    asked = parser.parse_args()
    backend = cast("Backend", asked.backend)
    with tempfile.TemporaryDirectory() as folder:
        catalog = Catalog.build(load(cache=Path(folder)).read.dialects)
    missed = False
    for name, make in _kinds(catalog).items():
        scan(make(MEGABYTE), catalog, backend=backend)
        speeds = [_seconds(make, size, catalog, backend) / size for size in SIZES if size <= asked.most]
        growth = max((after / before for before, after in pairwise(speeds)), default=1.0)
        missed = missed or growth > GOAL
        each = ", ".join(f"{seconds * 1000:.1f}" for seconds in speeds)
        sys.stdout.write(
            f"{asked.backend}, {name:28} {each} ms a MB; grows {growth:.2f} times (goal {GOAL})"
            f" {verdict(growth, GOAL)}\n"
        )
        sys.stdout.flush()
    return int(missed)


def _seconds(make: Make, size: int, catalog: Catalog, backend: Backend) -> float:
    """Return the CPU seconds of a scan, the best of a few where it is short."""
    best = float("inf")
    for _ in range(3 if size < SIZES[-1] else 1):
        begin = time.process_time()
        scan(make(size * MEGABYTE), catalog, backend=backend)
        best = min(best, time.process_time() - begin)
    return best


def _kinds(catalog: Catalog) -> dict[str, Make]:
    near = [miss for d in catalog.dialects for s in d.signatures for miss in s.near_misses]
    near_misses = "".join(f"{miss}\n" for miss in near).encode("utf-8")
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = "".join(
        "".join(chance.choices(letters, k=chance.randint(3, 12))) + chance.choice("      \n")
        for _ in range(300_000)
    ).encode()
    return {
        "one line": _repeated(b"x"),
        "one line of a near match": _repeated(b"giving up after retransmits received packet: from "),
        "a near match a line": _repeated(b"07[IKE] giving up after retransmits\n"),
        "all near misses": _repeated(near_misses),
        "NULs": _repeated(b"\0"),
        "NULs in lines": _repeated(b"07[IKE] \0\0giving\0 up after 5 retransmits\0\n"),
        "invalid UTF-8": _repeated(b"\xff\xfe07[IKE] \xc3giving up \xe2\x80after 5 retransmits\n"),
        "escapes": _repeated(b"\x1b[31m07[IKE]\x1b[0m giving up after 5 retransmits\x1b]0;\n"),
        "escapes without an end": _repeated(b"\x1b]"),
        "nothing but line ends": _repeated(b"\n"),
        "new words for ever": _repeated(words),
    }


def _repeated(text: bytes) -> Make:
    def make(size: int) -> Iterator[bytes]:
        piece = text * max(1, PIECE // len(text))
        for place in range(0, size, len(piece)):
            yield piece[: size - place]

    return make


if __name__ == "__main__":
    sys.exit(main())
