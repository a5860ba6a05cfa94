"""``export`` and ``sessions`` write to whatever console there is."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from ikewizard.cli import run
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Answered, EvidenceGiven, Started
from ikewizard.sessions.choosing import find
from ikewizard.sessions.store import SessionStore

pytestmark = pytest.mark.usefixtures("eighty_columns")


def test_a_console_that_lacks_a_sign_gets_the_transcript_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Windows code page has no arrow: what it lacks is replaced, and nothing fails."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = SessionStore(data_folder())
    store.begin(Started("2026-01-02T10:00:00Z", "abcdef", "0", "tree"))
    note = ("an arrow \u2192 and an upright \u2502",)
    store.append("abcdef", EvidenceGiven("2026-01-02T10:01:00Z", "evidence-1", "x", "either", (), note))
    store.close()
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252", write_through=True))
    assert run(["export", "abcdef"]) == 0
    assert "an arrow ? and an upright ?" in written.getvalue().decode("cp1252")


def test_sessions_are_listed_in_the_order_in_which_resume_picks_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The one that was used last stands first, with that time, however long ago it began."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = SessionStore(data_folder())
    store.begin(Started("2026-01-01T10:00:00Z", "aaaaaa", "0", "tree"))
    store.begin(Started("2026-01-02T10:00:00Z", "bbbbbb", "0", "tree"))
    store.append("aaaaaa", EvidenceGiven("2026-01-03T09:30:00Z", "evidence-1", "x", "either", ()))
    store.append("bbbbbb", Answered("2026-01-02T10:00:00Z", "symptom", "no-response"))
    store.close()
    assert run(["sessions"]) == 0
    _, *lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["aaaaaa", "2026-01-03", "09:30"],
        ["bbbbbb", "2026-01-02", "10:00"],
    ]
    assert find(store, "") == "aaaaaa"
