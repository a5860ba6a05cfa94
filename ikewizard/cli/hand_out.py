"""A document out of a conversation: to a file of the user, or to the clipboard of the terminal."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ikewizard.core.cleaning import clean
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.document import Document
from ikewizard.report.masking import Masker

WIDTH = 72
MOST_COPIED = 74_994
"""Bytes of base64 that terminals take at once; what is longer some of them cut off or drop."""
_SCREEN_PIECE = 240
_COPIED = "Sent to the clipboard of the terminal. If nothing arrived there, write the card to a file instead."
_TMUX = " In tmux this needs 'set -g set-clipboard on' or 'set -g allow-passthrough on'."


@dataclass
class HandOut:
    """Hands documents out, with the secrets in them blotted out; drawn with ``unicode`` or without."""

    knowledge: Knowledge
    stdout: TextIO
    env: Mapping[str, str]
    unicode: bool = True

    def masked(self, document: Document) -> Document:
        """Return the document as others may see it."""
        return Masker("none", self.knowledge.scan.secrets).document(document)

    def write(self, document: Document, name: str) -> str:
        """Write it to a new file; return its path. Raises InputError."""
        path = Path(name).expanduser()
        try:
            with path.open("x", encoding="utf-8") as out:
                out.write(self._text(self.masked(document), markdown=path.suffix == ".md"))
        except FileExistsError:
            raise InputError(
                "there is such a file already", where=clean(name), hint="name another one"
            ) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(f"the card cannot be written: {reason}", where=clean(name)) from None
        return str(path.resolve())

    def copy(self, document: Document) -> str:
        """Send it to the terminal's clipboard (OSC 52); return what to tell the user. Raises InputError."""
        if not self.stdout.isatty() or self.env.get("TERM", "") in ("", "dumb"):
            raise InputError("there is no terminal that could copy it", hint="write it to a file")
        from ikewizard.report.text import render_unwrapped  # noqa: PLC0415 -- one form is asked for

        text = render_unwrapped(self.masked(document), self.unicode)
        self.stdout.write(clipboard_sequence(text, self.env))
        self.stdout.flush()
        return _COPIED + (_TMUX if self.env.get("TMUX") else "")

    def _text(self, document: Document, *, markdown: bool) -> str:
        if markdown:
            from ikewizard.report.markdown import render_markdown  # noqa: PLC0415 -- one form is asked for

            return render_markdown(document)
        from ikewizard.report.text import render_text  # noqa: PLC0415 -- see above

        return render_text(document, WIDTH, self.unicode)


def clipboard_sequence(text: str, env: Mapping[str, str]) -> str:
    """Return what makes a terminal take ``text`` into its clipboard. Raises InputError when it is too long.

    tmux takes the plain sequence with ``set-clipboard on``, and hands the wrapped one on with
    ``allow-passthrough on``: it gets both. GNU screen hands on what is wrapped, in short pieces.
    """
    data = base64.b64encode(clean(text).encode()).decode("ascii")
    if len(data) > MOST_COPIED:
        raise InputError("it is too long for a terminal's clipboard", hint="write it to a file")
    plain = f"\x1b]52;c;{data}\x07"
    if env.get("TMUX"):
        escaped = plain.replace("\x1b", "\x1b\x1b")
        return f"{plain}\x1bPtmux;{escaped}\x1b\\"
    if env.get("STY"):
        return "".join(f"\x1bP{piece}\x1b\\" for piece in re.findall(f"(?s).{{1,{_SCREEN_PIECE}}}", plain))
    return plain
