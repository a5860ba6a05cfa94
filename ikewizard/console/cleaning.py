"""Making text safe to print: log lines, labels and bodies may hold whatever an attacker had logged."""

from __future__ import annotations

import re

# A sequence that never ends stops at the next escape, so that the work stays linear.
_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[ -/]*[0-Z\\\\^-~]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, characters that turn the direction of writing around or are not seen, and half pairs.
_UNSAFE = re.compile(
    "[\x00-\x09\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """Return ``text`` with nothing in it that a terminal would obey; line ends stay, tabs are blanks."""
    if text.isascii() and text.isprintable():
        return text
    text = _SEQUENCE.sub("", text.replace("\t", "    "))
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def clean_line(text: str) -> str:
    """Return ``text`` cleaned, as one line."""
    return " ".join(clean(text).split("\n")).strip()
