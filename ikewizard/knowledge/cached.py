"""The files in which compiled knowledge is kept between runs: lines of text under a seal.

A seal tells a file that was torn or damaged from a whole one. It is no signature: who can write into the
cache of a user is that user.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from zlib import crc32

_SEAL = 9
"""Bytes before the content: the seal and its line end."""


def read_lines(file: str) -> list[bytes]:
    """Return the lines of a file. Raises OSError where there is none, ValueError where it is damaged."""
    with open(file, "rb") as stream:
        seal, _, content = stream.read().partition(b"\n")
    if seal != _seal(content):
        raise ValueError("the file is damaged")
    return content.split(b"\n")


def pieces_of(file: str) -> Callable[[int, int], bytes]:
    """Return what reads a piece of a file's content: its place and length in, no more than that much out.

    Nothing is what a file gives that is not there. Nobody looks at the seal, which would take reading all.
    """

    def read(place: int, length: int) -> bytes:
        try:
            with open(file, "rb", buffering=0) as stream:
                stream.seek(_SEAL + place)
                return stream.read(length)
        except OSError:
            return b""

    return read


def write_lines(file: str, lines: Iterable[bytes]) -> None:
    """Write a file anew, as a whole or not at all; one that cannot be written costs time, never the run."""
    import tempfile  # noqa: PLC0415 -- only for the first run after a change

    content = b"\n".join(lines)
    folder = os.path.dirname(file)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(_seal(content) + b"\n" + content)
            os.replace(name, file)
        except OSError:
            # Windows does not replace a file that another run is reading.
            os.unlink(name)
    except OSError:
        pass


def _seal(content: bytes) -> bytes:
    return b"%08x" % crc32(content)
