"""The pseudonyms of a session: kept for its owner, the same at each export, begun anew if damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ikewizard.cli import run
from ikewizard.cli.masks import kept_names, mask_file, masker_for, remember
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import EvidenceGiven, SettingGiven, Started
from ikewizard.core.facts import Finding, Source
from ikewizard.knowledge.load import Knowledge
from ikewizard.sessions.store import SessionStore

pytestmark = pytest.mark.usefixtures("eighty_columns")

AT = "2026-01-02T10:00:00Z"
LINE = "08[IKE] initiating IKE_SA to-kiel[1] to 198.51.100.7"
EVENTS = (
    Started(AT, "abcdef", "0", "tree"),
    EvidenceGiven(
        AT,
        "evidence-1",
        "kiel.log",
        "initiator",
        (Finding("initiator.started", "yes", Source("log", "initiator", "kiel.log", 1, LINE)),),
    ),
    SettingGiven(AT, "initiator", "own-address", "192.0.2.1"),
    SettingGiven(AT, "initiator", "unique-firewall-identifier", "fqdn:vpn.kiel.example"),
)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Store a session, and return its id."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = SessionStore(data_folder())
    store.begin(EVENTS[0])
    store.append("abcdef", *EVENTS[1:])
    store.close()
    return "abcdef"


def test_an_old_session_keeps_its_names_at_another_level(
    session: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was PEER-A in one export is so in the next, and only its owner can read who that is."""
    assert run(["export", session, "--redact", "public"]) == 0
    first = kept_names(session)
    assert run(["export", session, "--redact", "all"]) == 0
    assert first.items() <= kept_names(session).items()
    assert first["198.51.100.7"].startswith("PEER-")
    assert mask_file(session).stat().st_mode & 0o777 == 0o600
    assert mask_file(session).parent.stat().st_mode & 0o777 == 0o700
    out, err = capsys.readouterr()
    assert "kiel" not in out.split("What was masked")[1] + err
    assert "masked (public): 2 gateways, 1 name, 1 file name" in err


def test_at_level_none_nothing_is_kept(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The export for oneself writes no file and tells nothing of masking."""
    assert run(["export", session]) == 0
    assert not mask_file(session).exists()
    out, err = capsys.readouterr()
    assert "198.51.100.7" in out
    assert "asked" not in err


def test_who_is_who_can_be_looked_up(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All names in order, or one, of the last session or another; an unknown one is told."""
    assert run(["masks", session]) == 0
    assert "nothing of the session 'abcdef' was masked yet" in capsys.readouterr().out
    run(["export", session, "--redact", "all"])
    capsys.readouterr()
    assert run(["masks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:] if line] == [
        "FILE-1",
        "NAME-1",
        "NAME-2",
        "PEER-A",
        "PEER-B",
    ]
    peers = dict(line.split() for line in lines if line.startswith("PEER"))
    assert peers.keys() == {"PEER-A", "PEER-B"}
    assert set(peers.values()) == {"192.0.2.1", "198.51.100.7"}
    assert run(["masks", "peer-a"]) == 0
    assert f"PEER-A  {peers['PEER-A']}" in capsys.readouterr().out
    assert run(["masks", session, "PEER-Z"]) == 2
    assert "nothing is called 'PEER-Z' in the session 'abcdef'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"v": 9, "names": {}}',
        '{"v": 1, "names": {"a": "\\u001b[2J"}}',
        '{"v": 1, "names": {"a": "NAME-1", "b": "NAME-1"}}',
        "[" * 100_000,
    ],
)
def test_damaged_names_are_told_and_begun_anew(
    session: str, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    """What cannot be used costs the export nothing but its old names."""
    mask_file(session).parent.mkdir()
    mask_file(session).write_text(content, encoding="utf-8")
    assert run(["export", session, "--redact", "public"]) == 0
    out, err = capsys.readouterr()
    assert "the pseudonyms given before cannot be used, and new ones are given" in err
    assert "198.51.100.7" not in out
    assert "198.51.100.7" in kept_names(session)


def test_a_disk_that_refuses_costs_nothing(
    session: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The export is written; that its names could not be kept is told."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert run(["export", session, "--redact", "public"]) == 0
    out, err = capsys.readouterr()
    assert "PEER-A" in out
    assert "the pseudonyms cannot be kept: No space left on device" in err


def test_a_session_that_is_no_id_leads_nowhere(session: str, knowledge: Knowledge) -> None:
    """No name of a session leads out of the folder of masks."""
    masker = masker_for(knowledge, "../abcdef", EVENTS, "public")
    remember("../abcdef", masker)
    remember("", masker)
    assert not list(data_folder().glob("**/*.json"))
    assert session


def test_what_was_written_is_json_with_the_names(session: str, knowledge: Knowledge) -> None:
    """The file holds the version, the session, and what each name stands for."""
    masker = masker_for(knowledge, session, EVENTS, "all")
    masker.text(LINE)
    remember(session, masker)
    data = json.loads(mask_file(session).read_text(encoding="utf-8"))
    assert data == {"v": 1, "session": session, "names": {"to-kiel": "NAME-1", "198.51.100.7": "PEER-A"}}


def test_masking_is_not_loaded_where_nothing_is_masked() -> None:
    """A diagnosis without --redact loads nothing of masking."""
    import subprocess  # noqa: PLC0415 -- only here
    import sys  # noqa: PLC0415 -- only here

    code = (
        "import sys; from ikewizard.cli import run; run(['diagnose', '--fact', 'symptom=no-traffic']);"
        "sys.exit(any('mask' in name or name.endswith('report.veil') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
