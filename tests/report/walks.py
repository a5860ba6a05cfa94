"""Walks through the shipped trees, by the answers given, for the golden texts of a call."""

from __future__ import annotations

from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import EvidenceGiven, Started, Tried
from ikewizard.core.facts import Finding, Source
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress

BEGUN = {"symptom": "negotiation-fails", "initiator-make": "sonicwall", "responder-make": "strongswan"}
NO_PROPOSAL = {**BEGUN, "initiator-line": "no-proposal"}
PHASE2 = {**NO_PROPOSAL, "responder-topic": "phase2"}
REFUSED = {**BEGUN, "initiator-line": "auth-failed", "responder-topic": "unknown", "phase1-up": "unknown"}
SEVERAL = {**REFUSED, "phase1-settings": "done", "identity-settings": "done"}
SILENT = {"symptom": "no-response", "initiator-make": "unknown", "responder-make": "unknown"}

LINE = "192.0.2.1[500] sent INVALID_KE to vpn.example.com, cookie 0xa1b2c3d4e5f60718"


def walk(playbook: Playbook, answers: dict[str, str], *tried: Tried) -> tuple[Progress, Situation]:
    """Return the progress with these answers, and where it stands."""
    progress = Progress(answers=answers, tried=tried, started=Started("", "abcdef", "0", "tree"))
    return progress, survey(playbook, progress)


def concluded(
    playbook: Playbook, answers: dict[str, str], *results: tuple[str, str]
) -> tuple[Progress, Situation]:
    """Return a walk whose conclusion was read, with the steps that were tried."""
    _, situation = walk(playbook, answers)
    assert situation.conclusion is not None
    cause = situation.conclusion.suspects[0].cause.id
    tried = [Tried("", cause, step, "fixed" if how == "fixed" else "did-not-help") for step, how in results]
    return walk(playbook, {**answers, situation.conclusion.node.id: "done"}, *tried)


def with_log(playbook: Playbook) -> tuple[Progress, Situation]:
    """Return a walk that a line of the responder's log ended."""
    source = Source("log", "responder", "east.log", 7, LINE, "PFS is on at one unit only")
    facts = {"responder.says": "pfs", "responder.received": "yes"}
    findings = tuple(Finding(fact, value, source) for fact, value in facts.items())
    progress = Progress(evidence=(EvidenceGiven("", "e1", "east.log", "responder", findings),))
    return progress, survey(playbook, progress)
