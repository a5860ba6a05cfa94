"""Ids that are not used any more: a session goes on under their heirs, and the trees' check holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ikewizard.core.engine import misfits, survey
from ikewizard.core.events import Answered, Event, Tried, Verified, WentBack
from ikewizard.core.heirlint import lint_heirs
from ikewizard.core.heirs import inherit
from ikewizard.core.progress import replay
from ikewizard.core.tree import Heirs, Retired
from ikewizard.knowledge.check import usable_parts
from ikewizard.knowledge.walkpart import read_walk, walk_lines, walk_part
from tests.core.small import playbook
from tests.knowledge.test_read import trees  # noqa: F401 -- a fixture

HEIRS = Heirs(
    {"old-says": Retired("old-says", "says", {"secret": "key"}), "dropped": Retired("dropped")},
    {"old-cause": Retired("old-cause", "key")},
    {"old-step": Retired("old-step", "key-1")},
)


def test_an_answer_counts_for_the_heir() -> None:
    """With its value translated; what was not retired, or has no heir, stays as it is."""
    events: tuple[Event, ...] = (
        Answered("", "symptom", "fails"),
        Answered("", "old-says", "secret"),
        Answered("", "dropped", "x"),
    )
    found = inherit(events, HEIRS)
    assert found == (events[0], Answered("", "says", "key"), events[2])
    progress = replay(found)
    assert misfits(playbook(), progress) == ("dropped",)
    conclusion = survey(playbook(), progress).conclusion
    assert conclusion is not None
    assert conclusion.node.id == "key-end"


def test_steps_and_what_was_taken_back_are_inherited() -> None:
    """A step that did not help under an old name is not offered again."""
    events: tuple[Event, ...] = (
        Tried("", "old-cause", "old-step", "did-not-help"),
        Verified("", "old-cause", "other", works=True),
        WentBack("", "old-cause/old-step"),
        WentBack("", "old-says"),
        WentBack("", "evidence-1"),
    )
    assert inherit(events, HEIRS) == (
        Tried("", "key", "key-1", "did-not-help"),
        Verified("", "key", "other", works=True),
        WentBack("", "key/key-1"),
        WentBack("", "says"),
        WentBack("", "evidence-1"),
    )


def test_the_later_answer_counts() -> None:
    """What was answered under the new id after that stands, and the other way round."""
    old, new = Answered("", "old-says", "secret"), Answered("", "says", "mode")
    assert replay(inherit((old, new), HEIRS)).answers == {"says": "mode"}
    assert replay(inherit((new, old), HEIRS)).answers == {"says": "key"}


@pytest.mark.parametrize(
    ("nodes", "issue", "message"),
    [
        ({"says": Retired("says", "symptom")}, "id-again", "the retired node 'says' is in use again"),
        ({"old": Retired("old", "sais")}, "unknown-heir", "'old' has the unknown heir 'sais'"),
        ({"old": Retired("old", "says", {"a": "b"})}, "unknown-heir", "'says' of 'old' has no answer 'b'"),
        ({"a": Retired("a", "b"), "b": Retired("b", "says")}, "unknown-heir", "the unknown heir 'b'"),
    ],
)
def test_the_check_finds_what_is_wrong(nodes: Mapping[str, Retired], issue: str, message: str) -> None:
    """An id that is used again, an heir or a value that there is not, an heir that is retired itself."""
    (found,) = lint_heirs(replace(playbook(), heirs=Heirs(nodes)))
    assert found.issue == issue
    assert message in found.message


def test_what_is_right_has_no_issue() -> None:
    """Heirs that exist, values that they have, and ids that are only kept from being used again."""
    assert lint_heirs(replace(playbook(), heirs=HEIRS)) == []


def test_trees_name_heirs(trees: Path) -> None:  # noqa: F811 -- the fixture of this name
    """What is retired in the files reaches the walk, and a fault of it is told with file and line."""
    page = trees / "guide" / "start.yaml"
    retired = (
        "retired:\n  - {id: old-symptom, heir: symptom, values: {nothing: no-response}}\n"
        "  - {id: older, heir: sympton}\nnodes:\n"
    )
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("nodes:\n", retired, 1), encoding="utf-8")
    line = text[: text.index("nodes:\n")].count("\n") + 3
    parts, faults = usable_parts(trees)
    (fault,) = faults
    assert str(fault).startswith(f"trees/guide/start.yaml:{line}: the retired node 'older' has the unknown")
    assert fault.hint == "did you mean 'symptom'?"
    stored = read_walk(walk_lines(walk_part(parts)))
    assert stored.heirs.nodes["old-symptom"].values == {"nothing": "no-response"}
