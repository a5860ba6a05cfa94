"""``export``: the case note in every dialect, as long as the ticket takes, and the folder with the logs."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from ikewizard.cli import run
from ikewizard.cli.attach import safe_name
from ikewizard.cli.paths import data_folder
from ikewizard.core.events import Answered, Event, EvidenceGiven, Started, WentBack
from ikewizard.core.facts import Finding, Source
from ikewizard.knowledge.load import Knowledge
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.store import SessionStore

SECRET = "planted-horse-7"
FORMS = ["markdown", "github", "gitlab", "jira", "text", "html", "json"]

pytestmark = pytest.mark.usefixtures("eighty_columns")


def evidence(number: int, name: str, text: str = "no trusted key found") -> EvidenceGiven:
    """Return a log in which one line was understood."""
    source = Source("log", "responder", name, 4, text, "the key is not trusted")
    found = (Finding("responder.says", "authentication", source),)
    return EvidenceGiven("2026-01-02T10:01:00Z", f"evidence-{number}", name, "responder", found, ("A log.",))


def stored(*events: Event) -> Attachments:
    """Store a session of these events, and return where its texts are kept."""
    store = SessionStore(data_folder())
    store.begin(Started("2026-01-02T10:00:00Z", "abcdef", "0", "tree"))
    store.append("abcdef", *events)
    store.close()
    return Attachments(data_folder())


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each has the outcome and the quoted line, and the secret that stood in a line in none of them."""
    stored(evidence(1, "east.log", f"no trusted key found, psk = {SECRET}"))
    assert run(["export", "--format", form]) == 0
    told = capsys.readouterr().out
    assert "no trusted key found" in told
    assert "Not finished" in told
    assert SECRET not in told
    if form == "json":
        assert json.loads(told)["session"] == "abcdef"


def test_markdown_is_that_of_github(capsys: pytest.CaptureFixture[str]) -> None:
    """Who names no form gets GitHub's Markdown."""
    stored(evidence(1, "east.log"))
    outputs = []
    for form in ([], ["--format", "markdown"], ["--format", "github"]):
        assert run(["export", *form]) == 0
        outputs.append(capsys.readouterr().out)
    assert len(set(outputs)) == 1


def test_the_note_fits_into_the_ticket(capsys: pytest.CaptureFixture[str]) -> None:
    """Untold, a note for a ticket stays within what the ticket takes, and says how to get all of it."""
    stored(*(evidence(number, f"{number}.log", f"a line {number} " * 200) for number in range(1, 99)))
    for arguments, least, most in (([], 50_000, 65_536), (["--limit", "5000"], 3_000, 5_000)):
        assert run(["export", *arguments]) == 0
        told = capsys.readouterr().out
        assert least < len(told) <= most
        assert "ikewizard export abcdef --limit 0" in told
    assert run(["export", "--limit", "0"]) == 0
    assert len(capsys.readouterr().out) > 200_000
    assert run(["export", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["shortened"] == []


def test_a_limit_in_which_nothing_fits_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The command line is told what the least is."""
    assert run(["export", "--limit", "100"]) == 2
    assert "4000 is the least, 0 is no limit" in capsys.readouterr().err


def test_the_folder_has_the_note_and_every_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole note, each text as it was given, and an index that says of each what it is."""
    kept = stored(
        evidence(1, "east.log"),
        evidence(2, "../../etc/passwd"),
        evidence(3, "lost.log"),
        WentBack("2026-01-02T10:09:00Z", "evidence-2"),
    )
    kept.keep("abcdef", "evidence-1", ["one", f"psk = {SECRET}", "three"])
    kept.keep("abcdef", "evidence-2", ["two"])
    folder = tmp_path / "ticket"
    assert run(["export", "--attach", str(folder)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "4 files written" in captured.err
    assert sorted(path.name for path in folder.iterdir()) == [
        "case-note.md",
        "evidence-1-responder-east.log",
        "evidence-2-responder-etc-passwd.txt",
        "index.txt",
    ]
    assert (folder / "evidence-1-responder-east.log").read_text() == "one\npsk = [redacted]\nthree\n"
    index = " ".join((folder / "index.txt").read_text().split())
    assert "evidence-1-responder-east.log: east.log, responder, as it was given" in index
    assert "as it was given (it was taken back in the session)" in index
    assert "lost.log, responder: its full text was not kept" in index
    assert "Its full text was not kept." in (folder / "case-note.md").read_text()
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_names_are_masked_alike_in_every_file(tmp_path: Path) -> None:
    """At a level that masks, a peer has one name in the note, in the logs and in what they are called."""
    line = "10[IKE] 198.51.100.7 is initiating an IKE_SA"
    kept = stored(evidence(1, "peer-198.51.100.7.log", line), evidence(2, "west.log", "no trusted key found"))
    kept.keep("abcdef", "evidence-1", [line, "sending packet: from 203.0.113.9[500] to 198.51.100.7[500]"])
    kept.keep("abcdef", "evidence-2", ["the peer is 198.51.100.7"])
    folder = tmp_path / "ticket"
    assert run(["export", "--redact", "all", "--attach", str(folder)]) == 0
    files = {path.name: path.read_text() for path in folder.iterdir()}
    assert len(files) == 4
    together = "\n".join([*files, *files.values()])
    assert not [address for address in ("198.51.100.7", "203.0.113.9") if address in together]
    told = next(text for name, text in files.items() if name.startswith("evidence-2")).split()[-1]
    assert told in files["case-note.md"]
    assert sum(told in text for name, text in files.items() if name.startswith("evidence-1")) == 1
    index = " ".join(files["index.txt"].split())
    assert index.count(", responder, masked") == 2
    assert "as it was given" not in index


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is overwritten without --force, nor through a link with it."""
    stored(evidence(1, "east.log"))
    (tmp_path / "index.txt").write_text("mine")
    assert run(["export", "--attach", str(tmp_path)]) == 2
    assert "with --force" in capsys.readouterr().err
    assert not (tmp_path / "case-note.md").exists()
    assert run(["export", "--attach", str(tmp_path), "--force"]) == 0
    assert (tmp_path / "index.txt").read_text() != "mine"
    other = tmp_path / "other"
    other.write_text("not ours")
    (tmp_path / "case-note.md").unlink()
    (tmp_path / "case-note.md").symlink_to(other)
    assert run(["export", "--attach", str(tmp_path), "--force"]) == 2
    assert other.read_text() == "not ours"


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be written gives one clear line, with the place."""
    stored(evidence(1, "east.log"))
    (tmp_path / "file").write_text("")
    assert run(["export", "--attach", str(tmp_path / "file")]) == 2
    assert f"{tmp_path / 'file'}: it cannot be written" in capsys.readouterr().err


def test_a_damaged_text_costs_only_itself(tmp_path: Path) -> None:
    """The note and the other logs are written, and the index says which one could not be read."""
    kept = stored(evidence(1, "east.log"), evidence(2, "west.log"))
    kept.keep("abcdef", "evidence-1", ["one"])
    kept.keep("abcdef", "evidence-2", ["two"])
    (data_folder() / "attachments" / "abcdef" / "evidence-1.gz").write_bytes(b"rubbish")
    folder = tmp_path / "ticket"
    assert run(["export", "--attach", str(folder)]) == 0
    assert (folder / "evidence-2-responder-west.log").read_text() == "two\n"
    assert "what is kept for 'evidence-1' is damaged" in " ".join((folder / "index.txt").read_text().split())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("east.log", "evidence-1-responder-east.log"),
        ("paste 1", "evidence-1-responder-paste-1.txt"),
        ("../../x", "evidence-1-responder-x.txt"),
        ("/", "evidence-1-responder.txt"),
        ("", "evidence-1-responder.txt"),
        ("page.html", "evidence-1-responder-page.html.txt"),
        ("\x1b[2J\u202egol.exe", "evidence-1-responder-2J-gol.exe.txt"),
        ("CON", "evidence-1-responder-CON.txt"),
        ("x" * 300 + ".log", f"evidence-1-responder-{'x' * 56}.log"),
    ],
)
def test_a_file_has_a_safe_name(name: str, safe: str) -> None:
    """Whatever a log was called: no path, nothing that a system minds, nothing that is run."""
    assert safe_name("evidence-1", "responder", name) == safe


def test_what_the_trees_have_otherwise_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A session of other trees says so, with the answer that no longer fits them."""
    stored(Answered("2026-01-02T10:01:00Z", "no-such-node", "x"))
    assert run(["export"]) == 0
    assert "## Changed since it began\n\n- The trees have changed since" in capsys.readouterr().out
    assert run(["export", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == [
        "The trees have changed since this session began; those of today count.",
        "The question 'no-such-node' - that answer no longer fits the trees.",
    ]


def test_of_the_same_trees_nothing_is_told(knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    """The note has no section that says nothing."""
    store = SessionStore(data_folder())
    store.begin(Started("2026-01-02T10:00:00Z", "abcdef", "0", knowledge.digest))
    store.append("abcdef", Answered("2026-01-02T10:01:00Z", "symptom", "no-traffic"))
    store.close()
    assert run(["export"]) == 0
    assert "Changed since" not in capsys.readouterr().out
