"""Going on with a session under trees that have changed: what is said, and what is stored of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from ikewizard.cli.resuming import welcome_back
from ikewizard.core.engine import survey
from ikewizard.core.events import Answered, Event, Started, Tried, WentBack
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import replay
from ikewizard.core.tree import Heirs, Retired
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.text import render_text
from ikewizard.sessions.journal import Journal
from ikewizard.sessions.store import SessionStore
from tests.core.small import playbook

EVENTS: tuple[Event, ...] = (
    Started("2026-01-02T10:00:00Z", "abcdef", "0", "old-trees"),
    Answered("2026-01-02T10:01:00Z", "symptom", "fails"),
    Answered("2026-01-02T10:02:00Z", "old-says", "secret"),
    Answered("2026-01-02T10:03:00Z", "dropped", "x"),
    Tried("2026-01-02T10:04:00Z", "old-cause", "key-1", "did-not-help"),
)
HEIRS = Heirs(
    {"old-says": Retired("old-says", "says", {"secret": "key"}), "dropped": Retired("dropped")},
    {"old-cause": Retired("old-cause", "key")},
)


def knowledge_of(made: Playbook) -> Knowledge:
    """Return as much of a knowledge as greeting a session needs."""
    walk = SimpleNamespace(nodes=made.tree.nodes)
    return cast("Knowledge", SimpleNamespace(playbook=made, digest="new-trees", walk=walk))


def stored(folder: Path) -> Journal:
    """Return the journal of a session that was stored under the old trees."""
    store = SessionStore(folder)
    Journal.adopt(store, EVENTS).close()
    return Journal.resume(store, "abcdef")


def test_a_session_of_old_trees_goes_on_under_the_heirs(tmp_path: Path) -> None:
    """Answers and steps count for the heirs; the one that fits nothing is taken back, and both are told."""
    made = replace(playbook(), heirs=HEIRS)
    journal = stored(tmp_path)
    told = " ".join(render_text(welcome_back(knowledge_of(made), journal), 70).split())
    assert "Kept: 2 answers and 0 pieces of evidence." in told
    assert "The trees have changed since this session began" in told
    assert "says? - the answer to an earlier form of this question counts." in told
    assert "The question 'dropped' - that answer no longer fits the trees." in told
    progress = replay(journal.events)
    assert progress.answers == {"symptom": "fails", "says": "key"}
    conclusion = survey(made, progress).conclusion
    assert conclusion is not None
    assert conclusion.node.id == "key-end"
    assert [(tried.cause, tried.step) for tried in progress.tried] == [("key", "key-1")]


def test_what_is_stored_stays_as_it_was_said(tmp_path: Path) -> None:
    """On the disk only what is new is added: with the trees of before everything stands again."""
    journal = stored(tmp_path)
    welcome_back(knowledge_of(replace(playbook(), heirs=HEIRS)), journal)
    journal.append(Answered("2026-01-02T11:00:00Z", "key-end", "done"))
    events = SessionStore(tmp_path).read("abcdef").events
    assert events[: len(EVENTS)] == EVENTS
    assert [type(event) for event in events[len(EVENTS) :]] == [WentBack, Answered]


def test_a_second_time_nothing_is_taken_back_again(tmp_path: Path) -> None:
    """What was told to fit no longer is gone, and is not told twice."""
    knowledge = knowledge_of(replace(playbook(), heirs=HEIRS))
    journal = stored(tmp_path)
    welcome_back(knowledge, journal)
    journal.close()
    again = Journal.resume(SessionStore(tmp_path), "abcdef")
    told = render_text(welcome_back(knowledge, again), 70)
    assert "dropped" not in told
    assert len(again.events) == len(journal.events)


def test_who_handed_it_over_is_told(tmp_path: Path) -> None:
    """Each sentence is an item of its own, before what the trees changed."""
    told = render_text(
        welcome_back(knowledge_of(playbook()), stored(tmp_path), "Handed over.\nIt is here."), 70
    )
    assert told.index("Handed over.") < told.index("It is here.") < told.index("The trees have changed")
