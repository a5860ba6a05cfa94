"""The index of the sessions: what a list and a search need of each, so that not all files are read.

It is derived from the session files and from nothing else: a row counts while its file has the size and
the time that it had when it was read, and an index that is absent, damaged or of another program is made
anew. Two processes that write it at once each write a whole one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ikewizard.core.listed import Listed

_FORMAT = b"ikewizard-index-2 "
_LARGEST = 1024 * 1024 * 1024
_FIELDS = len(Listed._fields)
_ENDING = Listed._fields.index("ending")
_LISTS = tuple(place for place, name in enumerate(Listed._fields) if name in ("causes", "peers", "makers"))
_TYPES = tuple(list if place in _LISTS else int if name in ("answers", "given") else str
               for place, name in enumerate(Listed._fields))  # fmt: skip
_ROW = (*_TYPES, int, int, str, bool)


class Entry(NamedTuple):
    """What the index holds of one session. A tuple, as ``Listed`` is one.

    ``size`` and ``changed`` are those of the file when it was read; ``by`` names what described it (empty:
    nothing did). What it is searched in is ``line`` from ``start`` on, and ``whole`` is False where that was
    cut: the line of the index is kept as it is, since copying the texts of all would take longer than all
    else.
    """

    listed: Listed
    size: int
    changed: int
    by: str = ""
    whole: bool = True
    line: bytes = b""
    start: int = 0

    @property
    def text(self) -> bytes:
        """What the session is searched in."""
        return self.line[self.start :]

    def holds(self, needle: bytes) -> bool:
        """Return whether the text has ``needle`` in it."""
        return self.line.find(needle, self.start) >= 0


def folded(texts: Iterable[str]) -> bytes:
    """Return texts as they are searched: without regard to case, blanks and line ends, and as one line."""
    words = " ".join(" ".join(text.split()) for text in texts)
    return words.casefold().encode("utf-8", "replace")


def load(file: Path) -> dict[str, Entry]:
    """Return the stored entries by their ids: none when it is absent, damaged or of another program."""
    try:
        if file.stat().st_size > _LARGEST:
            return {}
        data = file.read_bytes()
        end = data.find(b"\n") + 1
        if data[:end] != _head(memoryview(data)[end:]) + b"\n":
            return {}
        lines = data.split(b"\n")[1:-1]
        starts = [line.index(b"\t") for line in lines]
        rows = json.loads(b"[%s]" % b",".join(line[:at] for line, at in zip(lines, starts, strict=True)))
        _check(rows)
        entries = [_entry(*each) for each in zip(rows, lines, starts, strict=True)]
    except (OSError, ValueError, RecursionError):
        return {}
    return {each.listed.id: each for each in entries}


def save(file: Path, entries: Iterable[Entry]) -> bool:
    """Write the index, for the owner only, instead of the one that was there; tell whether that worked.

    It need not work: the next list takes longer then, and shows the same.
    """
    import tempfile  # noqa: PLC0415 -- mostly there is nothing to write

    body = b"".join(_line(each) for each in entries)
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(handle, "wb") as out:
            out.write(b"%s\n%s" % (_head(body), body))
        Path(name).replace(file)
    except OSError:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        return False
    return True


def drop(file: Path, sessions: Iterable[str]) -> None:
    """Take sessions out of the stored index; where that cannot be, the index goes as a whole.

    Raises OSError when not even that works: then something of a deleted session is left in it.
    """
    gone = set(sessions)
    # A run that was killed may have left half an index under another name.
    for rest in file.parent.glob(f".{file.name}.*"):
        rest.unlink(missing_ok=True)
    stored = load(file)
    kept = [each for name, each in stored.items() if name not in gone]
    if len(kept) < len(stored) and save(file, kept):
        return
    if len(kept) < len(stored) or not stored:
        file.unlink(missing_ok=True)


def _check(rows: list[Any]) -> None:
    """Raise ValueError unless every row is of the right types: all at once, for speed."""
    are_rows = {type(row) for row in rows} <= {list} and {tuple(map(type, row)) for row in rows} <= {_ROW}
    if not are_rows or not {type(item) for row in rows for place in _LISTS for item in row[place]} <= {str}:
        raise ValueError("this is no row")


def _entry(row: list[Any], line: bytes, start: int) -> Entry:
    for place in _LISTS:
        row[place] = tuple(row[place])
    row[_ENDING] = row[_ENDING] or None
    size, changed, by, whole = row[_FIELDS:]
    return Entry(Listed._make(row[:_FIELDS]), size, changed, by, whole, line, start + 1)


def _line(each: Entry) -> bytes:
    listed: list[object] = list(each.listed)
    listed[_ENDING] = each.listed.ending or ""
    row = json.dumps([*listed, *each[1:5]], separators=(",", ":")).encode("ascii")
    return b"%s\t%s\n" % (row, each.text)


def _head(body: bytes | memoryview) -> bytes:
    return _FORMAT + hashlib.sha256(body).hexdigest().encode("ascii")
