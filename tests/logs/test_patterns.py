"""What is told about patterns without running them."""

from __future__ import annotations

import re

import pytest

from ikewizard.logs.patterns import hazards, literal


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^giving up after [0-9]+ retransmits$", "giving up after "),
        (r"a(?:bc)d", "abcd"),
        (r"a(?P<x>bcd)e [0-9]", "abcde "),
        (r"ab(?:cdefg)?hi", "ab"),
        (r"ab(?:cdefg)+hi", "cdefg"),
        (r"abc|defghi", ""),
        (r"one (?:two|six) four", " four"),
        (r"(?i)giving up", ""),
        (r"(?i:giving) up", ""),
        (r"x\[IKE\] y\.", "x[IKE] y."),
        (r"(?=abcdef)gh", "gh"),
        (r"[a-z]+", ""),
        (r"(?>abc)def", "abcdef"),
        (r"(", ""),
    ],
)
def test_the_literal_stands_in_every_match(pattern: str, text: str) -> None:
    """The longest text that a match cannot do without is found, and never one that it can."""
    assert literal(pattern) == text


def test_without_the_parser_everything_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python does not show its parse tree, no literal is claimed and the lint says so."""
    monkeypatch.delattr(re, "_parser")
    # What is found stays known, so this is a pattern that no other test asks for.
    assert literal("giving up unparsed") == ""
    assert "could not be looked into" in hazards("giving up unparsed")[0]
    assert "does not compile" in hazards("giving up (unparsed")[0]


@pytest.mark.parametrize(
    "pattern",
    [
        r"^giving up after (?P<n>[0-9]+) retransmits",
        r"authentication of '(?P<id>[^'\n]*)' with (?P<method>[a-z -]+) failed",
        r"between [^\[\n]+\[[^\]\n]*\]\.\.\.(?P<peer>[0-9a-f.:]+)\[",
        r"from [0-9.]+\[[0-9]+\] to (?P<peer>[0-9.]+)",
        r"wanted .* refused",
        r"(?:[0-9]+ )?retransmits",
        r"[0-9](?:0: \| |1: \| )",
    ],
)
def test_a_careful_pattern_has_no_hazard(pattern: str) -> None:
    """Patterns as they should be written are let pass."""
    assert hazards(pattern) == ()


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        (r"literal (a)\1", "refers back"),
        (r"literal (a)?(?(1)b|c)", "refers back"),
        (r"literal (?:[a-z]+ ?)+end", "inside an unbounded"),
        (r"literal (?:(?:ab)*)*", "inside an unbounded"),
        (r"literal .*.*end", "in a row"),
        (r"literal [a-z]+[0-9]*[a-z]+;", "in a row"),
        (r"literal \w+\d+", "in a row"),
        (r"literal .* to .*;", "in a row"),
        (r"literal (.*)(?:x)?(.*)", "in a row"),
        (r"literal a{0,500}a{0,500}", "in a row"),
        (r"literal\s+x", "line end"),
        (r"literal [^x]y", "line end"),
        (r"literal\Wx", "line end"),
        (r"(?s)literal.x", "line end"),
        (r"ab[0-9]+cd", "literal text"),
        (r"[0-9](?:0: \| |1: )", "literal text"),
        (r"(?i)retransmits", "literal text"),
        (r"literal (", "does not compile"),
        (r"literal (?<=a+)b", "does not compile"),
    ],
)
def test_every_hazard_is_told(pattern: str, word: str) -> None:
    """Each kind of hazard is found and named."""
    found = hazards(pattern)
    assert any(word in hazard for hazard in found), found
