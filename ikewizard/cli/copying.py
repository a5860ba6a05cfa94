"""A copy of what is handed in, made while it is read: a pipe cannot be read twice, and a log grows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ikewizard.core.cleaning import clean
from ikewizard.logs.streaming import LONGEST
from ikewizard.report.redaction import REDACTED, SecretSpec, redact_lines
from ikewizard.sessions.attachments import MOST
from ikewizard.settings.units import Line

_TELLING = 6
"""Characters of a secret from which on it is not also a word that stands for something else."""


class Copy:
    """Passes on the pieces of a log (UTF-8, cut anywhere), and holds of them as much as can be kept."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._held: list[bytes] = []
        self._size = 0
        self._ends = 0
        self._open = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if self._size < MOST:
                self._hold(piece)
            else:
                self._pass(piece)
            yield piece

    @property
    def more(self) -> int:
        """How many lines there are that are not among ``lines``."""
        return self._ends + self._open

    def lines(self) -> Iterator[str]:
        """Yield the lines that are held, each of them whole."""
        text = io.TextIOWrapper(io.BytesIO(b"".join(self._held)), "utf-8", "replace")
        return (line.removesuffix("\n") for line in text)

    def _hold(self, piece: bytes) -> None:
        self._held.append(piece)
        self._size += len(piece)
        if self._size >= MOST:
            # What there is of the last line goes with those that are left off.
            held = b"".join(self._held)
            end = held.rfind(b"\n") + 1
            self._held = [held[:end]]
            self._pass(held[end:])

    def _pass(self, piece: bytes) -> None:
        self._ends += piece.count(b"\n")
        if piece:
            self._open = not piece.endswith(b"\n")


def with_file_names(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines of a configuration; where those of another file begin, a comment names it."""
    for number, (file, group) in enumerate(groupby(lines, key=lambda line: line.file)):
        if number:
            yield f"# {file}"
        yield from (line.text for line in group)


def without_secrets(lines: Iterable[str], secrets: Iterable[str]) -> Iterator[str]:
    """Yield ``lines`` with ``secrets`` blotted out of them, but for those that may be any word."""
    telling = sorted((secret for secret in secrets if len(secret) >= _TELLING), key=len, reverse=True)
    if not telling:
        return iter(lines)
    found = re.compile("|".join(map(re.escape, telling)))
    return (found.sub(REDACTED, line) for line in lines)


def blotted_lines(lines: Iterable[str], secrets: Sequence[SecretSpec]) -> Iterator[str]:
    """Yield ``lines`` without anything in them that a terminal obeys, and without their secrets."""
    # Cleaned first: an escape in the middle of a word would hide it from who looks for secrets.
    return redact_lines(map(_plain, lines), secrets)


def _plain(line: str) -> str:
    line = line[:LONGEST]
    if line.isprintable():
        return line
    # A tab stays what it is: in a copied table it tells where a secret begins.
    return "\t".join(clean(part) for part in line.split("\t")).replace("\n", " ")
