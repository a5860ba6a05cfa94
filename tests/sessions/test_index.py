"""The index of the sessions: whatever happens to it, the next list is right and makes it anew."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.events import Answered
from ikewizard.sessions import index
from ikewizard.sessions.listing import entries
from ikewizard.sessions.store import SessionStore
from tests.sessions.lists import DESCRIBE, all_of, several, without_index
from tests.sessions.test_store import begun, file_of


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
        b"ikewizard-index-2 0000\n[]\n",
        sealed(b"rubbish\ttext"),
        sealed(b"5\ttext"),
        sealed(b"[]\ttext"),
        sealed(b"[" * 50_000),
        sealed(b'["aaaaaa",1,2,3]\ttext'),
        sealed(b'["aaaaaa","","","",0,"",[1],[],[],"","",1,5,5,"trees-1",true]\ttext'),
        sealed(b'["aaaaaa","","","",0,"","x",[],[],"","",1,5,5,"trees-1",true]\ttext'),
        sealed(b'["aaaaaa","","","",true,"",[],[],[],"","",1,5,5,"trees-1",true]\ttext'),
    ],
)
def test_a_damaged_index_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """Nothing of it is believed, and the next list writes a good one."""
    store = several(tmp_path)
    before = all_of(tmp_path)
    store.index.write_bytes(content)
    assert all_of(tmp_path) == before
    assert len(index.load(store.index)) == 3


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_flipped_bit_of_the_index_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Wherever the disk lies, the list is that of the files."""
    folder = tmp_path_factory.mktemp("flip")
    store = several(folder)
    before = all_of(folder)
    content = bytearray(store.index.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    store.index.write_bytes(content)
    assert all_of(folder) == before


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
    assert all_of(tmp_path) == without_index(tmp_path)
