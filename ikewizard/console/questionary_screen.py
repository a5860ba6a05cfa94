"""The screen of a terminal: questionary's look, arrow keys, and pastes that never answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TextIO

import questionary
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output, create_output

from ikewizard.console import theme
from ikewizard.console.keyboard import Keyboard, gone_is_end, keyboard_on
from ikewizard.console.menu_widget import ESCAPE_AFTER, MenuWidget
from ikewizard.console.painting import Frame, wrapped
from ikewizard.console.paste_taker import PasteTaker
from ikewizard.console.screen import Chosen, Menu, Option, Pasted, Typed
from ikewizard.core.cleaning import clean, clean_line
from ikewizard.report.document import Document

LONGEST_LINE = 1000
"""A single line longer than this that is pasted where a line is typed is a paste, and no answer."""


class QuestionaryScreen:
    """The Screen of a terminal, over prompt_toolkit's input and output."""

    def __init__(self, source: Input, output: Output) -> None:
        self._source, self._output = source, output
        self._marks = theme.marks_for(output.encoding())

    def menu(self, menu: Menu) -> Chosen | Pasted:
        """Show the menu and return what was chosen, or what was pasted at it."""
        with gone_is_end(), self._source.raw_mode():
            pending = self._pending()
            reply: Chosen | Pasted = (
                Pasted(pending)
                if pending
                else MenuWidget(menu, self._source, self._output, self._marks).question().unsafe_ask()
            )
        return reply

    def line(self, title: str, body: str = "") -> Typed | Pasted:
        """Ask for one line. A paste of one line is put in for the user to confirm; a longer one is Pasted."""
        rows = self._output.get_size().rows
        title = clean_line(title)
        text = wrapped(clean(body).strip("\n"), self._width)
        title_rows = len(wrapped(title, self._width))
        long_title = title_rows > max(rows // 3, 1)
        if long_title or len(text) > rows - title_rows - 3:
            read = self.menu(Menu(title, (Option("go", theme.READ_FIRST),), body=body))
            if isinstance(read, Pasted):
                return read
            text = []
        with gone_is_end(), self._source.raw_mode():
            pending = self._pending()
            if pending:
                return Pasted(pending)
            self._write("".join(f"{line}\n" for line in text))
            reply = self._line_question(theme.LINE_TITLE if long_title else title).unsafe_ask()
        return reply if isinstance(reply, Pasted) else Typed(clean_line(str(reply)))

    def take_paste(self, body: str) -> str:
        """Take in text of any length, with a count of its lines, until the user says that it is all."""
        taker = PasteTaker(self._keyboard(), self._tell, self._write, self._encoding)
        while True:
            ended = self._take(taker, body)
            if ended or not taker.text:
                return taker.text
            reply = self.menu(self._after(taker))
            while isinstance(reply, Pasted):
                taker.add(reply.text)
                reply = self.menu(self._after(taker))
            if reply.id != "more":
                return taker.text if reply.id == "done" else ""
            taker.part()

    def show(self, document: Document) -> None:
        """Print the document; nothing of it can move the cursor or change a colour."""
        from ikewizard.report.text import render_text  # noqa: PLC0415 - not needed for the first question

        self._write(
            clean(render_text(document, min(self._width, 100), self._marks.unicode)).rstrip("\n") + "\n\n"
        )

    @property
    def _width(self) -> int:
        size = self._output.get_size()
        return Frame(size.rows, size.columns).width

    def _take(self, taker: PasteTaker, body: str) -> bool:
        # In raw mode before anything is said: who pastes at once must not see it echoed.
        with gone_is_end(), self._source.raw_mode():
            self._output.enable_bracketed_paste()
            for text in (clean(body), theme.PASTE_ENDS):
                self._write("".join(f"{line}\n" for line in wrapped(text, self._width)))
            try:
                return taker.take()
            finally:
                self._output.disable_bracketed_paste()
                self._write("\n")

    def _after(self, taker: PasteTaker) -> Menu:
        return Menu(theme.PASTE_AFTER, _AFTER, body=theme.taken(len(taker.text.splitlines())))

    def _tell(self, lines: int) -> None:
        self._output.write_raw("\r")
        self._output.erase_end_of_line()
        self._write(theme.arriving(lines))

    def _write(self, text: str) -> None:
        self._output.write(text)
        with gone_is_end():
            self._output.flush()

    def _keyboard(self) -> Keyboard:
        return keyboard_on(-1 if sys.platform == "win32" else self._source.fileno())

    @property
    def _encoding(self) -> str:
        return str(getattr(self._source, "encoding", "utf-8"))

    def _pending(self) -> str:
        """Return a paste that came while nothing was asked; what else came then is no answer either."""
        clear_typeahead(self._source)
        take_pending: Callable[[], str] | None = getattr(self._source, "take_pending", None)
        return take_pending() if take_pending else ""

    def _line_question(self, title: str) -> questionary.Question:
        bindings = KeyBindings()
        bindings.add(Keys.BracketedPaste, eager=True)(_paste_into_line)
        question = questionary.text(
            title,
            qmark=self._marks.question,
            style=questionary.Style(theme.COLOURS),
            key_bindings=bindings,
            input=self._source,
            output=self._output,
        )
        # The input ends a paste when it is flushed, so this is how long a paste may pause.
        question.application.ttimeoutlen = ESCAPE_AFTER
        return question


_AFTER = (
    Option("done", theme.PASTE_DONE),
    Option("more", theme.PASTE_MORE),
    Option("drop", theme.PASTE_DROP),
)


def _paste_into_line(event: KeyPressEvent) -> None:
    text = event.data.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in text.strip("\n") or len(text) > LONGEST_LINE:
        event.app.current_buffer.reset()
        event.app.exit(result=Pasted(text))
    else:
        event.current_buffer.insert_text(clean_line(text))


def terminal_screen(stdin: TextIO, stdout: TextIO) -> QuestionaryScreen:
    """Return the screen of the terminal behind ``stdin`` and ``stdout``.

    Raises what prompt_toolkit raises where it has no terminal to draw on.
    """
    output: Any = create_output(stdout)
    if sys.platform == "win32":
        return QuestionaryScreen(create_input(stdin), output)
    from ikewizard.console.paste_input import PasteInput  # noqa: PLC0415 - cannot be imported on Windows

    # Asking the terminal where its cursor is mixes the reply into what is pasted, and some never reply.
    output.enable_cpr = False
    return QuestionaryScreen(PasteInput(stdin), output)
