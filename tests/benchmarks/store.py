"""Ten thousand stored sessions, listed, filtered and searched: ``python -m tests.benchmarks.store``.

The sessions are made of logs of the corpus, as the wizard stores them, each with answers, addresses and
times of its own. What counts is the CPU time of the whole command, the median of several rounds. The first
list, which reads every session and writes the index, is told apart; it has no goal.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ikewizard.cli.hand_in import Intake
from ikewizard.core.conclusion import Conclusion
from ikewizard.core.engine import survey
from ikewizard.core.events import Answered, Ending, Event, Finished, Started, Tried, Verified
from ikewizard.core.progress import replay
from ikewizard.core.tree import Ask, Form
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.sessions.lines import to_line
from ikewizard.sessions.store import new_id
from tests.benchmarks.measure import run, verdict

CASES = Path(__file__).parents[1] / "corpus" / "cases"
SESSIONS = 10_000
ROUNDS = 5
GOAL = 1.0
_TEMPLATES = 40
_PEER = "203.0.113.9"

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "list": ("sessions",),
    "list as JSON": ("sessions", "--format", "json"),
    "open ones": ("sessions", "--open"),
    "one cause": ("sessions", "--cause", "psk-mismatch"),
    "one peer": ("sessions", "--peer", "198.51.7."),
    "last week's": ("sessions", "--since", "7d"),
    "search, found": ("sessions", "--search", "AUTHENTICATION_FAILED"),
    "search, not found": ("sessions", "--search", "nothing of the kind"),
}


def templates(knowledge: Knowledge, number: int = _TEMPLATES) -> list[bytes]:
    """Return the lines of so many sessions, each with a log, answers, and mostly an ending."""
    logs = sorted(CASES.glob("*/*.log"))
    chosen = logs[:: max(1, len(logs) // number)][:number]
    intake = Intake(knowledge)
    return [_lines(knowledge, intake, log, place) for place, log in enumerate(chosen)]


def fill(folder: Path, made: list[bytes], number: int) -> None:
    """Write so many sessions into a data folder, each different from all others."""
    chance = random.Random(20261129)
    (folder / "sessions").mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    for place in range(number):
        session = new_id((place * 7919 + 1).to_bytes(4, "big"))
        at = (now - timedelta(minutes=chance.randrange(600_000))).isoformat(timespec="seconds")
        data = made[place % len(made)]
        peer = f"198.51.{place // 250 % 250}.{place % 250}"
        for old, new in (("=session=", session), ("=at=", at), (_PEER, peer)):
            data = data.replace(old.encode(), new.encode())
        (folder / "sessions" / f"{session}.jsonl").write_bytes(data)


def _lines(knowledge: Knowledge, intake: Intake, log: Path, place: int) -> bytes:
    evidence = intake.file(str(log)).evidence("responder" if place % 2 else "initiator", "evidence-1", "=at=")
    begun: tuple[Event, ...] = (
        Started("=at=", "=session=", "0", knowledge.digest),
        evidence if not evidence.peer else type(evidence)(**{**vars(evidence), "peer": _PEER}),
    )
    events = (*begun, *_answers(knowledge, begun, place))
    return b"".join(to_line(event) for event in events)


def _answers(knowledge: Knowledge, begun: tuple[Event, ...], place: int) -> Iterator[Event]:
    """Yield answers as they are asked for, to the end or (one in four) up to some question."""
    happened = begun
    chance = random.Random(place)
    left_at = chance.randrange(6) if place % 4 == 0 else 99
    for number in range(12):
        found = survey(knowledge.playbook, replay(happened))
        if number >= left_at:
            return
        if found.conclusion:
            yield from _ending(found.conclusion, chance)
            return
        question = found.question
        assert isinstance(question, Ask | Form)
        value = chance.choice(question.choices).value if isinstance(question, Ask) else "done"
        answer = Answered("=at=", question.id, value)
        happened = (*happened, answer)
        yield answer


def _ending(conclusion: Conclusion, chance: random.Random) -> Iterator[Event]:
    yield Answered("=at=", conclusion.node.id, "done")
    ending: Ending = "undetermined"
    for suspect in conclusion.suspects[:1]:
        step = suspect.steps[0].id
        if chance.random() < 0.5:
            yield Tried("=at=", suspect.cause.id, step, "fixed")
            yield Verified("=at=", suspect.cause.id, step, works=True)
            ending = "solved"
        else:
            yield Tried("=at=", suspect.cause.id, step, "did-not-help")
            ending = "escalated"
    yield Finished("=at=", ending)


def main() -> int:
    """Measure, print the figures, and return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    number = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": f"{home}/cache"}
        # As it is installed: its modules compiled once.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = f"{home}/compiled"
        wizard = [sys.executable, "-m", "ikewizard"]
        run([*wizard, "sessions"], environment)
        fill(Path(home, "ikewizard"), templates(load()), number)
        size = sum(file.stat().st_size for file in Path(home, "ikewizard", "sessions").iterdir())
        first = run([*wizard, "sessions"], environment)
        index = Path(home, "ikewizard", "sessions.index").stat().st_size
        sys.stdout.write(
            f"{number:,} sessions, {size / 1e6:.0f} MB; the index {index / 1e6:.0f} MB, made in"
            f" {first.cpu:.1f} s of CPU by the first list\n"
        )
        worst = 0.0
        for name, command in COMMANDS.items():
            costs = [run([*wizard, *command], environment) for _ in range(ROUNDS)]
            cpu = statistics.median(cost.cpu for cost in costs)
            lines = costs[0].printed.count("\n")
            sys.stdout.write(
                f"{name:18} {cpu:5.2f} s of CPU, {costs[0].peak:4.0f} MB, {lines:6,} lines"
                f" (goal {GOAL}) {verdict(cpu, GOAL)}\n"
            )
            worst = max(worst, cpu)
        resumed = run([*wizard, "export", "--format", "text"], environment)
        sys.stdout.write(f"{'the last one found':18} {resumed.cpu:5.2f} s of CPU (export)\n")
    return int(worst > GOAL)


if __name__ == "__main__":
    sys.exit(main())
