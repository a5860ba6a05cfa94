"""How often the recorded logs of the corpus are read right.

Run as ``python -m tests.benchmarks.accuracy``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ikewizard.core.facts import Side
from ikewizard.logs.reading import Reading, read_scan
from ikewizard.report.diagnosis import Diagnosis, diagnose
from tests.shipped import catalog, knowledge, scanned
from tests.yamlfiles import texts_in

CASES = Path(__file__).resolve().parent.parent / "corpus" / "cases"
NO_TRAFFIC = {"esp-blocked", "natt-blocked", "natt-unsupported", "routing-problem"}
SIDES: tuple[Side, ...] = ("initiator", "responder")


@dataclass(frozen=True)
class Case:
    """One recorded case: the injected cause, and what one log alone may be taken for."""

    id: str
    cause: str
    acceptable: frozenset[str]
    acceptable_responder: frozenset[str]
    daemons: Mapping[str, str]

    def right(self, logs: Sequence[Side]) -> frozenset[str]:
        """Return the causes that are right for these logs."""
        either = {"initiator": self.acceptable, "responder": self.acceptable_responder}
        allowed = either[logs[0]] if len(logs) == 1 else self.acceptable & self.acceptable_responder
        return allowed | {self.cause}


@dataclass(frozen=True)
class Outcome:
    """What was answered for one case with some of its logs."""

    case: Case
    logs: tuple[Side, ...]
    first: str
    certain: bool

    @property
    def is_right(self) -> bool:
        """Whether the first cause is the injected one, or one that these logs cannot exclude."""
        return self.first in self.case.right(self.logs)

    @property
    def is_wrongly_certain(self) -> bool:
        """Whether it was said to be certain and is not the injected cause or acceptable."""
        return self.certain and not self.is_right


def cases() -> Iterator[Case]:
    """Yield every recorded case."""
    for file in sorted(CASES.glob("*/case.yaml")):
        data = texts_in(file)
        yield Case(
            data["id"],
            data["cause"],
            frozenset(data.get("acceptable", [])),
            frozenset(data.get("acceptable_responder", [])),
            data["daemons"],
        )


@cache
def reading(case: str, side: Side, told: Side) -> Reading | None:
    """Return what one log of a case says, or None where there is none; ``told`` is whose it is said to be."""
    file = CASES / case / f"{side}.log"
    if not file.is_file() or not file.read_bytes().strip():
        return None
    return read_scan(scanned(file), catalog(), name=file.name, side=told)


def diagnosis(case: Case, logs: Sequence[Side], *, swapped: bool = False) -> Diagnosis | None:
    """Return the diagnosis of a case from some of its logs, or None where it has not got them.

    ``swapped`` hands in each for the wrong side.
    """
    other: Mapping[Side, Side] = {"initiator": "responder", "responder": "initiator"}
    readings = [reading(case.id, side, other[side] if swapped else side) for side in logs]
    found = [each for each in readings if each is not None]
    if len(found) < len(logs):
        return None
    facts = {"symptom": "no-traffic"} if case.cause in NO_TRAFFIC else {}
    return diagnose(knowledge().playbook, found, facts)


def first_of(found: Diagnosis) -> tuple[str, bool]:
    """Return the first cause, or the verdict where there is none, and whether it is said to be certain."""
    conclusion = found.main.situation.conclusion
    suspects = conclusion.suspects if conclusion else ()
    first = suspects[0].cause.id if suspects else found.main.verdict
    return first, bool(suspects) and suspects[0].certainty == "certain"


def outcomes() -> Iterator[Outcome]:
    """Yield what is answered for every case, from each log alone and from both."""
    logs: Sequence[tuple[Side, ...]] = (("initiator",), ("responder",), SIDES)
    for case in cases():
        for given in logs:
            found = diagnosis(case, given)
            if found is None:
                continue
            yield Outcome(case, given, *first_of(found))


def main() -> int:
    """Print every miss, and the shares."""
    found = list(outcomes())
    for outcome in found:
        if not outcome.is_right:
            mark = "CERTAIN " if outcome.certain else ""
            right = ", ".join(sorted(outcome.case.right(outcome.logs)))
            sys.stdout.write(
                f"{outcome.case.id} ({'+'.join(outcome.logs)}): {mark}{outcome.first}; right: {right}\n"
            )
    for given in (1, 2):
        some = [outcome for outcome in found if len(outcome.logs) == given]
        hits = sum(outcome.is_right for outcome in some)
        sys.stdout.write(f"{given} log(s): {hits} of {len(some)} right ({hits / len(some):.1%})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
