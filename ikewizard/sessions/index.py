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
from ikewizard.sessions.store import Stamp

_FORMAT = b"ikewizard-index-1 "
_LARGEST = 1024 * 1024 * 1024
_FIELDS = len(Listed._fields)
_ENDING = Listed._fields.index("ending")
_LISTS = tuple(place for place, name in enumerate(Listed._fields) if name in ("causes", "peers", "makers"))
_TYPES = tuple(list if place in _LISTS else int if name == "answers" else str
               for place, name in enumerate(Listed._fields))  # fmt: skip
_ROW = (*_TYPES, int, int, str, bool)


class Entry(NamedTuple):
    """What the index holds of one session. A tuple, as ``Listed`` is one.

    ``size`` and ``changed`` are those of the file when it was read; ``by`` names what described it (empty:
    nothing did); ``text`` is what it is searched in, and ``whole`` False where that was cut.
    """

    listed: Listed
    size: int
    changed: int
    by: str = ""
    whole: bool = True
    text: bytes = b""

    @property
    def stamp(self) -> Stamp:
        """The state of the file that this was read from."""
        return self.size, self.changed


def folded(texts: Iterable[str]) -> bytes:
    """Return texts as they are searched: without regard to case, blanks and line ends, and as one line."""
    words = " ".join(" ".join(text.split()) for text in texts)
    return words.casefold().encode("utf-8", "replace")


def load(file: Path) -> dict[str, Entry]:
    """Return the stored entries by their ids: none when it is absent, damaged or of another program."""
    try:
        if file.stat().st_size > _LARGEST:
            return {}
        head, _, body = file.read_bytes().partition(b"\n")
        if head != _head(body):
            return {}
        lines = [line.partition(b"\t") for line in body.split(b"\n") if line]
        rows = json.loads(b"[%s]" % b",".join(row for row, _, _ in lines))
        entries = [_entry(row, text) for row, (_, _, text) in zip(rows, lines, strict=True)]
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


def _entry(row: Any, text: bytes) -> Entry:
    if type(row) is not list or tuple(map(type, row)) != _ROW:
        raise ValueError("this is no row")
    for place in _LISTS:
        if not all(type(item) is str for item in row[place]):
            raise ValueError("this is no row")
        row[place] = tuple(row[place])
    row[_ENDING] = row[_ENDING] or None
    return Entry(Listed._make(row[:_FIELDS]), *row[_FIELDS:], text)


def _line(each: Entry) -> bytes:
    listed: list[object] = list(each.listed)
    listed[_ENDING] = each.listed.ending or ""
    row = json.dumps([*listed, *each[1:-1]], separators=(",", ":")).encode("ascii")
    return b"%s\t%s\n" % (row, each.text)


def _head(body: bytes) -> bytes:
    return _FORMAT + hashlib.sha256(body).hexdigest().encode("ascii")
