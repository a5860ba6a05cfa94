"""How a document comes out: for people at a terminal or for a ticket."""

from __future__ import annotations

import os
import sys

from ikewizard.report.document import Document

NARROWEST, WIDEST = 40, 100


def takes_unicode() -> bool:
    """Return whether standard output takes more than ASCII."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return encoding.lower().startswith("utf")


def page_width() -> int:
    """Return how wide a text for people is to be: as the terminal, but neither cramped nor sprawling."""
    return max(NARROWEST, min(_columns(), WIDEST))


def _columns() -> int:
    """Return what shutil has for it, whose import brings in every packer."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ else 80
    except (AttributeError, ValueError, OSError):
        return 80


def write_document(document: Document, form: str, width: int = 0) -> None:
    """Write ``document`` to standard output as Markdown or as text; ``width`` 0 is that of the page.

    What the encoding of standard output lacks is replaced.
    """
    if form == "markdown":
        from ikewizard.report.markdown import render_markdown  # noqa: PLC0415 -- one form is asked for

        write(render_markdown(document))
    else:
        from ikewizard.report.text import render_text  # noqa: PLC0415 -- see above

        write(render_text(document, width or page_width(), takes_unicode()))


def write(text: str) -> None:
    """Write ``text`` to standard output, with what its encoding lacks replaced."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
