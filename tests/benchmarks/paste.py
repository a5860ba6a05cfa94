"""A paste of 20 lines: ``python -m tests.benchmarks.paste``.

Compares the CPU time of the answer (``ikewizard diagnose`` of a file with the lines), whole process, with
that of ``ikewizard --version`` and of loading the catalog from its cache. Runs are interleaved, and the
medians are compared.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from ikewizard.logs.decode import decode, split_lines
from tests.benchmarks.measure import run, verdict

CASES = Path(__file__).parents[1] / "corpus" / "cases"
CASE = "psk-v1main-ss/initiator.log"
LINES = 20
ROUNDS = 15
GOAL = 2.5
LOADING = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from ikewizard.knowledge.load import load\n"
    "import ikewizard.knowledge.readpart, ikewizard.logs.catalog\n"
    "begin = time.process_time()\n"
    "load(cache=Path(sys.argv[1])).catalog\n"
    "print(time.process_time() - begin)\n"
)


def main() -> int:
    """Measure, print the figure, and return 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as home:
        paste = Path(home, "paste.log")
        lines = split_lines(decode((CASES / CASE).read_bytes()))[-LINES:]
        paste.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": f"{home}/cache"}
        # As it is installed: its modules compiled once.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = f"{home}/compiled"
        wizard = [sys.executable, "-m", "ikewizard"]
        answering = [*wizard, "diagnose", str(paste)]
        loading = [sys.executable, "-c", LOADING, home]
        run(answering, environment), run(loading, environment), run([*wizard, "--version"], environment)
        rounds = [
            (
                run(answering, environment).cpu,
                run([*wizard, "--version"], environment).cpu,
                float(run(loading, environment).printed),
            )
            for _ in range(ROUNDS)
        ]
    answer, version, load = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio = (answer - load) / version
    sys.stdout.write(
        f"a paste of {LINES} lines: {ratio:.1f} times --version, besides the catalog's load (goal {GOAL};"
        f" {answer * 1000:.0f} ms, {version * 1000:.0f} ms and {load * 1000:.0f} ms) {verdict(ratio, GOAL)}\n"
    )
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main())
