"""How often the recorded configurations of the corpus are compared right, alone and beside the logs.

Run as ``python -m tests.benchmarks.configurations``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ikewizard.cli.configs import ConfigReader
from ikewizard.core.facts import Side
from ikewizard.report.configured import Configured
from ikewizard.report.diagnosis import Tunnel, diagnose
from ikewizard.settings.units import Configuration
from tests.benchmarks.accuracy import CASES, NO_TRAFFIC, SIDES, Case, cases, diagnosis, reading
from tests.shipped import knowledge
from tests.yamlfiles import texts_in

IN_SETTINGS = {
    "auth-method-mismatch",
    "encapsulation-mismatch",
    "exchange-mode-mismatch",
    "identity-mismatch",
    "ike-version-mismatch",
    "network-mismatch",
    "no-matching-sa",
    "pfs-mismatch",
    "phase1-dh-group-mismatch",
    "phase1-proposal-mismatch",
    "phase2-proposal-mismatch",
    "psk-mismatch",
    "sa-disabled",
}
"""The causes that two configurations show."""
PATH_OR_SETTING = re.compile(r"mixed-noresp-.*|noresp-wrongaddr-.*")
"""Cases in which the wrong address that keeps the peer from being reached stands in the settings."""


@dataclass(frozen=True)
class Answer:
    """What was answered first for one case, with some logs (none: the configurations alone)."""

    case: Case
    logs: tuple[Side, ...]
    first: str
    without: str
    """What the same logs gave without the configurations."""

    @property
    def wanted(self) -> str:
        """Return what is right: the injected cause where these witnesses can show it."""
        if self.logs:
            return self.case.cause
        in_settings = self.case.cause in IN_SETTINGS or PATH_OR_SETTING.fullmatch(self.case.id) is not None
        return self.case.cause if in_settings else "undetermined"

    @property
    def is_right(self) -> bool:
        """Whether it is right, as far as these logs can tell."""
        return self.first == self.wanted or (bool(self.logs) and self.first in self.case.right(self.logs))


@cache
def reader() -> ConfigReader:
    """Return the reader of all configurations: equal secrets are only seen as equal by one and the same."""
    return ConfigReader(knowledge())


@cache
def configuration(case: str, side: Side) -> Configuration | None:
    """Return what one unit's configuration says, or None where there is none."""
    file = CASES / case / f"{side}.conf"
    return reader().open(str(file)) if file.is_file() else None


def answers() -> Iterator[Answer]:
    """Yield what is answered for every case that has both configurations."""
    for case in cases():
        initiator, responder = (configuration(case.id, side) for side in SIDES)
        if initiator is None or responder is None:
            continue
        only = _broken(case)
        configured = Configured(knowledge().walk.settings, initiator, responder, only)
        choices: Sequence[tuple[Side, ...]] = ((), ("initiator",), ("responder",), SIDES)
        for logs in choices:
            without = diagnosis(case, logs) if logs else None
            if logs and without is None:
                continue
            readings = [each for side in logs if (each := reading(case.id, side, side))]
            facts = {"symptom": "no-traffic"} if logs and case.cause in NO_TRAFFIC else {}
            found = diagnose(knowledge().playbook, readings, facts, configured)
            yield Answer(case, logs, _first(found.main), _first(without.main) if without else "")


def _broken(case: Case) -> str:
    return str(texts_in(CASES / case.id / "case.yaml").get("broken_connection", ""))


def _first(tunnel: Tunnel) -> str:
    return tunnel.causes[0] if tunnel.causes else tunnel.verdict


def main() -> int:
    """Print every miss, and the shares."""
    found = list(answers())
    for answer in found:
        if not answer.is_right:
            logs = "+".join(answer.logs) or "configurations alone"
            sys.stdout.write(f"{answer.case.id} ({logs}): {answer.first}; right: {answer.wanted}\n")
    for given in dict.fromkeys(answer.logs for answer in found):
        some = [answer for answer in found if answer.logs == given]
        hits = sum(answer.is_right for answer in some)
        worse = sum(each.without in each.case.right(each.logs) and not each.is_right for each in some)
        name = "+".join(given) or "configurations alone"
        sys.stdout.write(f"{name}: {hits} of {len(some)} right, {worse} worse than the logs\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
