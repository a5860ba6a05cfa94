"""How many recorded logs give the same verdict when they are masked, and how long masking takes.

Run as ``python -m tests.benchmarks.masking``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ikewizard.core.facts import Side
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.logs.decode import split_lines
from ikewizard.logs.reading import Reading, read_log
from ikewizard.report.diagnosis import diagnose
from ikewizard.report.known import of_readings
from ikewizard.report.masking import Level, Masker
from ikewizard.report.standins import stand_in
from tests.benchmarks.accuracy import CASES

SIDES: tuple[Side, ...] = ("initiator", "responder")
SAMPLES = CASES.parents[1] / "logs" / "samples"
Verdict = tuple[object, ...]


def verdict(knowledge: Knowledge, readings: Sequence[Reading]) -> Verdict:
    """Return what is concluded of the logs, without any name."""
    main = diagnose(knowledge.playbook, readings, {}).main
    conclusion = main.situation.conclusion
    suspects = conclusion.suspects if conclusion else ()
    return main.verdict, tuple((each.cause.id, each.certainty) for each in suspects)


def read(knowledge: Knowledge, text: str, side: Side | None) -> Reading:
    """Return what a log says."""
    return read_log(split_lines(text), knowledge.catalog, name="log", side=side)


def both(
    knowledge: Knowledge, texts: Sequence[tuple[Side | None, str]], level: Level
) -> tuple[Verdict, Verdict]:
    """Return the verdict on logs, and on the same logs when they are masked and read again."""
    readings = [read(knowledge, text, side) for side, text in texts]
    known = of_readings(readings, knowledge.walk.settings)
    masker = Masker(level, knowledge.scan.secrets, private=knowledge.private, known=known)
    masked = [(side, stand_in(masker.text(text))) for side, text in texts]
    again = [read(knowledge, text, side) for side, text in masked]
    return verdict(knowledge, readings), verdict(knowledge, again)


def corpus() -> list[tuple[str, list[tuple[Side | None, str]]]]:
    """Return both logs of every recorded case, by its name."""
    return [
        (
            case.name,
            [(side, _text(case / f"{side}.log")) for side in SIDES if (case / f"{side}.log").is_file()],
        )
        for case in sorted(CASES.iterdir())
    ]


def samples() -> list[tuple[str, list[tuple[Side | None, str]]]]:
    """Return every sample log of a maker, by its name."""
    return [
        (f"{log.parent.name}/{log.stem}", [(None, _text(log))]) for log in sorted(SAMPLES.glob("*/*.log"))
    ]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def main() -> None:
    """Print the figures."""
    knowledge = load()
    for title, logs in (("recorded cases", corpus()), ("sample logs", samples())):
        for level in ("public", "all"):
            begin = time.process_time()
            differ = []
            for name, texts in logs:
                real, masked = both(knowledge, texts, level)
                if real != masked:
                    differ.append((name, real, masked))
            seconds = time.process_time() - begin
            same = len(logs) - len(differ)
            sys.stdout.write(
                f"{title}, {level}: {same} of {len(logs)} give the same verdict ({seconds:.0f} s)\n"
            )
            for name, real, masked in differ:
                sys.stdout.write(f"  {name}: {real} -> {masked}\n")


if __name__ == "__main__":
    main()
