"""Making text safe to show: log lines, names and answers may hold whatever an attacker had logged."""

from __future__ import annotations

from ikewizard.core.late import late

ESCAPES = late(
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]"  # CSI: colours, cursor
    # OSC, DCS: one that never ends stops at the line's end, so that it takes no other line along.
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f\n]*+(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*+[0-Z\\^-~]"  # any other escape
)
"""What a terminal takes for a command."""

UNSAFE = late(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls but tab and line end, and characters that turn the direction of writing around or are not seen."""

HALVES = late("[\ud800-\udfff]")
"""Halves of pairs, which cannot be written."""

_LINE_ENDS = late("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return ``text`` with nothing in it that a terminal would obey; line ends stay, tabs are blanks."""
    if text.isascii() and text.isprintable():
        return text
    text = ESCAPES.sub("", text.replace("\t", "    "))
    return HALVES.sub("", UNSAFE.sub("", _LINE_ENDS.sub("\n", text)))


def clean_line(text: str) -> str:
    """Return ``text`` cleaned, as one line."""
    return " ".join(clean(text).split("\n")).strip()
