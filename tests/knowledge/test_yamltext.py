"""YAML is read as text, with lines, and everything dangerous or doubtful is refused where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.knowledge.yamltext import MAX_BYTES, read_yaml, value_at


@pytest.mark.parametrize("scalar", ["no", "on", "1.10", "12:30", "010", "0x1F", "1e3", "2026-11-23", ".inf"])
def test_every_scalar_stays_text(scalar: str) -> None:
    """Plain YAML would read these as something else."""
    assert read_yaml(f"value: {scalar}\n", "f").data == {"value": scalar}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_plain_nothing_is_none_and_a_quoted_one_is_text(nothing: str) -> None:
    """Only an unquoted nothing means that there is no value."""
    assert read_yaml(f"value: {nothing}\n", "f").data == {"value": None}
    assert read_yaml(f"value: '{nothing}'\n", "f").data == {"value": nothing}


def test_every_value_has_its_line() -> None:
    """The line of each key, item and value is known, and that of a missing one is its parent's."""
    text = read_yaml("# head\nnodes:\n  - id: a\n    to: b\n  - id: c\n", "f")
    assert [
        text.line(path) for path in [("nodes",), ("nodes", 0), ("nodes", 0, "to"), ("nodes", 1, "id")]
    ] == [
        2,
        3,
        4,
        5,
    ]
    assert text.line(("nodes", 1, "gone")) == 5


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice in one mapping"),
        ("a: &x 1\nb: *x\n", 1, "anchors and aliases are not allowed"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "is not allowed: values are text"),
        ("a: 1\n---\nb: 2\n", 2, "a file holds one YAML document"),
        ("a: [1\nb: 2\n", 2, "not valid YAML"),
        ("? [a]\n: 1\n", 1, "a key must be plain text"),
        ("a:\n" + "".join(f"{' ' * n}- \n" for n in range(1, 50)), 42, "nested deeper than 40 levels"),
        ("a: \x07\n", 1, "not valid YAML"),
    ],
)
def test_what_is_refused_is_told_with_its_line(source: str, line: int, message: str) -> None:
    """Each refusal names the line and the reason."""
    (fault, *_) = read_yaml(source, "trees/x.yaml").faults
    assert (fault.file, fault.line) == ("trees/x.yaml", line)
    assert message in fault.message


def test_a_yaml_bomb_is_refused_at_its_first_anchor() -> None:
    """Aliases that would multiply are never followed."""
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30))
    assert [fault.line for fault in read_yaml(bomb, "f").faults] == [1]


def test_a_huge_file_is_refused() -> None:
    """No tree is that large, and no time is spent on reading one."""
    assert "larger than" in read_yaml("a" * (MAX_BYTES + 1), "f").faults[0].message


@given(st.text(max_size=200))
def test_any_text_whatsoever_is_read_or_refused(source: str) -> None:
    """No text makes the reader raise."""
    text = read_yaml(source, "f")
    assert text.faults or text.data is None or isinstance(text.data, str | list | dict)


def test_a_value_is_found_by_its_path() -> None:
    """A path leads to the value, and a wrong one to nothing."""
    data = {"nodes": [{"id": "a"}]}
    assert value_at(data, ("nodes", 0, "id")) == "a"
    assert value_at(data, ("nodes", 1, "id")) is None
