"""Lines on a shelf: what is written comes back, and only what is asked for is read."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.facts import Finding, Source
from ikewizard.core.shelf import Reader, Shelf, written
from tests.strategies import record

READER = Reader(Finding, Source)
SCALAR = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
LIST = st.lists(SCALAR, max_size=3).map(tuple)
PLAIN = SCALAR | LIST | st.dictionaries(st.text(min_size=1, max_size=4), SCALAR | LIST, max_size=3)


@given(record(Finding))
def test_a_record_comes_back_as_it_was(finding: Finding) -> None:
    """Every field of a record and of those in it is kept."""
    assert READER.read(written(finding)) == finding


@given(st.dictionaries(st.text(min_size=1, max_size=4), PLAIN, max_size=3))
def test_plain_data_comes_back_with_its_tuples(data: dict[str, Any]) -> None:
    """A line is one line, whatever stands in it."""
    line = written(data)
    assert b"\n" not in line
    assert READER.read(line) == data


@given(st.text())
def test_a_line_is_read_as_json_reads_it(text: str) -> None:
    """The scanner by itself takes no more and no less than the module that it is of."""
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011 -- of whichever words
            READER.read(text.encode("utf-8", "replace"))
    else:
        if text == text.strip(" \t\r\n"):
            # By their words: what is not a number is not equal to itself.
            assert repr(READER.read(text.encode())) in (repr(expected), repr(_tupled(expected)))


def _tupled(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}


def test_without_the_scanner_json_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other Pythons have no such module."""
    monkeypatch.setitem(sys.modules, "_json", None)
    finding = Finding("nat", "none", Source("log", line=3))
    assert Reader(Finding, Source).read(written(finding)) == finding


@pytest.mark.parametrize("line", [b"", b"{", b'{"": "Other"}', b'{"": "Finding"}', b"1 2", b"\xff"])
def test_a_line_that_cannot_be_read_is_a_value_error(line: bytes) -> None:
    """Whoever reads it then makes it anew."""
    with pytest.raises(ValueError):  # noqa: PT011 -- of whichever words
        READER.read(line)


@pytest.mark.parametrize("value", [{1: "a"}, {"": "a"}, object(), [1], 1.5])
def test_what_has_no_form_as_a_line_is_refused(value: object) -> None:
    """It would not come back as what it was."""
    with pytest.raises(ValueError, match=r"form as a line|keys of a mapping"):
        written(value)


def test_an_item_is_read_once_and_only_when_asked_for() -> None:
    """The names are known before."""
    read: list[bytes] = []

    def reading(line: bytes) -> str:
        read.append(line)
        return "item"

    shelf = Shelf({"a": b"1", "b": b"2"}, reading)
    assert (list(shelf), len(shelf), "a" in shelf, shelf.get("c")) == (["a", "b"], 2, True, None)
    assert (shelf["b"], shelf["b"], read[-1:]) == ("item", "item", [b"2"])
    assert read.count(b"2") == 1
