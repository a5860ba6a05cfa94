"""The screen of a terminal, driven by keys through a pipe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from ikewizard.console import paste_taker
from ikewizard.console.questionary_screen import QuestionaryScreen
from ikewizard.console.screen import Chosen, Menu, Option, Pasted, Typed
from ikewizard.report.document import Document, Paragraph

UP, DOWN, END, HOME, PAGE_DOWN, ENTER = "\x1b[A", "\x1b[B", "\x1b[F", "\x1b[H", "\x1b[6~", "\r"
MENU = Menu(
    "What does the tunnel do?",
    (
        Option("none", "Nothing comes back"),
        Option("fails", "It fails"),
        Option("up", "It is up"),
        *(Option(f"n{n}", f"entry {n}") for n in range(4, 14)),
    ),
    actions=(Option("log", "Log or configuration: hand one in"), Option("quit", "Quit")),
    why="It decides the branch.",
    default="fails",
)


class Driven:
    """A screen with keys that can be sent to it."""

    def __init__(self, pipe: PipeInput) -> None:
        self._pipe = pipe
        self.output = Recorded(pipe)
        self.screen = QuestionaryScreen(pipe, self.output)

    def send(self, text: str) -> QuestionaryScreen:
        """Send keys, and return the screen that will read them."""
        self._pipe.send_text(text)
        return self.screen


class Recorded(DummyOutput):
    """An output that keeps what is written, and presses ``then`` when it has seen a text."""

    def __init__(self, pipe: PipeInput) -> None:
        self._pipe = pipe
        self.written = ""
        self.then: dict[str, str] = {}

    def write(self, data: str) -> None:
        """Keep the text, and press the keys that wait for it."""
        self.written += data
        for text in [text for text in self.then if text in self.written]:
            self._pipe.send_text(self.then.pop(text))


@pytest.fixture
def keys() -> Iterator[Driven]:
    """Give a screen on a pipe."""
    with create_pipe_input() as pipe:
        yield Driven(pipe)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a paste be over soon after its last line; how soon is for the tests of the taker."""
    monkeypatch.setattr(paste_taker, "SILENCE", 0.05)


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("", "fails"),
        (UP, "none"),
        (DOWN, "up"),
        (UP + UP, "quit"),
        (END, "quit"),
        (HOME, "none"),
        (PAGE_DOWN, "n12"),
        ("1", "none"),
        ("12", "n12"),
        ("15", "quit"),
        ("16", "n6"),
        ("q", "quit"),
        ("i", "up"),
        ("ii", "fails"),
        ("E", "n4"),
        ("xyz", "fails"),
        ("?", "fails"),
        ("?3", "up"),
        (" 1 q3", "up"),
    ],
)
def test_keys_move_and_enter_chooses(keys: Driven, typed: str, chosen: str) -> None:
    """Arrows, numbers, letters, why and reading; whatever else is typed, only Enter answers."""
    assert keys.send(typed + ENTER).menu(MENU) == Chosen(chosen)


@pytest.mark.parametrize(("key", "error"), [("\x03", KeyboardInterrupt), ("\x04", EOFError)])
def test_leaving_is_an_exception(keys: Driven, key: str, error: type[BaseException]) -> None:
    """Ctrl-C and Ctrl-D are never an answer, at a menu or where a line is typed."""
    with pytest.raises(error):
        keys.send(key).menu(MENU)
    with pytest.raises(error):
        keys.send(key).line("Name?")


def test_a_paste_at_a_menu_is_no_answer(keys: Driven) -> None:
    """A bracketed paste comes back as what it is."""
    pasted = "\x1b[200~one\r2\r\r\x1b[201~"
    assert keys.send(pasted).menu(MENU) == Pasted("one\n2\n\n")


def test_keys_after_the_answer_do_not_answer_the_next(keys: Driven) -> None:
    """What was left over at the last question is dropped before the next."""
    assert keys.send("1" + ENTER + "3" + ENTER).menu(MENU) == Chosen("none")
    assert keys.send(ENTER).menu(MENU) == Chosen("fails")


def test_a_line_is_typed(keys: Driven) -> None:
    """The line comes back stripped; nothing typed is an empty line."""
    assert keys.send("  east.example " + ENTER).line("Name?", "Of the gateway.") == Typed("east.example")
    assert keys.send(ENTER).line("Name?") == Typed("")


def test_one_pasted_line_is_put_in_to_be_confirmed(keys: Driven) -> None:
    """A pasted address waits for Enter, without its line end or what a terminal would obey."""
    assert keys.send("\x1b[200~192.0\x1b[31m.2.1\r\x1b[201~7" + ENTER).line("Address?") == Typed("192.0.2.17")


@pytest.mark.parametrize("text", ["one\rtwo", "x" * 5000])
def test_a_longer_paste_is_no_line(keys: Driven, text: str) -> None:
    """Several lines, or one that nobody types, are handed over as a paste."""
    assert keys.send(f"\x1b[200~{text}\x1b[201~").line("Name?") == Pasted(text.replace("\r", "\n"))


def test_a_document_is_written_without_escapes(keys: Driven) -> None:
    """What is shown holds the text, and nothing that a terminal would obey."""
    keys.screen.show(Document((Paragraph("The secrets \x1b[2J\x07differ."),)))
    assert "The secrets differ." in keys.output.written
    assert "\x1b" not in keys.output.written


@pytest.mark.usefixtures("brief")
def test_a_paste_is_taken_and_confirmed(keys: Driven) -> None:
    """Text that is handed in is returned whole, and of it only the number of lines is shown."""
    text = "log line\n" * 50
    keys.output.then = {"What next?": ENTER}
    assert keys.send(text).take_paste("Paste it.") == text
    assert "50 lines so far" in keys.output.written
    assert "log line" not in keys.output.written


@pytest.mark.usefixtures("brief")
def test_more_can_be_pasted_or_all_of_it_thrown_away(keys: Driven) -> None:
    """After the silence more can be pasted, at the question itself too, or nothing be kept."""
    text = "a line of the log\n"
    keys.output.then = {"1 line taken in": f"\x1b[200~{text}\x1b[201~", "2 lines taken in": "3" + ENTER}
    assert keys.send(text).take_paste("Paste it.") == ""
    assert not keys.output.then


def test_a_missing_encoding_is_drawn_in_ascii(keys: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal without the signs, the pointer is one that it has."""
    monkeypatch.setattr(keys.output, "encoding", lambda: "ascii")
    screen = QuestionaryScreen(keys.send(ENTER)._source, keys.output)
    screen.menu(MENU)
    assert keys.output.written.isascii()
