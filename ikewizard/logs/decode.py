"""From bytes to lines that can be matched and shown: encodings, line ends, terminal escapes."""

from __future__ import annotations

import codecs

from ikewizard.core.cleaning import ESCAPES, HALVES, UNSAFE
from ikewizard.core.late import late
from ikewizard.errors import InputError

MAX_LINE = 4096
"""Characters of a line that are looked at; no log line of a VPN is longer, and a hostile one may be."""

# What is read of a raw line before escapes are taken out: enough that colour codes cost no text.
_MAX_RAW = 4 * MAX_LINE

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", "gzip data", "unpack it first, for example with: gunzip -c FILE"),
    (b"BZh", "bzip2 data", "unpack it first, for example with: bunzip2 -c FILE"),
    (b"\xfd7zXZ\x00", "xz data", "unpack it first, for example with: xz -dc FILE"),
    (b"\x28\xb5\x2f\xfd", "zstd data", "unpack it first, for example with: zstd -dc FILE"),
    (b"PK\x03\x04", "a zip archive or an office document", "unpack it, or save the log as plain text"),
    (b"%PDF-", "a PDF document", "save the log as plain text"),
    (b"LPKSHHRH", "a binary journal", "print it as text, for example with: journalctl --file FILE"),
    (b"\xd4\xc3\xb2\xa1", "a packet capture", "hand in the log of the unit instead"),
    (b"\xa1\xb2\xc3\xd4", "a packet capture", "hand in the log of the unit instead"),
    (b"\x0a\x0d\x0d\x0a", "a packet capture", "hand in the log of the unit instead"),
    (b"ElfFile\x00", "a Windows event log", "export the events as text"),
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90\x00", "a program", ""),
    (b"\x89PNG", "an image", "copy the log as text instead of a screenshot"),
    (b"\xff\xd8\xff", "an image", "copy the log as text instead of a screenshot"),
    (b"GIF8", "an image", "copy the log as text instead of a screenshot"),
)

# The one kind of file here that does not tell at its very beginning what it is.
_TAR_AT, _TAR = 257, b"ustar"

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

# Controls that text may hold: tab, line ends, form feed, and what a recorded terminal adds (bell,
# backspace, escape). NULs are judged apart: a crash leaves blocks of them in an honest log.
_NEVER_IN_TEXT = bytes(sorted(set(range(1, 32)) - set(b"\x07\x08\t\n\x0c\r\x1b")))

_NULS = late(rb"\x00++")
# Beside line ends of their own kind, the blanks that do not break: a web page has them in its tables.
_SEPARATORS = late("[\u00a0\u2007\u2028\u2029\u202f]")
# What a word processor or a blog makes of the quotes and of three full stops in a log.
_TYPESET = {0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0x2026: "..."}


def decode(data: bytes) -> str:
    r"""Return the text of ``data`` with ``\n`` as its only line end.

    UTF-8, UTF-16 and UTF-32 (by their mark, UTF-16 also by its zero bytes), else Windows-1252 or
    Latin-1. Raises InputError for what is empty or evidently no text. Takes linear time.
    """
    if not data.strip(b" \t\r\n\x0c\x00"):
        raise InputError("the log is empty", hint="hand in at least the lines of one connection attempt")
    _refuse_known(data)
    text = _to_text(data)
    if not text.strip():
        raise InputError("the log is empty", hint="hand in at least the lines of one connection attempt")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(head: bytes) -> tuple[str, int]:
    """Return the encoding of a long log by its first block, and how many bytes its mark takes.

    The encoding is empty where the block is all ASCII: a later one must tell, see ``narrow_encoding``.
    Raises InputError for what is evidently no text.
    """
    _refuse_known(head)
    if head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        raise InputError("this is a tar archive, not a log as text", hint="unpack it, and hand in one file")
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            if encoding != "utf-8":
                _checked(head[len(mark) :].decode(encoding, "replace"))
            return encoding, len(mark)
    wide = _wide_encoding(head[:4096])
    if wide:
        _checked(head.decode(wide, "replace"))
        return wide, 0
    _refuse_binary(head)
    return narrow_encoding(head), 0


def narrow_encoding(block: bytes) -> str:
    """Return which ASCII-compatible encoding ``block`` of a log is in; empty when it is all ASCII."""
    if block.isascii():
        return ""
    try:
        # Its last character may go on in the next block.
        codecs.getincrementaldecoder("utf-8")().decode(block)
    except UnicodeDecodeError:
        return _damaged_or_old(block)
    return "utf-8"


def split_lines(text: str) -> list[str]:
    r"""Return the lines of a decoded text, as an editor numbers them: only ``\n`` ends a line."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def plain(line: str) -> str:
    """Return ``line`` as it is matched: no escapes nor controls (but tabs), at most MAX_LINE characters.

    Quotes and full stops that were typeset for reading are those of a log again.
    """
    return _within(line)[0]


def clean(line: str) -> str:
    """Return ``line`` as it may be shown on a screen: one line, no controls, and what was cut is told.

    A line longer than MAX_LINE characters is cut there, and the end says how many more there were.
    """
    text, left_off = _within(line)
    text = text.replace("\t", " ")
    return f"{text} [... {left_off} more characters]" if left_off else text


def _within(line: str) -> tuple[str, int]:
    if len(line) <= MAX_LINE and line.isascii() and line.isprintable():
        return line, 0
    text = ESCAPES.sub("", line[:_MAX_RAW])
    text = UNSAFE.sub("", _SEPARATORS.sub(" ", text.replace("\n", " ")))
    text = HALVES.sub("\ufffd", text).translate(_TYPESET)
    return text[:MAX_LINE], max(0, len(text) - MAX_LINE) + max(0, len(line) - _MAX_RAW)


def _to_text(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text if encoding == "utf-8" else _checked(text)
    wide = _wide_encoding(data[:4096])
    if wide:
        return _checked(data.decode(wide, "replace"))
    _refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_damaged_or_old(data), "replace")


def _refuse_known(data: bytes) -> None:
    for magic, kind, hint in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"this is {kind}, not a log as text", hint=hint)


def _wide_encoding(head: bytes) -> str:
    """Return the UTF-16 that the zero bytes of ``head`` betray: Latin text has one in every pair."""
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd * 10 > pairs * 6 and even * 20 < pairs:
        return "utf-16-le"
    return "utf-16-be" if even * 10 > pairs * 6 and odd * 20 < pairs else ""


def _checked(text: str) -> str:
    head = text[:65536].replace("\n", "").replace("\r", "")
    odd = len(UNSAFE.findall(head)) + head.count("\ufffd")
    if odd * 5 > len(head):
        raise InputError("this is no text, so not a log", hint="save or copy the log as plain text")
    return text


def _refuse_binary(data: bytes) -> None:
    controls = len(data) - len(data.translate(None, _NEVER_IN_TEXT))
    # A block of NULs is one run; zeros strewn over the data are what binary numbers look like.
    scattered = len(_NULS.findall(data)) if b"\0" in data else 0
    odd = controls + scattered
    # Of a few bytes a larger part must be odd: a short log with a damaged line is still one.
    if (odd > 8 and odd * 20 > len(data)) or (odd > 1 and odd * 12 > len(data)):
        raise InputError("this is binary data, not a log", hint="save or copy the log as plain text")


def _damaged_or_old(data: bytes) -> str:
    """Return the encoding of what is not all UTF-8: that with a few bad bytes, or a single-byte code page."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if good > bad:
        return "utf-8"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"
