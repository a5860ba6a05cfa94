"""The lines of a log in a file or a pipe, read as it is and never as a whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext

from ikewizard.cli.packed import unpack
from ikewizard.cli.progress import Progress
from ikewizard.errors import InputError
from ikewizard.logs.streaming import lines_of, utf8_of

# Not typing's: see ikewizard.core.record. For the same reason files are opened by name, without pathlib.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, TypeVar

    from ikewizard.cli.packed import Source

    Part = TypeVar("Part", str, bytes)

MOST = 16 * 2**30
"""Bytes of text that are read of one log; a few kilobytes can unpack to more."""

# What is looked at to tell what a log is: a pipe or a packed file may come in smaller pieces.
_HEAD = 64 * 1024


def log_lines(name: str) -> Iterator[str]:
    """Yield the lines of the log in the file ``name`` (``-``: standard input), unpacked and decoded.

    Raises InputError, which names the file, for one that cannot be opened, read or unpacked, that is no
    text, or whose text is longer than MOST.
    """
    return _read(name, lines_of)


def log_pieces(name: str) -> Iterator[bytes]:
    """Yield what ``log_lines`` does as pieces of UTF-8, cut anywhere: the quick way into a scan."""
    return _read(name, utf8_of)


def _read(name: str, parts_of: Callable[[Iterator[bytes]], Iterator[Part]]) -> Iterator[Part]:
    where = "standard input" if name == "-" else name
    with closing(_Reading(name, Progress(sys.stderr))) as reading:
        parts = parts_of(reading.blocks())
        while True:
            try:
                part = next(parts, None)
            except InputError as error:
                raise InputError(error.what, where=error.where or where, hint=error.hint) from None
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                raise InputError(f"the file cannot be read: {reason}", where=where) from None
            if part is None:
                return
            yield part


def label(name: str) -> str:
    """Return what a log is called in what is said about it."""
    return "standard input" if name == "-" else os.path.basename(name.rstrip(os.sep))


class _Reading:
    """The reading of one log, block by block, with how far it has got."""

    def __init__(self, name: str, progress: Progress) -> None:
        self._name = name
        self._progress = progress

    def close(self) -> None:
        self._progress.end()

    def blocks(self) -> Iterator[bytes]:
        with _opened(self._name) as stream:
            source = _Counting(stream)
            total = 0 if self._name == "-" else os.stat(self._name).st_size
            size = 0
            for block in _full_head(unpack(source)):
                size += len(block)
                if size > MOST:
                    raise InputError(
                        f"its text is longer than {MOST // 2**30} GiB",
                        hint="cut out the time of the fault, and hand in that",
                    )
                self._progress.tell(label(self._name), source.count, total)
                yield block


class _Counting:
    def __init__(self, stream: Source) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int, /) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data


def _full_head(blocks: Iterator[bytes]) -> Iterator[bytes]:
    head = b""
    for block in blocks:
        head += block
        if len(head) >= _HEAD:
            break
    yield head
    yield from blocks


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        if os.path.isdir(name):
            raise InputError("this is a folder, not a log", hint="name one file in it")
        return open(name, "rb")
    except FileNotFoundError:
        raise InputError("there is no such file", hint="check the path") from None
