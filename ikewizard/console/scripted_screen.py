"""A screen that answers by itself, for tests of the conversation."""

from __future__ import annotations

from collections.abc import Iterable

from ikewizard.console.screen import Chosen, Menu, Pasted, Typed
from ikewizard.report.document import Document

Reply = str | Pasted | BaseException


class ScriptedScreen:
    """Answers with ``replies`` in order: an id, a line or a pasted text; exceptions are raised.

    Replies are taken one by one, so that a generator can look at what was asked. When they run out,
    the input has ended: EOFError. All that was asked and shown is kept.
    """

    def __init__(self, replies: Iterable[Reply]) -> None:
        self._replies = iter(replies)
        self.menus: list[Menu] = []
        self.lines: list[tuple[str, str]] = []
        self.pastes: list[str] = []
        self.documents: list[Document] = []

    def menu(self, menu: Menu) -> Chosen | Pasted:
        """Return the next reply. Raises ValueError for an id that the menu does not have."""
        self.menus.append(menu)
        reply = self._next()
        if isinstance(reply, Pasted):
            return reply
        ids = [entry.id for entry in (*menu.options, *menu.actions)]
        if reply not in ids:
            raise ValueError(f"'{reply}' is no entry of '{menu.title}', which has {', '.join(ids)}")
        return Chosen(reply)

    def line(self, title: str, body: str = "") -> Typed | Pasted:
        """Return the next reply."""
        self.lines.append((title, body))
        reply = self._next()
        return reply if isinstance(reply, Pasted) else Typed(reply.strip())

    def take_paste(self, body: str) -> str:
        """Return the next reply."""
        self.pastes.append(body)
        reply = self._next()
        return reply.text if isinstance(reply, Pasted) else reply

    def show(self, document: Document) -> None:
        """Keep the document."""
        self.documents.append(document)

    def _next(self) -> str | Pasted:
        try:
            reply = next(self._replies)
        except StopIteration:
            raise EOFError from None
        if isinstance(reply, BaseException):
            raise reply
        return reply
