"""Hypothesis strategies for our frozen classes, made from the types of their fields."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_type_hints

from hypothesis import strategies as st

from ikewizard.core.events import EVENTS
from ikewizard.core.facts import Finding, Source
from ikewizard.core.kinds import literals


def record(kind: type) -> st.SearchStrategy[Any]:
    """Return a strategy that fills every field of ``kind``."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: _any_of(hints[field.name]) for field in fields(kind)})


def _any_of(kind: Any) -> st.SearchStrategy[Any]:
    one_of = literals(kind)
    return st.from_type(kind) if one_of is None else st.sampled_from(one_of)


# What stands inside an event is made the same way.
for _kind in (Source, Finding):
    st.register_type_strategy(_kind, record(_kind))

any_event: st.SearchStrategy[Any] = st.sampled_from([*EVENTS.values()]).flatmap(record)
