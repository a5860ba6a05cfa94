"""A note fits into the field that it is for: shortened where it hurts least, whole in its structure."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ikewizard.cli.note import RENDERERS
from ikewizard.core.events import Answered, Event, EvidenceGiven
from ikewizard.core.facts import Finding, Source
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table
from ikewizard.report.fitting import FEWEST, fit, size
from ikewizard.report.fitting_json import fit_json
from ikewizard.report.json_text import to_json
from ikewizard.report.note_json import note_json
from ikewizard.report.shortening import middle_out
from ikewizard.report.told import session_of
from ikewizard.report.transcript import HOW_IT_WENT, transcript
from tests.report.stories import EVIL, PLAYBOOK, START, STORIES
from tests.report.test_jira import prose_of
from tests.report.test_markdown import BLOCKS, found
from tests.report.test_page import read

WHOLE = "The whole: ikewizard export abcdef --limit 0"
FORMS = ["github", "gitlab", "jira", "text", "html"]
PARSER = MarkdownIt("commonmark").enable("table")
# What takes the most room once it is escaped, and what could break a structure that was cut.
HEAVY = st.sampled_from(
    ['"', "&", "<", "|", "\\", "`", "```\n", "{noformat}", "\U0001f600", "[~a]", "@a ", "x"]
)
LONG = st.builds(lambda piece, count: piece * count, HEAVY, st.integers(0, 3_000)) | st.just(
    f"{EVIL}\n" * 500
)


def log(texts: list[str]) -> EvidenceGiven:
    """Return a log that is quoted with these texts."""
    findings = tuple(
        Finding("responder.says", "pfs", Source("log", "responder", "east.log", number, text, text[:200]))
        for number, text in enumerate(texts, start=1)
    )
    return EvidenceGiven(
        "2026-03-02T00:01:00Z", "evidence-1", "east.log", "responder", findings, tuple(texts[:3])
    )


EVENTS = st.lists(
    st.builds(log, st.lists(LONG, max_size=6))
    | st.builds(Answered, st.just("2026-03-02T00:01:00Z"), LONG, LONG),
    max_size=6,
)


def structure(form: str) -> Callable[[str], object]:
    """Return what raises for a text whose structure is broken."""
    checks: dict[str, Callable[[str], object]] = {"jira": prose_of, "html": read, "text": str.splitlines}
    return checks.get(form, lambda text: found(PARSER.parse(text)))


def fitted(document: Document, form: str, limit: int) -> str:
    """Return a document within the limit, as text of this form."""
    return RENDERERS[form](fit(document, RENDERERS[form], limit, last=HOW_IT_WENT, whole=WHOLE))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(events=EVENTS, limit=st.sampled_from([FEWEST, FEWEST + 1, 9_999, 65_536]))
@example(events=[log(['"&<' * 3000] * 20)], limit=FEWEST)
@example(events=[Answered("2026-03-02T00:01:00Z", "|" * 300, "`" * 300)] * 200, limit=FEWEST)
def test_any_session_fits(form: str, events: list[Event], limit: int) -> None:
    """Whatever happened, the note is within the limit, its structure is whole, and its verdict is there."""
    document = transcript([START, *events], PLAYBOOK)
    text = fitted(document, form, limit)
    assert size(text) <= limit
    structure(form)(text)
    assert "Verdict" in text or limit < 9_000
    if size(RENDERERS[form](document)) > limit:
        assert "made to fit" in " ".join(text.split())


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=3, deadline=None)
@given(blocks=st.lists(BLOCKS, max_size=30))
def test_any_document_fits(form: str, blocks: list[Block]) -> None:
    """The least limit is enough for whatever blocks come after a title and a summary."""
    summary = Table(("Summary", "Session"), tuple((name * 9, EVIL * 9) for name in "abcdefghijkl"))
    texts = tuple(f"{EVIL} {number}" for number in range(99))
    document = Document((Heading(EVIL * 9, 1), summary, *blocks, Items(texts)))
    text = fitted(document, form, FEWEST)
    assert size(text) <= FEWEST
    structure(form)(text)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(events=EVENTS, limit=st.sampled_from([FEWEST, 9_999, 65_536]))
@example(events=[log(['"&<' * 3000] * 20)], limit=FEWEST)
def test_any_session_fits_as_data(events: list[Event], limit: int) -> None:
    """The object stays one that can be read, says that it was shortened, and keeps what it must have."""
    note = note_json(session_of([START, *events], PLAYBOOK))
    text = to_json(fit_json(note, limit, WHOLE))
    assert size(text) <= limit
    read_back = json.loads(text)
    assert {"version", "session", "verdict", "summary", "shortened"} <= set(read_back)
    assert bool(read_back["shortened"]) == (size(to_json(note)) > limit)


def test_what_fits_is_not_touched() -> None:
    """Up to the limit a note stays as it is, and without one it always does."""
    document = transcript(STORIES["solved-after-a-contradiction"], PLAYBOOK)
    render = RENDERERS["github"]
    exactly = size(render(document))
    for limit in (0, exactly, 65_536):
        assert fit(document, render, limit, last=HOW_IT_WENT, whole=WHOLE) is document
    assert fit(document, render, exactly - 1, last=HOW_IT_WENT, whole=WHOLE) is not document


def test_excerpts_go_first_and_the_longest_before_the_others() -> None:
    """A long quote loses its middle; a short one, the rows and all prose stay."""
    rows = tuple((f"{number}", "a question", "an answer") for number in range(50))
    long = "\n".join(f"line {number} of the long one" for number in range(1000))
    document = Document(
        (
            Heading("Title", 1),
            Table(("Summary", "Session"), (("Verdict", "x"),)),
            Quote(long, "east.log"),
            Quote("the short one " * 40, "west.log"),
            Heading(HOW_IT_WENT, 2),
            Table(("Time", "What", "Answer"), rows),
        )
    )
    found = fit(document, RENDERERS["github"], 9_000, last=HOW_IT_WENT, whole=WHOLE)
    told, quote, *rest = found.blocks[2:]
    assert isinstance(told, Paragraph)
    assert told.text == (
        f"This note was made to fit 9,000 characters; shortened or left out: 1 excerpt. {WHOLE}"
    )
    assert isinstance(quote, Quote)
    assert quote.text.startswith("line 0 of the long one\n")
    assert quote.text.endswith("\nline 999 of the long one")
    assert "characters left out" in quote.text
    assert tuple(rest) == document.blocks[3:]
    assert 8_000 < size(RENDERERS["github"](found)) <= 9_000


def test_rows_go_next_and_the_first_and_last_of_them_stay() -> None:
    """Of how it went the middle is left out, which says how many rows it had."""
    rows = tuple((f"row-{number}", "a question " * 9, "an answer") for number in range(500))
    head = (Heading("Title", 1), Table(("Summary", "Session"), (("Verdict", "x"),)))
    document = Document((*head, Heading(HOW_IT_WENT, 2), Table(("Time", "What", "Answer"), rows)))
    text = fitted(document, "text", 20_000)
    assert size(text) <= 20_000
    assert "row-0 " in text
    assert "row-499 " in text
    assert "rows left out ...]" in text


@given(st.text(max_size=400), st.integers(0, 200))
def test_the_middle_is_what_goes(text: str, most: int) -> None:
    """Both ends stay as they are, and what is kept of a text is never more than was asked for."""
    left = middle_out(text, most)
    assert len(left) <= max(len(text), most)
    if len(text) <= most:
        assert left == text
    elif left != text:
        head, _, tail = left.partition("[... ")
        if "[... " not in text:
            assert text.startswith(head)
            assert len(head) + len(tail.partition(" ...]")[2]) <= most


def test_characters_are_counted_as_a_ticket_does() -> None:
    """What takes two places in UTF-16 counts as two."""
    assert [size(text) for text in ("abc", "\u20ac", "\U0001f600")] == [3, 1, 2]
