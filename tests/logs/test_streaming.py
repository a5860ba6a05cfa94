"""Lines come out of blocks of bytes as they come out of the whole, wherever the blocks end."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.errors import InputError
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.streaming import LONGEST, lines_of, utf8_of

TEXT = "first\r\nsecond\rthird \u00fcber \U0001f511\n\nfifth"


def blocks(data: bytes, size: int) -> Iterator[bytes]:
    """Yield ``data`` in blocks of ``size`` bytes."""
    return (data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("size", [64, 65, 67, 4096])
def test_every_encoding_in_blocks_of_any_size(encoding: str, size: int) -> None:
    """The first block tells the encoding; a character or a line end across two blocks stays whole."""
    data = ("x" * 60 + "\n" + TEXT).encode(encoding)
    assert list(lines_of(blocks(data, size)))[1:] == [
        "first",
        "second",
        "third \u00fcber \U0001f511",
        "",
        "fifth",
    ]


@given(st.text(alphabet="ab\r\n\u00e9\u20ac"), st.integers(1, 9))
def test_blocks_do_not_matter(text: str, size: int) -> None:
    """Whatever the text and the blocks, the lines are those of the whole text."""
    data = ("plain text\n" + text).encode()
    assert list(lines_of(blocks(data, size))) == split_lines(decode(data))


def test_a_code_page_is_told_by_the_first_block_that_needs_one() -> None:
    """A log that begins in ASCII and goes on in Windows-1252 keeps its letters."""
    data = b"plain\n" * 20 + "z\u00fcrich\nmalm\u00f6\n".encode("cp1252")
    assert list(lines_of(blocks(data, 120)))[-2:] == ["z\u00fcrich", "malm\u00f6"]


def test_a_bad_byte_costs_one_letter() -> None:
    """A damaged byte in UTF-8 is replaced, and the rest of the log is read."""
    data = "\u00fc\u00fc\u00fc".encode() + b"\xff\nnext\n"
    assert list(lines_of([data])) == ["\u00fc\u00fc\u00fc\ufffd", "next"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x7fELF\x02\x01" + bytes(100), "a program"),
        (bytes(range(256)) * 40, "binary data"),
        (b"\x1f\x8b\x08" + bytes(50), "gzip data"),
        (b"unit.log" + bytes(249) + b"ustar\x0000" + bytes(200), "a tar archive"),
        (("\ufeff" + "\x01\x02\x03" * 40).encode("utf-16-le"), "no text"),
    ],
)
def test_what_is_no_text_is_refused_at_the_first_line(data: bytes, message: str) -> None:
    """The first block tells what is evidently no log; nothing after it is read."""

    def source() -> Iterator[bytes]:
        yield data
        pytest.fail("more was read than the first block")

    with pytest.raises(InputError, match=message):
        next(lines_of(source()))


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    """Of a line of a hundred megabytes only its beginning is kept."""
    tracemalloc.start()
    try:
        kept = [len(line) for line in lines_of(b"x" * 2**18 for _ in range(400))]
        assert kept == [LONGEST]
        assert tracemalloc.get_traced_memory()[1] < 12 * LONGEST
    finally:
        tracemalloc.stop()


def test_what_follows_a_line_without_end_is_read() -> None:
    """After a line that was cut the next one comes whole."""
    data = b"x" * (LONGEST + 5000) + b"\nnext\n"
    assert [len(line) for line in lines_of(blocks(data, 2**16))] == [LONGEST, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("size", [64, 65, 4096])
def test_pieces_of_utf8_out_of_any_encoding(encoding: str, size: int) -> None:
    """What a scan is given is the same text in UTF-8, without the mark of its encoding."""
    text = "plain\r\n" * 12 + "z\u00fcrich\nmalm\u00f6\n"
    pieces = list(utf8_of(blocks(text.encode(encoding), size)))
    assert b"".join(pieces).decode("utf-8") == text


def test_pieces_that_are_utf8_already_are_left_alone() -> None:
    """No byte of a log in UTF-8 is copied to be changed, not even a wrong one."""
    data = [b"z\xc3\xbc\xc3", b"\xbcrich\xff\n"]
    assert [piece for piece in utf8_of(data) if piece] == data


def test_nothing_gives_no_line() -> None:
    """An empty file has no lines, and that is all that is wrong with it here."""
    assert list(lines_of([])) == []
    assert list(lines_of([b""])) == []
    assert b"".join(utf8_of([])) == b""
