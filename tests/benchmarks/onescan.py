"""One scan of a file, as it is measured: ``python -m tests.benchmarks.onescan FILE BACKEND CACHE``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from ikewizard.cli import spare_collector
from ikewizard.knowledge.load import load
from ikewizard.logs.catalog import Backend
from ikewizard.logs.scan import scan

PIECE = 256 * 1024


def main() -> int:
    """Scan, and print how much was recognised."""
    file, backend, cache = sys.argv[1:]
    spare_collector()
    catalog = load(cache=Path(cache)).catalog
    found = scan(_pieces(Path(file)), catalog, backend=cast("Backend", backend))
    recognised = found.lines.read - found.lines.unknown
    sys.stdout.write(f"{recognised} lines recognised, {sum(found.seen.values())} messages\n")
    return 0


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece


if __name__ == "__main__":
    sys.exit(main())
