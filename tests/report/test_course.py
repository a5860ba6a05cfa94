"""How a session went and what is open in it: named as everybody else who saw the session names it."""

from __future__ import annotations

from ikewizard.core.engine import survey, survey_blind
from ikewizard.core.events import Answered, Event, WentBack
from ikewizard.core.facts import UNKNOWN
from ikewizard.core.progress import Progress, happen
from ikewizard.core.tree import Ask
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.calling import call_at
from ikewizard.report.document import Document, Heading, Items, Table
from ikewizard.report.markdown import render_markdown
from ikewizard.report.narrative import escalation_document
from ikewizard.report.open_points import still_open
from ikewizard.report.text import render_text
from ikewizard.report.told import session_of
from ikewizard.report.transcript import transcript
from tests.report.stories import PLAYBOOK, START, STORIES


def test_a_question_has_the_number_that_was_cited_on_the_call(knowledge: Knowledge) -> None:
    """Each answer stands under the place that both ends saw, and so does what was taken back of it."""
    playbook = knowledge.playbook
    progress, cited = Progress(), []
    events: list[Event] = [START]
    for value in ("negotiation-fails", UNKNOWN, UNKNOWN, "no-proposal"):
        situation = survey(playbook, progress)
        assert isinstance(situation.question, Ask)
        cited.append(f"{call_at(playbook, progress, situation).place} {situation.question.ask}")
        asked = situation.question.id
        events.append(Answered("2026-03-02T00:01:00Z", asked, value))
        progress = happen(progress, events[-1])
    events.append(WentBack("2026-03-02T00:02:00Z", asked))
    table = transcript(events, playbook).blocks[-1]
    assert isinstance(table, Table)
    assert [row[1] for row in table.rows] == [*cited, "Went back"]
    assert cited[3].startswith("Q4 ")
    assert table.rows[-1][2] == f"took back: {cited[3]}"


def below(document: Document, heading: str) -> tuple[str, ...]:
    """Return the items of the list under a heading."""
    at = next(
        n for n, block in enumerate(document.blocks) if isinstance(block, Heading) and block.text == heading
    )
    items = document.blocks[at + 1]
    assert isinstance(items, Items)
    return items.items


def test_a_form_has_one_number_for_all_that_is_filled_in() -> None:
    """Its settings and its end stand under the same place, also when the last of them filled it."""
    text = render_text(transcript(STORIES["escalated-without-a-log"], PLAYBOOK), 100)
    assert "Q2 Perfect Forward Secrecy (responder)" in text
    assert "Q2 Compare the settings of both units" in text


def test_what_is_open_is_the_same_for_the_note_and_for_the_next_tier() -> None:
    """The card on the screen and the note in the ticket name the same things, in the same words."""
    told = session_of(STORIES["escalated-without-a-log"], PLAYBOOK)
    card = escalation_document(told.situation, told.progress, PLAYBOOK)
    note = transcript(told.events, PLAYBOOK)
    lists = [
        below(document, heading) for document, heading in ((card, "What is still open"), (note, "Still open"))
    ]
    assert lists[0] == lists[1]
    assert lists[0][-1] == "Not proved: The phase 2 proposals differ (possible)"


def test_of_many_causes_that_are_not_proved_three_are_named(knowledge: Knowledge) -> None:
    """They stand in one line, the first to try first, with how many more there are."""
    progress = Progress(answers={"symptom": "negotiation-fails"})
    situation, _ = survey_blind(knowledge.playbook, progress)
    assert situation.conclusion is not None
    unproved = [line for line in still_open(situation, progress) if line.startswith("Not proved: ")]
    assert len(unproved) == 1
    assert unproved[0].endswith(f"; and {len(situation.conclusion.suspects) - 3} more")


def test_what_the_trees_have_otherwise_is_told() -> None:
    """It stands before how it went, and nothing where nothing changed."""
    story = STORIES["solved-after-a-contradiction"]
    note = transcript(story, PLAYBOOK, changes=("The trees have changed.",))
    assert below(note, "Changed since it began") == ("The trees have changed.",)
    assert "Changed since" not in render_markdown(transcript(story, PLAYBOOK))
