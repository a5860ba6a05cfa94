"""The list of sessions and its index: whatever the index holds, the list is that of the files."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.events import Answered, Event, Finished
from ikewizard.core.listed import Listed
from ikewizard.errors import SessionError
from ikewizard.sessions import index
from ikewizard.sessions.index import Entry, folded
from ikewizard.sessions.listing import Describe, entries, holds
from ikewizard.sessions.store import SessionFile, SessionStore
from tests.sessions.test_store import EVIDENCE, begun, file_of, started


def _about(one: Listed, events: tuple[Event, ...]) -> Listed:
    return one._replace(causes=(f"{len(events)} events",))


def _texts(events: tuple[Event, ...]) -> Iterable[str]:
    return (event.value for event in events if isinstance(event, Answered))


DESCRIBE = Describe("trees-1", _about, _texts)


def told(found: Iterable[Entry]) -> list[tuple[object, ...]]:
    """Return everything that entries tell of their sessions."""
    return [(each.listed, each.by, each.whole, each.text) for each in found]


def listed(folder: Path) -> list[tuple[object, ...]]:
    """Return the list as it is told."""
    return told(entries(SessionStore(folder), DESCRIBE))


def without_index(folder: Path) -> list[tuple[object, ...]]:
    """Return the list that is made of the files alone."""
    SessionStore(folder).index.unlink(missing_ok=True)
    return listed(folder)


def several(folder: Path) -> SessionStore:
    """Return a store with three sessions, listed once."""
    for number, session in enumerate(("aaaaaa", "bbbbbb", "cccccc"), start=1):
        begun(folder, session, f"2026-01-0{number}T08:00:00Z")
        os.utime(file_of(folder, session), (10**9, 10**9))
    store = SessionStore(folder)
    assert len(entries(store, DESCRIBE)) == 3
    return store


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["begin", "answer", "end", "delete", "damage", "list"]),
            st.sampled_from(["aaaaaa", "bbbbbb", "cccccc"]),
        ),
        max_size=14,
    )
)
def test_with_the_index_the_list_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    """Whatever happens to the sessions between two lists, what is listed is what the files say."""
    folder = tmp_path_factory.mktemp("steps")
    for number, (step, session) in enumerate(steps):
        store, path = SessionStore(folder), file_of(folder, session)
        at = f"2026-01-02T10:{number:02}:00Z"
        if step == "list":
            entries(store, DESCRIBE)
        elif step == "begin" and not path.exists():
            store.begin(started(session, at))
        elif step == "delete":
            path.unlink(missing_ok=True)
        elif step == "damage" and path.exists():
            path.write_bytes(b"rubbish")
        elif path.exists() and path.read_bytes() != b"rubbish":
            event: Event = Finished(at, "solved") if step == "end" else Answered(at, "nat", f"v{number}")
            store.append(session, event)
        store.close()
        if step != "list" and path.exists():
            os.utime(path, (10**9 + number, 10**9 + number))
    assert listed(folder) == without_index(folder)


def test_only_what_has_changed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second list reads nothing, and one after an answer reads that session alone; resuming gains, too."""
    store = several(tmp_path)
    asked: list[str] = []
    read = SessionStore.read

    def recorded(self: SessionStore, session: str) -> SessionFile:
        asked.append(session)
        return read(self, session)

    monkeypatch.setattr(SessionStore, "read", recorded)
    entries(store, DESCRIBE)
    assert SessionStore(tmp_path).find("") == "cccccc"
    assert asked == []
    store.append("bbbbbb", Answered("2026-01-09T08:00:00Z", "nat", "none"))
    assert next(each.listed.id for each in entries(store, DESCRIBE)) == "bbbbbb"
    assert asked == ["bbbbbb"]
    # Another change could have the same time still: only once that is past it is not looked at again.
    entries(store, DESCRIBE)
    assert asked == ["bbbbbb", "bbbbbb"]
    asked.clear()
    entries(store, Describe("trees-2", _about, _texts))
    assert sorted(asked) == ["aaaaaa", "bbbbbb", "cccccc"]


def test_only_the_owner_may_read_the_index(tmp_path: Path) -> None:
    """It is 0600, and nothing of its writing lies about."""
    several(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sessions", "sessions.index"]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "sessions.index").stat().st_mode) == 0o600


def test_looking_creates_nothing(tmp_path: Path) -> None:
    """Where no session is there is no index either."""
    assert entries(SessionStore(tmp_path / "data"), DESCRIBE) == ()
    assert not (tmp_path / "data").exists()


def sealed(*lines: bytes) -> bytes:
    """Return an index with these lines, whose seal is right."""
    body = b"".join(line + b"\n" for line in lines)
    return index._head(body) + b"\n" + body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\0" * 5000,
        b"ikewizard-index-1 0000\n[]\n",
        sealed(b"rubbish\ttext"),
        sealed(b"5\ttext"),
        sealed(b"[]\ttext"),
        sealed(b"[" * 50_000),
        sealed(b'["aaaaaa",1,2,3]\ttext'),
        sealed(b'["aaaaaa","","","",0,"",[1],[],[],"","",5,5,"trees-1",true]\ttext'),
        sealed(b'["aaaaaa","","","",0,"","x",[],[],"","",5,5,"trees-1",true]\ttext'),
        sealed(b'["aaaaaa","","","",true,"",[],[],[],"","",5,5,"trees-1",true]\ttext'),
    ],
)
def test_a_damaged_index_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """Nothing of it is believed, and the next list writes a good one."""
    store = several(tmp_path)
    before = listed(tmp_path)
    store.index.write_bytes(content)
    assert listed(tmp_path) == before
    assert len(index.load(store.index)) == 3


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_flipped_bit_of_the_index_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Wherever the disk lies, the list is that of the files."""
    folder = tmp_path_factory.mktemp("flip")
    store = several(folder)
    before = listed(folder)
    content = bytearray(store.index.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    store.index.write_bytes(content)
    assert listed(folder) == before


def full(*_: object, **__: object) -> int:
    """Take the place of what writes, on a disk without room."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("fails", ["mkstemp", "fdopen", "replace"])
def test_a_disk_that_takes_no_index_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """The list is right without one, and nothing of the attempt stays."""
    begun(tmp_path)
    place = {"mkstemp": tempfile, "fdopen": os, "replace": Path}[fails]
    monkeypatch.setattr(place, fails, full)
    assert [each.listed.id for each in entries(SessionStore(tmp_path), DESCRIBE)] == ["abcdef"]
    assert [path.name for path in tmp_path.iterdir()] == ["sessions"]


def test_what_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    """Why a file cannot be read is no property of the file: it is not remembered."""
    store = several(tmp_path)
    good = file_of(tmp_path, "bbbbbb").read_bytes()
    file_of(tmp_path, "bbbbbb").write_bytes(b"rubbish")
    assert [each.listed.id for each in entries(store, DESCRIBE) if each.listed.fault] == ["bbbbbb"]
    assert "bbbbbb" not in index.load(store.index)
    file_of(tmp_path, "bbbbbb").write_bytes(good)
    assert not any(each.listed.fault for each in entries(store, DESCRIBE))


def test_two_lists_at_once_do_no_harm(tmp_path: Path) -> None:
    """Lists and answers side by side: each list is right, and so is the index that stays."""
    several(tmp_path)
    faults: list[BaseException] = []

    def work(session: str) -> None:
        own = SessionStore(tmp_path)
        try:
            for number in range(12):
                own.append(session, Answered(f"2026-02-01T10:{number:02}:00Z", "nat", f"v{number}"))
                mine = next(e for e in entries(own, DESCRIBE) if e.listed.id == session)
                assert mine.listed.causes == (f"{number + 3} events",)
        except BaseException as error:  # handed to the test
            faults.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("aaaaaa", "bbbbbb", "cccccc")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert listed(tmp_path) == without_index(tmp_path)


def test_a_text_that_is_too_long_for_the_index_is_still_searched(tmp_path: Path) -> None:
    """What the index has no room for is looked for in the session itself."""
    store = begun(tmp_path)
    store.append("abcdef", Answered("2026-01-02T10:02:00Z", "a", "x" * 70_000))
    store.append("abcdef", Answered("2026-01-02T10:03:00Z", "b", "Straße\n  am\tEnde"))
    for _ in range(2):
        (found,) = entries(store, DESCRIBE)
        assert (found.whole, len(found.text)) == (False, 64 * 1024)
        for needle, expected in (("no-resp", True), ("strasse AM ende", True), ("nowhere", False)):
            assert holds(store, found, folded([needle]), DESCRIBE) is expected


def test_deleted_between_looking_and_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that another run deletes meanwhile is told as one that is not there, once."""
    store = several(tmp_path)
    store.index.unlink()
    read = SessionStore.read

    def late(self: SessionStore, session: str) -> SessionFile:
        file_of(tmp_path, "bbbbbb").unlink(missing_ok=True)
        return read(self, session)

    monkeypatch.setattr(SessionStore, "read", late)
    gone = next(each for each in entries(store, DESCRIBE) if each.listed.id == "bbbbbb")
    assert "there is no session" in gone.listed.fault
    assert [each.listed.id for each in entries(store, DESCRIBE)] == ["cccccc", "aaaaaa"]


def test_many_unread_sessions_are_remembered_by_resuming(tmp_path: Path) -> None:
    """Who resumes among many that were never listed waits for it once."""
    one = begun(tmp_path)
    for number in range(60):
        name = "b" + "abcdefghijklmnopqrstuvwxyz234567"[number % 32] * (1 + number // 32)
        shutil.copy(file_of(tmp_path), file_of(tmp_path, name))
    one.find("")
    assert len(index.load(one.index)) == 61
    assert len(entries(one, DESCRIBE)) == 61


def test_a_later_version_is_told_as_one(tmp_path: Path) -> None:
    """A session that a later program began is not called damaged, and it is not suggested to move it away."""
    begun(tmp_path)
    file_of(tmp_path).write_bytes(file_of(tmp_path).read_bytes().replace(b'"v":1', b'"v":2'))
    with pytest.raises(SessionError, match="its format is version 2, and this program reads 1") as caught:
        SessionStore(tmp_path).reopen("abcdef")
    assert "or a later one" in caught.value.hint
    assert "move" not in caught.value.hint


def test_lines_of_a_later_version_stay_where_they_are(tmp_path: Path) -> None:
    """Going on with an older program loses nothing of what the later one wrote."""
    store = begun(tmp_path)
    store.append("abcdef", EVIDENCE)
    later = file_of(tmp_path).read_bytes().splitlines(keepends=True)[2].replace(b'"v":1', b'"v":2')
    with file_of(tmp_path).open("ab") as file:
        file.write(later)
    store.append("abcdef", Answered("2026-01-02T10:05:00Z", "nat", "none"))
    found = store.read("abcdef")
    assert (len(found.events), "version 2" in found.note) == (4, True)
    assert later in file_of(tmp_path).read_bytes()


def test_a_clock_that_goes_back_loses_nothing(tmp_path: Path) -> None:
    """Events keep the order in which they happened, whatever their times are."""
    store = begun(tmp_path)
    store.append("abcdef", Answered("1970-01-01T00:00:07Z", "nat", "none"))
    begun(tmp_path, "bbbbbb", "2026-01-01T08:00:00Z")
    last = [(each.id, each.last) for each in store.list()]
    assert last == [("bbbbbb", "2026-01-02T10:01:00Z"), ("abcdef", "1970-01-01T00:00:07Z")]
    assert [event.at for event in store.read("abcdef").events][-1] == "1970-01-01T00:00:07Z"
