"""Whether a pipe into the wizard holds a log instead of answers, told by its beginning."""

from __future__ import annotations

import io
import select
import sys
from collections.abc import Collection
from typing import TextIO

LONGEST_ANSWER = 24
"""Characters of an answer that is no label: a number, a letter, an id."""
PATIENCE = 0.3
"""Seconds that a pipe may be empty. Who writes answers may wait for the first question."""


def pipe_holds_log(stdin: TextIO, labels: Collection[str]) -> bool:
    """Return whether what is in ``stdin`` begins like a log. Nothing of it is taken out.

    ``labels`` are the texts of answers, which may be as long as a line of a log. A pipe that is still
    empty is no log: the first question comes, and a log is known by its first line then.
    """
    first = next((line.strip() for line in _head(stdin).splitlines() if line.strip()), "")
    return len(first) > LONGEST_ANSWER and first.casefold() not in {label.casefold() for label in labels}


def _head(stdin: TextIO) -> str:
    buffer = getattr(stdin, "buffer", None)
    # Windows can wait for sockets only.
    if not isinstance(buffer, io.BufferedReader) or sys.platform == "win32":
        return ""
    try:
        ready = select.select([buffer], [], [], PATIENCE)[0]
        return buffer.peek().decode("utf-8", "replace") if ready else ""
    except (OSError, ValueError):
        return ""
