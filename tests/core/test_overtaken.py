"""What was said and is not borne out by a log is told, even where the walk has no use for it any more."""

from __future__ import annotations

from dataclasses import replace

from ikewizard.core.conditions import Condition
from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import Answered, Event
from ikewizard.core.facts import FactSpec, FactValue
from ikewizard.core.lint import lint_facts
from ikewizard.core.overtaken import overtaken
from ikewizard.core.progress import replay, stated
from tests.core.small import evidence, playbook

AGAINST = Condition(all=(Condition(fact="says", known=True), Condition(fact="says", equals="mode")))
WORKS = FactSpec("symptom", "Symptom", (FactValue("fails", "Fails"), FactValue("works", "Works", AGAINST)))
BOOK = replace(playbook(), facts={**playbook().facts, "symptom": WORKS})


def after(*events: Event) -> Situation:
    """Return where the walk stands."""
    return survey(BOOK, replay(events))


def told(situation: Situation) -> list[tuple[str, str, str, str]]:
    """Return what was said, and what is shown against it."""
    return [
        (each.said.fact, each.said.value, each.shown.fact, each.shown.value)
        for each in overtaken(BOOK, situation)
    ]


def test_an_answer_that_the_walk_does_not_pass_any_more() -> None:
    """A log leads past the question; what was answered and what the log shows are both told."""
    situation = after(Answered("", "symptom", "works"), evidence(says="mode"))
    assert "symptom" not in [visit.node.id for visit in situation.visits]
    assert told(situation) == [("symptom", "works", "says", "mode")]


def test_an_answer_that_agrees_with_the_log_is_no_contradiction() -> None:
    """Being overtaken alone contradicts nothing, nor does a log that shows something else."""
    assert told(after(Answered("", "symptom", "fails"), evidence(says="mode"))) == []
    assert told(after(Answered("", "symptom", "works"), evidence(says="key"))) == []
    assert told(after(Answered("", "symptom", "works"))) == []


def test_two_answers_do_not_contradict_each_other() -> None:
    """Only what is shown counts against what was said: another answer is of the same kind."""
    assert told(after(Answered("", "symptom", "works"), Answered("", "says", "mode"))) == []


def test_the_same_fact_told_otherwise_by_a_log() -> None:
    """An answer off the way is compared with what a log says of the very fact."""
    situation = after(Answered("", "symptom", "works"), evidence(says="key", symptom="fails"))
    assert told(situation) == [("symptom", "works", "symptom", "fails")]


def test_a_statement_of_the_command_line() -> None:
    """What --fact states is held against the log as well."""
    progress = replay([evidence(says="mode")], stated({"symptom": "works"}))
    assert told(survey(BOOK, progress)) == [("symptom", "works", "says", "mode")]


def test_what_speaks_against_a_value_must_exist() -> None:
    """A fact or a value that nobody knows is a fault of the trees."""
    wrong = FactValue("works", "Works", Condition(any=(Condition(fact="sais", equals="mode"),)))
    facts = {**playbook().facts, "symptom": replace(WORKS, values=(wrong,))}
    assert [issue.issue for issue in lint_facts(facts)] == ["unknown-fact"]
    assert lint_facts(BOOK.facts) == []
