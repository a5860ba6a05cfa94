"""Records: dataclasses that find their fields themselves, and are standard ones to whoever asks."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from ikewizard.core.kinds import Literal, literals
from ikewizard.core.record import CLOSED, dataclass, field, replace

Colour = Literal["red", "green"]
NOTHING: Any = None


@dataclass(frozen=True)
class Point:
    """A point, with everything that a field can be told."""

    __pydantic_config__ = CLOSED
    x: int
    y: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)
    colour: Colour | None = None
    note: str = field(default="", repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("x is not negative")


@dataclass(frozen=True)
class Named(Point):
    """A point that has fields of its own besides."""

    name: str = "unnamed"


@dataclass(eq=False)
class Counter:
    """Something that changes."""

    start: int
    seen: list[str] = field(default_factory=list)
    last: str = field(init=False, default="")
    by_name: dict[str, str] = field(default_factory=dict, init=False)


def test_a_record_is_made_shown_and_compared_as_a_dataclass() -> None:
    """Defaults, what is shown and what counts for equality are as they are told."""
    assert repr(Point(1, tags={"a": "b"}, note="x")) == "Point(x=1, y=0, tags={'a': 'b'}, colour=None)"
    assert Point(1, note="x") == Point(1)
    assert Point(1) != Point(2)
    assert hash(Named(1, tags=NOTHING, name="n")) == hash(Named(1, tags=NOTHING, name="n"))
    assert Point(1).tags is not Point(1).tags
    assert Point.y == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [((), {}), ((1, 2, {}, None, "", 6), {}), ((1,), {"z": 3})],
    ids=["few", "many", "other"],
)
def test_wrong_arguments_are_refused(arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
    """A missing, a superfluous and an unknown argument are faults of the program."""
    with pytest.raises(TypeError, match="Point"):
        Point(*arguments, **named)


def test_replacing_makes_another_and_checks_it() -> None:
    """What is made anew from a record goes through the same checks."""
    assert replace(Named(1, 2, name="a"), y=3) == Named(1, 3, name="a")
    assert dataclasses.replace(Named(1, 2, name="a"), y=3) == Named(1, 3, name="a")
    with pytest.raises(ValueError, match="not negative"):
        replace(Point(1), x=-1)


def test_a_frozen_record_does_not_change() -> None:
    """Neither setting nor deleting a field gets past it."""
    point: Any = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x


def test_one_that_changes_does_and_is_itself_only() -> None:
    """It is compared by identity, so it can stand in a set while it changes."""
    counter = Counter(1)
    counter.last = "a"
    counter.seen.append("a")
    assert (Counter(1) == Counter(1), counter.seen, Counter(1).last) == (False, ["a"], "")
    assert counter in {counter}
    assert (counter.by_name, counter.by_name is Counter(1).by_name) == ({}, False)
    with pytest.raises(TypeError, match="not compared"):
        dataclass()(Counter)


def test_the_standard_module_finds_the_fields() -> None:
    """They are made for it when it asks, whichever class it asks first."""
    assert [each.name for each in dataclasses.fields(Named)] == ["x", "y", "tags", "colour", "note", "name"]
    assert dataclasses.is_dataclass(Point(1))
    assert {each.name: each.default for each in dataclasses.fields(Point)}["y"] == 0
    assert dataclasses.asdict(Point(1, 2)) == {"x": 1, "y": 2, "tags": {}, "colour": None, "note": ""}
    assert Point(1) == Point(1)


def test_pydantic_validates_it_closed() -> None:
    """A key too many and a value that is not among the literals are refused."""
    assert TypeAdapter(Point).validate_python({"x": 1, "colour": "red"}) == Point(1, colour="red")
    for wrong in ({"x": 1, "colour": "blue"}, {"x": 1, "z": 2}):
        with pytest.raises(ValidationError):
            TypeAdapter(Point).validate_python(wrong)
    assert literals(Colour) == ("red", "green")


def test_the_standard_field_is_refused() -> None:
    """It would be taken for a default value: better said than not noticed."""

    @dataclass(frozen=True)
    class Mixed:
        x: dict[str, str] = dataclasses.field(default_factory=dict)

    with pytest.raises(TypeError, match=r"take that of ikewizard\.core\.record"):
        Mixed()
