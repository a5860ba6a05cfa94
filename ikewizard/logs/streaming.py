"""From blocks of bytes to lines, as they come: nothing of a log is kept but the line at hand."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from ikewizard.logs.decode import encoding_of, narrow_encoding

LONGEST = 2**20
"""Characters of one line that are kept; what a longer one has more is left off."""


def lines_of(blocks: Iterable[bytes]) -> Iterator[str]:
    r"""Yield the lines of the log in ``blocks``, without their ends (``\n``, ``\r\n`` or ``\r``).

    The first block tells whether it is text, and in which encoding; it should be some thousand bytes
    long. Raises InputError, at the first line, for what is evidently no text. Blocks may end anywhere.
    """
    rest = ""
    for text in _one_line_end(_texts(blocks)):
        first, *more = text.split("\n")
        if len(rest) < LONGEST:
            rest += first[: LONGEST - len(rest)]
        if more:
            yield rest
            rest = more.pop()[:LONGEST]
            yield from more
    if rest:
        yield rest


def utf8_of(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the log in ``blocks`` as pieces of UTF-8, cut anywhere, for ``scan``.

    What is in UTF-8 already is passed on as it is, with what is wrong in it. Raises InputError as
    ``lines_of`` does.
    """
    for decoder, block in _decoded(blocks):
        yield block if decoder is None else decoder.decode(block, not block).encode("utf-8")


def _texts(blocks: Iterable[bytes]) -> Iterator[str]:
    plain = codecs.getincrementaldecoder("utf-8")("replace")
    for decoder, block in _decoded(blocks):
        yield (decoder or plain).decode(block, not block)


def _decoded(blocks: Iterable[bytes]) -> Iterator[tuple[codecs.IncrementalDecoder | None, bytes]]:
    """Yield each block with its decoder, or None for UTF-8; at the end, once more, without a byte."""
    decoder: codecs.IncrementalDecoder | None = None
    name = ""
    begun = False
    for block in blocks:
        rest = block
        if not name and block:
            name, mark = (narrow_encoding(block), 0) if begun else encoding_of(block)
            begun = True
            rest = block[mark:]
            decoder = codecs.getincrementaldecoder(name)("replace") if name not in ("", "utf-8") else None
        if rest:
            yield decoder, rest
    yield decoder, b""


def _one_line_end(texts: Iterable[str]) -> Iterator[str]:
    returned = False
    for text in texts:
        # A line end of two characters may lie across two blocks.
        part = text[1:] if returned and text.startswith("\n") else text
        returned = text.endswith("\r") or (returned and not text)
        yield part.replace("\r\n", "\n").replace("\r", "\n") if "\r" in part else part
