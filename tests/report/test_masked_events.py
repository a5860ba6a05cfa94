"""Events as others may see them: free texts are masked, and the walk stays what it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.engine import survey
from ikewizard.core.events import Event, SettingGiven, Started
from ikewizard.core.progress import replay
from ikewizard.report.masked_events import masked_events, masked_lines
from ikewizard.sessions.lines import to_line
from tests.report.stories import PLAYBOOK, STORIES
from tests.strategies import any_event


def hide(text: str) -> str:
    """Mask every text wholly."""
    return "*" if text else text


@pytest.mark.parametrize("story", STORIES)
def test_the_walk_is_the_same(story: str) -> None:
    """With every free text gone the same questions are passed, for the same conclusion."""
    masked = masked_events(STORIES[story], PLAYBOOK, hide)
    walks = [survey(PLAYBOOK, replay(events)) for events in (STORIES[story], masked)]
    nodes = [[visit.node.id for visit in walk.visits] for walk in walks]
    assert nodes[0] == nodes[1]
    assert walks[0].question == walks[1].question


@settings(max_examples=80, deadline=None)
@given(any_event)
def test_no_free_text_stays(event: Event) -> None:
    """Whatever an event holds, only what looks like an id or a time of ours comes through unmasked."""
    secret = "Geheim geheim"
    fields = {name: secret for name, value in vars(event).items() if type(value) is str}
    if isinstance(event, Started):
        del fields["session"]
    for name in ("side", "result", "ending", "id"):
        fields.pop(name, None)
    (masked,) = masked_events([type(event)(**{**vars(event), **fields})], PLAYBOOK, hide)
    assert secret.encode() not in to_line(masked)


def test_values_of_the_vocabulary_stay_and_free_ones_do_not() -> None:
    """An address that was typed into a form is a free text."""
    typed = SettingGiven("2026-01-01T00:00:00Z", "initiator", "peer-gateway", "203.0.113.7")
    taken_back = SettingGiven("2026-01-01T00:00:00Z", "initiator", "peer-gateway", "unknown")
    masked = masked_events([typed, taken_back], PLAYBOOK, lambda text: text.replace("203.0.113.7", "PEER-A"))
    assert [event.value for event in masked if isinstance(event, SettingGiven)] == ["PEER-A", "unknown"]


@given(st.lists(st.text().map(lambda text: text.replace("\n", "")), max_size=30))
def test_lines_stay_lines(lines: list[str]) -> None:
    """A log keeps its lines, however many are masked at once."""
    assert list(masked_lines(lines, lambda text: text)) == lines
