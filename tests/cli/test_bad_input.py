"""Bad input gets one clear line and exit status 2; a traceback never reaches the user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ikewizard.cli import run

Spoil = Callable[[Path], list[str]]


@pytest.fixture(autouse=True)
def home(eighty_columns: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001 -- sets the width
    """Keep sessions of these runs to themselves."""
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name))
    return tmp_path


def log(folder: Path, content: bytes) -> str:
    """Return the name of a log with this content."""
    file = folder / "unit.log"
    file.write_bytes(content)
    return str(file)


def empty_folder(folder: Path) -> str:
    """Return the name of a folder with nothing in it."""
    (folder / "nothing").mkdir()
    return str(folder / "nothing")


def broken_trees(folder: Path) -> str:
    """Return the name of a folder of trees with faults."""
    (folder / "trees").mkdir()
    (folder / "trees/facts.yaml").write_text("id: facts\nid: twice\n", encoding="utf-8")
    return str(folder / "trees")


CASES: dict[str, tuple[Spoil, str]] = {
    "missing-file": (lambda d: ["diagnose", str(d / "none.log")], "none.log: there is no such file"),
    "directory": (lambda d: ["diagnose", "--initiator", str(d)], "this is a folder, not a log"),
    "explained-directory": (lambda d: ["explain", str(d)], "this is a folder, not a log"),
    "empty-directory": (lambda d: ["diagnose", empty_folder(d)], "there is no log to read in all of this"),
    "table-of-nothing": (lambda _: ["diagnose", "--table"], "--table needs a log"),
    "table-of-sides": (
        lambda d: ["diagnose", "--table", "--initiator", log(d, b"x")],
        "--table takes each log by itself",
    ),
    "folder-as-one-object": (lambda d: ["diagnose", str(d), "--format", "json"], "--format jsonl"),
    "unknown-of-many": (lambda d: ["diagnose", str(d), "--show-unknown"], "--show-unknown is for one"),
    "no-such-time": (
        lambda d: ["diagnose", "--since", "yesterday", log(d, b"x")],
        "--since takes a time, not 'yesterday'",
    ),
    "times-turned": (
        lambda d: ["explain", "--since", "2026-02-01", "--until", "2026-01-01", log(d, b"x")],
        "--since is later than --until",
    ),
    "no-line-in-time": (
        lambda d: ["diagnose", "--since", "2026-02-01", log(d, b"2026-01-01 10:00:00 x\n")],
        "no line of this log lies in the time",
    ),
    "no-line-with-a-time": (
        lambda d: ["explain", "--until", "10:00", log(d, b"no time in here\n")],
        "unit.log: no line of this log carries a time",
    ),
    "nothing-to-explain": (lambda _: ["explain"], "LOG"),
    "unknown-side": (lambda d: ["explain", "--side", "left", log(d, b"x")], "invalid choice: 'left'"),
    "binary": (lambda d: ["diagnose", log(d, b"\x7fELF\x02\x01\x01" + bytes(200))], "unit.log: "),
    "empty": (lambda d: ["diagnose", log(d, b"")], "empty"),
    "blank": (lambda d: ["diagnose", log(d, b" \n\n")], "empty"),
    "no-log": (lambda _: ["diagnose"], "no log, no configuration and no fact is given"),
    "two-stdin": (lambda _: ["diagnose", "-", "--initiator", "-"], "standard input can be one log only"),
    "unknown-fact": (lambda _: ["diagnose", "--fact", "simptom=no-traffic"], "did you mean 'symptom'?"),
    "unknown-value": (lambda _: ["diagnose", "--fact", "symptom=no-trafic"], "did you mean 'no-traffic'?"),
    "no-value": (lambda _: ["diagnose", "--fact", "symptom"], "NAME=VALUE"),
    "faulty-trees": (
        lambda d: ["diagnose", "--trees", broken_trees(d), "--fact", "nat=none"],
        "facts.yaml:2",
    ),
    "no-trees": (lambda d: ["trees", "check", str(d / "none")], "not a folder of trees"),
    "unknown-session": (lambda _: ["resume", "zzzzzz"], "zzzzzz"),
    "unknown-export": (lambda _: ["export", "zzzzzz"], "zzzzzz"),
    "no-session": (lambda _: ["resume"], "session"),
    "unknown-command": (lambda _: ["diagnoze"], "invalid choice: 'diagnoze'"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_told_in_a_line(case: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each bad input names what is wrong and exits with 2."""
    make, message = CASES[case]
    assert run(make(home)) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_a_fault_of_the_program_is_no_traceback_either(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What we did wrong ourselves is told as such, with what to do next."""
    monkeypatch.setattr("ikewizard.cli.trees._check", lambda _: 1 / 0)
    monkeypatch.delenv("IKEWIZARD_DEBUG", raising=False)
    assert run(["trees", "check"]) == 70
    assert "something went wrong inside ikewizard (ZeroDivisionError" in capsys.readouterr().err


def test_an_escape_in_a_file_name_does_not_reach_the_terminal(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even a name can be hostile."""
    run(["diagnose", str(home / "a\x1b]0;title\x07.log")])
    assert "\x1b" not in capsys.readouterr().err
