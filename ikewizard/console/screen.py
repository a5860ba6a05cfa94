"""What the loop asks of a screen. The loop knows no widget, and a screen knows no VPN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ikewizard.core.record import dataclass, field
from ikewizard.report.document import Document


@dataclass(frozen=True)
class Option:
    """One entry of a menu.

    ``lead`` is what it leads to, shown after the label; ``key`` a sign (no letter, no digit) that chooses
    it at once.
    """

    id: str
    label: str
    lead: str = ""
    key: str = ""

    @property
    def shown(self) -> str:
        """The label, with what it leads to."""
        return f"{self.label} -> {self.lead}" if self.lead else self.label


class Live(Option):
    """An entry whose words change while the menu stands: they are asked for whenever it is drawn."""

    def __init__(self, id: str, words: Callable[[], str], key: str = "") -> None:
        super().__init__(id, "", key=key)
        self.__dict__["_words"] = words

    @property
    def label(self) -> str:
        """The words as they are now."""
        words: Callable[[], str] = self.__dict__["_words"]
        return words()


@dataclass(frozen=True)
class Menu:
    """A question with its possible answers.

    ``title`` is the question, ``body`` the text under it, ``options`` the answers, ``actions`` what can
    be done instead of answering (I don't know, hand in a log, back, quit): entries at the foot of the
    same menu, reachable by the same keys. ``why`` is shown on ``?``. ``default`` is the id that the
    pointer stands on at first.
    """

    title: str
    options: tuple[Option, ...]
    body: str = ""
    actions: tuple[Option, ...] = ()
    why: str = ""
    number: int = 0
    default: str = ""


@dataclass(frozen=True)
class Chosen:
    """The user chose the entry (option or action) with this id."""

    id: str


@dataclass(frozen=True)
class Typed:
    """The user typed this one line (stripped); empty means that nothing was typed."""

    text: str


@dataclass(frozen=True)
class Pasted:
    """A burst of keys came instead of an answer: it is no answer, but may be a log."""

    text: str
    piped: bool = field(default=False, repr=False)
    """Whether it is all that a pipe had: nobody can be asked what it is."""


class Screen(Protocol):
    """A place where questions are shown and answered.

    Every method may raise KeyboardInterrupt (Ctrl-C, SIGTERM) or EOFError (Ctrl-D, closed terminal or
    end of a pipe); the loop leaves it to the command line to save and say how to resume.
    """

    def menu(self, menu: Menu) -> Chosen | Pasted:
        """Show the menu and return what was chosen. ``?`` shows ``why`` and asks again."""
        ...

    def line(self, title: str, body: str = "") -> Typed | Pasted:
        """Ask for one line of text."""
        ...

    def take_paste(self, body: str) -> str:
        """Take in text of any length; return all of it.

        No line ends it: it ends when nothing more comes, and the user says so.
        """
        ...

    def show(self, document: Document) -> None:
        """Show a document."""
        ...
