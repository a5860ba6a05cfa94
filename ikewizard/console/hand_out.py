"""How what the wizard wrote leaves the console."""

from __future__ import annotations

from typing import Protocol

from ikewizard.report.document import Document


class HandOut(Protocol):
    """How a document leaves the conversation: as a file, or through the terminal's clipboard."""

    def masked(self, document: Document) -> Document:
        """Return the document as others may see it."""
        ...

    def write(self, document: Document, name: str) -> str:
        """Write it to the file of this name; return where it is. Raises InputError."""
        ...

    def copy(self, document: Document) -> str:
        """Copy it, and return what to tell the user about that. Raises InputError."""
        ...
