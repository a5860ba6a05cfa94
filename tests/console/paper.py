"""What stands on a terminal, and what has scrolled off it."""

from __future__ import annotations

from typing import Any

import pyte


class Paper(pyte.Screen):
    """A screen that keeps what scrolls off it as text.

    pyte's own screen with a history can be paged through as well, for which it pays at each character.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self._above: list[str] = []
        super().__init__(columns, lines)

    def shown(self) -> list[str]:
        """Return the lines on the screen."""
        return [self._text(self.buffer[row]) for row in range(self.lines)]

    def above(self) -> list[str]:
        """Return the lines that have scrolled off the screen."""
        return [*self._above]

    def index(self) -> None:
        """Move down a line, and keep the one that goes off the screen by that."""
        top, bottom = self.margins or (0, self.lines - 1)
        if self.cursor.y == bottom:
            self._above.append(self._text(self.buffer[top]))
        super().index()

    def erase_in_display(self, how: int = 0, *arguments: Any, **named: Any) -> None:
        """Erase a part of the screen; the third way erases what has scrolled off as well."""
        super().erase_in_display(how, *arguments, **named)
        if how == 3:
            self._above.clear()

    def reset(self) -> None:
        """Begin with an empty screen and nothing above it."""
        super().reset()
        self._above.clear()

    def _text(self, line: Any) -> str:
        # The second half of a wide character holds nothing.
        return "".join(line[column].data for column in range(self.columns)).rstrip()
