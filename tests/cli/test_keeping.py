"""What is handed in at the wizard is kept whole, and no secret of it reaches the disk."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

import pytest

from ikewizard.cli import copying, run
from ikewizard.cli.copying import Copy, blotted_lines
from ikewizard.cli.hand_in import Intake
from ikewizard.cli.keeping import Keeper
from ikewizard.cli.paths import data_folder
from ikewizard.console.desk import GivenText
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.redaction import redact, redact_lines
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.choosing import listed
from ikewizard.sessions.store import SessionStore
from tests.cli.conftest import CASES
from tests.settings.config_data import tunnels

SECRET = "planted-horse-7"
LOG = CASES / "psk-v2-lsw" / "initiator.log"

pytestmark = pytest.mark.usefixtures("eighty_columns")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def kept(knowledge: Knowledge, text: GivenText) -> list[str]:
    """Return the lines that are kept of a text, after everything was waited for."""
    keeper = Keeper(knowledge, "abcdef")
    keeper.keep("evidence-1", text)
    assert keeper.finish() == ""
    return list(Attachments(data_folder()).lines("abcdef", "evidence-1"))


def wizard(monkeypatch: pytest.MonkeyPatch, *arguments: str, answers: bytes = b"") -> str:
    """Run the wizard until the answers are used up, and return the id of its session."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answers)))
    run(["start", "--plain", *arguments])
    return listed(SessionStore(data_folder()))[0].id


def test_a_log_of_the_command_line_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of a file, packed or not, are kept under the id of what was read out of it."""
    session = wizard(monkeypatch, "--initiator", str(LOG))
    found = Attachments(data_folder())
    assert found.names(session) == ("evidence-1",)
    assert list(found.lines(session, "evidence-1")) == LOG.read_text(encoding="utf-8").splitlines()


def test_a_log_in_the_pipe_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes through the pipe cannot be read twice, and is kept all the same."""
    session = wizard(monkeypatch, "-", answers=gzip.compress(LOG.read_bytes()))
    lines = list(Attachments(data_folder()).lines(session, "evidence-1"))
    assert lines == LOG.read_text(encoding="utf-8").splitlines()


def test_a_disk_that_refuses_costs_the_session_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The session is stored and can be gone on with; who leaves is told what was not kept."""
    data_folder().mkdir(parents=True)
    (data_folder() / "attachments").write_text("a file in the way")
    session = wizard(monkeypatch, "--initiator", str(LOG))
    told = capsys.readouterr().out
    assert "what was handed in cannot be kept" in told
    assert f"ikewizard resume {session}" in told
    assert len(SessionStore(data_folder()).read(session).events) == 2


@pytest.mark.parametrize("manner", sorted(tunnels()))
def test_no_secret_of_a_configuration_is_kept(manner: str, knowledge: Knowledge) -> None:
    """In whatever manner it is written: neither by its form alone, nor as it is kept, does a secret stay."""
    for version in tunnels()[manner].ends:
        text = tunnels()[manner].end("east", version)
        assert SECRET in text
        assert SECRET not in "\n".join(blotted_lines(text.split("\n"), knowledge.scan.secrets))
        handed = Intake(knowledge).text(text, "paste 1")
        assert handed.text is not None
        assert not [line for line in handed.text.lines() if SECRET in line]
        lines = kept(knowledge, handed.text)
        assert SECRET not in "\n".join(lines)
        assert len(lines) == len(text.split("\n"))


def test_a_configuration_is_kept_with_what_it_includes(tmp_path: Path, knowledge: Knowledge) -> None:
    """The lines of the other file stand where it is included, under its name; its secret does not."""
    main, keys = tmp_path / "swanctl.conf", tmp_path / "keys.conf"
    conn = "connections {\n  site {\n    version = 2\n    remote_addrs = 192.0.2.9\n  }\n}\n"
    main.write_text(f"{conn}include keys.conf\n", encoding="utf-8")
    keys.write_text('secrets {\n  ike-site {\n    secret = "planted"\n  }\n}\n', encoding="utf-8")
    handed = Intake(knowledge).file(str(main))
    assert handed.text is not None
    lines = kept(knowledge, handed.text)
    assert lines[:2] == ["connections {", "  site {"]
    assert lines[6:8] == ["# keys.conf", "secrets {"]
    assert "planted" not in "\n".join(lines)


def test_secrets_of_several_lines_are_blotted_out_wherever_they_stand(knowledge: Knowledge) -> None:
    """A key across the border of what is looked at together goes as a whole."""
    key = ["-----BEGIN RSA PRIVATE KEY-----", *["planted" * 8] * 60, "-----END RSA PRIVATE KEY-----"]
    for before in (0, 450, 511, 512, 1000):
        lines = [*["a line"] * before, *key, *["a line"] * 700]
        found = list(redact_lines(iter(lines), knowledge.scan.secrets))
        assert "planted" not in "\n".join(found)
        assert found == redact("\n".join(lines), knowledge.scan.secrets).split("\n")
        assert found.count("a line") == before + 700


def test_an_escape_hides_no_secret(knowledge: Knowledge) -> None:
    """A secret whose name is broken up by what a terminal would obey is found; a table keeps its tabs."""
    lines = ["p\x1b[0msk = \x1b[31mplanted-one", "Shared Secret\tplanted two", "one\x0btwo\u2028three"]
    assert kept(knowledge, GivenText(lambda: lines)) == [
        "psk = [redacted]",
        "Shared Secret\t[redacted]",
        "one two three",
    ]


def pieces(*sizes: int) -> Iterator[bytes]:
    """Yield the lines ``0``, ``1``, ... as pieces of these sizes, the last one to the end."""
    text = b"".join(b"%d\r\n" % number for number in range(100))
    for size in sizes:
        yield text[:size]
        text = text[size:]
    yield text


@pytest.mark.parametrize("sizes", [(), (1, 1, 1), (50, 1, 50), (40,), (41,), (42, 42)])
def test_what_is_too_large_is_held_to_a_whole_line(
    sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pieces pass as they are; held are whole lines, and the others are counted, however it is cut."""
    monkeypatch.setattr(copying, "MOST", 42)
    copy = Copy(pieces(*sizes))
    assert b"".join(copy) == b"".join(pieces())
    lines = list(copy.lines())
    assert lines == [str(number) for number in range(len(lines))]
    assert len(lines) >= 10
    assert len(lines) + copy.more == 100


def test_texts_are_kept_one_after_another(knowledge: Knowledge) -> None:
    """Several at once do not mix, and all of them are waited for; nothing handed in is nothing to tell."""
    keeper = Keeper(knowledge, "abcdef")
    assert keeper.finish() == ""
    for number in range(1, 6):
        keeper.keep(f"evidence-{number}", GivenText(partial(repeat, str(number), 1000), number))
    assert keeper.finish() == ""
    found = Attachments(data_folder())
    for number, name in enumerate(found.names("abcdef"), start=1):
        *lines, last = found.lines("abcdef", name)
        assert lines == [str(number)] * 1000
        assert last.startswith(f"[... {number} more lines")
