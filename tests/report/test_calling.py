"""What an agent sees at each place of a session: golden texts over the shipped trees, by place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ikewizard.core.engine import Situation, survey
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, stated
from ikewizard.core.record import replace
from ikewizard.core.treatment import TakeStep, next_action
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.calling import Call, call_at, call_conclusion, call_step
from ikewizard.report.narrative import conclusion_document
from ikewizard.report.text import render_text
from tests.conftest import Golden
from tests.report.walks import BEGUN, NO_PROPOSAL, PHASE2, SEVERAL, SILENT, concluded, walk, with_log

PFS = {**PHASE2, "phase2-line": "pfs"}
FORM = {**PHASE2, "phase2-line": "unknown"}
Walk = Callable[[Playbook], tuple[Progress, Situation]]

PLACES: dict[str, Walk] = {
    "first-question": lambda p: walk(p, {}),
    "make": lambda p: walk(p, {"symptom": "no-response"}),
    "question": lambda p: walk(p, BEGUN),
    "question-topic": lambda p: walk(p, NO_PROPOSAL),
    "question-silent": lambda p: walk(p, SILENT),
    "form": lambda p: walk(p, FORM),
    "conclusion": lambda p: walk(p, PFS),
    "conclusion-several": lambda p: walk(p, SEVERAL),
    "conclusion-log": with_log,
    "step": lambda p: concluded(p, PFS),
    "last-step": lambda p: concluded(p, PFS, ("match-pfs", "did-not-help")),
    "verify": lambda p: concluded(p, PFS, ("match-pfs", "fixed")),
    "used-up": lambda p: concluded(
        p, PFS, ("match-pfs", "did-not-help"), ("match-pfs-dh-group", "did-not-help")
    ),
    "nothing-known": lambda p: walk(p, {"symptom": "unknown"}),
}


def written(call: Call) -> str:
    """Return everything of a place as text."""
    leads = [f"{value} -> {lead}" for value, lead in call.leads.items()]
    spelled = [f"{each.written} = {each.said}" for each in call.spelled]
    lines = [
        call.line,
        *call.glosses,
        f"always: {call.always}",
        *leads,
        "more:",
        *call.more_glosses,
        *spelled,
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", PLACES)
def test_a_place_on_a_call(name: str, knowledge: Knowledge, golden: Golden) -> None:
    """Its number, the sentence, the words in it, and what each answer means."""
    playbook = knowledge.playbook
    golden(f"call-{name}.txt", written(call_at(playbook, *PLACES[name](playbook))))


@pytest.mark.parametrize("name", ["conclusion", "conclusion-several", "conclusion-log", "nothing-known"])
def test_a_conclusion_on_a_call(name: str, knowledge: Knowledge, golden: Golden) -> None:
    """Identifiers of the evidence are spelled at its end; the sentence comes with the question after it."""
    playbook = knowledge.playbook
    _, situation = PLACES[name](playbook)
    document = call_conclusion(situation, conclusion_document(situation, playbook))
    golden(f"call-{name}-shown.txt", render_text(document, 60, unicode=False))


def test_a_step_on_a_call(knowledge: Knowledge, golden: Golden) -> None:
    """Its place comes first, and every command stands alone on its line."""
    playbook = knowledge.playbook
    makes = {"symptom": "no-response", "initiator-make": "strongswan", "responder-make": "cisco-ios"}
    progress, situation = concluded(playbook, {**makes, "started": "no", "no-start-settings": "done"})
    assert situation.conclusion is not None
    action = next_action(situation.conclusion, progress)
    assert isinstance(action, TakeStep)
    golden("call-step-shown.txt", render_text(call_step(playbook, progress, situation, action), 80))


@pytest.mark.parametrize("name", ["conclusion", "conclusion-several", "nothing-known", "step", "last-step"])
def test_what_to_read_out_stands_once(name: str, knowledge: Knowledge) -> None:
    """It stands with the question, which stays in sight; what is shown before it does not say it as well."""
    playbook = knowledge.playbook
    progress, situation = PLACES[name](playbook)
    assert situation.conclusion is not None
    action = next_action(situation.conclusion, progress)
    if "step" in name and isinstance(action, TakeStep):
        shown = call_step(playbook, progress, situation, action)
    else:
        shown = call_conclusion(situation, conclusion_document(situation, playbook))
    call = call_at(playbook, progress, situation)
    text = " ".join(render_text(shown, 200).split())
    assert call.say not in text
    assert "Say:" not in text


def test_the_key_of_a_secret_is_told_as_one(knowledge: Knowledge) -> None:
    """Who dictates ``secrets.ike`` does not make an address on the Internet of it."""
    playbook = knowledge.playbook
    makes = {**PHASE2, "initiator-make": "strongswan", "responder-make": "strongswan"}
    answers = {**makes, "responder-topic": "authentication", "authentication-line": "psk"}
    progress, situation = concluded(playbook, answers)
    assert situation.conclusion is not None
    action = next_action(situation.conclusion, progress)
    assert isinstance(action, TakeStep)
    text = render_text(call_step(playbook, progress, situation, action), 200)
    assert "secrets.ike = secrets dot ike, as it is written in the configuration" in text


def test_own_trees_without_sentences_are_read_out_as_they_are_written(knowledge: Knowledge) -> None:
    """A step that has none is told by its text, and quotes in it do not end the quotation."""
    call = Call("S1", 'Set "Disable this SA" to no.')
    assert call.line == "S1  Say: \"Set 'Disable this SA' to no.\""
    assert "'" not in call_at(knowledge.playbook, *walk(knowledge.playbook, {})).line


def test_a_tunnel_that_was_taken_down_is_not_read_out_as_up(knowledge: Knowledge) -> None:
    """It came up, which the log shows; whoever is on the telephone is told that it did not stay so."""
    progress = stated({"phase2.state": "up", "tunnel.taken-down": "responder"})
    progress = replace(progress, answers={"symptom": "unknown"})
    situation = survey(knowledge.playbook, progress)
    assert call_at(knowledge.playbook, progress, situation).line.endswith(
        '"The tunnel came up, and it was taken down after that. I write down what we found."'
    )
