"""The menu as a prompt_toolkit application that looks and behaves like questionary's select."""

from __future__ import annotations

from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import Output
from questionary import Question, Style
from questionary.styles import merge_styles_default

from ikewizard.console import theme
from ikewizard.console.bursts import QUIET
from ikewizard.console.painting import (
    Frame,
    Line,
    fits,
    page_rows,
    paint_answered,
    paint_menu,
    paint_reading,
    reading_lines,
)
from ikewizard.console.pointing import pointing
from ikewizard.console.screen import Chosen, Live, Menu, Pasted
from ikewizard.console.theme import Marks

ESCAPE_AFTER = QUIET
REDRAW_AFTER = 0.05
REFRESH = 1.0
"""Seconds after which a menu with an entry that changes by itself is drawn again."""


class MenuWidget:
    """One menu while it is shown: where the pointer stands, and whether a long text is being read."""

    def __init__(self, menu: Menu, source: Input, output: Output, marks: Marks) -> None:
        self._menu, self._source, self._output, self._marks = menu, source, output, marks
        self._pointer = pointing(menu)
        self._why = False
        self._page: int | None = None
        self._end = ""

    def question(self) -> Question:
        """Return the question to ask; its answer is Chosen or Pasted."""
        control = FormattedTextControl(self._fragments, focusable=True)
        application: Application[Any] = Application(
            layout=Layout(Window(control, dont_extend_height=True)),
            key_bindings=self._bindings(),
            style=merge_styles_default([Style(theme.COLOURS)]),
            input=self._source,
            output=self._output,
            min_redraw_interval=REDRAW_AFTER,
            refresh_interval=REFRESH if any(isinstance(each, Live) for each in self._menu.actions) else None,
        )
        # The input ends a paste when it is flushed, so this is how long a paste may pause.
        application.ttimeoutlen = ESCAPE_AFTER
        return Question(application)

    @property
    def _frame(self) -> Frame:
        size = self._output.get_size()
        return Frame(size.rows, size.columns, self._marks)

    def _fragments(self) -> StyleAndTextTuples:
        fragments: StyleAndTextTuples = []
        for line in self._lines():
            fragments += [*line, ("", "\n")]
        return fragments[:-1]

    def _lines(self) -> list[Line]:
        if self._end:
            return paint_answered(self._menu, self._end, self._frame)
        if self._page is not None:
            return paint_reading(self._text, self._page, self._frame)
        arriving: int | None = getattr(self._source, "arriving", None)
        note = "" if arriving is None else theme.arriving(arriving)
        return paint_menu(self._menu, self._pointer, self._frame, why=self._why, note=note)

    @property
    def _text(self) -> list[str]:
        return reading_lines(self._menu, self._frame, why=self._why)

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        for key in ("c-c", "<sigint>"):
            bindings.add(key, eager=True)(self._interrupt)
        bindings.add("c-d", eager=True)(self._end_of_file)
        bindings.add(Keys.BracketedPaste, eager=True)(self._paste)
        bindings.add("enter", eager=True)(self._enter)
        bindings.add("escape", eager=True)(self._leave)
        moves = {"up": -1, "c-p": -1, "down": 1, "c-n": 1, "pageup": -10, "pagedown": 10}
        for key, by in moves.items():
            bindings.add(key, eager=True)(lambda _event, by=by: self._move(by))
        bindings.add("home", eager=True)(lambda _event: self._jump(last=False))
        bindings.add("end", eager=True)(lambda _event: self._jump(last=True))
        bindings.add(Keys.Any)(self._character)
        return bindings

    def _interrupt(self, event: KeyPressEvent) -> None:
        self._end = self._marks.ellipsis
        event.app.exit(exception=KeyboardInterrupt)

    def _end_of_file(self, event: KeyPressEvent) -> None:
        self._end = self._marks.ellipsis
        event.app.exit(exception=EOFError)

    def _paste(self, event: KeyPressEvent) -> None:
        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            return
        self._end = theme.was_pasted(len(text.splitlines()))
        event.app.exit(result=Pasted(text))

    def _enter(self, event: KeyPressEvent) -> None:
        if self._page is not None:
            self._turn(1)
            return
        self._end = self._pointer.entry.label or self._pointer.entry.id
        event.app.exit(result=Chosen(self._pointer.entry.id))

    def _leave(self, _event: KeyPressEvent) -> None:
        self._page = None

    def _move(self, by: int) -> None:
        if self._page is None:
            self._pointer = self._pointer.moved(by)
        else:
            self._turn(1 if by > 0 else -1)

    def _jump(self, *, last: bool) -> None:
        self._pointer = self._pointer.at_end(last=last)

    def _turn(self, pages: int) -> None:
        """Go to another page; after the last one the menu is shown again."""
        to = max((self._page or 0) + pages * page_rows(self._frame), 0)
        self._page = to if to < len(self._text) else None

    def _character(self, event: KeyPressEvent) -> None:
        key = event.data
        if len(key) != 1:
            return
        at_once = next((entry for entry in self._menu.actions if entry.key == key), None)
        if self._page is not None:
            self._read_on(key)
        elif at_once:
            self._end = at_once.label
            event.app.exit(result=Chosen(at_once.id))
        elif key == " ":
            self._page = 0
        elif key == "?":
            self._ask_why()
        elif key in "0123456789":
            self._pointer = self._pointer.numbered(key)
        elif key.isalpha():
            self._pointer = self._pointer.lettered(key)

    def _read_on(self, key: str) -> None:
        if key == " ":
            self._turn(1)
        elif key in ("q", "Q"):
            self._page = None

    def _ask_why(self) -> None:
        """Show why; where it does not fit under the text, it is read page by page, itself first."""
        self._why = True
        if not fits(self._menu, self._pointer, self._frame, why=True):
            self._page = 0
