"""Making hostile text safe to print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.cleaning import clean, clean_line


@pytest.mark.parametrize(
    ("hostile", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;http://evil\x1b\\link", "link"),
        ("\x9b2Jgone", "gone"),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("user\u202eexe.txt", "userexe.txt"),
        ("tab\there", "tab    here"),
        ("half\ud800pair", "halfpair"),
        ("\x1bcreset", "reset"),
        ("plain text", "plain text"),
        ("gr\u00fc\u00df dich", "gr\u00fc\u00df dich"),
    ],
)
def test_what_a_terminal_would_obey_goes(hostile: str, safe: str) -> None:
    """Sequences go whole, single controls alone, and what is text stays."""
    assert clean(hostile) == safe


@given(st.text())
def test_nothing_printed_is_a_control(text: str) -> None:
    """Whatever goes in, only printable characters, blanks and line ends come out, and they encode."""
    safe = clean(text)
    assert not [c for c in safe if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]
    safe.encode()
    assert "\n" not in clean_line(text)


def test_cleaning_twice_changes_nothing_of_a_nested_escape() -> None:
    """Taking out a sequence does not leave one behind that was wrapped around it."""
    assert "\x1b" not in clean("\x1b\x1b[31m[31mx")


def test_a_sequence_without_an_end_swallows_one_line_at_most() -> None:
    """An unended title sequence does not take the lines after it along."""
    assert clean("\x1b]0;unended\nnext line").endswith("\nnext line")
