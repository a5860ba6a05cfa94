"""Conditions are true, false, or not decided by what is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.conditions import Condition, holds

IS = Condition(fact="nat", equals="none")
IN = Condition(fact="nat", one_of=("none", "initiator"))
OTHER = Condition(fact="pfs", equals="yes")


@pytest.mark.parametrize(
    ("condition", "facts", "outcome"),
    [
        (IS, {"nat": "none"}, True),
        (IS, {"nat": "initiator"}, False),
        (IS, {}, None),
        (IN, {"nat": "initiator"}, True),
        (IN, {"nat": "responder"}, False),
        (Condition(fact="nat", known=True), {}, False),
        (Condition(fact="nat", known=False), {}, True),
        (Condition(all=(IS, OTHER)), {"nat": "none"}, None),
        (Condition(all=(IS, OTHER)), {"nat": "responder"}, False),
        (Condition(any=(IS, OTHER)), {"nat": "none"}, True),
        (Condition(any=(IS, OTHER)), {"nat": "responder"}, None),
        (Condition(none=(IS,)), {"nat": "none"}, False),
        (Condition(none=(IS,)), {}, None),
    ],
)
def test_outcomes(condition: Condition, facts: dict[str, str], outcome: bool | None) -> None:
    """Each kind of condition has its three outcomes."""
    assert holds(condition, facts.get) is outcome


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"fact": "nat"},
        {"fact": "nat", "equals": "none", "known": True},
        {"equals": "none"},
        {"fact": "nat", "equals": "none", "all": (IS,)},
        {"all": (IS,), "any": (IS,)},
    ],
)
def test_a_condition_that_says_nothing_or_too_much_is_refused(shape: dict[str, Any]) -> None:
    """A condition holds exactly one test or one combination."""
    with pytest.raises(ValueError, match="exactly one"):
        Condition(**shape)


def test_a_condition_names_the_facts_and_values_it_looks_at() -> None:
    """Checks against the vocabulary see into every part."""
    condition = Condition(all=(IN, Condition(none=(OTHER,))))
    assert list(condition.facts()) == ["nat", "pfs"]
    assert list(condition.tests()) == [("nat", "none"), ("nat", "initiator"), ("pfs", "yes")]


KINDS = {
    "all": lambda parts: Condition(all=parts),
    "any": lambda parts: Condition(any=parts),
    "none": lambda parts: Condition(none=parts),
}
leaves = st.sampled_from([IS, IN, OTHER, Condition(fact="pfs", known=True)])
conditions = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda kind, parts: KINDS[kind](tuple(parts)),
        st.sampled_from(sorted(KINDS)),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
books = st.dictionaries(st.sampled_from(["nat", "pfs"]), st.sampled_from(["none", "initiator", "yes", "no"]))


@given(conditions, books)
def test_none_of_is_the_negation_of_any_of(condition: Condition, facts: dict[str, str]) -> None:
    """What holds is never also ruled out, whatever is known."""
    outcome = holds(condition, facts.get)
    negated = holds(Condition(none=(condition,)), facts.get)
    assert negated is (None if outcome is None else not outcome)
