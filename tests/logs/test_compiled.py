"""Patterns out of their stored form are those that were written, or they are compiled as ever."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.knowledge.load import Knowledge
from ikewizard.logs import folded, hidden, timestamps
from ikewizard.logs.compiled import Codes, code_of, from_code

SOME = ("ab+(?P<peer>[0-9.]{7,15})?", "(?i:se(?P<secret>cret|.))", "a|b", "", "(x)(?P<y>y)\\1")


@pytest.mark.parametrize("pattern", [*SOME, *timestamps.PATTERNS, *folded.PATTERNS, *hidden.PATTERNS])
def test_a_stored_pattern_is_the_one_that_was_written(pattern: str) -> None:
    """Its groups, flags and text are the same."""
    written, stored = re.compile(pattern), from_code(pattern, code_of(pattern))
    assert stored is not None
    assert (stored.pattern, stored.flags, stored.groups) == (written.pattern, written.flags, written.groups)
    assert dict(stored.groupindex) == dict(written.groupindex)


@given(st.text("abcxySECRET0. ", max_size=30))
def test_it_finds_what_the_written_one_finds(text: str) -> None:
    """In any text, at the same place and with the same groups."""
    for pattern in SOME:
        stored = from_code(pattern, code_of(pattern))
        assert stored is not None
        found, expected = stored.search(text), re.search(pattern, text)
        assert (found and (found.span(), found.groups())) == (
            expected and (expected.span(), expected.groups())
        )


def test_every_message_finds_its_samples_out_of_its_stored_form(knowledge: Knowledge) -> None:
    """No signature has a pattern that cannot be stored, or that comes out as another."""
    for dialect in knowledge.read.dialects:
        for signature in dialect.signatures:
            stored = from_code(signature.pattern, code_of(signature.pattern))
            assert stored is not None, signature.id
            assert all(stored.search(sample.line) for sample in signature.samples), signature.id


@pytest.mark.parametrize(
    "damage",
    [
        lambda code: code[:0],
        lambda code: code[:-1],
        lambda code: code[:-4],
        lambda code: b"1.4.little" + code[code.index(b"|") :],
        lambda code: code.replace(b"|1|", b"|x|"),
        lambda code: b"\xff" + code,
        lambda code: code[: code.rindex(b"|") + 1],
    ],
)
def test_what_is_damaged_or_of_another_python_is_not_used(damage: object) -> None:
    """The pattern is then compiled by whoever asked, so nothing is what comes out."""
    assert callable(damage)
    assert from_code(SOME[0], damage(code_of(SOME[0]))) is None


def test_a_piece_with_another_checksum_is_not_used() -> None:
    """The file may have been replaced since its places were read."""
    code = code_of("abc")
    codes = Codes(lambda place, length: code[place : place + length])
    assert codes.pattern("abc", (0, len(code), 0)) is None
    assert codes.finder({"abc": (0, len(code), 0)})("abc") is None
    assert codes.finder({})("abc") is None
