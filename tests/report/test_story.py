"""A session as it is followed: every event told in words, and what stands after each of them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.events import Answered, Event, Finished
from ikewizard.report.document import Document, Heading, Items
from ikewizard.report.following import entry_document, found_document, scene_document
from ikewizard.report.html import render_html
from ikewizard.report.story import Entry, Scene, Story, clock, evidence, found, scene, tell, untold
from ikewizard.report.text import render_text
from ikewizard.report.treemap import lay_out, way_of
from tests.conftest import Golden
from tests.report.stories import EVIL, PLAYBOOK, START, STORIES
from tests.strategies import any_event


def followed(events: tuple[Event, ...]) -> list[tuple[Story, Entry]]:
    """Return the story after each event, with how that was told."""
    story, told = untold(PLAYBOOK), list[tuple[Story, Entry]]()
    for event in events:
        story, entry = tell(story, event)
        told.append((story, entry))
    return told


@pytest.mark.parametrize("name", STORIES)
def test_a_session_as_it_is_followed(golden: Golden, name: str) -> None:
    """Each event as it comes, then what stands, as a terminal of 60 columns shows it."""
    pages = []
    for story, entry in followed(STORIES[name]):
        documents = [entry_document(entry), found_document(found(story)), scene_document(scene(story))]
        pages.append("\n".join(render_text(each, 60) for each in documents if each.blocks))
    golden(f"followed-{name}.txt", "\n~~~~\n".join(pages))


@pytest.mark.parametrize("name", STORIES)
def test_an_answer_is_told_at_the_place_of_its_question(name: str) -> None:
    """What is cited on a call is the same before and after: the question's place is its answer's."""
    story = untold(PLAYBOOK)
    for number, event in enumerate(STORIES[name], start=1):
        asked = scene(story)
        story, entry = tell(story, event)
        assert entry.number == story.number == number
        if isinstance(event, Answered) and entry.title == asked.title:
            assert entry.place == asked.place != ""


def test_a_choice_is_told_in_words() -> None:
    """Not the value that is stored, but what the user chose; not to know is an answer, too."""
    (_, first), (_, second) = followed((START, Answered("2026-03-01T23:59:00Z", "says", "phase2")))
    assert (first.place, first.title) == ("", "Session abcdef began")
    assert (second.clock, second.place) == ("23:59:00", "Q1")
    assert "The phase 2 proposal does not match" in render_text(entry_document(second), 80)
    said = followed((START, Answered("", "says", "unknown")))[-1][1]
    assert said.clock == ""
    assert "I don't know" in render_text(entry_document(said), 80)


def test_the_end_is_the_end() -> None:
    """A finished session says how it ended, and asks nothing any more."""
    story = followed((START, Finished("2026-03-01T23:59:00Z", "escalated")))[-1][0]
    assert scene(story).ended
    assert scene(story).place == "End"


def test_an_open_question_shows_what_may_be_answered() -> None:
    """Who follows sees the choices, and that not to know is one of them."""
    now = scene(followed((START,))[-1][0])
    assert now.title == "What does the responder's log complain of?"
    (choices,) = [block for block in now.body if isinstance(block, Items)]
    assert choices.items[-1] == "I don't know"
    assert len(choices.items) == 4


def test_nothing_hostile_is_taken_for_anything_else() -> None:
    """What a log says stands in texts only: the headings of what is shown are ours."""
    for story, entry in followed(STORIES["hostile-log"]):
        for document in (entry_document(entry), found(story), scene_document(scene(story))):
            headings = [block.text for block in document.blocks if isinstance(block, Heading)]
            assert not any(EVIL in heading for heading in headings)
            assert "\x1b" not in render_text(document, 60)


@pytest.mark.parametrize(
    ("at", "shown"),
    [("2026-03-01T23:58:10Z", "23:58:10"), ("2026-03-01T23:58:10+02:00", "21:58:10"), ("\x1b[2J", "")],
)
def test_a_time_is_shown_in_utc_or_not_at_all(at: str, shown: str) -> None:
    """A stored time may be anything; only the time of day is of use to who follows."""
    assert clock(at) == shown


@settings(max_examples=50)
@given(st.lists(any_event, max_size=6))
def test_no_session_is_too_strange_to_be_told(events: list[Event]) -> None:
    """A file that somebody else wrote may hold anything in any order; it is told, and nothing falls over."""
    plan = lay_out(PLAYBOOK)
    story = untold(PLAYBOOK)
    for event in events:
        story, entry = tell(story, event)
        now = scene(story)
        assert way_of(story.situation, plan, story.place).stops
        for document in (entry_document(entry), found(story), evidence(story), scene_document(now)):
            render_text(document, 60)
            render_html(document)


def test_the_shapes_hold_documents_only() -> None:
    """Everything that is shown can go through the masker: texts, blocks of a document, and numbers."""
    for kind in (Entry, Scene):
        kinds = {str(field.type) for field in dataclasses.fields(kind)}
        assert kinds <= {"int", "str", "bool", "tuple[Block, ...]", "tuple[int, ...]"}
    assert found(untold(PLAYBOOK)) == Document()
