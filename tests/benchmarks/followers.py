"""Many followers of one session: ``python -m tests.benchmarks.followers``.

A wizard on a pseudo-terminal is shared, and 200 connections on this machine follow it. Prints whether each
of them got every event in order, and how long the console takes from the key to the next question, as a
ratio to a wizard that is answered in turn with it and is not shared. The followers read on this machine, too,
so that what they cost themselves is in the ratio.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pexpect

from tests.benchmarks.measure import verdict

FOLLOWERS = 200
ROUNDS = 20
PATIENCE = 30
GOAL = 1.3
ROOT = Path(__file__).resolve().parent.parent.parent
FIRST = "What does the tunnel do?"
# The number of the answer, and the question that comes after it.
WALK = [
    ("1", "What make is the initiator"),
    ("2", "What make is the responder"),
    ("2", "does the initiator's log show|Does the initiator's log show"),
    ("1", "What does the initiator's log say"),
]


class Console:
    """A wizard whose answers are timed."""

    def __init__(self, environment: Mapping[str, str], *options: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "ikewizard", *options],
            env=dict(environment),
            dimensions=(50, 100),
            timeout=PATIENCE,
            cwd=str(ROOT),
            encoding="utf-8",
        )
        self.child.delaybeforesend = None
        self.child.expect_exact("Enter | ? why")
        self.before = self._text()

    def _text(self) -> str:
        return str(self.child.before)

    def choose(self, keys: str, then: str) -> float:
        """Choose an entry; return the seconds from Enter to the end of what ``then`` is asked in."""
        self.child.send(keys)
        # The keys are taken before the time begins: what is measured is what Enter does.
        time.sleep(0.3)
        begin = time.perf_counter()
        self.child.send("\r")
        self.child.expect(then)
        self.child.expect_exact("Enter | ?")
        return time.perf_counter() - begin

    def again(self) -> float:
        """Go back to the first question; return the seconds from Enter until it is asked."""
        # The letter leads to the first entry that begins with it, and here only one does.
        self.child.send("b")
        time.sleep(0.3)
        self.child.send("\r")
        self.child.expect_exact("Which answer do you want to take back?")
        self.child.expect(r"(\d+)\) " + re.escape(FIRST))
        assert isinstance(self.child.match, re.Match)
        number = str(self.child.match[1])
        self.child.expect_exact("arrows")
        return self.choose(number, re.escape(FIRST))

    def close(self) -> None:
        """Leave, and wait until it has gone."""
        self.child.sendcontrol("c")
        self.child.expect(pexpect.EOF)
        self.child.close()


def main() -> int:
    """Measure, print a line for each figure, and return 1 when something is missed."""
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
        warm = [sys.executable, "-m", "ikewizard", "--plain"]
        subprocess.run(warm, input=b"", env=environment, check=True, stdout=subprocess.DEVNULL)
        alone, shared = Console(environment), Console(environment, "--share")
        address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{24}", shared.before)
        assert address, shared.before
        command = [sys.executable, "-m", "tests.web.crowd", address[0], str(FOLLOWERS)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as crowd:
            assert crowd.stdout
            assert crowd.stdout.readline() == "ready\n"
            pairs = _timed(alone, shared)
            shared.close()
            got = json.loads(crowd.stdout.readline())
        alone.close()
    theirs, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    complete = got["in order"] == got["followers"] == FOLLOWERS and len(got["events"]) == 1
    said = f"{got['in order']} of {got['followers']} followers got every event in order: {got['events']}"
    sys.stdout.write(f"{said} {'ok' if complete else 'MISSED'}\n")
    ratio = ours / theirs
    sys.stdout.write(
        f"from key to question, shared with {FOLLOWERS} to not shared: {ratio:.2f} "
        f"(goal {GOAL}; {ours * 1000:.0f} ms to {theirs * 1000:.0f} ms) {verdict(ratio, GOAL)}\n"
    )
    return int(not complete or ratio > GOAL)


def _timed(alone: Console, shared: Console) -> list[tuple[float, float]]:
    pairs = []
    for keys, then in WALK:
        pairs.append((alone.choose(keys, then), shared.choose(keys, then)))
    for _ in range(ROUNDS):
        # What was answered after the first question stands, so that its answer leads to the last one.
        pairs.append((alone.again(), shared.again()))
        pairs.append((alone.choose("1", WALK[-1][1]), shared.choose("1", WALK[-1][1])))
    return pairs


if __name__ == "__main__":
    sys.exit(main())
