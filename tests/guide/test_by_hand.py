"""With no log at all: answering by hand reaches every cause of the guide, soon, whatever is answered."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.engine import Situation, misfits, survey, survey_blind
from ikewizard.core.events import Answered, Event, EvidenceGiven, SettingGiven, WentBack
from ikewizard.core.facts import UNKNOWN, Finding, Side, Source
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, replay
from ikewizard.core.tree import Ask, Form, Question
from tests.guide.rows import ROWS
from tests.shipped import knowledge

SESSION_PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "session.md"
MOST = 8
GUIDE_CAUSES = tuple(dict.fromkeys(cause for row in ROWS for cause in row.cause))


@cache
def playbook() -> Playbook:
    """Return the shipped playbook."""
    return knowledge().playbook


def possible_answers(question: Question) -> list[str]:
    """Return every answer that can be given; the makes of the units lead nowhere else, so two are enough."""
    if isinstance(question, Form):
        return ["done"]
    values = [choice.value for choice in question.choices]
    return [*(values if question.decides else values[:1]), UNKNOWN]


def walks(answers: Mapping[str, str]) -> Iterator[tuple[int, Situation]]:
    """Yield every walk that goes on from these answers: how many questions were asked, and its end."""
    situation = survey(playbook(), Progress(answers=answers))
    if situation.question is None:
        yield len(answers), situation
        return
    for value in possible_answers(situation.question):
        yield from walks({**answers, situation.question.id: value})


@cache
def all_walks() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return every walk by hand: its number of questions, and the causes that it ends in."""
    return tuple(
        (length, tuple(suspect.cause.id for suspect in situation.conclusion.suspects))
        for length, situation in walks({})
        if situation.conclusion
    )


@pytest.mark.parametrize("cause", GUIDE_CAUSES)
def test_a_cause_is_reached_in_at_most_eight_questions(cause: str) -> None:
    """Some walk by hand ends in the cause, and no walk that does takes more than eight questions."""
    lengths = [length for length, causes in all_walks() if cause in causes]
    assert lengths
    assert max(lengths) <= MOST


def test_no_walk_at_all_takes_more_than_eight_questions() -> None:
    """Whatever is answered, the conclusion comes by the eighth question."""
    assert max(length for length, _ in all_walks()) <= MOST


def test_the_figures_stand_in_the_docs() -> None:
    """docs/session.md tells the longest and the mean walk as they are."""
    lengths = [length for length, _ in all_walks()]
    sentence = (
        f"Of the {len(lengths):,} different walks by hand the longest takes {max(lengths)} questions, "
        f"the mean {statistics.mean(lengths):.1f}."
    )
    assert sentence in SESSION_PAGE.read_text(encoding="utf-8")


def test_i_dont_know_everywhere_ends_in_advice() -> None:
    """Who knows nothing at all is told how to begin, and nothing is claimed."""
    situation, _ = survey_blind(playbook(), Progress())
    assert situation.conclusion is not None
    assert situation.conclusion.outcome == "undetermined"
    assert "p-initiate" in situation.conclusion.node.guide


SIDES: tuple[Side, ...] = ("initiator", "responder")


def any_session() -> st.SearchStrategy[list[Event]]:
    """Return what makes sessions in which each event is one that can stand in some session."""
    nodes = sorted(playbook().tree.nodes)
    asked = [node for node in playbook().tree.nodes.values() if isinstance(node, Ask)]
    values = sorted({choice.value for node in asked for choice in node.choices})
    facts = [(fact.id, value.id) for fact in playbook().facts.values() for value in fact.values]
    pieces = st.builds(
        lambda name, found: EvidenceGiven(
            "",
            f"evidence-{name}",
            "a.log",
            "responder",
            tuple(Finding(fact, value, Source("log", "responder", "a.log", 3, "x")) for fact, value in found),
        ),
        st.integers(1, 3),
        st.lists(st.sampled_from(facts), max_size=4),
    )
    answers = st.builds(
        Answered, st.just(""), st.sampled_from(nodes), st.sampled_from([*values, UNKNOWN, "done", "?"])
    )
    settings = st.builds(
        SettingGiven,
        st.just(""),
        st.sampled_from(SIDES),
        st.sampled_from(sorted(playbook().setting_titles)),
        st.sampled_from([UNKNOWN, "yes", "no", "group-14", "192.168.1.0/24", "nonsense"]),
    )
    back = st.builds(WentBack, st.just(""), st.sampled_from([*nodes, "evidence-1"]))
    return st.lists(st.one_of(answers, back, settings, pieces), max_size=10)


# Who only collects tests needs no trees.
events = st.deferred(any_session)


@given(events)
def test_any_session_whatsoever_can_be_walked(session: list[Event]) -> None:
    """Nothing that can stand in a session makes the walk fail, and it always ends."""
    progress = replay(session)
    situation, _ = survey_blind(playbook(), progress)
    assert situation.conclusion is not None
    assert set(misfits(playbook(), progress)) <= set(progress.answers)


@given(events, st.integers(0, 20))
def test_back_after_any_prefix_gives_the_state_before(session: list[Event], pick: int) -> None:
    """Answering the open question and taking that back leaves the walk where it was."""
    before = replay(session)
    question = survey(playbook(), before).question
    if question is not None and question.id not in before.answers:
        values = possible_answers(question)
        answered = replay([Answered("", question.id, values[pick % len(values)])], before)
        again = replay([WentBack("", question.id)], answered)
        assert again == before
        assert survey(playbook(), again) == survey(playbook(), before)


@given(events, st.integers(0, 10))
def test_replay_of_any_session_gives_the_same_state(session: list[Event], cut: int) -> None:
    """A session that was broken off anywhere goes on as if it had not been."""
    whole = replay(session)
    resumed = replay(session[cut:], replay(session[:cut]))
    assert resumed == whole
    assert survey(playbook(), resumed) == survey(playbook(), whole)
