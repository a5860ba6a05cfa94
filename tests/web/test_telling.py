"""What the page holds and the stream brings: the same for who was there all the time and who comes late."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytest.importorskip("starlette")

from ikewizard.core.events import Answered, Event, Tried, WentBack
from tests.report.stories import START, STORIES
from tests.web.sharing import TOKEN, Shared


def put_together(messages: list[dict[str, Any]]) -> str:
    """Return the list of what happened as the page's script makes it of the messages."""
    entries: list[str] = []
    for message in messages:
        for place, marked in message["again"].items():
            entries[int(place)] = marked
        entries.append(message["entry"])
    return "".join(entries)


def test_who_comes_late_gets_everything(shared: Shared) -> None:
    """The page holds the whole story; the stream begins with its first event."""
    shared.tell(*STORIES["solved-after-a-contradiction"][1:])
    page = shared.get(f"/{TOKEN}").text
    assert page.count("<time>") == 10
    assert 'data-last="1.10"' in page
    numbers = [number for number, _ in shared.stream()]
    assert numbers == [f"1.{number}" for number in range(1, 11)]


@pytest.mark.parametrize(("after", "first"), [("1.3", 4), ("1.9", 10), ("x", 1), ("1.-1", 1), ("9" * 40, 1)])
def test_who_comes_again_reads_on(shared: Shared, after: str, first: int) -> None:
    """From the event after the last that he has; what is no id means from the beginning."""
    shared.tell(*STORIES["solved-after-a-contradiction"][1:])
    assert [number for number, _ in shared.stream(after)] == [f"1.{n}" for n in range(first, 11)]


def test_what_is_sent_bit_by_bit_is_what_the_page_holds(shared: Shared) -> None:
    """Who saw every event sees the same as who loads the page now."""
    shared.tell(*STORIES["solved-after-a-contradiction"][1:])
    page = shared.get(f"/{TOKEN}").text
    messages = [data for _, data in shared.stream()]
    assert put_together(messages) in page
    latest: dict[str, str] = {}
    for message in messages:
        latest.update(message["sections"])
    assert set(latest) == {"now", "found", "proof", "way", "way-words", "ladder"}
    for text in latest.values():
        assert text in page


def test_hostile_text_stays_text(shared: Shared) -> None:
    """A log with HTML, scripts and escapes in it breaks out of neither page nor stream."""
    shared.tell(STORIES["hostile-log"][1])
    page = shared.get(f"/{TOKEN}").text
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "\x1b" not in page
    (_, _), (_, message) = shared.stream()
    assert "\\u001b" not in json.dumps(message)
    # The rest is text, and put into the page as text.
    assert {*message} == {"entry", "again", "sections", "marks", "off", "title", "news"}
    assert "<img" not in json.dumps([message["entry"], message["again"], message["sections"]])


def test_secrets_never_leave(shared: Shared) -> None:
    """What is blotted out everywhere is blotted out here as well, in the drawing, too."""
    shared.tell(STORIES["hostile-log"][1], Answered("2026-03-01T23:59:30Z", "says", "psk = hunter22"))
    page = shared.get(f"/{TOKEN}").text
    assert "hunter22" not in page
    assert "hunter22" not in json.dumps(shared.stream())


def test_a_story_told_anew_begins_with_its_first_event(shared: Shared) -> None:
    """Who had the old one is told so, whatever its last event was."""
    shared.tell(*STORIES["escalated-without-a-log"][1:])
    shared.teller.begin_anew()
    shared.hub.begin_anew()
    shared.tell(START)
    shared.hub.close("stopped")
    text = shared.get(f"/{TOKEN}/events", last_event_id="1.3").text
    assert text.index("event: anew") < text.index("id: 2.1")


BACK: tuple[Event, ...] = (
    Answered("2026-03-01T23:59:00Z", "says", "phase2"),
    WentBack("2026-03-01T23:59:30Z", "says"),
    Answered("2026-03-01T23:59:40Z", "says", "unknown"),
)


def test_an_answer_that_was_taken_back_is_marked(shared: Shared) -> None:
    """In the list of what was asked it does not look as if it stood; the new one does, unmarked."""
    shared.tell(*BACK)
    page = shared.get(f"/{TOKEN}").text
    _, answer, back, anew = page[page.index('<ol id="story">') :].split("<li", 4)[1:]
    assert answer.startswith(' class="gone"><time>23:59:00</time> <b>Q1</b> ')
    assert "<em>taken back at 23:59:30</em>" in answer
    assert "Took back: Q1 What does" in back
    assert "gone" not in back + anew.partition("</ol>")[0]


def test_who_watches_sees_it_marked_as_well(shared: Shared) -> None:
    """The message brings the entry again, at its place; what is put together so is what the page holds."""
    shared.tell(*BACK)
    messages = [message for _, message in shared.stream()]
    assert [list(message["again"]) for message in messages] == [[], [], ["1"], []]
    assert put_together(messages) in shared.get(f"/{TOKEN}").text
    assert put_together(messages).count('<li class="gone">') == 1


def test_evidence_and_a_step_that_were_taken_back_are_marked(shared: Shared) -> None:
    """Whatever can be taken back, and nothing beside it."""
    log, *_ = (event for event in STORIES["solved-after-a-contradiction"] if event.event == "evidence")
    step = Tried("2026-03-02T00:05:00Z", "pfs-mismatch", "compare-pfs", "did-not-help")
    other = Tried("2026-03-02T00:06:00Z", "pfs-mismatch", "restart", "did-not-help")
    shared.tell(log, step, other, WentBack("", "pfs-mismatch/compare-pfs"), WentBack("", "evidence-1"))
    again = [message["again"] for _, message in shared.stream()]
    assert [list(each) for each in again] == [[], [], [], [], ["2"], ["1"]]
    # Of a time that cannot be read nothing is told.
    assert "<em>taken back</em>" in again[-2]["2"]
