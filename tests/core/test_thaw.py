"""Freezing and thawing: what goes in comes out, and what does not fit is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.causes import Cause, How, RecordedCase, Step
from ikewizard.core.conditions import Condition
from ikewizard.core.events import Event
from ikewizard.core.facts import Finding, Source
from ikewizard.core.thaw import freeze, thaw
from ikewizard.core.tree import Ask, Branch, Candidate, Check, Choice, Conclude, DontKnow, Form, Tree
from ikewizard.logs.signature import Sample, Signature
from tests.strategies import any_event

TREE = Tree(
    root="nat",
    nodes={
        "nat": Ask(
            id="nat",
            kind="ask",
            fact="nat",
            ask="Is there NAT?",
            say="Look for NAT discovery.",
            why="",
            look="the responder's log",
            choices=(
                Choice("none", "No NAT", "fork", establishes={"nat.side": "none"}, guide=("nat-none",)),
                Choice("initiator", "Initiator", "form"),
            ),
            unknown=DontKnow("Ask the provider", "fork"),
            decides=False,
        ),
        "fork": Check(
            id="fork",
            kind="check",
            branches=(Branch(Condition(all=(Condition(fact="nat", known=True),)), "form"),),
            otherwise="end",
        ),
        "form": Form("form", "form", "Ask", "say", "why", "look", ("pfs", "dh"), "end"),
        "end": Conclude(
            "end", "conclude", "over", (Candidate("x", "likely", Condition(fact="nat", equals="none")),)
        ),
    },
)
CAUSE = Cause(
    id="x",
    title="X",
    scenario="no-traffic",
    why="because",
    steps=(Step("look", "Look at it", "path", when=Condition(none=(Condition(fact="nat", equals="none"),))),),
    verify="ping",
    cases=(RecordedCase("one", {"nat": "none"}, first=False),),
    owner="the provider",
)
SIGNATURE = Signature(
    "s", "p", "failed", "it failed", (Sample("p"),), ("q",), source="rfc", by_side={"initiator": {"a": "b"}}
)


@dataclass(frozen=True)
class Leaf:
    """Every kind of scalar that a field may hold."""

    number: int = 0
    flag: bool = False
    maybe: str | None = None
    nothing: None = None
    word: Literal["a", 1] = "a"


@dataclass(frozen=True)
class Bag:
    """Every kind of nesting that a field may hold."""

    first: Leaf
    many: tuple[Leaf, ...] = ()
    named: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    either: Leaf | None = None


@pytest.mark.parametrize(
    "value",
    [TREE, CAUSE, SIGNATURE, How("press it", unverified=True)],
    ids=lambda value: type(value).__name__,
)
def test_models_come_back_from_json(value: Tree | Cause | Signature | How) -> None:
    """A value that went through JSON text is the value that it was."""
    assert thaw(type(value), json.loads(json.dumps(freeze(value)))) == value


LEAVES = st.builds(
    Leaf,
    st.integers(),
    st.booleans(),
    st.none() | st.text(),
    st.none(),
    st.sampled_from(["a", 1]),
)
BAGS = st.builds(
    Bag,
    LEAVES,
    st.lists(LEAVES).map(tuple),
    st.dictionaries(st.text(), st.lists(st.integers()).map(tuple)),
    st.none() | LEAVES,
)


@given(BAGS)
def test_any_value_comes_back(bag: Bag) -> None:
    """Thawing undoes freezing for any value of the shapes that are allowed."""
    assert thaw(Bag, json.loads(json.dumps(freeze(bag)))) == bag


@given(st.data())
def test_every_event_comes_back(data: st.DataObject) -> None:
    """Every kind of session event survives JSON, with hostile text in every field."""
    event: Event = data.draw(any_event)
    assert thaw(type(event), json.loads(json.dumps(freeze(event)))) == event


def test_defaults_are_left_out() -> None:
    """What holds its default takes no room in stored data."""
    assert freeze(Finding("nat", "none", Source("log", line=3))) == {
        "fact": "nat",
        "value": "none",
        "source": {"kind": "log", "line": 3},
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "expected an object, found a list"),
        ({}, "missing: first"),
        ({"first": {}, "secnd": 1}, "secnd: unknown key"),
        ({"first": {"number": "1"}}, "first.number: expected a number, found text"),
        ({"first": {"number": True}}, "first.number: expected a number, found true or false"),
        ({"first": {"number": 1.5}}, "first.number: expected a number, found float"),
        ({"first": {"flag": 1}}, "first.flag: expected true or false, found a number"),
        ({"first": {"maybe": 1}}, "first.maybe: expected text, found a number"),
        ({"first": {"nothing": 0}}, "first.nothing: expected null, found a number"),
        ({"first": {"word": "b"}}, "first.word: expected one of: a, 1, found text"),
        ({"first": {"word": True}}, "first.word: expected one of: a, 1, found true or false"),
        ({"first": {"word": []}}, "first.word: expected one of: a, 1, found a list"),
        ({"first": {}, "many": [{}, {"flag": "yes"}]}, "many[1].flag: expected true or false, found text"),
        ({"first": {}, "many": {}}, "many: expected a list, found an object"),
        ({"first": {}, "named": {"x": [1, None]}}, "named.x[1]: expected a number, found null"),
        ({"first": {}, "named": [1]}, "named: expected an object, found a list"),
        ({"first": {}, "either": 4}, "either: expected an object, found a number"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(data: object, message: str) -> None:
    """Nothing is converted or skipped: the error names the place and what was expected there."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared below
        thaw(Bag, data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("node", "message"),
    [
        ({"id": "a"}, "nodes.a: 'kind' must be one of: ask, form, check, conclude"),
        ({"kind": ["ask"]}, "nodes.a: 'kind' must be one of: ask, form, check, conclude"),
        ("ask", "nodes.a: expected an object, found text"),
        ({"kind": "conclude", "id": "a"}, "nodes.a: missing: means"),
        (
            {"kind": "check", "id": "a", "otherwise": "b", "branches": [{"goto": "b", "when": {}}]},
            "nodes.a.branches[0].when: a condition holds exactly one of: fact, all, any, none",
        ),
    ],
)
def test_unions_are_told_apart_by_their_kind(node: object, message: str) -> None:
    """A node is read as what its kind says, and what the class itself refuses carries its place."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared below
        thaw(Tree, {"root": "a", "nodes": {"a": node}})
    assert str(caught.value) == message


@pytest.mark.parametrize("value", [1.5, b"x", {1: "x"}, Leaf, {"a": {2}}])
def test_what_json_cannot_say_is_not_frozen(value: object) -> None:
    """A value that could not be read back is refused when it is written."""
    with pytest.raises(ValueError, match=r"JSON data|keys of a mapping"):
        freeze(value)


def test_a_type_that_cannot_be_told_apart_is_a_mistake_of_the_model() -> None:
    """A field of an unsupported type is found when its class is first used, not silently passed."""

    @dataclass(frozen=True)
    class Wrong:
        either: str | int

    with pytest.raises(TypeError, match="'kind'"):
        thaw(Wrong, {"either": "x"})
