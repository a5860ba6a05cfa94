"""The identities that a peer sent: facts where a negotiation failed, and of no interest where it came up."""

from __future__ import annotations

import pytest

from ikewizard.core.engine import survey_blind
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.progress import Progress
from ikewizard.logs.reading import Reading, read_log
from tests import shipped
from tests.logs.dialects import values

BEGUN = "received packet: from 198.51.100.10[500] to 203.0.113.20[500] (300 bytes)"
ASKED = "198.51.100.10 is initiating an IKE_SA"
DN = "C=NO, O=Lab, CN=branch"
UNFIT = "no matching peer config found"
UP = "CHILD_SA net{1} established with SPIs c0000001_i c0000002_o and TS 10.1.0.0/16 === 10.2.0.0/16"


def looked_up(ours: str, theirs: str) -> str:
    """Return the line in which charon looks for a connection."""
    return f"looking for peer configs matching 203.0.113.20{ours}...198.51.100.10{theirs}"


def read(*texts: str) -> Reading:
    """Read the texts as the log of a responder that is a charon."""
    lines = [f"Nov 23 13:57:{n:02} gw charon: 05[CFG] {text}" for n, text in enumerate(texts)]
    return read_log(lines, shipped.catalog(), name="east.log", side="responder")


@pytest.mark.parametrize(
    ("line", "sent", "expected"),
    [
        (looked_up("[hq.example.com]", "[branch.example.com]"), "branch.example.com", "hq.example.com"),
        (looked_up("[%any]", "[branch.example.com]"), "branch.example.com", None),
        (looked_up("", "[branch.example.com]"), "branch.example.com", None),
        (looked_up("[198.51.100.20]", f"[{DN}]"), DN, "198.51.100.20"),
        (looked_up("", ""), None, None),
    ],
)
def test_the_identities_are_known_where_none_fits(line: str, sent: str | None, expected: str | None) -> None:
    """Both are the initiator's settings: what it calls itself, and what it expects of this unit."""
    found = values(read(BEGUN, ASKED, line, UNFIT))
    assert found.get("initiator.unique-firewall-identifier") == sent
    assert found.get("initiator.sa-name") == expected


def test_they_are_no_facts_of_a_tunnel_that_came_up() -> None:
    """There is nothing to compare then, and nothing of what compares is loaded."""
    found = values(read(BEGUN, ASKED, looked_up("[hq.example.com]", "[branch.example.com]"), UP))
    assert "initiator.unique-firewall-identifier" not in found
    assert "initiator.sa-name" not in found


def test_the_verdict_names_them() -> None:
    """The line with the identities stands beside the one that says that they do not fit."""
    line = looked_up("[hq.example.com]", "[branch.example.com]")
    reading = read(BEGUN, ASKED, line, UNFIT)
    evidence = EvidenceGiven("", "logs", "logs", "either", reading.findings)
    situation, _ = survey_blind(shipped.knowledge().playbook, Progress(evidence=(evidence,)))
    assert situation.conclusion is not None
    (suspect,) = situation.conclusion.suspects
    assert suspect.cause.id == "identity-mismatch"
    assert any(finding.source.text.endswith(line) for finding in suspect.because)
