"""A default for which no source was seen is told as one, and nothing that rests on it is certain."""

from __future__ import annotations

import pytest

from ikewizard.core.engine import survey_blind
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import FactBook, Finding, Source
from ikewizard.core.progress import Progress
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.explain import ASSUMED
from ikewizard.report.narrative import conclusion_document
from ikewizard.report.text import render_unwrapped
from ikewizard.settings.compare import differences
from ikewizard.settings.units import UNVERIFIED, Value
from tests.settings.settings_data import AGREEING, SPECS

FACT = "responder.phase1-encryption"


def findings(*, unverified: bool) -> tuple[Finding, ...]:
    """Return two units that only disagree on what the responder's configuration does not say."""
    return tuple(
        Finding(fact, value, Source("config"))
        if fact != FACT
        else Finding(fact, "3des", Source("config", unverified=unverified))
        for fact, value in AGREEING.items()
    )


@pytest.mark.parametrize(("unverified", "certainty"), [(False, "certain"), (True, "likely")])
def test_what_rests_on_such_a_default_is_not_certain(
    unverified: bool, certainty: str, knowledge: Knowledge
) -> None:
    """The same disagreement is certain where the default has a source, and likely where it has none."""
    given = EvidenceGiven("", "configurations", "x", "either", findings(unverified=unverified))
    situation, _ = survey_blind(knowledge.playbook, Progress(evidence=(given,)))
    assert situation.conclusion
    (suspect,) = situation.conclusion.suspects
    assert (suspect.cause.id, suspect.certainty) == ("phase1-proposal-mismatch", certainty)
    told = " ".join(render_unwrapped(conclusion_document(situation, knowledge.playbook)).split())
    assert (ASSUMED in told) is unverified


def test_only_the_difference_that_rests_on_it_says_so() -> None:
    """The other settings are as sure as they were."""
    found = differences(SPECS.values(), FactBook().add(findings(unverified=True)))
    assert [each.setting for each in found if each.unverified] == ["phase1-encryption"]


@pytest.mark.parametrize(
    ("default", "expected"),
    [("", False), ("a manual", False), (UNVERIFIED, True), (f"a manual; {UNVERIFIED}", True)],
)
def test_a_value_knows_whether_its_default_was_verified(default: str, expected: bool) -> None:
    """One part without a source is enough."""
    assert Value("3des", None, default).unverified is expected
