"""Following a session file: whole events, each once, whatever happens to the file meanwhile."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.events import Answered, Event, Started
from ikewizard.errors import SessionError
from ikewizard.sessions.lines import to_line
from ikewizard.sessions.store import SessionStore
from ikewizard.sessions.tail import Tail

START = Started("2026-01-02T10:00:00Z", "abcdef", "0.1.0", "3f2a")


def answer(number: int) -> Answered:
    """Return an answer like no other."""
    return Answered("2026-01-02T10:01:00Z", f"question-{number}", "yes")


def story(count: int) -> tuple[Event, ...]:
    """Return a session of so many events."""
    answers: list[Event] = [answer(number) for number in range(1, count)]
    return (START, *answers)[:count]


def written(path: Path, events: tuple[Event, ...]) -> None:
    """Write a session as its store does, anew."""
    path.write_bytes(b"".join(map(to_line, events)))


@given(st.lists(st.integers(0, 400), max_size=12))
def test_every_event_is_told_once_and_in_order(cuts: list[int]) -> None:
    """However the file grows, event by event or within a line, nothing is torn, lost or told twice."""
    data = b"".join(map(to_line, story(5)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "abcdef.jsonl"
        path.touch()
        tail, told = Tail(path), tuple[Event, ...]()
        for size in [*sorted(min(cut * 2, len(data)) for cut in cuts), len(data)]:
            path.write_bytes(data[:size])
            news = tail.poll()
            assert not news.anew
            told += news.events
            assert len(told) == data[:size].count(b"\n")
        assert told == story(5)
        assert tail.poll().events == ()


def test_a_session_that_is_being_written_is_followed(tmp_path: Path) -> None:
    """What the store has on disk is what a follower sees, with no lock in the way."""
    store = SessionStore(tmp_path)
    store.begin(START)
    tail = Tail(store.folder / "abcdef.jsonl")
    assert tail.poll().events == (START,)
    store.append("abcdef", answer(1), answer(2))
    assert tail.poll().events == (answer(1), answer(2))
    assert tail.poll().events == ()
    store.close()


def test_nothing_is_read_while_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at a file that is the same costs no more than that look."""
    path = tmp_path / "abcdef.jsonl"
    written(path, story(3))
    tail = Tail(path)
    tail.poll()

    def refuse(*_: object) -> int:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(os, "open", refuse)
    assert tail.poll().events == ()


def test_what_was_cut_off_is_noticed(tmp_path: Path) -> None:
    """A file that was cut back tells the story anew, even where it has grown past the place since."""
    path = tmp_path / "abcdef.jsonl"
    written(path, story(4))
    tail = Tail(path)
    tail.poll()
    other = (*story(3), answer(7), answer(8), answer(9))
    written(path, other)
    news = tail.poll()
    assert (news.anew, news.events) == (True, other)


def test_another_file_with_the_same_beginning_goes_on(tmp_path: Path) -> None:
    """A copy put in place of the file is no reason to tell everything again."""
    path, copy = tmp_path / "abcdef.jsonl", tmp_path / "copy"
    written(path, story(3))
    tail = Tail(path)
    tail.poll()
    written(copy, story(5))
    copy.replace(path)
    news = tail.poll()
    assert (news.anew, news.events) == (False, story(5)[3:])


def test_a_line_that_is_no_event_is_passed_over(tmp_path: Path) -> None:
    """What is left out on resuming is left out here as well; the rest is told."""
    path = tmp_path / "abcdef.jsonl"
    written(path, story(2))
    tail = Tail(path)
    tail.poll()
    with path.open("ab") as file:
        file.write(b'{"v":1,"event":"answ\n' + to_line(START) + b"[" * 5000 + b"\n" + to_line(answer(5)))
    assert tail.poll().events == (answer(5),)


def test_a_session_that_is_gone_is_told_and_may_come_back(tmp_path: Path) -> None:
    """Deleted, it is an error with a name; written again, it goes on."""
    path = tmp_path / "abcdef.jsonl"
    tail = Tail(path)
    with pytest.raises(SessionError, match="no longer there"):
        tail.poll()
    written(path, story(2))
    assert tail.poll().events == story(2)


@pytest.mark.parametrize("data", [b"\x00\xff\n", b"{}\n", to_line(answer(1))])
def test_what_is_no_session_is_refused_each_time(tmp_path: Path, data: bytes) -> None:
    """A file that does not begin like a session is never half believed."""
    path = tmp_path / "abcdef.jsonl"
    path.write_bytes(data)
    tail = Tail(path)
    for _ in range(2):
        with pytest.raises(SessionError, match="cannot be used"):
            tail.poll()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are needed")
def test_a_pipe_in_its_place_does_not_hang(tmp_path: Path) -> None:
    """What is no file is refused before it is opened."""
    path = tmp_path / "abcdef.jsonl"
    os.mkfifo(path)
    with pytest.raises(SessionError, match="not a file"):
        Tail(path).poll()
