"""The journal of the running session: a disk that refuses costs nothing but the copy on it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ikewizard.core.events import Answered, Started
from ikewizard.errors import SessionError
from ikewizard.sessions.journal import Journal
from ikewizard.sessions.store import SessionStore

START = Started("2026-01-02T10:00:00Z", "abcdef", "0.1.0", "3f2a")
ANSWERS = tuple(Answered(f"2026-01-02T10:0{n}:00Z", f"node-{n}", "yes") for n in range(1, 4))


def full(_descriptor: int, _data: bytes) -> int:
    """Take the place of os.write on a disk without room."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_is_appended_is_saved_at_once(tmp_path: Path) -> None:
    """Each event is on disk when append returns, and there is nothing to warn of."""
    journal = Journal.begin(SessionStore(tmp_path), START)
    for number, answer in enumerate(ANSWERS, start=2):
        journal.append(answer)
        assert len(SessionStore(tmp_path).read("abcdef").events) == number
    assert journal.events == (START, *ANSWERS)
    assert (journal.saved, journal.take_warning()) == (True, "")


def test_a_full_disk_is_told_once_and_the_session_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events are kept in memory; once there is room again they are all saved, in order."""
    journal = Journal.begin(SessionStore(tmp_path), START)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        journal.append(ANSWERS[0])
        journal.append(ANSWERS[1])
        unsaved = journal.saved
        assert "No space left on device" in journal.take_warning()
        assert journal.take_warning() == ""
        assert journal.events == (START, *ANSWERS[:2])
    journal.append(ANSWERS[2])
    assert (unsaved, journal.saved) == (False, True)
    assert SessionStore(tmp_path).read("abcdef").events == (START, *ANSWERS)


def test_a_session_that_cannot_even_begin_goes_on_in_memory(tmp_path: Path) -> None:
    """Where the folder cannot be made the wizard still works, and saves as soon as it can be."""
    (tmp_path / "data").write_text("in the way")
    journal = Journal.begin(SessionStore(tmp_path / "data"), START)
    journal.append(ANSWERS[0])
    assert journal.events == (START, ANSWERS[0])
    assert "the session cannot be saved" in journal.take_warning()
    (tmp_path / "data").unlink()
    journal.append(ANSWERS[1])
    assert SessionStore(tmp_path / "data").read("abcdef").events == (START, *ANSWERS[:2])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no such device")
def test_a_device_without_room_is_survived(tmp_path: Path) -> None:
    """The kernel's own refusal is told, not only a made-up one."""
    (tmp_path / "sessions").mkdir()
    store = SessionStore(tmp_path)
    journal = Journal.begin(store, START)
    journal.close()
    (tmp_path / "sessions" / "abcdef.jsonl").unlink()
    (tmp_path / "sessions" / "abcdef.jsonl").symlink_to("/dev/full")
    journal.append(ANSWERS[0])
    assert "No space left on device" in journal.take_warning()
    assert journal.events == (START, ANSWERS[0])


def test_a_session_is_resumed_where_it_stood(tmp_path: Path) -> None:
    """Resuming gives all events, and new ones are added behind them."""
    journal = Journal.begin(SessionStore(tmp_path), START)
    journal.append(ANSWERS[0])
    journal.close()
    again = Journal.resume(SessionStore(tmp_path), "abcdef")
    assert again.events == (START, ANSWERS[0])
    again.append(ANSWERS[1])
    assert SessionStore(tmp_path).read("abcdef").events == (START, *ANSWERS[:2])


def test_a_read_only_session_is_resumed_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that may be read but not written is gone on with, and the user is warned."""
    Journal.begin(SessionStore(tmp_path), START).close()
    open_file = os.open

    def read_only(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise OSError(errno.EROFS, "Read-only file system")
        return open_file(path, flags, mode)

    monkeypatch.setattr(os, "open", read_only)
    journal = Journal.resume(SessionStore(tmp_path), "abcdef")
    assert "Read-only file system" in journal.take_warning()
    journal.append(ANSWERS[0])
    assert journal.events == (START, ANSWERS[0])
    assert journal.take_warning() == ""


def test_what_was_left_out_is_told_on_resuming(tmp_path: Path) -> None:
    """A torn last line is named when the session is opened again."""
    Journal.begin(SessionStore(tmp_path), START).close()
    with (tmp_path / "sessions" / "abcdef.jsonl").open("ab") as file:
        file.write(b'{"v":1')
    assert "abcdef.jsonl:2: left out: it was torn" in Journal.resume(SessionStore(tmp_path), "abcdef").note


def test_an_id_that_is_taken_is_an_error_not_a_warning(tmp_path: Path) -> None:
    """Two sessions of one id would mix, so the second does not begin, not even in memory."""
    Journal.begin(SessionStore(tmp_path), START)
    with pytest.raises(SessionError, match="exists already"):
        Journal.begin(SessionStore(tmp_path), START)


def test_a_session_begins_with_its_start(tmp_path: Path) -> None:
    """Nothing can be appended before the session has begun."""
    journal = Journal(SessionStore(tmp_path), "abcdef", ())
    with pytest.raises(ValueError, match="its start"):
        journal.append(ANSWERS[0])


def test_a_session_of_another_computer_is_stored_whole(tmp_path: Path) -> None:
    """All of its events are on disk at once, and what comes is added; an id that is taken is refused."""
    journal = Journal.adopt(SessionStore(tmp_path), (START, *ANSWERS[:2]))
    journal.append(ANSWERS[2])
    assert SessionStore(tmp_path).read("abcdef").events == (START, *ANSWERS)
    with pytest.raises(SessionError, match="exists already"):
        Journal.adopt(SessionStore(tmp_path), (START,))


def test_an_adopted_session_survives_a_full_disk_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is lost: it is saved as a whole as soon as there is room."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        journal = Journal.adopt(SessionStore(tmp_path), (START, *ANSWERS[:2]))
        assert "No space left on device" in journal.take_warning()
    journal.append(ANSWERS[2])
    assert SessionStore(tmp_path).read("abcdef").events == (START, *ANSWERS)


def test_events_are_seen_otherwise_and_stay_as_they_are(tmp_path: Path) -> None:
    """What is on the disk is what was said."""
    journal = Journal.adopt(SessionStore(tmp_path), (START, ANSWERS[0]))
    journal.see_as(lambda events: (*events[:1], Answered("t", "heir", "yes")))
    assert journal.events == (START, Answered("t", "heir", "yes"))
    journal.append(ANSWERS[1])
    assert SessionStore(tmp_path).read("abcdef").events == (START, *ANSWERS[:2])
