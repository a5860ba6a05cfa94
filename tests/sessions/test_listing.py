"""The list of sessions: whatever the index holds, the list is that of the files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.events import Answered, Event, Finished
from ikewizard.errors import SessionError
from ikewizard.sessions import index
from ikewizard.sessions.choosing import find, listed
from ikewizard.sessions.index import folded
from ikewizard.sessions.listing import Describe, entries, holds
from ikewizard.sessions.store import SessionFile, SessionStore
from tests.sessions.lists import DESCRIBE, about, all_of, several, texts, without_index
from tests.sessions.test_store import EVIDENCE, begun, file_of, started


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
    assert all_of(folder) == without_index(folder)


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
    assert find(SessionStore(tmp_path), "") == "cccccc"
    assert asked == []
    store.append("bbbbbb", Answered("2026-01-09T08:00:00Z", "nat", "none"))
    assert next(each.listed.id for each in entries(store, DESCRIBE)) == "bbbbbb"
    assert asked == ["bbbbbb"]
    # Another change could have the same time still: only once that is past it is not looked at again.
    entries(store, DESCRIBE)
    assert asked == ["bbbbbb", "bbbbbb"]
    asked.clear()
    entries(store, Describe("trees-2", about, texts))
    assert sorted(asked) == ["aaaaaa", "bbbbbb", "cccccc"]


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
    find(one, "")
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
    last = [(each.id, each.last) for each in listed(store)]
    assert last == [("bbbbbb", "2026-01-02T10:01:00Z"), ("abcdef", "1970-01-01T00:00:07Z")]
    assert [event.at for event in store.read("abcdef").events][-1] == "1970-01-01T00:00:07Z"
