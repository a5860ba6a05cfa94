"""Which scenarios a dialect can show, worked out from its messages, and which a whole log does show.

A scenario is one of the guide's three, or that the tunnel came up.

The rule. A dialect can show a scenario when one of its messages leads there: by itself, right after the
beginning of a negotiation, or after the tunnel had come up; in the initiator's log or in the responder's; or
when the want of any message does (``absences``). Where it leads to is what the walk concludes from it with
nobody to ask, so that nothing here knows what a message means. Two things are of their own kind:

- That a tunnel which came up carries no traffic is mostly seen by the user and not by the unit. A dialect
  none of whose messages leads there can show it only by what it adds to the user's word (``--fact
  symptom=no-traffic``): when it tells both that the tunnel came up and what NAT discovery found.
- A dialect that ``speaks`` another's messages is the same daemon in another maker's box. It can show whatever
  those dialects can, and has to be held by logs in the form in which that maker's box writes them, because
  that form is all that is its own: logs of the bare daemon are no proof of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ikewizard.core.facts import Side
from ikewizard.core.playbook import Playbook
from ikewizard.logs.absences import absent_findings, happened
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.outcome import Whose, last_ended
from ikewizard.logs.reading import ConnectionReading, Reading, read_scan
from ikewizard.logs.sighting import LineCount, Scan, Sighting
from ikewizard.logs.signature import Dialect, Signature
from ikewizard.logs.timeline import Attempt, Connection
from ikewizard.report.diagnosis import diagnose
from tests.shipped import catalog, scanned
from tests.yamlfiles import texts_in

TESTS = Path(__file__).parents[1]
CAME_UP, NO_TRAFFIC = "established", "no-traffic"
SCENARIOS: Mapping[str, str] = {
    CAME_UP: "came up",
    "no-response": "no response",
    "negotiation-failure": "negotiation fails",
    NO_TRAFFIC: "no traffic",
}
SIDES: tuple[Side, ...] = ("initiator", "responder")
SYMPTOM: Mapping[str, str] = {"symptom": NO_TRAFFIC}
"""What the user tells of a tunnel that came up and carries nothing."""
RECORDED = {"strongswan": {"ss", "sw"}, "libreswan": {"lsw"}, "openbsd-iked": {"iked"}}
"""The dialects that the corpus was recorded in, and how the names of its cases tell whose logs they have."""


def can_show(dialect: Dialect, among: Catalog, playbook: Playbook) -> frozenset[str]:
    """Return the scenarios that ``dialect`` can show, by the rule above."""
    spoken = [each for name in dialect.speaks if (each := among.dialect(name))]
    theirs = [can_show(each, among, playbook) for each in spoken]
    return frozenset().union(_by_messages(dialect, playbook), *theirs)


def scenario_of(playbook: Playbook, reading: Reading, told: Mapping[str, str]) -> str:
    """Return the scenario that a diagnosis comes to, or its verdict where it has no cause."""
    main = diagnose(playbook, [reading], told).main
    conclusion = main.situation.conclusion
    suspects = conclusion.suspects if conclusion else ()
    return suspects[0].cause.scenario if suspects else main.verdict


def expectation(log: Path) -> dict[str, Any]:
    """Return what stands beside a whole log about it; nothing for a recorded one."""
    beside = log.with_suffix(".yaml")
    if not beside.is_file():
        return {}
    return dict(texts_in(beside))


def side_of(log: Path) -> Side | None:
    """Return whose log it is, where its name or what stands beside it tells."""
    told = expectation(log).get("side", log.stem)
    return next((side for side in SIDES if side == told), None)


def shown(log: Path, playbook: Playbook) -> tuple[str, tuple[str, ...]]:
    """Return the dialect of a whole log and the scenarios that it shows.

    They are more than one where the log is expected to say something else once the user has told that no
    traffic passes.
    """
    reading = read_scan(scanned(log), catalog(), name=log.name, side=side_of(log))
    told: list[Mapping[str, str]] = [{}, SYMPTOM] if NO_TRAFFIC in expectation(log) else [{}]
    return reading.dialect, tuple(scenario_of(playbook, reading, facts) for facts in told)


def whole_logs(dialect: str) -> Iterator[Path]:
    """Yield the whole logs that may be of a dialect: its own, then the recorded ones."""
    yield from sorted(TESTS.glob(f"logs/samples/{dialect}/*.log"))
    for case in sorted(TESTS.glob("corpus/cases/*")) if dialect in RECORDED else ():
        if not RECORDED[dialect].isdisjoint(case.name.split("-")):
            yield from sorted(log for log in case.glob("*.log") if log.stem in SIDES)


def _by_messages(dialect: Dialect, playbook: Playbook) -> set[str]:
    found: set[str] = set()
    for side in SIDES:
        found.update(_leads_to(dialect, playbook, side, ()))
        for before in _contexts(dialect, side):
            for signature in dialect.signatures:
                if _accuses(signature, side) and not found.issuperset(SCENARIOS):
                    found.update(_leads_to(dialect, playbook, side, (*before, signature)))
    if any(_ups(dialect, side) for side in SIDES):
        found.add(CAME_UP)
        if _tells_of_nat(dialect):
            found.add(NO_TRAFFIC)
    return found & set(SCENARIOS)


def _contexts(dialect: Dialect, side: Side) -> Iterator[tuple[Signature, ...]]:
    """Yield what may have come before a message: nothing, a beginning, or the tunnel's coming up."""
    yield ()
    begins = "initiated" if side == "initiator" else "received"
    yield from [(each,) for each in dialect.signatures if each.what == begins][:1]
    yield from [(each,) for each in _ups(dialect, side)][:1]


def _ups(dialect: Dialect, side: Side) -> list[Signature]:
    return [each for each in dialect.signatures if each.what == "phase2-up" and each.side in ("either", side)]


def _accuses(signature: Signature, side: Side) -> bool:
    """Whether the message, in a log of ``side``, says that something is wrong."""
    if signature.side not in ("either", side):
        return False
    facts = {**signature.facts, **signature.by_side.get(side, {})}
    return signature.what in ("failed", "gave-up") or any(
        fact.endswith(".says") or fact in ("tunnel.lost", "initiator.started") for fact in facts
    )


def _tells_of_nat(dialect: Dialect) -> bool:
    told = [each.facts for each in dialect.signatures] + [each.facts for each in dialect.absences]
    told += [facts for each in dialect.signatures for facts in each.by_side.values()]
    return any("nat" in facts for facts in told)


def _leads_to(
    dialect: Dialect, playbook: Playbook, side: Side, messages: tuple[Signature, ...]
) -> tuple[str, ...]:
    """Return the scenario that a log of nothing but these messages leads to, if it leads anywhere."""
    sightings = tuple(
        Sighting(signature, dialect.id, line, signature.id) for line, signature in enumerate(messages, 1)
    )
    log = Whose("log", side)
    ended = last_ended(Connection("", "", (Attempt(sightings),) if sightings else ()), log)
    known = {finding.fact for finding in ended.findings}
    happening = happened(sightings, side)
    scan = Scan(sightings, (), LineCount(), (), {}, {})
    absent = absent_findings(dialect, log, side_known=True, tunnel=sightings, anywhere=happening, found=scan)
    findings = (*ended.findings, *(each for each in absent if each.fact not in known))
    if not findings:
        return ()
    tunnel = ConnectionReading("tunnel", "", "open", findings, side)
    reading = Reading("log", side, False, "", "", LineCount(), (tunnel,), (), findings, main=0)
    return (scenario_of(playbook, reading, {}),)
