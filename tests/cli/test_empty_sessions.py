"""Sessions that were begun and nothing else are in nobody's way; what was said is never among them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ikewizard.cli import run
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import (
    Answered,
    Event,
    EvidenceGiven,
    Finished,
    SettingGiven,
    Started,
    Tried,
    WentBack,
)
from ikewizard.errors import SessionError
from ikewizard.sessions.choosing import find, latest
from ikewizard.sessions.store import SessionStore

Said = pytest.CaptureFixture[str]
LATER = "2026-01-03T09:30:00Z"
ANSWER = Answered("2026-01-02T10:00:00Z", "symptom", "no-response")
SAID: tuple[Event, ...] = (
    Answered(LATER, "symptom", "unknown"),
    EvidenceGiven(LATER, "evidence-1", "a.log", "either", ()),
    SettingGiven(LATER, "initiator", "pfs", "yes"),
    Tried(LATER, "psk-mismatch", "retype-psk", "fixed"),
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SessionStore:
    """Return a store with one session that has an answer, and a later one that has nothing."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    made = SessionStore(data_folder())
    made.begin(Started("2026-01-02T09:00:00Z", "aaaaaa", "0", "tree"))
    made.append("aaaaaa", ANSWER)
    made.begin(Started("2026-01-03T09:00:00Z", "eeeeee", "0", "tree"))
    made.close()
    return made


def listed(said: Said, *options: str) -> list[str]:
    """Return the ids of the sessions that are listed."""
    assert run(["sessions", "--format", "jsonl", *options]) == 0
    return [json.loads(line)["id"] for line in said.readouterr().out.splitlines()]


def test_an_empty_session_is_not_in_the_way(store: SessionStore, capsys: Said) -> None:
    """It is neither listed nor resumed nor exported, unless it is asked for; it can be named as ever."""
    assert listed(capsys) == ["aaaaaa"]
    assert listed(capsys) == ["aaaaaa"]
    assert listed(capsys, "--open") == ["aaaaaa"]
    assert listed(capsys, "--empty") == ["eeeeee", "aaaaaa"]
    assert listed(capsys, "--search", "eeeeee") == ["eeeeee"]
    assert find(store, "") == latest(store) == "aaaaaa"
    assert find(store, "eee") == "eeeeee"


def test_who_follows_or_shares_may_be_there_before_the_first_answer(store: SessionStore) -> None:
    """Both take the latest session even then: an older one would show somebody else's case."""
    assert find(store, "", even_empty=True) == "eeeeee"


def test_sharing_takes_the_session_that_has_just_begun(
    store: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command looks for it in that way."""
    asked: list[bool] = []

    def found(_store: SessionStore, _prefix: str, *, even_empty: bool = False) -> str:
        asked.append(even_empty)
        raise SessionError("enough")

    assert store
    for command, module in (("follow", "follow"), ("share", "share"), ("resume", "wizard")):
        monkeypatch.setattr(f"ikewizard.cli.{module}.find", found)
        assert run([command]) == 2
    assert asked == [True, True, False]


@pytest.mark.parametrize("event", SAID, ids=lambda event: event.event)
def test_what_was_said_is_never_hidden(store: SessionStore, event: Event, capsys: Said) -> None:
    """Also where all of it was taken back again, or it was finished: somebody may look for it."""
    target = {"answered": "symptom", "evidence": "evidence-1"}.get(event.event, "psk-mismatch/retype-psk")
    store.append("eeeeee", event, WentBack("2026-01-03T09:40:00Z", target))
    assert listed(capsys) == ["eeeeee", "aaaaaa"]
    assert find(store, "") == "eeeeee"
    store.append("eeeeee", Finished("2026-01-03T09:50:00Z", "undetermined"))
    assert listed(capsys) == ["eeeeee", "aaaaaa"]
    store.close()


def test_where_nothing_was_ever_answered_that_is_told(store: SessionStore, capsys: Said) -> None:
    """Neither the list nor resuming says that there are none, and both say how to see them."""
    (store.folder / "aaaaaa.jsonl").unlink()
    assert run(["sessions"]) == 0
    assert (
        capsys.readouterr().out
        == "nothing was answered or handed in in the one session; --empty lists them all\n"
    )
    assert run(["resume"]) == 2
    assert "'ikewizard sessions --empty' lists those" in capsys.readouterr().err
    assert latest(store) == "eeeeee"


def test_an_index_of_before_is_made_anew(store: SessionStore, capsys: Said) -> None:
    """What an older program remembered does not know which sessions are empty: nothing of it counts."""
    assert listed(capsys) == ["aaaaaa"]
    body = store.index.read_bytes()
    store.index.write_bytes(body.replace(b"ikewizard-index-2", b"ikewizard-index-1"))
    assert listed(capsys) == ["aaaaaa"]
    assert store.index.read_bytes().startswith(b"ikewizard-index-2 ")
