"""Start-up: ``python -m tests.benchmarks.startup``.

Prints the time to the first question on a pseudo-terminal as a ratio to a program that does nothing but
draw one questionary select, and the times of ``--version`` and ``--help`` as ratios to ``python -c pass``.
Runs are interleaved, and the medians are compared, since machines are noisy.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect

ROUNDS = 15
BARE = (
    "import questionary; "
    "questionary.select('What does the tunnel do?', choices=['one', 'two', 'three']).unsafe_ask()"
)
GOALS = {"first question": 1.3, "--version": 2.0, "--help": 4.0}


def main() -> int:
    """Measure everything, print a line for each figure, and return 1 when a goal is missed."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "HOME": home,
            "XDG_DATA_HOME": f"{home}/data",
            "XDG_CACHE_HOME": f"{home}/cache",
            "TERM": "xterm-256color",
            "PROMPT_TOOLKIT_NO_CPR": "1",
        }
        environment.pop("NO_COLOR", None)
        wizard = [_command(), "start"]
        figures = {
            "first question": _ratio(
                lambda: _first_question(wizard, environment),
                lambda: _first_question([sys.executable, "-c", BARE], environment),
            ),
            "--version": _ratio(lambda: _run([_command(), "--version"]), _nothing),
            "--help": _ratio(lambda: _run([_command(), "--help"]), _nothing),
        }
    missed = False
    for name, (ratio, ours, theirs) in figures.items():
        verdict = "ok" if ratio <= GOALS[name] else "MISSED"
        missed = missed or ratio > GOALS[name]
        times = f"{ours * 1000:.0f} ms to {theirs * 1000:.0f} ms"
        sys.stdout.write(f"{name:15} {ratio:.2f} (goal {GOALS[name]}; {times}) {verdict}\n")
    return int(missed)


def _command() -> str:
    return str(Path(sys.executable).with_name("ikewizard"))


def _ratio(ours: Callable[[], float], theirs: Callable[[], float]) -> tuple[float, float, float]:
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(ROUNDS)]
    mine, other = (statistics.median(times) for times in zip(*pairs, strict=True))
    return mine / other, mine, other


def _first_question(argv: list[str], environment: Mapping[str, str]) -> float:
    begin = time.perf_counter()
    child = pexpect.spawn(argv[0], argv[1:], env=dict(environment), dimensions=(24, 80), timeout=20)
    # The last thing a select draws is its choices; both programs ask the same question.
    child.expect_exact("What does the tunnel do?")
    child.expect("no-response|one|No answer")
    taken = time.perf_counter() - begin
    child.close(force=True)
    return taken


def _run(argv: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def _nothing() -> float:
    return _run([sys.executable, "-c", "pass"])


if __name__ == "__main__":
    sys.exit(main())
