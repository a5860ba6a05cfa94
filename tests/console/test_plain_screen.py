"""Numbered questions as plain text, on pipes; on a terminal they are tested in test_plain_terminal."""

from __future__ import annotations

import io

import pytest

from ikewizard.console.plain_screen import PlainScreen
from ikewizard.console.screen import Chosen, Menu, Option, Pasted, Typed
from ikewizard.report.document import Document, Heading, Paragraph, Quote

MENU = Menu(
    "What does the tunnel do?",
    (Option("no-response", "Nothing comes back"), Option("no-traffic", "It is up, nothing passes")),
    body="Look at the initiator.",
    actions=(Option("log", "Hand in a log"), Option("quit", "Quit")),
    why="It decides the branch.",
    number=3,
)


class Pipe:
    """A plain screen between two pipes."""

    def __init__(self, sent: bytes, encoding: str = "utf-8", columns: str = "80") -> None:
        self._out = io.BytesIO()
        stdin = io.TextIOWrapper(io.BytesIO(sent), encoding="utf-8")
        self._stdout = io.TextIOWrapper(self._out, encoding=encoding, newline="\n")
        self.screen = PlainScreen(stdin, self._stdout, {"COLUMNS": columns})

    @property
    def shown(self) -> str:
        """All that was printed."""
        return self._out.getvalue().decode(self._stdout.encoding)


def test_a_menu_is_printed_once_and_answered_by_a_line() -> None:
    """Title, text, numbers, letters of the actions; what was chosen is said."""
    pipe = Pipe(b"2\n")
    assert pipe.screen.menu(MENU) == Chosen("no-traffic")
    assert pipe.shown.splitlines() == [
        "",
        "[3] What does the tunnel do?",
        "Look at the initiator.",
        "  1) Nothing comes back",
        "  2) It is up, nothing passes",
        "Or instead of an answer:",
        "  3) [l] Hand in a log",
        "  4) [q] Quit",
        "Your answer (? tells why): 2",
        "Chosen: It is up, nothing passes",
    ]


def test_a_wrong_answer_is_said_to_be_one() -> None:
    """Nothing is guessed: the question is asked again until an answer fits."""
    pipe = Pipe(b"7\n\nperhaps\x1b[2J\nq\n")
    assert pipe.screen.menu(MENU) == Chosen("quit")
    assert "'7' is none of the answers" in pipe.shown
    assert "Nothing was answered." in pipe.shown
    assert "'perhaps' is none of the answers" in pipe.shown
    assert "\x1b" not in pipe.shown


def test_why_is_told_and_the_question_stays() -> None:
    """A question mark tells why, and is no answer."""
    pipe = Pipe(b"?\n1\n")
    assert pipe.screen.menu(MENU) == Chosen("no-response")
    assert "It decides the branch." in pipe.shown


def test_an_unclear_number_is_asked_about() -> None:
    """A number that is also another answer's text is not guessed."""
    menu = Menu("DH group?", tuple(Option(f"modp-{n}", n) for n in ("2", "14", "5")))
    pipe = Pipe(b"2\n#2\n")
    assert pipe.screen.menu(menu) == Chosen("modp-14")
    assert "Type #2 for answer number 2, or #1 for '2'." in " ".join(pipe.shown.split())


def test_enter_is_the_default_and_says_so() -> None:
    """The default is told, and Enter takes it."""
    pipe = Pipe(b"\n")
    assert pipe.screen.menu(Menu("Which?", MENU.options, default="no-traffic")) == Chosen("no-traffic")
    assert "Enter alone: It is up, nothing passes" in pipe.shown


def test_the_lines_of_a_pipe_are_answers_until_it_ends() -> None:
    """Lines that are there at once answer one question each; then the input has ended."""
    pipe = Pipe(b"1\n  east.example \nq")
    assert pipe.screen.menu(MENU) == Chosen("no-response")
    assert pipe.screen.line("Name?", "Of the gateway.") == Typed("east.example")
    assert pipe.screen.menu(MENU) == Chosen("quit")
    with pytest.raises(EOFError):
        pipe.screen.menu(MENU)


def test_a_paste_is_the_rest_of_the_pipe() -> None:
    """Everything that is left is taken, bad bytes and all, and counted."""
    pipe = Pipe(b"1\nline one\r\n\n2\ncaf\xe9\n")
    assert pipe.screen.menu(MENU) == Chosen("no-response")
    assert pipe.screen.take_paste("Paste it.") == "line one\n\n2\ncaf\ufffd\n"
    assert "4 lines taken in" in pipe.shown


def test_bytes_that_are_no_text_are_a_wrong_answer() -> None:
    """Nothing that comes raises."""
    pipe = Pipe(b"\xff\xfe\x00\n2\n")
    assert pipe.screen.menu(MENU) == Chosen("no-traffic")


def test_streams_made_of_text_do_as_well() -> None:
    """Streams that have no bytes under them, as other programs hand in, are read and written."""
    out = io.StringIO()
    screen = PlainScreen(io.StringIO("quit\nthe rest\n"), out, {})
    assert screen.menu(MENU) == Chosen("quit")
    assert screen.take_paste("Paste.") == "the rest\n"


def test_only_what_the_output_can_write_is_written() -> None:
    """An output without the characters gets a question mark for them, and no error."""
    pipe = Pipe(b"1\n", encoding="ascii")
    pipe.screen.menu(Menu("\u00bfQu\u00e9?", (Option("a", "s\u00ed"),)))
    assert "?Qu??" in pipe.shown


@pytest.mark.parametrize("columns", ["60", "80"])
def test_long_texts_wrap(columns: str) -> None:
    """No line is longer than the terminal is wide, and no word is lost."""
    words = " ".join(f"word{n}" for n in range(60))
    pipe = Pipe(b"1\n", columns=columns)
    pipe.screen.menu(Menu(words, (Option("a", words),), body=words, why=words))
    lines = pipe.shown.splitlines()
    assert max(len(line) for line in lines[:-2]) <= int(columns)
    assert " ".join(pipe.shown.split()).count(words) == 4


def test_a_document_is_shown_without_escapes() -> None:
    """Headings, paragraphs and quoted lines are there; what a terminal would obey is not."""
    pipe = Pipe(b"")
    blocks = (
        Heading("Cause"),
        Paragraph("The secrets differ."),
        Quote("log \x1b[2Jline", "east.log, line 3"),
    )
    pipe.screen.show(Document(blocks))
    assert "The secrets differ." in pipe.shown
    assert "log line" in pipe.shown
    assert "\x1b" not in pipe.shown


def test_a_menu_with_nothing_to_choose_is_refused() -> None:
    """A menu without entries is the caller's mistake, on this screen too."""
    with pytest.raises(ValueError, match="nothing to choose"):
        Pipe(b"1\n").screen.menu(Menu("Which?", ()))


def test_a_paste_is_never_seen_on_a_pipe() -> None:
    """Lines that arrive at once are answers there, not a paste."""
    pipe = Pipe(b"first\nsecond\n")
    assert not isinstance(pipe.screen.line("Name?"), Pasted)
    assert pipe.screen.line("Name?") == Typed("second")
