"""What is told of a session that was begun with other trees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ikewizard.core.events import Answered, Event, Started, Tried
from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask, Check, Heirs, Node, Retired, Tree
from ikewizard.report.changes import CHANGED, change_sentences
from tests.core.small import ask, playbook

START = Started("", "abcdef", "0.1.0", "old-trees")
FAILS = Answered("", "symptom", "fails")
KEY = Answered("", "says", "key")


def told(events: Iterable[Event], changed: Playbook, digest: str = "new-trees") -> tuple[str, ...]:
    """Return what is told."""
    return change_sentences((START, *events), changed, digest)


def with_nodes(**nodes: Node | None) -> Playbook:
    """Return the small playbook with nodes put in, or (None) taken out."""
    known = {**playbook().tree.nodes, **{name.replace("_", "-"): node for name, node in nodes.items()}}
    return replace(playbook(), tree=Tree("start", {n: node for n, node in known.items() if node is not None}))


def test_the_same_trees_are_not_mentioned() -> None:
    """Nothing is told where nothing changed."""
    assert told((FAILS, KEY), playbook(), "old-trees") == ()


def test_other_trees_that_ask_the_same_are_told_in_one_sentence() -> None:
    """The walk is the same, and the session goes on."""
    assert told((FAILS, KEY), playbook()) == (CHANGED,)


def test_a_question_that_was_removed() -> None:
    """Its answer fits nothing; it is named by its id, since nothing else is left of it."""
    changed = with_nodes(says=None, symptom=ask("symptom", "symptom", {"fails": "settings"}, "nothing"))
    assert told((FAILS, KEY), changed) == (
        CHANGED,
        "The question 'says' - that answer no longer fits the trees.",
    )


def test_a_choice_that_was_removed() -> None:
    """The question is named in its words, and is the next one that is asked."""
    changed = with_nodes(says=ask("says", "says", {"mode": "mode-end"}, "settings"))
    assert told((FAILS, KEY), changed) == (CHANGED, "says? - that answer no longer fits the trees.")


def test_a_question_that_was_put_before() -> None:
    """What was answered after it is kept, and that is said."""
    start = playbook().tree.nodes["start"]
    assert isinstance(start, Check)
    changed = with_nodes(
        start=replace(start, otherwise="first"), first=ask("first", "first", {"a": "symptom"}, "symptom")
    )
    assert told((FAILS, KEY), changed) == (
        CHANGED,
        "first? - this is asked before 2 earlier answers; "
        "what was answered is kept, and counts where the walk comes by it.",
    )


def test_a_cause_that_was_retired() -> None:
    """What was tried for it is told to be out of the trees, or counts for its heir in silence."""
    tried = Tried("", "old", "old-1", "did-not-help")
    assert told((FAILS, KEY, tried), playbook())[1:] == (
        "A step that was tried is not in the trees any more.",
    )
    heirs = Heirs(causes={"old": Retired("old", "key")}, steps={"old-1": Retired("old-1", "key-1")})
    assert told((FAILS, KEY, tried), replace(playbook(), heirs=heirs)) == (CHANGED,)


def test_a_question_with_an_heir() -> None:
    """The answer counts, and the question for which it does is named."""
    heirs = Heirs({"old-says": Retired("old-says", "says", {"secret": "key"})})
    changed = replace(playbook(), heirs=heirs)
    assert isinstance(changed.tree.nodes["says"], Ask)
    assert told((FAILS, Answered("", "old-says", "secret")), changed) == (
        CHANGED,
        "says? - the answer to an earlier form of this question counts.",
    )
    assert told((FAILS, Answered("", "old-says", "gone")), changed)[1:] == (
        "says? - that answer no longer fits the trees.",
    )
