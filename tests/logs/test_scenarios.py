"""Every dialect is held by a whole log for each scenario that it can show; docs/dialects.md counts them."""

from __future__ import annotations

import pytest

from ikewizard.core.playbook import Playbook
from ikewizard.knowledge.load import Knowledge
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.signature import Absence, Dialect, Signature
from tests.logs.conftest import SIGNATURES
from tests.logs.dialects import CATALOG, message
from tests.logs.scenarios import SCENARIOS, can_show, shown, whole_logs

DIALECTS = sorted(path.stem for path in SIGNATURES.glob("*.yaml"))


def held(dialect: str, playbook: Playbook) -> set[str]:
    """Return the scenarios that a whole log of ``dialect`` shows."""
    found: set[str] = set()
    for log in whole_logs(dialect):
        if found >= set(SCENARIOS):
            break
        wrote, scenarios = shown(log, playbook)
        if wrote == dialect:
            found.update(scenarios)
    return found


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_whole_log_shows_what_a_dialect_can_show(
    dialect: str, shipped: Catalog, knowledge: Knowledge
) -> None:
    """For every scenario that a dialect can show there is a whole log."""
    missing = set(SCENARIOS) - held(dialect, knowledge.playbook)
    read = shipped.dialect(dialect)
    assert read
    if missing:
        missing &= can_show(read, shipped, knowledge.playbook)
    assert not missing


def made(*signatures: Signature, absences: tuple[Absence, ...] = (), speaks: tuple[str, ...] = ()) -> Dialect:
    """Return a dialect of these messages."""
    return Dialect("made", "Made up", "", (), signatures, absences, speaks)


UP = message("up", "up", "phase2-up")
TIMEOUT = message("timeout", "timeout", "gave-up", side="initiator", facts={"initiator.says": "timeout"})
NAT = message("nat", "nat", "nat", facts={"nat": "$this"})
REFUSED = message("no", "no", "failed", by_side={"responder": {"responder.says": "psk"}})
LOST = message("lost", "lost", "failed", side="responder", facts={"tunnel.lost": "dead"})
IDLE = Absence("idle", "initiator", {"initiator.started": "no"}, "", (), ("initiated",))
NO_NAT = Absence("none", "either", {"nat": "not-logged"}, "", ("phase2-up",), ("nat",))


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (made(), set()),
        (made(message("step", "step", "progress", facts={"phase1.state": "up"})), set()),
        (made(UP), {"established"}),
        (made(TIMEOUT), {"no-response"}),
        (made(UP, TIMEOUT), {"established", "no-response", "no-traffic"}),
        (made(UP, NAT), {"established", "no-traffic"}),
        (made(NAT), set()),
        (made(UP, absences=(NO_NAT,)), {"established", "no-traffic"}),
        (made(absences=(IDLE,)), {"no-response"}),
        (made(REFUSED), {"negotiation-failure"}),
        (made(LOST), {"no-traffic"}),
        (made(speaks=("alpha",)), {"established", "no-response", "negotiation-failure", "no-traffic"}),
    ],
)
def test_what_a_dialect_can_show_follows_from_its_messages(
    dialect: Dialect, expected: set[str], knowledge: Knowledge
) -> None:
    """A message shows what the walk makes of it, and a dialect what its messages and those it speaks do."""
    assert can_show(dialect, CATALOG, knowledge.playbook) == expected
