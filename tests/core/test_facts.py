"""Facts keep every source, and say which one is reasoned with."""

from __future__ import annotations

import pytest

from ikewizard.core.facts import FactBook, FactSpec, FactValue, Finding, Side, Source, SourceKind


def finding(value: str, kind: SourceKind = "answer", side: Side = "either", line: int = 0) -> Finding:
    """Return a finding about the one fact of these tests."""
    return Finding("nat", value, Source(kind, side, line=line))


def test_an_empty_book_knows_nothing() -> None:
    """A fact that nobody told has no value."""
    assert FactBook().value("nat") is None
    assert FactBook().about("nat") == ()


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (finding("a", "answer"), finding("b", "given")),
        (finding("a", "given"), finding("b", "settings")),
        (finding("a", "settings"), finding("b", "log")),
        (finding("a", "log", "initiator"), finding("b", "log", "responder")),
    ],
)
def test_the_stronger_source_wins_in_any_order(weaker: Finding, stronger: Finding) -> None:
    """A log outweighs a setting, that a statement, that an answer; the responder the initiator."""
    assert FactBook().add([weaker, stronger]).value("nat") == "b"
    assert FactBook().add([stronger, weaker]).value("nat") == "b"


def test_among_equals_the_later_one_wins() -> None:
    """A second log corrects the first one."""
    assert FactBook().add([finding("a", "log", line=1), finding("b", "log", line=2)]).value("nat") == "b"


def test_a_contradiction_keeps_both_findings() -> None:
    """Two sources that disagree are both told, with the one that is reasoned with."""
    said, shown = finding("a"), finding("b", "log")
    (contradiction,) = FactBook().add([said, shown]).contradictions()
    assert (contradiction.kept, contradiction.other) == (shown, said)


def test_sources_that_agree_are_no_contradiction() -> None:
    """Two sources of one value do not contradict each other."""
    assert FactBook().add([finding("a"), finding("a", "log")]).contradictions() == ()


def test_the_same_finding_twice_is_kept_once() -> None:
    """Handing in the same log twice changes nothing."""
    book = FactBook().add([finding("a")])
    assert book.add([finding("a")]) is book


def test_a_value_is_said_in_words() -> None:
    """The vocabulary gives the words for a value, and a value without words stands for itself."""
    spec = FactSpec("nat", "NAT", (FactValue("none", "No NAT"),))
    assert (spec.label("none"), spec.label("10.0.0.1")) == ("No NAT", "10.0.0.1")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Source("log", "responder"), "responder log"),
        (Source("answer", "responder"), "your answer"),
        (Source("settings", "initiator"), "initiator SA settings"),
        (Source("log"), "log"),
    ],
)
def test_a_source_has_a_name(source: Source, name: str) -> None:
    """Every source is named as a person would name it."""
    assert source.name() == name
