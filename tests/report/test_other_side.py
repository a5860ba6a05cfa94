"""The card for the other side: golden texts over the shipped trees, by what is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikewizard.core.deciding import Unit, decided_at, far_unit
from ikewizard.core.engine import survey
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import Finding, Side, Source
from ikewizard.core.progress import Progress
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.document import Items, Quote
from ikewizard.report.masking import Masker
from ikewizard.report.other_side import Asked, other_side_card
from ikewizard.report.text import render_text
from tests.conftest import Golden
from tests.report.walks import NO_PROPOSAL, PHASE2, SEVERAL, SILENT, walk, with_log

CARDS: dict[str, tuple[dict[str, str], Unit, dict[tuple[Side, str], str]]] = {
    "question": (NO_PROPOSAL, "responder", {}),
    "question-make-unknown": ({**SILENT, "started": "yes"}, "initiator", {}),
    "form": (
        {**PHASE2, "phase2-line": "unknown"},
        "responder",
        {("initiator", "phase2-encryption"): "aes128"},
    ),
    "form-make-unknown": ({**SILENT, "started": "no"}, "initiator", {}),
    "conclusion": (SEVERAL, "responder", {("initiator", "own-address"): "192.0.2.1"}),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card(name: str, knowledge: Knowledge, golden: Golden) -> None:
    """What to look at, where on that device, and what each answer would mean."""
    answers, unit, settings = CARDS[name]
    progress, _ = walk(knowledge.playbook, answers)
    progress = replace(progress, settings=settings)
    situation = survey(knowledge.playbook, progress)
    assert unit in decided_at(situation)
    card = other_side_card(Asked(unit, "abcdef Q5"), knowledge.playbook, progress, situation)
    golden(f"card-{name}.txt", render_text(card, 72))


def test_the_card_quotes_our_log_and_names_the_tunnel(knowledge: Knowledge) -> None:
    """By both the far end finds the attempt that is meant; the line stands once, to the letter."""
    line = "Nov 23 10:15:02 west  charon: received NO_PROPOSAL_CHOSEN"
    source = Source("log", "initiator", "west.log", 7, line, "it was refused")
    facts = {"initiator.says": "no-proposal", "initiator.started": "yes", "symptom": "negotiation-fails"}
    findings = tuple(Finding(fact, value, source) for fact, value in facts.items())
    log = EvidenceGiven("", "e1", "west.log", "initiator", findings, tunnel="west-east")
    progress = Progress(evidence=(log,))
    situation = survey(knowledge.playbook, progress)
    while situation.question and not situation.question.decides:
        progress = replace(progress, answers={**progress.answers, situation.question.id: "unknown"})
        situation = survey(knowledge.playbook, progress)
    card = other_side_card(Asked("responder"), knowledge.playbook, progress, situation)
    quotes = [block for block in card.blocks if isinstance(block, Quote) and block.origin]
    assert [quote.text for quote in quotes] == [line]
    known = next(block.items for block in card.blocks if isinstance(block, Items))
    assert "The tunnel, as our end calls it: west-east" in known


def test_masking_leaves_a_card_readable(knowledge: Knowledge) -> None:
    """No sentence of it looks like a secret."""
    progress, situation = walk(knowledge.playbook, NO_PROPOSAL)
    card = other_side_card(Asked("responder"), knowledge.playbook, progress, situation)
    assert Masker("none", knowledge.scan.secrets).document(card) == card


def test_nothing_is_asked_where_nothing_is_open(knowledge: Knowledge) -> None:
    """One cause, or a first question that only the user can answer, needs no card."""
    found, situation = with_log(knowledge.playbook)
    assert decided_at(situation) == ()
    assert decided_at(survey(knowledge.playbook, Progress())) == ()
    with pytest.raises(ValueError, match="nothing is open"):
        other_side_card(
            Asked("initiator"), knowledge.playbook, found, replace(situation, conclusion=None, question=None)
        )


def test_the_unit_of_which_nothing_was_handed_in_is_the_far_one(knowledge: Knowledge) -> None:
    """Whoever has the responder's log has the responder; with no log nobody can tell."""
    assert far_unit(with_log(knowledge.playbook)[1]) == "initiator"
    assert far_unit(walk(knowledge.playbook, NO_PROPOSAL)[1]) is None
