"""How the verdicts of the corpus hold when its logs are written in other ways.

Run as ``python -m tests.benchmarks.variants [NAME...] [--draws N]``; takes minutes for all.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from ikewizard.core.facts import Side
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.reading import read_log
from ikewizard.report.diagnosis import diagnose
from tests.benchmarks.accuracy import CASES, NO_TRAFFIC, SIDES, Case, cases, diagnosis, first_of
from tests.logs.variants import EQUAL, PARTS, TIMELESS, Variant
from tests.shipped import catalog, knowledge

LOGS: Sequence[tuple[Side, ...]] = (("initiator",), ("responder",), SIDES)


@dataclass(frozen=True)
class Changed:
    """A case whose verdict differs by the way in which its logs are written."""

    case: Case
    logs: tuple[Side, ...]
    variant: str
    before: tuple[str, bool]
    after: tuple[str, bool]

    def __str__(self) -> str:
        """Tell what became of the verdict."""
        told = [f"{first}{' (certain)' if certain else ''}" for first, certain in (self.before, self.after)]
        return f"{self.variant}: {self.case.id} ({'+'.join(self.logs)}): {told[0]} -> {told[1]}"

    @property
    def is_better(self) -> bool:
        """Whether the verdict is the right one as before, and now certain."""
        return self.after == (self.case.cause, True) and self.before[0] == self.case.cause

    @property
    def is_wrong(self) -> bool:
        """Whether what is left of a log accuses a healthy tunnel, or is sure of the wrong cause.

        A log that ends before anything began is rightly taken for that of a unit that never began, and one
        in which nothing but a scanner is left for that of a unit that does not know who knocks.
        """
        first, certain = self.after
        if "scanner" in self.case.id:
            return False
        if self.case.cause == "established":
            return first not in ("established", "undetermined", "sa-disabled")
        return certain and first not in (self.case.cause, self.before[0])


def lines_of(case: Case, side: Side) -> list[str] | None:
    """Return the lines of one log of a case, or None where there is none."""
    file = CASES / case.id / f"{side}.log"
    if not file.is_file() or not file.read_bytes().strip():
        return None
    return split_lines(decode(file.read_bytes()))


def verdict(case: Case, logs: Sequence[tuple[Side, Sequence[str]]]) -> tuple[str, bool]:
    """Return the first cause for some logs of a case, and whether it is said to be certain."""
    readings = [read_log(lines, catalog(), name=f"{side}.log", side=side) for side, lines in logs]
    facts = {"symptom": "no-traffic"} if case.cause in NO_TRAFFIC else {}
    return first_of(diagnose(knowledge().playbook, readings, facts))


@cache
def known_cases() -> Mapping[str, Case]:
    """Return every recorded case by its id."""
    return {case.id: case for case in cases()}


@cache
def first_as_recorded(case: str, logs: tuple[Side, ...]) -> tuple[str, bool]:
    """Return the verdict on some logs of a case as they were recorded."""
    found = diagnosis(known_cases()[case], logs)
    assert found is not None
    return first_of(found)


def logs_of(case: Case) -> Iterator[list[tuple[Side, Sequence[str]]]]:
    """Yield each log of a case by itself, and both where there are two."""
    for sides in LOGS:
        found = [(side, lines) for side in sides if (lines := lines_of(case, side)) is not None]
        if len(found) == len(sides):
            yield [*found]


def changes(
    case: Case, logs: Sequence[tuple[Side, Sequence[str]]], name: str, variant: Variant, random: Random
) -> Changed | None:
    """Return the change of the verdict by a variant, or None where there is none or it cannot be written."""
    written = [(side, variant(lines, random)) for side, lines in logs]
    known = [(side, lines) for side, lines in written if lines is not None]
    if len(known) < len(logs):
        return None
    sides = tuple(side for side, _ in logs)
    before, after = first_as_recorded(case.id, sides), verdict(case, known)
    found = Changed(case, sides, name, before, after)
    if name in TIMELESS and case.cause == "stale-sa" and len(logs) > 1:
        return None
    return None if found.is_better or before == after else found


def main() -> int:
    """Print every verdict that changed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--draws", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    count: Counter[str] = Counter()
    for number, case in enumerate(known_cases().values()):
        if number % asked.every != asked.first:
            continue
        for logs in logs_of(case):
            for name, variant in {**EQUAL, **PARTS}.items():
                if asked.names and name not in asked.names:
                    continue
                for draw in range(asked.draws):
                    count[name] += 1
                    found = changes(case, logs, name, variant, Random(f"{case.id} {name} {draw}"))
                    if found and (name in EQUAL or found.is_wrong):
                        sys.stdout.write(f"{found}\n")
                        sys.stdout.flush()
    sys.stdout.write(f"{count.total()} variants\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
