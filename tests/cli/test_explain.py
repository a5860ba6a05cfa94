"""``explain`` shows a log line by line with its meaning, and the ladder of the exchange."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from ikewizard.cli import explain, run
from ikewizard.cli.logs import LogReader
from ikewizard.knowledge.load import Knowledge
from tests.cli.conftest import CASES, LOGS
from tests.conftest import Golden

SECRET = "Zq9-planted-secret"
SHOWN = {
    "explain-no-answer": CASES / "noresp-drop-v1aggr-ss" / "initiator.log",
    "explain-proposal": CASES / "p1-enc-v2-ss" / "responder.log",
    "explain-sonicwall": LOGS / "sonicwall-retry.log",
}
pytestmark = pytest.mark.usefixtures("eighty_columns")


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what is printed about a log, once it worked."""
    assert run(["explain", *arguments]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("name", SHOWN)
def test_a_whole_log(name: str, form: str, golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    """Each understood line has its meaning, harmless ones are folded, unknown ones marked."""
    text = explained(capsys, str(SHOWN[name]), "--format", form)
    golden(f"{name}.{'md' if form == 'markdown' else 'txt'}", text)


@pytest.mark.parametrize("name", SHOWN)
def test_sixty_columns_are_enough(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is wider than a narrow terminal, and the ladder is still one."""
    monkeypatch.setenv("COLUMNS", "60")
    text = explained(capsys, str(SHOWN[name]))
    assert max(map(len, text.splitlines())) <= 60
    assert "\u2500 request \u2500" in text or "initiator" in text


BOTH = ("noresp-replydrop-v2-ss", "noresp-drop-v1aggr-ss", "p1-enc-v2-ss", "ok-v2-psk-lsw")


@pytest.mark.parametrize("case", BOTH)
def test_both_logs(
    case: str, golden: Golden, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With both logs there is one ladder a tunnel, which shows what got lost; sixty columns are enough."""
    monkeypatch.setenv("COLUMNS", "60")
    folder = CASES / case
    logs = ("--initiator", str(folder / "initiator.log"), "--responder", str(folder / "responder.log"))
    text = explained(capsys, *logs)
    assert max(map(len, text.splitlines())) <= 60
    golden(f"explain-both-{case}.txt", text)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "no log is given"),
        (("a.log", "--initiator", "b.log"), "does not go with"),
        (("--side", "responder", "--initiator", "b.log"), "does not go with"),
        (("--initiator", "-", "--responder", "-"), "standard input can be one log only"),
    ],
)
def test_logs_that_cannot_be_shown_together(
    arguments: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is named in a way that cannot be meant is bad usage, told in one sentence."""
    assert run(["explain", *arguments]) == 2
    assert complaint in capsys.readouterr().err


def test_one_log_of_a_side(capsys: pytest.CaptureFixture[str]) -> None:
    """--responder alone is one log, read as the responder's."""
    text = explained(capsys, "--responder", str(SHOWN["explain-proposal"]))
    assert "As the responder's log shows it." in text


def test_a_terminal_without_unicode_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the encoding has no line drawings, signs of ASCII stand for them."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii", write_through=True))
    assert run(["explain", str(SHOWN["explain-sonicwall"])]) == 0
    text = written.getvalue().decode("ascii")
    assert "- again -" in text
    assert "x      |" in text
    assert "-> No answer yet" in text


def test_every_line_is_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Understood, unknown and folded lines together are all lines of the log."""
    log = SHOWN["explain-no-answer"]
    text = explained(capsys, str(log))
    margin = text.split("Line by line")[1].split("The exchange")[0].splitlines()
    numbered = [line for line in margin if re.match(r"  \u2502 [ !~+?] +\d+ \S", line)]
    folded = [int(line.split("... ")[1].split()[0]) for line in margin if "of no weight" in line]
    assert len(numbered) + sum(folded) == len(log.read_text(encoding="utf-8").splitlines())


def test_the_side_can_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Whose log it is, as the user says, decides where it is seen from."""
    text = explained(capsys, str(SHOWN["explain-proposal"]), "--side", "initiator")
    assert "As the initiator's log shows it." in text
    assert "Read as the initiator's log" in text


def test_neither_secrets_nor_escapes_come_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A secret is blotted out even where its line is cut into pieces, and across an escape in its name."""
    filler = "x" * 40
    log = tmp_path / "unit\x1b[2J.log"
    log.write_text(
        f'id=firewall msg="IKE Responder: ESP Perfect Forward Secrecy mismatch" {filler} psk="{SECRET}"\n'
        f"something new {filler} pre-shared-key = {SECRET} \x1b]0;owned\x07\n"
        f"something else ps\x1b[0mk = {SECRET}\n",
        encoding="utf-8",
    )
    for form in ("text", "markdown"):
        out = explained(capsys, str(log), "--format", form)
        assert "Perfect Forward" in out
        assert SECRET[:6] not in out
        assert SECRET[-6:] not in out
        assert "\x1b" not in out


def test_a_part_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    """--since and --until leave the other lines out, and the numbers as they are."""
    log = str(SHOWN["explain-sonicwall"])
    text = explained(capsys, log, "--since", "14:48:29", "--until", "2007-01-03T14:48:29.5")
    assert "? 5 " in text
    assert "+ 4 " in text
    assert "14:48:15" not in text
    assert "14:48:30" not in text


def test_a_log_that_shows_no_exchange(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines of something else are marked as unknown, and no ladder is drawn up from nothing."""
    log = tmp_path / "web.log"
    log.write_text("GET / 200\n\nGET /favicon.ico 404\n", encoding="utf-8")
    text = explained(capsys, str(log))
    assert "? 1 GET / 200" in text
    assert "? 3 GET /favicon.ico 404" in text
    assert "No exchange is to be seen in this log." in text


def test_more_unknown_lines_than_a_scan_keeps_are_all_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The thousandth unknown line is not taken for a harmless one."""
    log = tmp_path / "web.log"
    log.write_text("".join(f"GET /{number}\n" for number in range(1000)), encoding="utf-8")
    text = explained(capsys, str(log))
    assert "? 1000 GET /999" in text
    assert "of no weight" not in text.split("Line by line")[1]


def test_a_long_log_is_explained_in_part(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of too long a log the first lines are explained, the rest still counts for the ladder; it is told."""
    monkeypatch.setattr(explain, "MOST_LINES", 2)
    text = explained(capsys, str(SHOWN["explain-sonicwall"]))
    assert "The first 2 lines are explained" in text
    assert "coffee machine" not in text
    assert "phase 2 is up" in text


def test_the_note_on_a_log_names_both_values(knowledge: Knowledge) -> None:
    """Who hands a log in is told in its note what does not agree, with the values of both units."""
    log = CASES / "p1-dh-v2-ss" / "responder.log"
    note = LogReader(knowledge).hand_in(log.read_text(encoding="utf-8"), "paste 1").note
    assert note[-1] == (
        "Phase 1 DH group: initiator Group 14 (2048-bit MODP), responder Group 15 (3072-bit MODP)."
    )
