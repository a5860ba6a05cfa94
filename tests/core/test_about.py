"""What a session is about: causes, peers, makes, where it stands, and the text in which it is looked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikewizard.core.about import ADDRESSES, NAMES, about, searchable
from ikewizard.core.events import Answered, Event, EvidenceGiven, Finished, Tried, Verified
from ikewizard.core.listed import Listed
from ikewizard.knowledge.locate import shipped_trees
from tests.core.small import evidence, playbook

FAILS = Answered("", "symptom", "fails")
UNSURE = Answered("", "says", "unknown")
DONE = Answered("", "settings", "done")


def told(*events: Event) -> Listed:
    """Return what a session is about."""
    return about(Listed("abcdef"), events, playbook())


@pytest.mark.parametrize(
    ("events", "causes", "place", "node"),
    [
        ((), (), "Q1", "symptom"),
        ((FAILS,), (), "Q2", "says"),
        ((FAILS, UNSURE, DONE), ("key", "mode"), "C", "open-end"),
        ((FAILS, UNSURE, DONE, Answered("", "open-end", "done")), ("key", "mode"), "S1", "open-end"),
        ((Answered("", "symptom", "works"), Finished("", "established")), (), "End", "fine"),
        ((Answered("", "symptom", "gone"),), (), "Q1", "symptom"),
    ],
)
def test_where_a_session_stands(
    events: tuple[Event, ...], causes: tuple[str, ...], place: str, node: str
) -> None:
    """The open question or the conclusion, with the name that all views cite, and what is suspected."""
    found = told(*events)
    assert (found.causes, found.place, found.node) == (causes, place, node)


def test_of_a_solved_session_the_cause_is_the_one_that_was_fixed() -> None:
    """Suspects that were not it are not told as causes."""
    steps = (Tried("", "mode", "mode-1", "fixed"), Verified("", "mode", "mode-1", works=True))
    solved = (FAILS, UNSURE, DONE, *steps, Finished("", "solved"))
    assert told(*solved).causes == ("mode",)


def test_peers_come_surest_first() -> None:
    """The address that a log tells, then those of the settings, then names; none twice, and none of none."""
    log = replace(
        evidence(initiator__device="sonicwall", responder__device="cisco-ios"),
        peer="203.0.113.7",
        tunnel="to-springfield",
    )
    config = evidence(
        "evidence-2",
        "either",
        **{
            "initiator__peer-gateway": "203.0.113.7",
            "responder__peer-gateway": "198.51.100.1",
            "initiator__own-address": "none",
            "responder__sa-name": "vpn\n east",
        },
    )
    found = told(log, config)
    assert found.peers == ("203.0.113.7", "198.51.100.1", "to-springfield", "vpn east")
    assert found.makers == ("sonicwall", "cisco-ios")


def test_the_settings_that_name_a_peer_exist() -> None:
    """The names in the code are those of the vocabulary."""
    text = (shipped_trees() / "settings.yaml").read_text(encoding="utf-8")
    assert [name for name in (*ADDRESSES, *NAMES) if f"\n  - id: {name}\n" not in text] == []


def test_what_is_looked_for_is_what_was_said() -> None:
    """Answers in words, names, notes, quoted lines and what was tried; of a retired cause its id."""
    log = EvidenceGiven("", "e", "east.log", "responder", evidence(says="key").findings, ("A note.",), "x")
    events = (FAILS, UNSURE, log, Tried("", "key", "key-1", "fixed"), Tried("", "gone", "gone-1", "fixed"))
    text = "\n".join(searchable(events, playbook()))
    for piece in ("Fails", "I don't know", "east.log", "A note.", "says key", "The key", "Do 1.", "gone-1"):
        assert piece in text
