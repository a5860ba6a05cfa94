"""The transcript: what happened, readable by someone who was not there, and safe to send on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ikewizard.core.events import EVENTS, Answered, Event, EvidenceGiven, Finished, Started, Tried, WentBack
from ikewizard.core.facts import UNKNOWN, Finding, Source
from ikewizard.report.document import Heading, Table
from ikewizard.report.jira import render_jira
from ikewizard.report.json_text import to_json
from ikewizard.report.markdown import render_markdown
from ikewizard.report.note_json import note_json
from ikewizard.report.page import render_page
from ikewizard.report.redaction import REDACTED, SecretSpec, redact_document
from ikewizard.report.text import render_text
from ikewizard.report.told import session_of
from ikewizard.report.transcript import transcript
from tests.conftest import Golden
from tests.report.stories import EVIL, PLAYBOOK, START, STORIES, TREE
from tests.strategies import record


@pytest.mark.parametrize("name", STORIES)
def test_a_session_as_a_transcript(name: str, golden: Golden) -> None:
    """Each recorded session gives the transcript that was read and found right, in all forms."""
    document = transcript(STORIES[name], PLAYBOOK)
    golden(f"{name}.md", render_markdown(document))
    golden(f"{name}.gitlab.md", render_markdown(document, "gitlab"))
    golden(f"{name}.jira", render_jira(document))
    golden(f"{name}.html", render_page(document))
    golden(f"{name}.json", to_json(note_json(session_of(STORIES[name], PLAYBOOK))))
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
    assert sum("Handed in" in line for line in render_markdown(document).split("\n")) >= len(given_in)
    assert json.loads(to_json(note_json(session_of([START, *events], PLAYBOOK))))["session"] == "abcdef"
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


def test_the_outcome_comes_first_and_how_it_went_last() -> None:
    """Who reads only the beginning knows what to do; the course of the session comes after all of that."""
    document = transcript(STORIES["solved-after-a-contradiction"], PLAYBOOK)
    heads = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    assert isinstance(document.blocks[1], Table)
    assert heads == ["Conclusion", "What was done", "Evidence", "Contradictions", "How it went"]


def test_a_step_has_the_number_that_was_cited_on_the_call() -> None:
    """A result that was taken back has no number, and the next one has that of its place."""
    events = [
        *STORIES["solved-after-a-contradiction"][:5],
        Tried("2026-03-02T00:05:00Z", "pfs-mismatch", "compare-pfs", "did-not-help"),
        WentBack("2026-03-02T00:05:30Z", "pfs-mismatch/compare-pfs"),
        Tried("2026-03-02T00:06:00Z", "pfs-mismatch", "compare-pfs", "cannot-check"),
        Tried("2026-03-02T00:07:00Z", "pfs-mismatch", "restart", "did-not-help"),
    ]
    text = render_markdown(transcript(events, PLAYBOOK))
    assert "| S1 | Compare PFS on both units | could not be checked | PFS differs |" in text
    assert "| 00:05:00 | Step: Compare PFS on both units | did not help (taken back at 00:05:30) |" in text
    assert "| 00:05:30 | Went back | took back: Step: Compare PFS on both units |" in text
    assert "| 00:07:00 | Step S2 | did not help |" in text
    assert "- Could not be checked: S1" in text


def test_evidence_whose_text_was_not_kept_says_so() -> None:
    """Nobody looks for a file that is not there; where nobody asked, nothing is said."""
    story = STORIES["solved-after-a-contradiction"]
    told = "Its full text was not kept."
    assert told in render_markdown(transcript(story, PLAYBOOK, kept=()))
    assert told not in render_markdown(transcript(story, PLAYBOOK, kept=("evidence-1",)))
    assert told not in render_markdown(transcript(story, PLAYBOOK))


def test_ten_thousand_events_are_told_in_good_time() -> None:
    """A session file that somebody made long does not keep the note from being written."""
    again = [Answered("2026-03-02T00:00:00Z", "says", "nothing")] * 10_000
    assert len(render_markdown(transcript([START, *again], PLAYBOOK)).splitlines()) > 10_000


def test_what_a_configuration_says_is_a_table() -> None:
    """Each setting stands once with its value, its place and its line; what is not said has no line."""
    said = [
        Source("config", "initiator", "west.conf", 4, "  pfs = yes", "Perfect Forward Secrecy: On"),
        Source("config", "initiator", "west.conf", means="Phase 2 protocol: ESP (not said, so the default)"),
        Source("config", "initiator", "west.conf", means="NAT Traversal: On (not said, so the default)"),
    ]
    findings = tuple(Finding(f"initiator.{n}", "yes", source) for n, source in enumerate(said))
    given_in = EvidenceGiven("2026-03-01T23:59:00Z", "evidence-1", "west.conf", "initiator", findings)
    tables = [block for block in transcript([START, given_in], PLAYBOOK).blocks if isinstance(block, Table)]
    assert tables[1].rows == (
        ("Perfect Forward Secrecy: On", "west.conf:4", "pfs = yes"),
        ("Phase 2 protocol: ESP (not said, so the default)", "", ""),
        ("NAT Traversal: On (not said, so the default)", "", ""),
    )
