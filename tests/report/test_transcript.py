"""The transcript: what happened, readable by someone who was not there, and safe to send on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ikewizard.core.events import EVENTS, Answered, Event, EvidenceGiven, Finished, Started
from ikewizard.core.facts import UNKNOWN
from ikewizard.report.markdown import render_markdown
from ikewizard.report.redaction import REDACTED, SecretSpec, redact_document
from ikewizard.report.text import render_text
from ikewizard.report.transcript import transcript
from tests.conftest import Golden
from tests.report.stories import EVIL, PLAYBOOK, START, STORIES, TREE
from tests.strategies import record


@pytest.mark.parametrize("name", STORIES)
def test_a_session_as_a_transcript(name: str, golden: Golden) -> None:
    """Each recorded session gives the transcript that was read and found right, in both forms."""
    document = transcript(STORIES[name], PLAYBOOK)
    golden(f"{name}.md", render_markdown(document))
    golden(f"{name}.txt", render_text(document, 80, unicode=False))


def test_no_text_of_a_log_is_markup() -> None:
    """A log line that holds HTML, a link, a mention and a fence makes none of them."""
    tokens = (
        MarkdownIt("commonmark")
        .enable("table")
        .parse(render_markdown(transcript(STORIES["hostile-log"], PLAYBOOK)))
    )
    kinds = {child.type for token in tokens for child in [token, *(token.children or [])]}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "em_open", "hr"}
    assert [token.content for token in tokens if token.type == "fence"] == [
        EVIL.removeprefix("\x1b[2J") + "\n"
    ]


ANSWERS = st.builds(
    Answered,
    st.just("2026-03-01T23:59:00Z") | st.text(max_size=10),
    st.sampled_from([*TREE.nodes, "gone"]),
    st.sampled_from(["nothing", "pfs", "phase2", "done", UNKNOWN]) | st.text(max_size=10),
)
OTHERS = st.sampled_from([kind for kind in EVENTS.values() if kind is not Started]).flatmap(record)


@given(st.lists(ANSWERS | OTHERS, max_size=8))
def test_any_session_has_a_transcript(events: list[Event]) -> None:
    """No event, whatever it holds, keeps a session from being told."""
    document = transcript([START, *events], PLAYBOOK)
    given_in = [event for event in events if isinstance(event, EvidenceGiven)]
    assert render_markdown(document).count("handed in:") >= len(given_in)
    assert "abcdef" in render_text(document, 40)


def test_secrets_leave_the_transcript(specs: tuple[SecretSpec, ...]) -> None:
    """A secret that a log or an answer held is blotted out of every kind of block."""
    secret = 'a : PSK "Zq-planted"'
    log = EvidenceGiven("2026-03-01T23:59:00Z", "e", secret, "either", (), (secret,))
    document = redact_document(transcript([START, log, Answered("t", secret, secret)], PLAYBOOK), specs)
    text = render_markdown(document)
    assert "Zq-planted" not in text
    assert text.count(REDACTED.replace("[", "\\[").replace("]", "\\]")) >= 3


def test_steps_used_up_and_left_without_finishing() -> None:
    """Who must act is told as soon as nothing is left to try, however the session was left."""
    events = [event for event in STORIES["escalated-without-a-log"] if not isinstance(event, Finished)]
    text = render_text(transcript(events, PLAYBOOK), 100)
    assert "Not solved so far: all steps were tried" in text
    assert "Who must act" in text
