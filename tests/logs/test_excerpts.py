"""What is concluded from a piece of a log: of a tunnel that came up, or of a negotiation that failed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import ikewizard
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.diagnosis import Tunnel

SAMPLES = Path(__file__).parent / "samples"
DAEMONS = {"strongswan", "libreswan", "openbsd-iked", "isakmpd", "racoon"}
LOGS = sorted(
    log
    for log in SAMPLES.glob("*/*.log")
    if log.parent.name not in DAEMONS and log.with_suffix(".yaml").exists()
)
PIECES = ((0, 0.25), (0, 0.5), (0.5, 1))
SHORTEST = 8


@pytest.mark.parametrize("dialect", sorted({log.parent.name for log in LOGS}))
def test_a_piece_of_a_log_proves_nothing_that_the_whole_log_denies(
    dialect: str, knowledge: Knowledge
) -> None:
    """A cause is only certain from a piece of a maker's log where the whole log leads to it as well."""
    for log in (each for each in LOGS if each.parent.name == dialect):
        lines = log.read_text(encoding="utf-8").splitlines()
        if len(lines) < SHORTEST:
            continue
        side = yaml.safe_load(log.with_suffix(".yaml").read_text(encoding="utf-8")).get("side")
        whole = _diagnosed(lines, side, knowledge).causes
        for start, end in PIECES:
            piece = _diagnosed(lines[int(len(lines) * start) : int(len(lines) * end)], side, knowledge)
            conclusion = piece.situation.conclusion
            suspects = conclusion.suspects if conclusion else ()
            certain = [each.cause.id for each in suspects if each.certainty == "certain"]
            assert not certain or not whole or set(certain) & set(whole), (log.stem, start, end)


def _diagnosed(lines: list[str], side: str | None, knowledge: Knowledge) -> Tunnel:
    reading = ikewizard.read_log(lines, ikewizard.catalog(knowledge), name="x.log", side=side)  # type: ignore[arg-type]
    return ikewizard.diagnose(knowledge.playbook, [reading], {}).main
