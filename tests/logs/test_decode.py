"""Bytes to text, and text to what may be shown."""

from __future__ import annotations

import gzip
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.cleaning import UNSAFE
from ikewizard.errors import InputError
from ikewizard.logs.blocks import _as_it_is, blocks
from ikewizard.logs.decode import MAX_LINE, clean, decode, plain, split_lines
from tests.hostile_lines import OF_ESCAPES

LINE = "Nov 23 13:54:31 köln charon: 07[IKE] initiating IKE_SA to 192.0.2.1"


@pytest.mark.parametrize(
    "data",
    [
        LINE.encode(),
        LINE.encode("utf-8-sig"),
        LINE.encode("utf-16"),
        b"\xfe\xff" + LINE.encode("utf-16-be"),
        LINE.encode("utf-16-le"),
        LINE.encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + LINE.encode("utf-32-le"),
        LINE.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16", "utf-16-be-bom", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_every_usual_encoding_gives_the_same_text(data: bytes) -> None:
    """A log is read alike in whatever encoding a maker or an editor has saved it."""
    assert decode(data) == LINE


def test_line_ends_are_one_kind() -> None:
    """CRLF, CR and LF end a line; a vertical tab or a line separator does not."""
    assert split_lines(decode(b"a\r\nb\rc\nd\x0be\n")) == ["a", "b", "c", "d\x0be"]


def test_a_bad_byte_does_not_turn_the_other_letters_into_others() -> None:
    """UTF-8 with one damaged byte stays UTF-8; the bad byte is marked."""
    assert decode("zürich köln münchen ".encode() + b"\xff end") == "zürich köln münchen \ufffd end"


def test_latin_1_takes_what_no_code_page_has() -> None:
    """A byte that Windows-1252 leaves undefined is no reason to refuse a log."""
    assert decode(b"k\xf6ln \x81 tunnel") == "köln \x81 tunnel"


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t\n", b"\x00\x00\x00\x00", b"\xef\xbb\xbf \n", b"\xff\xfe\n\x00"]
)
def test_an_empty_log_is_refused(data: bytes) -> None:
    """Nothing, or only blank, is not a log."""
    with pytest.raises(InputError, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (gzip.compress(b"log", mtime=0), "gzip"),
        (b"\x7fELF\x02\x01\x01" + bytes(40), "program"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        (b"PK\x03\x04" + bytes(40), "zip"),
        (b"%PDF-1.7\n%abc", "PDF"),
        (b"\xd4\xc3\xb2\xa1" + bytes(40), "capture"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x01\x02\x03abc\x04\x05" * 20, "binary"),
        (b"\x7f\x01\x00\x00abc\x00\x02", "binary"),
        (b"\x00\x10\x00\x00JFIF\x00\x01\x01\x00\x48\x00\x48", "binary"),
        (b"a\x00\x00b\x00c\x07\x00" * 200, "binary"),
        (b"\xff\xfe" + b"\x01\x00\x02\x00a\x00" * 64, "no text"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, word: str) -> None:
    """A file that cannot be a log is refused with what it is."""
    with pytest.raises(InputError, match=word):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        (LINE[:30] + "\x00\x00\x00 x\n").encode(),
        (LINE + "\n").encode() + bytes(20),
        (LINE + "\n").encode("utf-16-le"),
        (LINE + "\n").encode("utf-16"),
        b"short \x01 line of a log\n",
    ],
    ids=["nuls-inside", "nuls-at-the-end", "utf-16", "utf-16-marked", "a-control"],
)
def test_a_short_log_with_a_few_odd_bytes_is_read(data: bytes) -> None:
    """A line is not refused for a block of NULs, a control character, or its encoding."""
    assert decode(data).strip()


def test_a_block_of_nuls_in_a_log_is_no_reason_to_refuse_it() -> None:
    """After a power loss a log often holds a block of NULs; the lines around it are read."""
    text = decode((LINE + "\n").encode() * 20 + bytes(4096) + (LINE + "\n").encode() * 20)
    assert sum(plain(line).endswith("192.0.2.1") for line in split_lines(text)) == 40


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("\x1b[31mred\x1b[0m text", "red text"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("\x9d0;title\x9ctext", "text"),
        ("\x1bP1;2q data\x1b\\text", "text"),
        ("\x1b(Btext\x1bM", "text"),
        ("a\x00b\x07c\x08d\x7fe\x85f", "abcdef"),
        ("\u202egnirts\u202c \u2066x\u2069 \u200ey\u200f", "gnirts x y"),
        ("tab\there", "tab here"),
        ("one\u2028two\nthree", "one two three"),
        ("lone \ud800", "lone \ufffd"),
        ("\x1b]0;never ended", "]0;never ended"),
    ],
)
def test_clean_leaves_nothing_that_a_terminal_obeys(line: str, shown: str) -> None:
    """Escapes, controls and bidirectional marks go; an escape without an end hides no text."""
    assert clean(line) == shown


def test_clean_says_how_much_it_cut() -> None:
    """A line longer than the cap is cut there, and the exact rest is told."""
    assert clean("x" * (MAX_LINE + 1)) == "x" * MAX_LINE + " [... 1 more characters]"
    assert clean("x" * 10_000_000).endswith(f"[... {10_000_000 - MAX_LINE} more characters]")
    assert clean("x" * MAX_LINE) == "x" * MAX_LINE


def test_a_short_line_behind_colour_codes_is_kept_whole() -> None:
    """Escapes do not use up the characters of a line."""
    assert plain("\x1b[1;31m" * 200 + "tunnel") == "tunnel"


@pytest.mark.parametrize("unit", OF_ESCAPES)
def test_a_line_of_nothing_but_escapes_is_cleaned_to_its_end(unit: str) -> None:
    """None of ever so many is left, far over the cap or below it, and none takes what follows along."""
    for line in (unit * 20_000, f"{unit * 300}\ntunnel"):
        assert len(plain(line)) <= MAX_LINE
        assert UNSAFE.search(plain(line)) is None
    assert plain(f"{unit * 300}\ntunnel").endswith("tunnel")


@given(st.binary(max_size=400))
def test_any_bytes_decode_or_are_refused_in_words(data: bytes) -> None:
    """Whatever the bytes, the outcome is text with one kind of line end, or a refusal for the user."""
    try:
        text = decode(data)
    except InputError as error:
        text = error.what
    assert text
    assert "\r" not in text
    assert all("\x1b" not in plain(line) for line in split_lines(text))


@given(
    st.text(alphabet=st.characters() | st.sampled_from("\x1b[]0;m\x07\x9b\x9d\\P\u202e\ud800"), max_size=200)
)
def test_a_cleaned_line_is_clean(line: str) -> None:
    """No input leaves a control character, a bidirectional mark or a lone surrogate behind."""
    shown = clean(line)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert "\n" not in shown


def test_what_is_taken_out_of_a_line_is_known_in_bytes_as_well() -> None:
    """A block with anything in it that a line is cleaned of is not taken as it is."""
    odd = [chr(code) for code in range(0xE0080) if UNSAFE.match(chr(code))]
    assert len(odd) > 200
    assert [sign for sign in odd if _as_it_is(f"a{sign}b\n".encode())] == []


@pytest.mark.parametrize(
    ("typeset", "written"),
    [
        (
            "IP = 198.51.100.7, Can\u2019t find a valid tunnel group",
            "IP = 198.51.100.7, Can't find a valid tunnel group",
        ),
        ("\u201ebranch\u201c #1: initiating Main Mode", '"branch" #1: initiating Main Mode'),
        ("203.0.113.20[gw]\u2026198.51.100.7[%any]", "203.0.113.20[gw]...198.51.100.7[%any]"),
        ("Zürich: 07[IKE] retransmit 1", "Zürich: 07[IKE] retransmit 1"),
    ],
)
def test_what_was_typeset_is_read_as_it_was_written(typeset: str, written: str) -> None:
    """A blog or a word processor makes quotes and full stops look better; a message is read all the same."""
    assert plain(typeset) == written
    assert next(blocks([f"{typeset}\n".encode()])).data == f"{written}\n".encode()
