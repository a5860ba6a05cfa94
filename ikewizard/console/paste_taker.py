"""Taking in pasted text of any length straight from the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from ikewizard.console.bursts import Burst, Keys, paste_text, without_keys
from ikewizard.console.keyboard import Keyboard, gather
from ikewizard.core.cleaning import clean

SILENCE = 1.0
"""Seconds of silence after which the user is asked whether that was all."""
INTERRUPT, END = "\x03", "\x04"


class PasteTaker:
    """Takes in pasted text. Nothing in it ends it: silence does, or a key that comes alone.

    ``tell`` is told the number of lines as it grows, ``echo`` gets what is typed by hand, which is
    taken line by line as well. Of what is pasted nothing is echoed.
    """

    def __init__(
        self,
        keyboard: Keyboard,
        tell: Callable[[int], None],
        echo: Callable[[str], None],
        encoding: str = "utf-8",
    ) -> None:
        self._keyboard, self._tell, self._echo, self._encoding = keyboard, tell, echo, encoding
        self._parts: list[str] = []
        self._lines = 0
        self._typed = ""
        self._flowing = False

    @property
    def text(self) -> str:
        """All that came so far."""
        return "".join(self._parts)

    def add(self, text: str) -> None:
        """Add a part of a paste that came another way; take then waits for the rest only so long."""
        self._parts.append(text)
        self._lines += text.count("\n")
        self._flowing = True
        self._tell(self._lines + (not text.endswith("\n")))

    def part(self) -> None:
        """Begin another paste, on a line of its own; take then waits for it as long as it takes."""
        if self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append("\n")
        self._flowing = False

    def take(self) -> bool:
        """Take in what comes; return whether the user ended it, rather than that it fell silent.

        Raises KeyboardInterrupt on a Ctrl-C that is no part of the text, EOFError when the keyboard is
        closed before anything came.
        """
        finished = False
        while not finished:
            try:
                group = gather(self._keyboard, SILENCE if self._flowing else None, self._progress)
            except EOFError:
                if not (self._parts or self._typed):
                    raise
                group, finished = None, True
            if group is None:
                break
            finished = self._pasted(group) if isinstance(group, Burst) else self._keyed(group)
        self._parts.append(self._typed)
        self._typed = ""
        return finished

    def _progress(self, lines: int) -> None:
        self._tell(self._lines + lines)

    def _pasted(self, burst: Burst) -> bool:
        self.add(self._typed + paste_text(burst.data, self._encoding))
        self._typed = ""
        return False

    def _keyed(self, keys: Keys) -> bool:
        text = paste_text(without_keys(keys.data), self._encoding)
        if text.startswith(INTERRUPT):
            raise KeyboardInterrupt
        if text.startswith(END):
            return True
        if self._flowing:
            # A paste may pause between its lines: a short line or an empty one still belongs to it.
            self.add(text)
            return False
        return any([self._typed_character(character) for character in text])

    def _typed_character(self, character: str) -> bool:
        """Take one typed character; tell whether it ends the taking, as Enter on nothing does."""
        if character == "\n":
            if not self._typed:
                return True
            self._parts.append(self._typed + "\n")
            self._lines += 1
            self._typed = ""
            self._echo("\n")
        elif character in ("\x7f", "\x08"):
            self._echo("\b \b" if self._typed else "")
            self._typed = self._typed[:-1]
        elif character == "\t" or character.isprintable():
            self._typed += character
            self._echo(clean(character))
        return False
