"""The conversation: which question comes when, what each reply does, and that all of it is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikewizard.console import words
from ikewizard.console.loop import converse
from ikewizard.console.screen import Pasted
from ikewizard.console.scripted_screen import Reply, ScriptedScreen
from ikewizard.core.events import EvidenceGiven, WentBack
from ikewizard.report.text import render_text
from tests.console.talk import OPEN, STEPS, Memory, desk, talk


def test_the_first_question_comes_whole() -> None:
    """It has its number, what to read aloud, why, where to look, and nothing to go back to yet."""
    menu = talk([]).screen.menus[0]
    assert (menu.number, menu.title, menu.body) == (1, "symptom?", "Please look at symptom.")
    assert [option.label for option in menu.options] == ["Fails", "Works"]
    assert [action.id for action in menu.actions] == ["unknown", "log", "call", "quit"]
    assert "It tells the causes apart." in menu.why
    assert "On the status page." in menu.why


def test_each_answer_brings_the_next_question() -> None:
    """The second question is number 2, and the first can be taken back there."""
    menu = talk(["fails"]).screen.menus[-1]
    assert (menu.number, menu.title) == (2, "says?")
    assert "back" in [action.id for action in menu.actions]


def test_not_knowing_leads_to_how_to_find_out_and_back_to_the_question() -> None:
    """Who went to look is asked again, and nothing counts as answered meanwhile."""
    held = talk(["unknown", "again"])
    assert held.titles == ["symptom?", words.FIND_OUT, "symptom?"]
    assert held.screen.menus[1].body == "Look at the log."
    assert held.progress.answers == {}


def test_going_on_without_an_answer_leads_another_way_round() -> None:
    """Not knowing what the log says leads to the settings, and is kept as an answer."""
    held = talk(["fails", "unknown", "on"])
    assert held.titles[-1] == "Settings?"
    assert held.progress.answers == {"symptom": "fails", "says": "unknown"}


def test_going_back_asks_only_what_depended_on_the_answer() -> None:
    """The first answer is taken back and given anew; the second, which still holds, is not asked again."""
    held = talk(["fails", "unknown", "on", "back", "symptom", "fails"])
    assert held.titles[-3:] == [words.BACK_WHERE, "symptom?", "Settings?"]
    assert held.progress.answers["says"] == "unknown"


def test_another_answer_after_going_back_leads_elsewhere() -> None:
    """What was asked on the old way is not asked on the new one."""
    held = talk(["fails", "unknown", "on", "back", "symptom", "works", "finish"])
    assert held.ending == "established"


def test_what_can_be_taken_back_is_listed_latest_first_and_none_of_it_need_be() -> None:
    """Answers come with their questions, evidence with its name; staying changes nothing."""
    held = talk(["fails", Pasted("agree.key=yes"), "take", "unknown", "on", "back", "stay"])
    labels = [option.label for option in held.screen.menus[-2].options]
    assert labels == ["says? I don't know", "symptom? Fails", "The evidence 'pasted log 1' (responder)"]
    assert held.titles[-1] == "Settings?"
    assert not any(isinstance(event, WentBack) for event in held.journal.events)


def test_evidence_can_be_taken_back() -> None:
    """The question that a log had answered is asked once the log is gone."""
    held = talk([Pasted("symptom=fails"), "take", "back", "evidence-1"])
    assert held.titles[-1] == "symptom?"


@pytest.mark.parametrize("question", [[], ["fails"], ["unknown"], ["log"], ["log", "file"], OPEN[:3], OPEN])
def test_a_burst_answers_nothing_wherever_it_comes(question: list[Reply]) -> None:
    """At a question, a form, a step or a file name it is offered as a log, and changes no answer."""
    before, held = talk(question), talk([*question, Pasted("2\nnonsense\n")])
    assert held.titles[-1] == "2 lines came in at once. What is it?"
    assert held.journal.events == before.journal.events


def test_a_burst_can_be_thrown_away() -> None:
    """The same question stands again."""
    held = talk([Pasted("says=key\n"), "drop"])
    assert held.titles[-1] == "symptom?"
    assert held.logs == []


def test_a_log_that_is_taken_answers_its_questions() -> None:
    """What it says is shown and kept, and its questions are not asked; other ones are."""
    held = talk([Pasted("symptom=fails\n"), "take"])
    assert held.titles[-1] == "says?"
    assert "1 facts" in held.shown
    assert [(log.id, log.name, log.side, log.at) for log in held.logs] == [
        ("evidence-1", "pasted log 1", "responder", "noon")
    ]


@pytest.mark.parametrize(
    "replies",
    [
        [Pasted("symptom=fails"), "more", "agree.key=yes", "key"],
        [Pasted("symptom=fails"), Pasted("agree.key=yes"), "take", "key"],
    ],
    ids=["asked for", "pasted at the offer"],
)
def test_two_pastes_do_not_run_together(replies: list[Reply]) -> None:
    """The end of the one and the beginning of the other are two lines, though no line end came."""
    facts = [(finding.fact, finding.value) for finding in talk(replies).logs[0].findings]
    assert facts == [("symptom", "fails"), ("agree.key", "yes")]


@pytest.mark.parametrize(("side", "kept"), [("initiator", ["initiator"]), ("drop", [])])
def test_whose_a_log_is_gets_asked_where_it_does_not_tell(side: str, kept: list[str]) -> None:
    """The guess is the default, the answer counts, and the log can still be thrown away."""
    held = talk([Pasted("symptom=fails whose?"), "take", side])
    assert held.screen.menus[2].title == words.WHOSE_LOG
    assert held.screen.menus[2].default == "responder"
    assert [log.side for log in held.logs] == kept


def test_a_paste_where_whose_log_is_asked_does_not_answer_it() -> None:
    """It says so and asks again, since the first log is not placed yet."""
    held = talk([Pasted("symptom=fails whose?"), "take", Pasted("says=key"), "initiator"])
    assert words.WHOSE_LOG_FIRST in held.shown
    assert held.titles[2:4] == [words.WHOSE_LOG] * 2
    assert len(held.logs) == 1


def test_a_log_of_no_known_kind_is_kept_without_asking_whose_it_is() -> None:
    """Nothing would depend on the answer."""
    screen, journal = ScriptedScreen([Pasted("whose? x=1"), "take"]), Memory()
    known = desk(screen, journal)
    unknown = replace(known, read_text=lambda text, name: replace(known.read_text(text, name), dialect=""))
    with pytest.raises(EOFError):
        converse(unknown)
    assert screen.menus[-1].title == "symptom?"
    assert any(isinstance(event, EvidenceGiven) for event in journal.events)


def test_evidence_against_an_answer_is_told_once() -> None:
    """Both are kept and shown side by side; a further log does not repeat it."""
    held = talk(["fails", Pasted("symptom=works"), "take", Pasted("agree.key=yes"), "take"])
    told = [text for text in held.screen.documents if words.CONTRADICTION in render_text(text, 100)]
    assert len(told) == 1
    assert "Works" in render_text(told[0], 100)
    assert "Fails" in render_text(told[0], 100)
    assert held.progress.answers["symptom"] == "fails"


def test_a_log_is_handed_in_by_the_menus_own_entry() -> None:
    """By pasting, by a file's name, or by - for pasting after all; or not at all."""
    assert [log.name for log in talk(["log", "paste", "symptom=fails"]).logs] == ["pasted log 1"]
    assert [log.name for log in talk(["log", "file", "gw.log"]).logs] == ["gw.log"]
    assert [log.name for log in talk(["log", "file", "-", "symptom=fails"]).logs] == ["pasted log 1"]
    for nothing in (["log", "none"], ["log", "file", ""], ["log", "paste", " \n"]):
        held = talk(nothing)
        assert held.titles[-1] == "symptom?"
        assert held.logs == []


@pytest.mark.parametrize(
    ("replies", "told"),
    [
        (["log", "file", "none.log"], "none.log: there is no such file"),
        (["log", "paste", "rubbish"], "pasted log 1: nothing in it"),
    ],
)
def test_a_log_that_cannot_be_used_is_told_and_the_question_stands(replies: list[str], told: str) -> None:
    """What is wrong comes with what helps."""
    held = talk(replies)
    assert told in held.shown
    assert words.HINT in held.shown
    assert held.titles[-1] == "symptom?"


def test_a_disk_that_refuses_is_told_once() -> None:
    """The conversation goes on after the warning."""
    held = talk(["fails", "key", "done", "did-not-help"], Memory(warning="the disk is full"))
    assert held.shown.count("the disk is full") == 1
    assert "the disk is full" in render_text(held.screen.documents[0], 100)
    assert held.titles[-1] == STEPS[1]


@pytest.mark.parametrize("leave", [KeyboardInterrupt, EOFError])
@pytest.mark.parametrize("count", range(8))
def test_leaving_anywhere_loses_nothing_that_was_said(leave: type[BaseException], count: int) -> None:
    """Ctrl-C and the end of input pass through, and the next run asks what would have come next."""
    replies: list[Reply] = ["fails", "unknown", "on", "unknown", "done", "fixed", "no", "did-not-help"]
    screen, journal = ScriptedScreen([*replies[:count], leave()]), Memory()
    with pytest.raises(leave):
        converse(desk(screen, journal))
    left = screen.menus[-1].title if screen.menus[-1].title != words.FIND_OUT else "says?"
    assert talk([], journal).titles == [left]


def test_quitting_is_leaving() -> None:
    """The menu's own entry ends the conversation as the end of input does."""
    assert talk(["fails", "quit"]).ending is None
