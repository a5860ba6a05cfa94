"""Forgetting sessions: everything of them goes, nothing of others does, and none that is open."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from ikewizard.sessions import index
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.forgetting import forget, forget_rest
from ikewizard.sessions.listing import entries
from ikewizard.sessions.store import SessionStore
from tests.sessions.lists import several
from tests.sessions.test_store import file_of


def filled(folder: Path) -> SessionStore:
    """Return a store of three sessions, two of them with a log and with masks."""
    store = several(folder)
    (folder / "masks").mkdir()
    for session in ("aaaaaa", "bbbbbb"):
        Attachments(folder).keep(session, "evidence-1", ["a log"])
        (folder / "masks" / f"{session}.json").write_text(json.dumps({"203.0.113.7": "PEER-A"}))
    return store


def names(folder: Path) -> set[str]:
    """Return every file under a data folder, but for the index."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "sessions.index")
    return {path.relative_to(folder).as_posix() for path in found}


def test_everything_of_a_session_goes(tmp_path: Path) -> None:
    """Its events, logs and masks, and its row in the index; of the others nothing does."""
    store = filled(tmp_path)
    done = forget(tmp_path, ["aaaaaa", "cccccc"])
    assert (done.sessions, done.logs, done.kept) == (("aaaaaa", "cccccc"), 1, ())
    assert names(tmp_path) == {
        "sessions/bbbbbb.jsonl",
        "attachments/bbbbbb/evidence-1.gz",
        "masks/bbbbbb.json",
    }
    assert not (tmp_path / "attachments" / "aaaaaa").exists()
    assert list(index.load(store.index)) == ["bbbbbb"]


def test_a_session_that_is_open_is_kept_whole(tmp_path: Path) -> None:
    """Another window goes on undisturbed; the others that were named are deleted."""
    filled(tmp_path)
    window = SessionStore(tmp_path)
    window.reopen("aaaaaa")
    done = forget(tmp_path, ["aaaaaa", "bbbbbb"])
    assert done.sessions == ("bbbbbb",)
    assert [error.what for error in done.kept] == ["the session 'aaaaaa' is open in another window"]
    of_it = {"sessions/aaaaaa.jsonl", "attachments/aaaaaa/evidence-1.gz", "masks/aaaaaa.json"}
    assert of_it < names(tmp_path)
    window.close()
    assert forget(tmp_path, ["aaaaaa"]).sessions == ("aaaaaa",)


def test_a_damaged_session_can_be_forgotten(tmp_path: Path) -> None:
    """What cannot be read can be deleted."""
    filled(tmp_path)
    file_of(tmp_path, "bbbbbb").write_bytes(b"\0rubbish")
    assert forget(tmp_path, ["bbbbbb"]).sessions == ("bbbbbb",)


@pytest.mark.parametrize("session", ["zzzzzz", "../masks", "", "/etc/passwd"])
def test_what_is_no_session_deletes_nothing(tmp_path: Path, session: str) -> None:
    """An id is no path."""
    filled(tmp_path)
    before = names(tmp_path)
    done = forget(tmp_path, [session])
    assert (done.sessions, len(done.kept)) == ((), 1)
    assert names(tmp_path) == before


def test_a_disk_that_keeps_the_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is still there to be named again, and so is its row."""
    store = filled(tmp_path)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "aaaaaa.jsonl":
            raise OSError(errno.EROFS, "Read-only file system")
        unlink(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        done = forget(tmp_path, ["aaaaaa"])
    assert done.sessions == ()
    assert done.kept[0].what == "the session cannot be deleted: Read-only file system"
    assert len(index.load(store.index)) == 3
    assert forget(tmp_path, ["aaaaaa"]).sessions == ("aaaaaa",)


def test_a_full_disk_does_not_keep_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no new index can be written the old one goes: nothing that was forgotten stands in it."""
    store = filled(tmp_path)
    monkeypatch.setattr(index, "save", lambda *_: False)
    assert forget(tmp_path, ["aaaaaa"]).kept == ()
    assert not store.index.exists()
    assert len(entries(store)) == 2


def test_what_is_left_of_other_runs_goes(tmp_path: Path) -> None:
    """Logs and masks without a session are deleted, and half an index that a killed run left."""
    filled(tmp_path)
    (tmp_path / ".sessions.index.x1").write_bytes(b"half an index")
    for session in ("aaaaaa", "bbbbbb"):
        file_of(tmp_path, session).unlink()
    (tmp_path / "masks" / "notes.txt").write_text("not ours")
    forget(tmp_path, ["cccccc"])
    forget_rest(tmp_path)
    assert names(tmp_path) == {"masks/notes.txt"}
