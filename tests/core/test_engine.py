"""The engine asks only what is not known, and stands where the answers and the evidence lead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.engine import Situation, misfits, survey, survey_blind
from ikewizard.core.events import Answered, Event, SettingGiven, WentBack
from ikewizard.core.facts import UNKNOWN, FactBook
from ikewizard.core.progress import Progress, replay
from ikewizard.core.tree import Ask, Check, Conclude, Form, Tree
from tests.core.small import evidence, playbook

BOOK = playbook()


def after(*events: Event) -> Situation:
    """Return where the walk stands after these events."""
    return survey(BOOK, replay(events))


def answers(**values: str) -> list[Event]:
    """Return answers to questions by their names."""
    return [Answered("", node, value) for node, value in values.items()]


def asked(situation: Situation) -> str:
    """Return the open question's name, or nothing."""
    return situation.question.id if situation.question else ""


def causes(situation: Situation) -> list[str]:
    """Return the ids of the suspects in order."""
    assert situation.conclusion is not None
    return [suspect.cause.id for suspect in situation.conclusion.suspects]


def test_without_evidence_the_first_question_is_asked() -> None:
    """A walk with nothing known is the guide, question by question."""
    assert asked(after()) == "symptom"
    assert asked(after(*answers(symptom="fails"))) == "says"


def test_evidence_is_not_asked_for() -> None:
    """A fact that a log tells passes its question in silence, and carries the log line along."""
    situation = after(evidence(says="key"))
    assert causes(situation) == ["key"]
    assert situation.deciding()[0].source.line == 7


def test_i_dont_know_leads_on() -> None:
    """Not knowing is an answer: the walk goes another way round."""
    assert asked(after(*answers(symptom="fails", says=UNKNOWN))) == "settings"
    assert causes(after(*answers(symptom="fails", says=UNKNOWN, settings="done"))) == ["key", "mode"]


def test_an_answer_that_evidence_contradicts_is_kept_and_told() -> None:
    """The log is reasoned with, the answer stays in the book, and certainty goes down."""
    situation = after(*answers(symptom="fails", says="key"), evidence(says="mode"))
    assert situation.conclusion is not None
    assert causes(situation) == ["mode"]
    assert situation.conclusion.suspects[0].certainty == "likely"
    (contradiction,) = situation.book.contradictions()
    assert (contradiction.kept.value, contradiction.other.value) == ("mode", "key")


def test_going_back_asks_only_what_depended_on_the_answer() -> None:
    """An answer further down that still applies is kept and not asked again."""
    events = [*answers(symptom="fails", says="key"), WentBack("", "symptom")]
    assert asked(after(*events)) == "symptom"
    assert causes(after(*events, *answers(symptom="fails"))) == ["key"]
    assert after(*events, *answers(symptom="works")).conclusion == after(*answers(symptom="works")).conclusion


def test_evidence_can_be_taken_back() -> None:
    """Without the log its question is open again."""
    events = [*answers(symptom="fails"), evidence("evidence-1", says="key")]
    assert causes(after(*events)) == ["key"]
    assert asked(after(*events, WentBack("", "evidence-1"))) == "says"


def test_a_form_is_passed_when_every_setting_is_known() -> None:
    """Nothing is asked in a form whose settings evidence has told already."""
    filled = [SettingGiven("", s, k, "x") for s in ("initiator", "responder") for k in ("key", "mode")]
    assert asked(after(*answers(symptom="fails", says=UNKNOWN), *filled[:3])) == "settings"
    assert causes(after(*answers(symptom="fails", says=UNKNOWN), *filled)) == ["key", "mode"]


def test_a_setting_can_be_taken_back() -> None:
    """A field that is set to unknown is as if it had never been filled."""
    given_then_taken = [
        SettingGiven("", "initiator", "key", "x"),
        SettingGiven("", "initiator", "key", UNKNOWN),
    ]
    assert replay(given_then_taken) == Progress()


def test_a_confirmed_cause_comes_first_and_is_certain() -> None:
    """What the settings prove outweighs what the tree only lists."""
    situation = after(*answers(symptom="fails", says=UNKNOWN, settings="done"), evidence(agree__mode="no"))
    assert situation.conclusion is not None
    found = [(suspect.cause.id, suspect.certainty) for suspect in situation.conclusion.suspects]
    assert found == [("mode", "certain"), ("key", "possible")]
    assert situation.conclusion.suspects[0].because[0].fact == "agree.mode"


def test_a_cause_that_is_ruled_out_is_not_listed_but_told() -> None:
    """What the settings exclude is named with the reason."""
    situation = after(*answers(symptom="fails", says=UNKNOWN, settings="done"), evidence(agree__key="yes"))
    assert situation.conclusion is not None
    assert causes(situation) == ["mode"]
    assert [(out.cause.id, out.why) for out in situation.conclusion.ruled_out] == [
        ("key", "the settings agree")
    ]


def test_when_all_causes_are_ruled_out_nothing_is_claimed() -> None:
    """A conclusion whose every candidate is excluded is undetermined."""
    situation = after(*answers(symptom="fails", says="key"), evidence(agree__key="yes"))
    assert situation.conclusion is not None
    assert (situation.conclusion.outcome, causes(situation)) == ("undetermined", [])


def test_the_blind_walk_tells_what_it_would_have_asked() -> None:
    """With nobody to ask the walk reaches a conclusion and names its open questions in order."""
    situation, open_questions = survey_blind(BOOK, replay([evidence(symptom="fails")]))
    assert causes(situation) == ["key", "mode"]
    assert [question.id for question in open_questions] == ["says", "settings"]


def test_the_blind_walk_works_out_what_follows_from_the_evidence_once() -> None:
    """However many questions stay open, the evidence is the same: comparing settings is what costs most."""
    books: list[FactBook] = []

    def noted(book: FactBook) -> FactBook:
        books.append(book)
        return book

    _, open_questions = survey_blind(replace(BOOK, derive=noted), replay([evidence(symptom="fails")]))
    assert (len(open_questions), len(books)) == (2, 1)


def test_an_answer_that_no_longer_fits_is_named() -> None:
    """After the tree was changed the answers that it does not know are told."""
    stored = replay(answers(symptom="broken", gone="yes", says="key", settings="done"))
    assert misfits(BOOK, stored) == ("symptom", "gone")


def test_a_tree_that_loops_is_stopped() -> None:
    """A tree that no check has seen cannot keep the engine for ever."""
    loop = Check("start", "check", (), "start")
    with pytest.raises(ValueError, match="does not end"):
        survey(replace(BOOK, tree=Tree("start", {"start": loop})), Progress())


values = st.sampled_from([UNKNOWN, "fails", "works", "key", "mode", "done", "nonsense", ""])
moves = st.lists(
    st.one_of(
        st.builds(Answered, st.just(""), st.sampled_from(sorted(BOOK.tree.nodes)), values),
        st.builds(WentBack, st.just(""), st.sampled_from([*sorted(BOOK.tree.nodes), "evidence-1"])),
        st.builds(lambda v: evidence(says=v), st.sampled_from(["key", "mode", "other"])),
        st.builds(
            SettingGiven, st.just(""), st.sampled_from(["initiator", "responder"]), st.just("key"), values
        ),
    ),
    max_size=12,
)


@given(moves)
def test_any_events_whatsoever_never_raise(events: list[Event]) -> None:
    """Whatever was stored, the walk stands at a question or at a conclusion."""
    situation = after(*events)
    assert (situation.question is None) != (situation.conclusion is None)


@given(moves)
def test_every_walk_ends(events: list[Event]) -> None:
    """Answering I don't know for ever reaches a conclusion from anywhere."""
    situation, _ = survey_blind(BOOK, replay(events))
    assert situation.conclusion is not None


@given(moves, values)
def test_back_gives_the_state_before(events: list[Event], value: str) -> None:
    """Answering the open question and taking that back changes nothing."""
    before = replay(events)
    question = survey(BOOK, before).question
    if question is not None:
        clean = replace(before, answers={k: v for k, v in before.answers.items() if k != question.id})
        again = replay([Answered("", question.id, value), WentBack("", question.id)], clean)
        assert again == replace(clean, ending=None)
        assert survey(BOOK, again) == survey(BOOK, clean)


@given(moves)
def test_replay_in_two_parts_is_replay_at_once(events: list[Event]) -> None:
    """A session that was resumed anywhere stands where it would have stood without the break."""
    for cut in range(len(events) + 1):
        assert replay(events[cut:], replay(events[:cut])) == replay(events)


def test_the_small_tree_has_every_kind_of_node() -> None:
    """These tests walk through each kind of node."""
    assert {type(node) for node in BOOK.tree.nodes.values()} == {Ask, Check, Conclude, Form}
