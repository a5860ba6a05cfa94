"""What lines are made of that keep whoever cleans, blots out or masks them busy, if anything does.

A line is such a unit many times over: a few hundred times to see that nothing is overlooked in it (the tests
of each part), thousands of times to see what that takes (``tests/benchmarks/hostile_lines.py``).
"""

from __future__ import annotations

OF_ESCAPES = ("\x1b[", "\x1b]", "\x1b]\x1b", "\x9d", "\x1b[0;", "\u202e", "\x1b ", "\x1bP\x9b1")
"""For who takes out what a terminal obeys."""

OF_SECRETS = (
    "secret ",
    "psk=",
    'psk "',
    "password is ",
    " ",
    ": PSK ",
    "0x0",
    "<psk ",
    "key: ",
    "a",
    "pre-shared-key ",
)
"""For who looks for secrets, after the word ``secret``."""

OF_NAMES = (
    "1.",
    "1.1.1.1 ",
    ":",
    "a:",
    "::1 ",
    "a.",
    "a.b ",
    "-",
    "a-1-",
    "@",
    "CN=a,",
    "/CN=a",
    "<a|",
    '"a" #',
    "user=",
    "0x",
    "f",
    " ",
    "PEER-",
    "'a' - ",
    "a_1",
    "conn ",
    "Group = a",
)
"""For who looks for addresses and names."""


def line_of_secrets(unit: str, count: int) -> str:
    """Return a line for who looks for secrets."""
    return f"secret{unit * count}\x00"


def line_of_names(unit: str, count: int) -> str:
    """Return a line for who looks for addresses and names."""
    return f"{unit * count}\x00"
