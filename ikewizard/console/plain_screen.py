"""Numbered questions as appended text: for pipes, dumb terminals, NO_COLOR and screen readers."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Mapping
from typing import TextIO

from ikewizard.console import theme
from ikewizard.console.keyboard import gone_is_end
from ikewizard.console.line_reader import LineReader
from ikewizard.console.numbered import Unclear, lettered, match
from ikewizard.console.paste_taker import PasteTaker
from ikewizard.console.screen import Chosen, Menu, Pasted, Typed
from ikewizard.core.cleaning import clean, clean_line
from ikewizard.report.document import Document

NARROWEST, WIDEST = 20, 100


class PlainScreen:
    """The Screen of plain text: nothing is drawn over, coloured or left out, and lines are the answers."""

    def __init__(
        self, stdin: TextIO, stdout: TextIO, env: Mapping[str, str], *, unicode: bool = True
    ) -> None:
        self._reader, self._stdout, self._env = LineReader(stdin), stdout, env
        self._marks = theme.marks_for(stdout.encoding or "utf-8") if unicode else theme.ASCII
        self._answered = False

    def menu(self, menu: Menu) -> Chosen | Pasted:
        """Print the menu and return what was chosen by number, letter, id or label."""
        self._print_menu(menu)
        entries = (*menu.options, *menu.actions)
        if not entries:
            raise ValueError(f"the menu '{menu.title}' has nothing to choose")
        while True:
            said = self._ask(theme.plain_prompt(why=bool(menu.why)))
            if isinstance(said, Pasted):
                return said
            if said == "?":
                self._print(menu.why or theme.NO_WHY)
                continue
            found = match(menu, said)
            if found is None and self._may_be_log(said):
                return Pasted(f"{said}\n{self._reader.rest()}", piped=True)
            if isinstance(found, Unclear):
                self._print(theme.plain_unclear(said, found.number, found.option.label))
            elif found is None:
                self._print(theme.plain_wrong(clean_line(said)[:60], len(entries)))
            else:
                self._print(theme.plain_chosen(found.label))
                self._answered = True
                return Chosen(found.id)

    def line(self, title: str, body: str = "") -> Typed | Pasted:
        """Ask for one line."""
        self._head(clean_line(title), body)
        said = self._ask(theme.PLAIN_LINE)
        return said if isinstance(said, Pasted) else Typed(clean_line(said))

    def take_paste(self, body: str) -> str:
        """Take in text: all the rest of a pipe; from a terminal until it falls silent, or is ended."""
        if not self._reader.is_terminal:
            text = self._reader.rest()
        else:
            with self._reader.hushed() as keyboard:
                self._head(body, theme.PASTE_ENDS)
                taker = PasteTaker(keyboard, lambda _lines: None, self._write, self._reader.encoding)
                taker.take()
            text = taker.text
        self._print(theme.taken(len(text.splitlines())))
        return text

    def show(self, document: Document) -> None:
        """Print the document."""
        from ikewizard.report.text import render_text  # noqa: PLC0415 - not needed for the first question

        self._write("\n" + clean(render_text(document, self._width, self._marks.unicode)).strip("\n") + "\n")

    def _may_be_log(self, said: str) -> bool:
        """Whether a pipe that has not answered anything yet begins with what nobody gives for an answer."""
        return not (self._answered or self._reader.is_terminal) and len(said) > theme.LONGEST_ECHO

    def _print_menu(self, menu: Menu) -> None:
        self._head(theme.numbered_title(clean_line(menu.title), menu.number), menu.body)
        letters = lettered(menu)
        for number, entry in enumerate((*menu.options, *menu.actions), 1):
            if menu.options and number == len(menu.options) + 1:
                self._print(theme.PLAIN_OR)
            letter = letters.get(entry.id, "")
            lead = f"  {number}) " + (f"[{letter}] " if letter else "")
            label = textwrap.wrap(clean_line(entry.shown), max(self._width - len(lead), 10)) or [entry.id]
            self._write(lead + f"\n{' ' * len(lead)}".join(label) + "\n")
        default = [entry for entry in (*menu.options, *menu.actions) if entry.id == menu.default]
        if default:
            self._print(theme.PLAIN_ENTER_IS + default[0].label)

    def _head(self, *texts: str) -> None:
        self._print("", *(text for text in texts if text.strip()))

    def _ask(self, prompt: str) -> str | Pasted:
        pending = self._reader.pending()
        if pending:
            return Pasted(pending)
        self._write(prompt)
        said = self._reader.line()
        if isinstance(said, Pasted):
            self._write("\n")
        elif not self._reader.is_terminal:
            # What a pipe answers is seen in the output only if it is written there.
            self._write(clean_line(said) + "\n")
        return said

    def _print(self, *texts: str) -> None:
        for text in texts:
            for paragraph in clean(text).strip("\n").split("\n"):
                wrapped = textwrap.wrap(paragraph, self._width, break_on_hyphens=False) or [""]
                self._write("\n".join(wrapped) + "\n")

    def _write(self, text: str) -> None:
        encoding = self._stdout.encoding or "utf-8"
        with gone_is_end():
            self._stdout.write(text.encode(encoding, "replace").decode(encoding))
            self._stdout.flush()

    @property
    def _width(self) -> int:
        columns = self._env.get("COLUMNS", "")
        if columns.isdecimal() and len(columns) < 5:
            return min(max(int(columns), NARROWEST), WIDEST)
        try:
            return min(max(os.get_terminal_size(self._stdout.fileno()).columns - 1, NARROWEST), WIDEST)
        except (OSError, ValueError):
            return 79
