"""``handover`` writes one file, and ``resume`` takes it on another computer."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ikewizard.cli import run
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Answered, Event, EvidenceGiven, SettingGiven, Started
from ikewizard.core.facts import Finding, Source
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.choosing import listed
from ikewizard.sessions.handover import FORMAT, Note, written
from ikewizard.sessions.store import SessionStore
from tests.report.stories import EVIL, HOSTILE_LOG

pytestmark = pytest.mark.usefixtures("eighty_columns")
Said = pytest.CaptureFixture[str]

LOG = ("    Nov 23 10:00:00 east charon: received AUTHENTICATION_FAILED notify", 'psk = "geheim0815"')
START = Started("2026-01-01T09:00:00Z", "abcdef", "0", "tree")
EVENTS: tuple[Event, ...] = (
    Answered("2026-01-01T09:01:00Z", "symptom", "no-response"),
    EvidenceGiven(
        "2026-01-01T09:02:00Z",
        "evidence-1",
        "east.log",
        "responder",
        (Finding("nat", "none", Source("log", "responder", "east.log", 1, 'secret "geheim0815"', "x")),),
        peer="203.0.113.7",
    ),
    SettingGiven("2026-01-01T09:03:00Z", "initiator", "own-address", "198.51.100.1"),
)


def computer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to another computer: one with a data folder of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return data_folder()


def filled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> SessionStore:
    """Go to a computer on which the session is stored, with its log."""
    store = SessionStore(computer(folder, monkeypatch))
    store.begin(START)
    store.append("abcdef", *EVENTS)
    store.close()
    Attachments(data_folder()).keep("abcdef", "evidence-1", LOG)
    return store


def resumed(monkeypatch: pytest.MonkeyPatch, capsys: Said, *arguments: str) -> str:
    """Resume, quit at once, and return what was said."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    status = run(["resume", "--plain", *arguments])
    said = capsys.readouterr()
    return f"{status} {said.out}{said.err}"


def test_a_session_goes_on_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """The same events and the same log, under the same id; it says who made the file, and goes on."""
    file = tmp_path / "for-tier-2.jsonl"
    filled(tmp_path / "here", monkeypatch)
    monkeypatch.setenv("LOGNAME", "jane")
    assert run(["handover", "abcdef", "-o", str(file)]) == 0
    assert f"The session abcdef is in {file}, with 1 log.\n" in capsys.readouterr().out
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    data = computer(tmp_path / "there", monkeypatch)
    said = resumed(monkeypatch, capsys, str(file))
    assert said.startswith("0 ")
    assert "Handed over by jane on 2" in said
    assert "Kept: 1 answer and 1 piece of evidence." in said
    assert "Saved. Go on with: ikewizard resume abcdef" in said
    events = SessionStore(data).read("abcdef").events
    assert events[0] == START
    assert events[1] == EVENTS[0]
    assert next(iter(Attachments(data).lines("abcdef", "evidence-1"))) == LOG[0]
    for path in [file, *data.rglob("*.jsonl")]:
        assert b"geheim0815" not in path.read_bytes()
    assert "geheim0815" not in "".join(Attachments(data).lines("abcdef", "evidence-1"))


def test_taking_it_twice_goes_on_where_it_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Who types the same command again finds what was answered, and no second session."""
    file = str(tmp_path / "h.jsonl")
    filled(tmp_path / "here", monkeypatch)
    run(["handover", "-o", file])
    data = computer(tmp_path / "there", monkeypatch)
    resumed(monkeypatch, capsys, file)
    store = SessionStore(data)
    store.append("abcdef", Answered("2026-01-01T10:00:00Z", "initiator-make", "other"))
    store.close()
    assert "goes on where it was left" in resumed(monkeypatch, capsys, file)
    assert [each.id for each in listed(store)] == ["abcdef"]
    assert len(store.read("abcdef").events) == 5


def test_an_id_that_is_taken_gives_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """The session that is here already stays as it is."""
    file = str(tmp_path / "h.jsonl")
    filled(tmp_path / "here", monkeypatch)
    run(["handover", "-o", file])
    data = computer(tmp_path / "there", monkeypatch)
    store = SessionStore(data)
    store.begin(replace(START, at="2020-01-01T00:00:00Z"))
    store.close()
    assert "The id abcdef is taken here, so it is" in resumed(monkeypatch, capsys, file)
    assert len(store.read("abcdef").events) == 1
    (other,) = [each.id for each in listed(store) if each.id != "abcdef"]
    start = store.read(other).events[0]
    assert isinstance(start, Started)
    assert start.session == other
    assert Attachments(data).names(other) == ("evidence-1",)


@pytest.mark.parametrize("level", ["public", "all"])
def test_a_masked_file_names_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, level: str
) -> None:
    """Who made it is left out, and the colleague is told that it is masked."""
    file = tmp_path / "h.jsonl"
    filled(tmp_path / "here", monkeypatch)
    monkeypatch.setenv("LOGNAME", "jane")
    assert run(["handover", "abcdef", "-o", str(file), "--redact", level]) == 0
    assert b"jane" not in file.read_bytes()
    computer(tmp_path / "there", monkeypatch)
    assert f"masked ({level})" in " ".join(resumed(monkeypatch, capsys, str(file)).split())


def test_a_packed_file_is_taken_and_a_bomb_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Who packed the file for the mail need not unpack it; what unpacks without end is not unpacked."""
    file, packed = tmp_path / "h.jsonl", tmp_path / "h.jsonl.gz"
    filled(tmp_path / "here", monkeypatch)
    run(["handover", "-o", str(file)])
    packed.write_bytes(gzip.compress(file.read_bytes()))
    data = computer(tmp_path / "there", monkeypatch)
    first = file.read_bytes().splitlines(keepends=True)[0]
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(first + b" " * (10 * 2**20)))
    assert "a line in it is too long" in resumed(monkeypatch, capsys, str(bomb))
    assert not data.exists()
    assert resumed(monkeypatch, capsys, str(packed)).startswith("0 ")
    assert [each.id for each in listed(SessionStore(data))] == ["abcdef"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"Nov 23 10:00:00 a log\n", "this is no handover file of ikewizard"),
        (None, "it breaks off"),
    ],
)
def test_what_cannot_be_taken_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, content: bytes | None, why: str
) -> None:
    """One line with the file's name, exit status 2, and nothing is stored."""
    file = tmp_path / "h.jsonl"
    filled(tmp_path / "here", monkeypatch)
    run(["handover", "-o", str(file)])
    file.write_bytes(file.read_bytes()[:-5] if content is None else content)
    data = computer(tmp_path / "there", monkeypatch)
    said = resumed(monkeypatch, capsys, str(file))
    assert said.startswith("2 ")
    assert why in said
    assert f"{file}: " in said
    assert not data.exists()


def test_a_file_that_is_named_like_a_log_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Who forgets the word resume is not told what the lines of the file mean as a log."""
    file = str(tmp_path / "h.jsonl")
    filled(tmp_path / "here", monkeypatch)
    run(["handover", "-o", file])
    data = computer(tmp_path / "there", monkeypatch)
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    assert run([file, "--plain"]) == 0
    assert "Handed over" in capsys.readouterr().out
    assert [each.id for each in listed(SessionStore(data))] == ["abcdef"]


def test_what_a_hostile_file_says_is_not_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Escapes in its note, its names and its logs reach neither the screen nor what is kept."""
    note = Note(FORMAT, "abcdef", EVIL, EVIL, "none", 2, EVIL)
    events = (START, replace(HOSTILE_LOG, id="evidence-1"))
    file = tmp_path / "h.jsonl"
    file.write_bytes(b"".join(written(note, events, [("evidence-1", [EVIL])])))
    data = computer(tmp_path / "there", monkeypatch)
    said = resumed(monkeypatch, capsys, str(file))
    assert said.startswith("0 ")
    assert "\x1b" not in said
    assert "\x1b" not in "".join(Attachments(data).lines("abcdef", "evidence-1"))
    assert run(["sessions"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_a_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch, capsys: Said, tmp_path: Path) -> None:
    """What looks like a file is looked for as one; a folder is none."""
    computer(tmp_path / "there", monkeypatch)
    assert "there is no such file" in resumed(monkeypatch, capsys, str(tmp_path / "none.jsonl"))
    assert "this is not a file" in resumed(monkeypatch, capsys, str(tmp_path))


def test_no_file_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """Without --force what is there stays; a device is never written over; the name has a default."""
    filled(tmp_path / "here", monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert run(["handover"]) == 0
    file = tmp_path / "ikewizard-abcdef.jsonl"
    before = file.read_bytes()
    assert run(["handover"]) == 2
    assert "the file is there already" in capsys.readouterr().err
    assert run(["handover", "--force"]) == 0
    assert file.read_bytes().splitlines()[1:] == before.splitlines()[1:]
    assert run(["handover", "--force", "-o", os.devnull]) == 2
    assert run(["handover", "-o", str(tmp_path / "no" / "such")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", file.name]


def test_a_full_disk_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """What could not be written whole is not there, and the message says why."""
    filled(tmp_path / "here", monkeypatch)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run(["handover", "abcdef", "-o", str(tmp_path / "h.jsonl")]) == 2
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_full_disk_costs_the_taker_nothing_but_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Where nothing can be stored the session goes on in memory, and is printed at the end."""
    file = tmp_path / "h.jsonl"
    filled(tmp_path / "here", monkeypatch)
    run(["handover", "-o", str(file)])
    (tmp_path / "there").write_text("in the way")
    computer(tmp_path / "there", monkeypatch)
    said = " ".join(resumed(monkeypatch, capsys, str(file)).split())
    assert said.startswith("0 ")
    assert "the session cannot be saved" in said
    assert "what was handed in cannot be kept" in said
    assert "The session could not be saved on disk; its transcript follows." in said
