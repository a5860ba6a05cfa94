"""What is read off the way a pattern is written: texts of every match, and where a match can begin."""

from __future__ import annotations

import re

import pytest

from ikewizard.knowledge.load import Knowledge
from ikewizard.logs.anchors import anchors, clue, reach, runs
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.prepared import Hold
from tests.logs.dialects import ALPHA, BETA


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (r"x\[IKE\] y\. failed", ("x[IKE] y. failed",)),
        (r"(?:^|> )giving up after [0-9]+ retransmits", ("giving up after ",)),
        (r"(?:the first way|another) of (?:it)?", ("the first way of ", "another of ")),
        (r"first way here|other way there", ("first way here", "other way there")),
        (r"(?i)giving up", ()),
        (r"[a-z]+", ()),
        (r"(", ()),
        (r"12345\x41bc67890", ("bc67890",)),
        (r"1234\x41b", ("1234Ab",)),
        (r"some words? here", ("some word",)),
        (r"some words{0,3} here\\d", ("some word",)),
    ],
)
def test_the_texts_of_a_pattern(pattern: str, texts: tuple[str, ...]) -> None:
    """One text that every match holds, or one for each way of a fork."""
    assert anchors(pattern) == texts


def test_the_texts_of_every_shipped_pattern_stand_in_its_samples(shipped: Catalog) -> None:
    """What is read off the way a pattern is written is never more than its matches hold."""
    for signature in (s for d in (*shipped.dialects, ALPHA, BETA) for s in d.signatures):
        for sample in signature.samples:
            assert all(run in sample.line for run in runs(signature.pattern))
            assert any(text in sample.line for text in anchors(signature.pattern))


@pytest.mark.parametrize(
    ("pattern", "text", "far"),
    [
        ("giving up", "giving up", 0),
        ("(?:^|[:>] {1,6})up at", "up at", 7),
        ("[a-z]+ up at", " up at", None),
        ("(?:up at|down)", "up at", None),
        ("up at", "", None),
        ("[a-z]{3}(?P<text>go(?:ing) up)", "going up", None),
        ("[a-z]{3}(?:[0-9](?P<text>going up))", "going up", 4),
        ("(?:x?going up)?[a-z]{9}going up", "going up", None),
    ],
)
def test_how_far_before_its_text_a_match_begins(pattern: str, text: str, far: int | None) -> None:
    """The width of what stands before the text, where it is known and small."""
    assert reach(pattern, text) == far


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ('"(?P<name>[SD]_REF_[a-z]{1,9})": up', ['"', "_REF_", '": up']),
        ("(?P<text>a (?:b (c) )d) e", ["a b c d e"]),
        ("a (?:b)? c", ["a ", " c"]),
        ("a (?:b){2} c", ["a ", " c"]),
        ("a (?:b|c (?:d)) e", ["a ", " e"]),
        ("a (?=bcd) e", ["a ", " e"]),
        ("a (?!bcd) e", ["a ", " e"]),
        (r"(?:\(x\) )y", ["(x) y"]),
    ],
)
def test_what_stands_in_a_group_that_has_to_be_there_is_a_text_of_every_match(
    pattern: str, texts: list[str]
) -> None:
    """Groups that may be missing, repeat, fork or only look ahead hold nothing certain."""
    assert list(runs(pattern)) == texts


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"[0-9]\[IKE\] (?:<(?P<connection>[a-z]+)\|[0-9]> )?x", "> "),
        (r'^"(?P<connection>[a-z]+)" #[0-9]', '" #'),
        (r"ab(?:<(?:(?P<connection>[a-z]+)\|)?[0-9]> )?x", "|"),
        (r"(?=a (?P<connection>b))x", ""),
        (r"(?:a: (?:b|(?P<connection>c)))?x", ""),
        (r"(?:none|say (?P<connection>c))x", ""),
        ("[a-z]+ x", ""),
    ],
)
def test_what_tells_that_a_group_takes_part(pattern: str, text: str) -> None:
    """The text around a group that may be missing; empty where the pattern goes several ways there."""
    assert clue(pattern, "connection") == text


@pytest.mark.parametrize(
    ("pattern", "text", "far"),
    [("ab?.ab", "ab", None), (r"(?:^|[\]:>] {1,6})\[x\] up", "[x] up", 7), (r"x\.y", "x.y", 0)],
)
def test_the_reach_is_not_measured_to_a_text_that_may_be_missing(
    pattern: str, text: str, far: int | None
) -> None:
    """What can be repeated or left out is not the text that was meant; escapes are seen through."""
    assert reach(pattern, text) == far


def test_no_shipped_pattern_is_looked_for_too_late_in_a_line(knowledge: Knowledge) -> None:
    """From where its text and its reach let a match begin, the same is found as from the line's beginning."""
    dialects = knowledge.read.dialects
    lines = [(s.pattern, sample.line) for d in dialects for s in d.signatures for sample in s.samples]
    lines += [(shape.pattern, line) for d in dialects for shape in d.lines for line in shape.samples]
    for pattern, line in lines:
        for hold in (Hold.of(pattern), Hold.proposed(pattern)):
            assert_found(hold, pattern, line)


def assert_found(hold: Hold, pattern: str, line: str) -> None:
    """Fail unless what the hold says of where a match can be is true of this one."""
    place = line.find(hold.text)
    assert place >= 0
    assert hold.fits(line)
    found = re.compile(pattern).search(line, max(0, place - hold.before))
    whole = re.search(pattern, line)
    assert found, pattern
    assert whole, pattern
    assert found.span() == whole.span(), pattern
