"""What is handed out is clean, without secrets, and only goes where it can."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest

from ikewizard.cli.hand_out import MOST_COPIED, HandOut, clipboard_sequence
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.document import Document, Heading, Items, Paragraph, Table

SECRET = "tops3cret-Value"
CARD = Document((Heading("Card", 1), Paragraph(f"psk={SECRET}\x1b]0;evil\x07 and \x9b31m more")))


class Tty(io.StringIO):
    """A terminal's output that keeps what is written."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


def hand_out(knowledge: Knowledge, stdout: io.StringIO, **env: str) -> HandOut:
    """Return the way out over this output."""
    return HandOut(knowledge, stdout, {"TERM": "xterm", **env})


def pasted(sequence: str) -> str:
    """Return what a terminal would have in its clipboard."""
    found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert found, sequence
    return base64.b64decode(found[1]).decode()


def test_a_copy_is_clean_and_without_secrets(knowledge: Knowledge) -> None:
    """Nothing of it can end the sequence, or be obeyed by the terminal that it is pasted into."""
    out = Tty()
    assert "Sent to the clipboard" in hand_out(knowledge, out).copy(CARD)
    text = pasted(out.getvalue())
    assert text.startswith("Card\n")
    assert SECRET not in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_a_copy_is_not_wrapped(knowledge: Knowledge) -> None:
    """A mail or a ticket wraps it to its own width: a paragraph is one line, however long."""
    out, long = Tty(), "look at the log of the unit " * 20
    form = Table(
        ("Setting", "Where it is", "Your value"), (("Cipher", long, "..."), ("Hash", "there", "..."))
    )
    hand_out(knowledge, out).copy(Document((Paragraph(long), Items((long,)), form)))
    long = long.strip()
    assert pasted(out.getvalue()).split("\n") == [
        *(long, "", f"\u2022 {long}", ""),
        *("\u2022 Setting: Cipher", f"  Where it is: {long}", "  Your value: ..."),
        *("\u2022 Setting: Hash", "  Where it is: there", "  Your value: ...", ""),
    ]


def test_where_nothing_but_ascii_is_drawn_a_card_is_ascii_too(knowledge: Knowledge, tmp_path: Path) -> None:
    """The file is looked at on the same terminal, and what is copied may be pasted there."""
    out, file = Tty(), tmp_path / "card.txt"
    plain = HandOut(knowledge, out, {"TERM": "xterm"}, unicode=False)
    plain.copy(Document((Heading("Card", 1), Items(("one",)))))
    plain.write(Document((Heading("Card", 1), Items(("one",)))), str(file))
    assert pasted(out.getvalue()) == file.read_text(encoding="utf-8") == "Card\n====\n\n- one\n"


def test_an_arrow_stays_an_arrow_in_markdown(knowledge: Knowledge, tmp_path: Path) -> None:
    """Only what would mean something to Markdown is escaped: the card is read as text as well."""
    file = tmp_path / "card.md"
    card = Document((Items(("Yes -> the secrets differ", "> quoted")), Paragraph("a > b")))
    hand_out(knowledge, io.StringIO()).write(card, str(file))
    assert file.read_text(encoding="utf-8") == "- Yes -> the secrets differ\n- \\> quoted\n\na > b\n"


def test_tmux_and_screen_get_what_they_hand_on() -> None:
    """Tmux the plain sequence and a wrapped one, GNU screen the sequence in wrapped pieces."""
    plain = clipboard_sequence("text", {})
    assert pasted(plain) == "text"
    tmux = clipboard_sequence("text", {"TMUX": "/tmp/tmux"})
    assert tmux.startswith(plain)
    wrapped = tmux.removeprefix(plain)
    assert wrapped.startswith("\x1bPtmux;\x1b\x1b]52;")
    assert wrapped.endswith("\x07\x1b\\")
    pieces = clipboard_sequence("x" * 1000, {"STY": "1.tty"}).split("\x1b\\")[:-1]
    assert all(piece.startswith("\x1bP") and len(piece) < 256 for piece in pieces)
    assert pasted("".join(piece.removeprefix("\x1bP") for piece in pieces)) == "x" * 1000


def test_what_is_too_long_for_a_clipboard_is_refused() -> None:
    """Some terminals cut it off, others drop it: neither is told to the user by the terminal."""
    most = MOST_COPIED // 4 * 3
    assert pasted(clipboard_sequence("x" * most, {})) == "x" * most
    with pytest.raises(InputError, match="too long"):
        clipboard_sequence("x" * (most + 3), {})


@pytest.mark.parametrize(("out", "term"), [(io.StringIO(), "xterm"), (Tty(), "dumb"), (Tty(), "")])
def test_without_a_terminal_nothing_is_copied(out: io.StringIO, term: str, knowledge: Knowledge) -> None:
    """A pipe, a file or a dumb terminal gets no escape; a file is offered instead."""
    with pytest.raises(InputError) as error:
        hand_out(knowledge, out, TERM=term).copy(CARD)
    assert error.value.hint == "write it to a file"
    assert out.getvalue() == ""


@pytest.mark.parametrize(("name", "start"), [("card.txt", "Card\n════"), ("card.md", "# Card")])
def test_a_card_is_written_once(name: str, start: str, knowledge: Knowledge, tmp_path: Path) -> None:
    """As text or as Markdown by the end of its name; what is there already is never overwritten."""
    out, file = hand_out(knowledge, io.StringIO()), tmp_path / name
    assert out.write(CARD, str(file)) == str(file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith(start)
    assert SECRET not in text
    with pytest.raises(InputError, match="such a file already"):
        out.write(CARD, str(file))
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["missing/card.txt", "bad\0name", "."])
def test_a_name_that_cannot_be_written_is_told(name: str, knowledge: Knowledge, tmp_path: Path) -> None:
    """No traceback, and the name is named."""
    with pytest.raises(InputError):
        hand_out(knowledge, io.StringIO()).write(CARD, f"{tmp_path}/{name}")
