"""The event store: what was answered is on disk, and a damaged file costs only what is damaged."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.events import Answered, EvidenceGiven, Started
from ikewizard.core.facts import Finding, Source
from ikewizard.errors import SessionError
from ikewizard.sessions.choosing import listed
from ikewizard.sessions.store import SessionStore, StoreError

ANSWER = Answered("2026-01-02T10:01:00Z", "symptom", "no-response")
EVIDENCE = EvidenceGiven(
    "2026-01-02T10:02:00Z",
    "log-1",
    "east.log",
    "responder",
    (
        Finding(
            "nat", "none", Source("log", "responder", "east.log", 4, "\x1b[31m\ud800 \u2028 NAT?", "no NAT")
        ),
    ),
)


def started(session: str, at: str = "2026-01-02T10:00:00Z") -> Started:
    """Return the first event of a session."""
    return Started(at, session, "0.1.0", "3f2a")


def begun(folder: Path, session: str = "abcdef", at: str = "2026-01-02T10:00:00Z") -> SessionStore:
    """Return a store in which a session with one answer was begun and left."""
    store = SessionStore(folder)
    store.begin(started(session, at))
    store.append(session, ANSWER)
    store.close()
    return store


def file_of(folder: Path, session: str = "abcdef") -> Path:
    """Return the file of a session."""
    return folder / "sessions" / f"{session}.jsonl"


def recorded(name: str, call: Callable[..., object], calls: list[str]) -> Callable[..., object]:
    """Return a function that does what ``call`` does, and notes that it was called."""

    def record(*given: object) -> object:
        calls.append(name)
        return call(*given)

    return record


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    """Events come back in order, hostile text in them included, and none of it breaks a line."""
    store = begun(tmp_path)
    store.append("abcdef", EVIDENCE)
    found = SessionStore(tmp_path).read("abcdef")
    assert (found.events, found.note) == ((started("abcdef"), ANSWER, EVIDENCE), "")
    assert file_of(tmp_path).read_bytes().count(b"\n") == 3


def test_each_append_is_one_write_and_is_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event reaches the disk in a single write before append returns."""
    store = begun(tmp_path)
    calls: list[str] = []
    for name in ("write", "fsync"):
        monkeypatch.setattr(os, name, recorded(name, getattr(os, name), calls))
    store.append("abcdef", EVIDENCE)
    assert calls == ["write", "fsync"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    """Files are 0600 and their folder 0700, even if the folder was there and open to all."""
    (tmp_path / "sessions").mkdir(mode=0o755)
    begun(tmp_path)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (file_of(tmp_path), tmp_path / "sessions")]
    assert modes == [0o600, 0o700]


def test_nothing_is_created_before_a_session_begins(tmp_path: Path) -> None:
    """Looking for sessions leaves no folder behind."""
    assert listed(SessionStore(tmp_path / "data")) == ()
    assert not (tmp_path / "data").exists()


def test_a_session_is_not_begun_twice(tmp_path: Path) -> None:
    """Two runs that draw the same id do not mix: the second is refused and the first stays whole."""
    begun(tmp_path)
    with pytest.raises(SessionError, match="exists already"):
        SessionStore(tmp_path).begin(started("abcdef"))
    assert len(SessionStore(tmp_path).read("abcdef").events) == 2


@pytest.mark.parametrize("torn", [b'{"v":1,"event":"answ', b"\0\0\0\0", b"\xff\xfe"])
def test_a_torn_last_line_is_dropped_with_a_note(tmp_path: Path, torn: bytes) -> None:
    """Power loss costs the last event at most, and what is appended next begins on a line of its own."""
    store = begun(tmp_path)
    with file_of(tmp_path).open("ab") as file:
        file.write(torn)
    found = store.reopen("abcdef")
    assert found.events == (started("abcdef"), ANSWER)
    assert found.note == "abcdef.jsonl:3: left out: it was torn when the program was stopped"
    store.append("abcdef", EVIDENCE)
    assert store.read("abcdef").events == (started("abcdef"), ANSWER, EVIDENCE)


def test_an_event_that_only_lost_its_newline_is_kept(tmp_path: Path) -> None:
    """A whole event is not dropped for want of its line end, nor is the next one glued to it."""
    store = begun(tmp_path)
    file_of(tmp_path).write_bytes(file_of(tmp_path).read_bytes().rstrip(b"\n"))
    store.append("abcdef", EVIDENCE)
    found = store.read("abcdef")
    assert (found.events, found.note) == ((started("abcdef"), ANSWER, EVIDENCE), "")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"rubbish", "it cannot be read"),
        (b"[" * 100_000, "it cannot be read"),
        (b'"text"', "it holds no event"),
        (b'{"v":2,"event":"answered"}', "its format is version 2, and this program reads 1"),
        (b'{"v":true,"event":"answered"}', "its format is version True, and this program reads 1"),
        (b'{"v":1,"event":"danced\\u001b"}', "events of the kind 'danced\\x1b' are not known"),
        (b'{"v":1,"event":["x"]}', "events of the kind ['x'] are not known"),
        (b'{"v":1,"event":"answered","at":"x","node":1}', "node: expected text, found a number"),
        (b'{"v":1,"event":"answered","at":"x"}', "missing: node, value"),
        (
            b'{"v":1,"event":"started","at":"","session":"","version":"","tree":""}',
            "a session starts once, and at its first line",
        ),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_kept(tmp_path: Path, line: bytes, why: str) -> None:
    """A line that cannot be understood is reported with file and line; what surrounds it is read."""
    store = begun(tmp_path)
    with file_of(tmp_path).open("ab") as file:
        file.write(line + b"\n")
    store.append("abcdef", EVIDENCE)
    found = store.read("abcdef")
    assert found.events == (started("abcdef"), ANSWER, EVIDENCE)
    assert found.note == f"abcdef.jsonl:3: left out: {why}"


def test_many_bad_lines_are_told_in_few(tmp_path: Path) -> None:
    """A file full of rubbish does not flood the screen with notes."""
    store = begun(tmp_path)
    with file_of(tmp_path).open("ab") as file:
        file.write(b"rubbish\n" * 1000)
    lines = store.read("abcdef").note.split("\n")
    assert len(lines) == 6
    assert lines[-1] == "and 995 more lines were left out"


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\0" * 4096, b"\x7fELF\n", b'{"v":1,"event":"answered"}\n']
)
def test_a_file_that_is_no_session_is_refused(tmp_path: Path, content: bytes) -> None:
    """Without its first event a session cannot be understood: one clear error, and it can be listed."""
    store = begun(tmp_path)
    file_of(tmp_path, "bad").write_bytes(content)
    with pytest.raises(SessionError, match="'bad' cannot be used: it") as caught:
        store.reopen("bad")
    assert "other sessions are not affected" in caught.value.hint
    assert [(s.id, bool(s.fault)) for s in listed(store)] == [("abcdef", False), ("bad", True)]


@given(content=st.binary(max_size=300))
def test_no_content_of_a_file_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Whatever stands behind the first events, they are read."""
    folder = tmp_path_factory.mktemp("garbage")
    store = begun(folder)
    with file_of(folder).open("ab") as file:
        file.write(content)
    assert store.read("abcdef").events[:2] == (started("abcdef"), ANSWER)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A file of gigabytes is not read into memory."""
    store = begun(tmp_path)
    with file_of(tmp_path).open("ab") as file:
        file.truncate(5 * 1024**3)
    with pytest.raises(SessionError, match="too large"):
        store.read("abcdef")


def test_a_folder_in_place_of_a_session_is_refused(tmp_path: Path) -> None:
    """A directory that has the name of a session gives a clear error, and is not listed."""
    store = begun(tmp_path)
    file_of(tmp_path, "dir").mkdir()
    with pytest.raises(SessionError, match="'dir' is not a file"):
        store.read("dir")
    assert [s.id for s in listed(store)] == ["abcdef"]


def test_a_session_that_is_open_is_not_opened_again(tmp_path: Path) -> None:
    """A second window is told where the session goes on; it may read it, and have it afterwards."""
    first, second = begun(tmp_path), SessionStore(tmp_path)
    first.reopen("abcdef")
    with pytest.raises(SessionError, match="open in another window") as caught:
        second.reopen("abcdef")
    assert "leave it there first" in caught.value.hint
    assert len(second.read("abcdef").events) == 2
    first.close()
    assert len(second.reopen("abcdef").events) == 2


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    """A session that another process has open is locked, and free again once that is killed."""
    begun(tmp_path)
    code = (
        "import sys, pathlib; from ikewizard.sessions.store import SessionStore\n"
        "store = SessionStore(pathlib.Path(sys.argv[1])); store.reopen('abcdef')\n"
        "sys.stdout.write('ready\\n'); sys.stdout.flush(); sys.stdin.read()"
    )
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, cwd=root) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        with pytest.raises(SessionError, match="open in another window"):
            SessionStore(tmp_path).reopen("abcdef")
        other.kill()
    assert len(SessionStore(tmp_path).reopen("abcdef").events) == 2


def test_two_sessions_at_once_do_not_mix(tmp_path: Path) -> None:
    """Runs that write side by side keep their events apart."""
    one, two = SessionStore(tmp_path), SessionStore(tmp_path)
    one.begin(started("aaaaaa"))
    two.begin(started("bbbbbb"))
    for number in range(20):
        one.append("aaaaaa", Answered("t", f"a{number}", "x"))
        two.append("bbbbbb", Answered("t", f"b{number}", "x"))
    for session, letter in (("aaaaaa", "a"), ("bbbbbb", "b")):
        nodes = [e.node for e in one.read(session).events if isinstance(e, Answered)]
        assert nodes == [f"{letter}{number}" for number in range(20)]


def test_a_full_disk_leaves_no_half_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that is cut short is taken back, so that the file ends with a whole event."""
    store = begun(tmp_path)
    before = file_of(tmp_path).read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[: len(data) // 2]))
    with pytest.raises(StoreError, match="No space left"):
        store.append("abcdef", EVIDENCE)
    assert file_of(tmp_path).read_bytes() == before


def test_a_session_that_cannot_begin_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the first write fails, no empty file stays in the way of the next try."""

    def full(_fd: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = SessionStore(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(StoreError, match="No space left"):
            store.begin(started("abcdef"))
    store.begin(started("abcdef"))
    assert len(store.read("abcdef").events) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Where no folder can be, the error names the place and says that work can go on."""
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError) as caught:
        SessionStore(tmp_path / "data").begin(started("abcdef"))
    assert str(tmp_path) in caught.value.where
    assert "printed when you leave" in caught.value.hint
