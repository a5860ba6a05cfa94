"""Many logs: a row or an object a tunnel, and the worst verdict as the exit status."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from ikewizard.cli import run
from tests.cli.conftest import CASES

BROKEN = CASES / "psk-v1main-ss" / "responder.log"
HEALTHY = CASES / "ok-v2-transport-ss" / "initiator.log"
SEVERAL = CASES / "mixed-psk-v1main-ss" / "initiator.log"
pytestmark = pytest.mark.usefixtures("eighty_columns")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a broken tunnel's log, and one of several tunnels in a folder in it."""
    place = tmp_path / "logs"
    (place / "2026").mkdir(parents=True)
    shutil.copy(BROKEN, place / "east.log")
    shutil.copy(SEVERAL, place / "2026" / "hub.log")
    return place


def objects(text: str) -> list[dict[str, Any]]:
    """Return the objects, one a line."""
    return [json.loads(line) for line in text.splitlines()]


def test_a_folder_is_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One row a tunnel of each file, in folders of the folder too."""
    assert run(["diagnose", str(folder)]) == 1
    told = capsys.readouterr()
    rows = told.out.split("\n\n")[0].splitlines()
    assert rows[0].split() == ["file", "tunnel", "peer", "verdict", "first", "cause"]
    hub = [row for row in rows if row.startswith(str(Path("2026", "hub.log")))]
    assert len(hub) == 5
    assert [row for row in hub if "psk-mismatch" in row] == [row for row in hub if " bergen " in row]
    assert any(row.startswith("east.log") and "psk-mismatch" in row for row in rows)
    assert "6 rows from 2 logs: 2 cause found, 4 up." in told.out
    assert "psk-mismatch: The shared secrets differ" in told.out
    assert told.err == ""


def test_json_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a tunnel and line, with the file as it can be opened."""
    assert run(["diagnose", str(folder), "--format", "jsonl"]) == 1
    found = objects(capsys.readouterr().out)
    assert len(found) == 6
    assert set(found[0]) == {"file", "name", "peer", "verdict", "causes", "title", "certainty", "taken_down"}
    assert all(Path(each["file"]).is_file() for each in found)
    bergen = next(each for each in found if each["name"] == "bergen")
    assert (bergen["verdict"], bergen["causes"][0]) == ("cause-found", "psk-mismatch")
    assert bergen["title"]
    oslo = next(each for each in found if each["name"] == "oslo")
    assert (oslo["verdict"], oslo["causes"], oslo["title"]) == ("established", [], None)


def test_several_files_as_a_table_of_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    """Named files are a table when it is asked for; they are not taken for the two sides of one tunnel."""
    assert run(["diagnose", "--table", "--format", "markdown", str(BROKEN), str(HEALTHY)]) == 1
    out = capsys.readouterr().out
    assert "| file | tunnel | peer | verdict | first cause |" in out
    assert "| cause found | psk-mismatch |" in out
    assert r"| up | \- |" in out


@pytest.mark.parametrize(
    ("logs", "status"), [([HEALTHY], 0), ([HEALTHY, BROKEN], 1), ([HEALTHY, None], 3), ([None, BROKEN], 1)]
)
def test_the_worst_verdict_is_the_status(
    logs: list[Path | None], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cause is worse than a log that does not tell, and that worse than tunnels that are up."""
    other = tmp_path / "web.log"
    other.write_text("GET / 200\n", encoding="utf-8")
    assert run(["diagnose", "--table", *(str(log or other) for log in logs)]) == status
    assert capsys.readouterr().err == ""


def test_what_cannot_be_read_in_a_folder_is_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told on standard error, the rest is read, and a pipe in the folder does not stop the work."""
    (folder / "core.bin").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(100))
    (folder / "empty.log").touch()
    (folder / ".hidden.log").write_text("GET / 200\n", encoding="utf-8")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.log")
    assert run(["diagnose", str(folder)]) == 1
    told = capsys.readouterr()
    assert "6 rows from 2 logs" in told.out
    assert "core.bin: this is a program, not a log as text (passed over)" in told.err
    assert "empty.log: the log is empty (passed over)" in told.err
    assert len(told.err.splitlines()) == 2


def test_a_named_file_that_cannot_be_read_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are still read, but the status says that the command line did not fit."""
    assert run(["diagnose", "--table", str(HEALTHY), str(tmp_path / "none.log")]) == 2
    told = capsys.readouterr()
    assert "none.log: there is no such file (passed over)" in told.err
    assert "1 row from 1 log: 1 up." in told.out


def test_a_narrow_page_is_a_list(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal that is too narrow for the table nothing is cut: each row is a list."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run(["diagnose", str(folder)])
    out = capsys.readouterr().out
    assert "tunnel: bergen" in out
    assert max(map(len, out.splitlines())) <= 60


def test_a_pipe_among_the_logs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard input is one log of many."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BROKEN.read_bytes())))
    assert run(["diagnose", "--format", "jsonl", "-", str(HEALTHY)]) == 1
    assert [each["file"] for each in objects(capsys.readouterr().out)] == ["standard input", str(HEALTHY)]


def test_a_window_holds_for_every_log(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Logs in which nothing lies in the time are told and passed over."""
    assert run(["diagnose", str(folder), "--since", "2099-01-01"]) == 2
    told = capsys.readouterr()
    assert told.err.count("no line of this log lies in the time that was asked for") == 2
    assert "there is no log to read" in told.err


def test_hostile_names_and_lines_come_out_tame(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the name of a file nor that of a tunnel brings an escape or breaks a line of JSON."""
    place = tmp_path / "logs"
    place.mkdir()
    (place / "a\x1b]0;x\x07\nb.log").write_bytes(BROKEN.read_bytes().replace(b"192.0.2.33", b"1\x1b[2J2"))
    for extra in ([], ["--format", "jsonl"], ["--format", "markdown"]):
        run(["diagnose", str(place), *extra])
        told = capsys.readouterr()
        assert "\x1b" not in told.out + told.err
        assert "\\u001b" not in told.out
    assert run(["diagnose", str(place), "--format", "jsonl"]) in (1, 3)
    assert len(objects(capsys.readouterr().out)) >= 1


def test_what_is_down_stands_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of two hundred tunnels the ones to look at come before those that are up, whatever their files."""
    (tmp_path / "a.log").write_bytes((CASES / "ok-v2-psk-lsw" / "initiator.log").read_bytes())
    (tmp_path / "b.log").write_bytes((CASES / "psk-v1main-ss" / "responder.log").read_bytes())
    assert run(["diagnose", str(tmp_path)]) == 1
    rows = [line.split()[0] for line in capsys.readouterr().out.splitlines() if ".log  " in line]
    assert rows == ["b.log", "a.log"]


def test_what_was_taken_down_is_not_told_as_up(capsys: pytest.CaptureFixture[str]) -> None:
    """A tunnel that came up and was taken down stands before those that are up, and by its own word."""
    down = CASES / "cert-clock-v2-sw59" / "responder.log"
    assert run(["diagnose", "--table", str(HEALTHY), str(down)]) == 0
    told = capsys.readouterr().out
    first, second = told.splitlines()[2:4]
    assert "  taken down  " in first
    assert "  up  " in second
    assert "2 rows from 2 logs: 1 up, 1 taken down." in told
