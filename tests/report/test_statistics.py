"""What is counted over sessions, and that no name or address is in it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.events import Answered, Event, Finished, SettingGiven, Tried, WentBack
from ikewizard.report.markdown import render_markdown
from ikewizard.report.statistics import ELSEWHERE, Statistics, count
from ikewizard.report.statistics_document import statistics_data, statistics_document
from ikewizard.report.text import render_text
from tests.conftest import Golden
from tests.report.stories import PLAYBOOK, START, STORIES
from tests.strategies import any_event

ALL = [*STORIES.values()]


def counted(*sessions: Sequence[Event]) -> Statistics:
    """Return what is counted of these sessions."""
    return count(sessions, PLAYBOOK)


def test_the_stories_counted(golden: Golden) -> None:
    """As a document for people."""
    document = statistics_document(count(ALL, PLAYBOOK), PLAYBOOK)
    golden("statistics.md", render_markdown(document))
    golden("statistics-60.txt", render_text(document, 60, unicode=False))


def test_the_stories_as_data() -> None:
    """How many, how they ended, and which causes were found and fixed."""
    data = statistics_data(count(ALL, PLAYBOOK))
    assert data["sessions"] == 5
    assert data["endings"] == {
        "solved": 1,
        "escalated": 1,
        "established": 0,
        "undetermined": 0,
        "open": 3,
    }
    pfs = next(cause for cause in data["causes"] if cause["id"] == "pfs-mismatch")
    assert (pfs["first"], pfs["fixed"]) == (2, 1)
    says = next(question for question in data["questions"] if question["node"] == "says")
    assert (says["answered"], says["unknown"], says["taken_back"]) == (4, 1, 1)
    assert json.loads(json.dumps(data)) == data


def at(minute: int, second: int = 0) -> str:
    """Return a time of the one day."""
    return f"2026-03-02T10:{minute:02}:{second:02}Z"


def test_a_pause_and_a_clock_that_goes_back_count_for_nothing() -> None:
    """Only the time in which somebody was at it is told, and it is never negative."""
    start = START.__class__(at(0), "abcdef", "0", "t")
    back = (
        start,
        Answered(at(0, 10), "says", "nothing"),
        Answered("2026-03-01T00:00:00Z", "settings", "done"),
        Tried("2026-03-01T00:00:20Z", "pfs-mismatch", "restart", "did-not-help"),
    )
    found = counted(back)
    assert found.seconds == [30.0]
    assert found.taken == {"says": [10.0]}
    paused = (start, Answered("2026-03-05T10:00:00Z", "says", "nothing"), Finished("rubbish", "escalated"))
    assert counted(paused).seconds == [0]
    assert counted(paused).taken == {}


def test_the_fields_of_a_form_belong_to_its_time() -> None:
    """A form takes as long as all of its fields."""
    events = (
        START.__class__(at(0), "abcdef", "0", "t"),
        SettingGiven(at(0, 20), "initiator", "pfs", "yes"),
        SettingGiven(at(1), "responder", "pfs", "no"),
        Answered(at(1, 30), "settings", "done"),
    )
    assert counted(events).taken == {"settings": [90.0]}


def test_what_the_program_took_back_is_not_counted() -> None:
    """An answer that the trees know no more was not taken back by the user."""
    by_user = (START, Answered(at(1), "says", "pfs"), WentBack(at(2), "says"))
    by_program = (START, Answered(at(1), "says", "gone"), WentBack(at(2), "says"))
    assert (counted(by_user).back["says"], counted(by_program).back["says"]) == (1, 0)


def test_nothing_to_count() -> None:
    """No session gives one sentence, and data all the same."""
    assert "nothing to count" in render_text(statistics_document(counted(), PLAYBOOK), 80)
    assert statistics_data(counted())["seconds"] == {"median": 0.0, "longest": 0.0}


_WORDS = ("198.51.100.77", "gw.example.net", "alice", "psk0815")


@settings(max_examples=60, deadline=None)
@given(st.lists(any_event, max_size=12), st.sampled_from(_WORDS))
def test_no_text_of_a_session_is_in_it(events: list[Event], word: str) -> None:
    """Whatever stands in a session, wherever a word of it could be taken for an id."""
    told = [
        START,
        *events,
        Answered(at(1), word, word),
        Answered(at(1), "says", word),
        Tried(at(2), word, word, "did-not-help"),
        Tried(at(2), "pfs-mismatch", word, "cannot-check"),
        SettingGiven(at(2), "initiator", "device", word),
        WentBack(at(3), word),
    ]
    found = counted(told)
    text = json.dumps(statistics_data(found)) + render_markdown(statistics_document(found, PLAYBOOK))
    assert word not in text
    assert ELSEWHERE in text


@pytest.mark.parametrize("ending", ["escalated", "undetermined"])
def test_conclusions_that_did_not_help(ending: str) -> None:
    """A session that ended without a fix counts against the conclusion that it was left with."""
    ended = Finished(at(5), "escalated" if ending == "escalated" else "undetermined")
    found = counted((START, Answered(at(1), "says", "pfs"), ended), (START, Answered(at(1), "says", "pfs")))
    assert (found.concluded["pfs-end"], found.unsolved["pfs-end"], found.left["pfs-end"]) == (1, 1, 1)
