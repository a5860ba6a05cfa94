"""``sessions`` lists what is asked for, ``stats`` counts it, ``forget`` deletes it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from ikewizard.cli import run
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Answered, Event, EvidenceGiven, Finished, Started, Tried, Verified
from ikewizard.core.facts import Finding, Source
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.store import SessionStore

Said = pytest.CaptureFixture[str]

LINE = Source("log", "responder", "east.log", 3, "received AUTHENTICATION_FAILED notify", "means it")
FOUND = (Finding("responder.says", "authentication", LINE), Finding("responder.device", "strongswan", LINE))
LOG = EvidenceGiven("", "evidence-1", "east.log", "responder", FOUND, ("A note.",), "strongswan")
SESSIONS: dict[str, tuple[Event, ...]] = {
    "aaaaaa": (Answered("2026-01-03T09:30:00Z", "symptom", "no-response"),),
    "bbbbbb": (
        EvidenceGiven("2026-01-02T10:00:00Z", *list(vars(LOG).values())[1:]),
        Tried("2026-01-02T10:20:00Z", "psk-mismatch", "retype-psk", "fixed"),
        Verified("2026-01-02T10:21:00Z", "psk-mismatch", "retype-psk", works=True),
        Finished("2026-01-02T10:21:00Z", "solved"),
    ),
    "cccccc": (
        EvidenceGiven("2026-01-01T10:00:00Z", "evidence-1", "b.log", "either", (), peer="203.0.113.7"),
        Finished("2026-01-01T10:01:00Z", "undetermined"),
    ),
}


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eighty_columns: None) -> Path:  # noqa: ARG001 -- a fixture
    """Give a data folder with three sessions."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = SessionStore(data_folder())
    for session, events in SESSIONS.items():
        store.begin(Started("2026-01-01T09:00:00Z", session, "0", "tree"))
        store.append(session, *events)
    store.close()
    return data_folder()


def listed(said: Said, *options: str) -> list[str]:
    """Return the ids of the sessions that are listed."""
    assert run(["sessions", "--format", "jsonl", *options]) == 0
    return [json.loads(line)["id"] for line in said.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((), "aaaaaa bbbbbb cccccc"),
        (("--open",), "aaaaaa"),
        (("--solved",), "bbbbbb"),
        (("--ended", "undetermined"), "cccccc"),
        (("--cause", "psk-mismatch"), "bbbbbb"),
        (("--peer", "203.0"), "cccccc"),
        (("--since", "2026-01-02"), "aaaaaa bbbbbb"),
        (("--until", "2026-01-02T10:21:00"), "bbbbbb cccccc"),
        (("--since", "10:00", "--until", "10:10"), "cccccc"),
        (("--since", "1d"), ""),
        (("--search", "authentication_FAILED"), "bbbbbb"),
        (("--search", "a   note."), "bbbbbb"),
        (("--search", "no answer"), "aaaaaa"),
        (("--search", "cccccc"), "cccccc"),
        (("--search", "shared secrets differ"), "bbbbbb"),
        (("--solved", "--peer", "203.0"), ""),
        (("--limit", "2"), "aaaaaa bbbbbb"),
    ],
)
def test_what_is_asked_for_is_listed(capsys: Said, options: tuple[str, ...], ids: str) -> None:
    """The last used first; several wishes must all be met; a second list is the same as the first."""
    assert listed(capsys, *options) == ids.split()
    assert listed(capsys, *options) == ids.split()


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--open", "--solved"), "a session has one ending"),
        (("--cause", "psk-mismtch"), "did you mean 'psk-mismatch'?"),
        (("--since", "soon"), "--since takes a time, not 'soon'"),
        (("--limit", "-1"), "a number is needed"),
        (("--ended", "well"), "invalid choice"),
    ],
)
def test_what_cannot_be_asked_is_told(capsys: Said, options: tuple[str, ...], what: str) -> None:
    """One line, with what helps, and exit status 2."""
    assert run(["sessions", *options]) == 2
    assert what in capsys.readouterr().err


def test_the_list_for_people(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal of 60 columns every line fits, and the newest stay in sight."""
    store = SessionStore(data_folder())
    store.begin(Started("2020-01-01T09:00:00Z", "dddddd", "0", "tree"))
    store.append("dddddd", Answered("2020-01-01T09:01:00Z", "symptom", "no-response"))
    store.close()
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("LINES", "10")
    assert run(["sessions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    begun = [line[:6] for line in lines if not line.startswith(" ")]
    assert begun == ["sessio", "aaaaaa", "bbbbbb", "cccccc", "3 of 4"]
    assert lines[3].startswith("         Q2: What make is the initiator")
    assert lines[5].strip() == "The shared secrets differ"


def test_a_secret_in_a_name_is_not_listed(capsys: Said) -> None:
    """What a log gave as the name of a tunnel goes through the same mask as every output."""
    store = SessionStore(data_folder())
    store.append("cccccc", EvidenceGiven("", "e", "x", "either", (), tunnel='psk="geheim0815"'))
    store.close()
    for form in ("text", "json", "jsonl"):
        assert run(["sessions", "--format", form]) == 0
        assert "geheim0815" not in capsys.readouterr().out


def test_nothing_that_fits(capsys: Said, stored: Path) -> None:
    """An empty list says why it is empty."""
    assert run(["sessions", "--peer", "nobody"]) == 0
    assert capsys.readouterr().out == "none of the 3 sessions fits\n"
    assert run(["forget", "--all", "--yes"]) == 0
    assert capsys.readouterr().out == "Deleted 3 sessions (aaaaaa, bbbbbb, cccccc).\n"
    assert run(["sessions"]) == 0
    assert capsys.readouterr().out == "no session is stored yet; 'ikewizard' starts one\n"
    assert not list((stored / "sessions").iterdir())


def test_forgetting_asks_first(capsys: Said, monkeypatch: pytest.MonkeyPatch, stored: Path) -> None:
    """On a terminal it lists what would go, and only a yes deletes; without one it wants --yes."""
    Attachments(stored).keep("bbbbbb", "evidence-1", ["a log"])
    assert run(["forget", "bbbbbb"]) == 2
    assert "give --yes" in capsys.readouterr().err
    read, write = os.pipe()
    os.write(write, b"no\ny\n")
    with os.fdopen(read) as stdin:
        monkeypatch.setattr(stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys, "stdin", stdin)
        assert run(["forget", "bbbbbb"]) == 1
        said = capsys.readouterr().out
        assert "  bbbbbb  2026-01-02 10:21  solved\n" in said
        assert "Nothing was deleted." in said
        assert run(["forget", "bbbbbb"]) == 0
    os.close(write)
    assert "Deleted 1 session (bbbbbb), and the logs kept for 1 of them." in capsys.readouterr().out
    assert listed(capsys) == ["aaaaaa", "cccccc"]


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (("aaaaaa", "cccccc", "aaaaaa"), "bbbbbb"),
        (("--before", "2026-01-02"), "aaaaaa bbbbbb"),
        (("--before", "1d"), ""),
        (("--before", "2025-01-02"), "aaaaaa bbbbbb cccccc"),
        (("--all",), ""),
    ],
)
def test_what_is_named_is_forgotten(capsys: Said, options: tuple[str, ...], left: str) -> None:
    """By id, by the day of the last use, or all."""
    assert run(["forget", "--yes", *options]) == 0
    capsys.readouterr()
    assert listed(capsys) == left.split()


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ((), "say which sessions"),
        (("aaaaaa", "--all"), "say which sessions"),
        (("aaa",), "there is no session 'aaa'"),
        (("aaaaaa", "../bbbbbb"), "there is no session '../bbbbbb'"),
        (("--before", "10:15"), "--before takes a day"),
        (("--before", "once"), "--before takes a day"),
    ],
)
def test_what_is_not_clear_deletes_nothing(capsys: Said, options: tuple[str, ...], what: str) -> None:
    """A part of an id is not enough to delete, and nor is a time of day."""
    assert run(["forget", "--yes", *options]) == 2
    assert what in capsys.readouterr().err
    assert len(listed(capsys)) == 3


def test_an_open_session_is_not_forgotten(capsys: Said, stored: Path) -> None:
    """It is told, the others are deleted, and the exit status says that not all was done."""
    window = SessionStore(stored)
    window.reopen("bbbbbb")
    assert run(["forget", "--all", "--yes"]) == 2
    said = capsys.readouterr()
    assert said.out == "Deleted 2 sessions (aaaaaa, cccccc).\n"
    assert "'bbbbbb' is open in another window" in said.err
    window.close()
    assert listed(capsys) == ["bbbbbb"]


def test_a_session_without_a_time_is_kept_by_before(capsys: Said, stored: Path) -> None:
    """What cannot be dated is not deleted by a date, and named."""
    (stored / "sessions" / "dddddd.jsonl").write_bytes(b"rubbish")
    assert run(["forget", "--yes", "--before", "1d"]) == 0
    assert "kept, since it cannot be told when they were used: dddddd" in capsys.readouterr().out
    assert (stored / "sessions" / "dddddd.jsonl").exists()


def test_what_came_of_the_sessions(capsys: Said, stored: Path) -> None:
    """All, or those of some time; what cannot be read is told and not counted."""
    (stored / "sessions" / "dddddd.jsonl").write_bytes(b"rubbish")
    assert run(["stats", "--format", "json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["endings"]["solved"] == 1
    assert "1 session could not be read and is not counted" in said.err
    assert run(["stats", "--since", "2026-01-02", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == 2
    assert run(["stats"]) == 0
    text = capsys.readouterr().out
    assert "What came of the sessions" in text
    assert "203.0.113.7" not in text
    assert "east.log" not in text
