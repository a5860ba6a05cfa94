"""How a document comes out: for people at a terminal or for a ticket."""

from __future__ import annotations

import os
import sys

from ikewizard.report.document import Document

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

NARROWEST, WIDEST = 40, 100
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python sets LC_CTYPE to where the locale is C (PEP 538)."""


def takes_unicode() -> bool:
    """Return whether standard output takes more than ASCII.

    UTF-8 that Python has put there by itself, in place of the C locale, does not count.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    # Another stream than that of the process has its encoding from who made it.
    return encoding.lower().startswith("utf") and not (sys.stdout is sys.__stdout__ and _locale_is_plain())


def heed_locale() -> None:
    """Have terminals get ASCII where the locale says no more: what they lack is replaced, and not drawn.

    Files and pipes get the texts as they are; only what is drawn around them is ASCII there, too.
    """
    for stream, own in ((sys.stdout, sys.__stdout__), (sys.stderr, sys.__stderr__)):
        if stream is own and stream is not None and stream.isatty() and _locale_is_plain():
            stream.reconfigure(encoding="ascii", errors="replace")


def _locale_is_plain() -> bool:
    return sys.platform != "win32" and locale_is_plain(
        os.environ, utf8_mode=bool(sys.flags.utf8_mode), utf8_told="utf8" in sys._xoptions
    )


def locale_is_plain(env: Mapping[str, str], *, utf8_mode: bool, utf8_told: bool) -> bool:
    """Return whether Python writes UTF-8 although the locale does not say so.

    In the C locale it turns ``utf8_mode`` on by itself (PEP 540), and LC_CTYPE over (PEP 538). Who tells
    Python what to write is heeded: by PYTHONIOENCODING, PYTHONUTF8=1, or -X utf8 (``utf8_told``).
    """
    if env.get("PYTHONIOENCODING", "").partition(":")[0] or env.get("PYTHONUTF8") == "1" or utf8_told:
        return False
    is_turned = utf8_mode or env.get("PYTHONUTF8") == "0"
    was_coerced = is_turned and env.get("LC_CTYPE") in _COERCED
    if not (utf8_mode or was_coerced):
        return False
    names = (env.get("LC_ALL"), "" if was_coerced else env.get("LC_CTYPE"), env.get("LANG"))
    locale = next((name for name in names if name), "C").lower()
    # A locale that is not installed here is that of a terminal elsewhere all the same.
    return "utf-8" not in locale and "utf8" not in locale


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
