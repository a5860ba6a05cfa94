"""What the benchmarks share: running a command, and what it cost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

MEGABYTE = 1_000_000


class Cost(NamedTuple):
    """The CPU seconds and the seconds of a command, its peak memory in megabytes, and what it printed."""

    cpu: float
    wall: float
    peak: float
    printed: str


def run(argv: Sequence[str], environment: Mapping[str, str] | None = None, most: int = 0) -> Cost:
    """Run a command and return what it cost, its children not counted. Raises when it is not found.

    One that takes more than ``most`` seconds of CPU is ended, and has printed nothing.
    """
    limited = ["prlimit", f"--cpu={most}", *argv] if most else argv
    begin = time.perf_counter()
    with subprocess.Popen(
        limited, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if process.returncode not in (0, 1, 3, *([-signal.SIGXCPU, -signal.SIGKILL] if most else [])):
        raise subprocess.CalledProcessError(process.returncode, argv)
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024 / MEGABYTE, printed)


def in_pieces_and_whole(
    piece: Callable[[], object], whole: Callable[[], object], pieces: int, rounds: int = 5
) -> tuple[float, float]:
    """Return the CPU seconds of ``piece``, done so many times, and of ``whole``, which is as much at once.

    Both take about as long, in turn, and the least of some rounds counts: so what else is at work on the
    machine meets both alike.
    """
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        for _ in range(pieces):
            piece()
        between = time.process_time()
        whole()
        taken.append((between - begin, time.process_time() - between))
    return min(small for small, _ in taken), min(large for _, large in taken)


def growth(what: str, few: float, many: float, goal: float) -> float:
    """Return how many times as much one of ``many`` takes as one of ``few`` (CPU seconds), and print it."""
    found = many / few
    sys.stdout.write(
        f"{what:38} {few * 1e6:7.3f}, {many * 1e6:7.3f} microseconds; grows {found:.2f} times (goal {goal})"
        f" {verdict(found, goal)}\n"
    )
    sys.stdout.flush()
    return found


def verdict(figure: float, goal: float) -> str:
    """Return whether a goal is kept, in a word."""
    return "ok" if figure <= goal else "MISSED"
