"""A running session as somebody follows it: event by event, and what stands at this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import cast

from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import (
    Answered,
    Ending,
    Event,
    EvidenceGiven,
    Finished,
    SettingGiven,
    Started,
    Tried,
    Verified,
    WentBack,
)
from ikewizard.core.facts import UNKNOWN
from ikewizard.core.heirs import inherit
from ikewizard.core.place import place
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, happen, step_target
from ikewizard.core.record import dataclass, field, replace
from ikewizard.core.treatment import TakeStep, UsedUp, VerifyFix, next_action
from ikewizard.core.tree import Ask, Conclude, Form, Question
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph
from ikewizard.report.explain import RESULTS, conclusion_blocks, contradiction_sentences, evidence_blocks
from ikewizard.report.narrative import escalation_document, step_lines
from ikewizard.report.standing import Standing, stands

DONT_KNOW = "I don't know"
TRAFFIC = "Does traffic pass now?"
_ENDINGS: Mapping[Ending, str] = {
    "solved": "Solved: a step fixed it, and traffic was seen to pass.",
    "escalated": "Not solved: all steps were tried. It goes to the next tier.",
    "established": "The tunnel came up, and nothing wrong was found.",
    "undetermined": "Undetermined: what is known points to no cause.",
}


@dataclass(frozen=True)
class Entry:
    """One event as it is told: when, at which place (none for what has no place), what, and what came.

    ``proof`` is what was found in a piece of evidence, which is longer. ``undoes`` are the numbers of those
    entries that do not stand any more because of this one.
    """

    number: int
    clock: str
    place: str
    title: str
    body: tuple[Block, ...] = ()
    proof: tuple[Block, ...] = ()
    undoes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Scene:
    """What stands now: the open question, the step to take, or the end."""

    place: str
    title: str
    body: tuple[Block, ...] = ()
    ended: bool = False


@dataclass(frozen=True)
class Story:
    """A session up to its event ``number``: everything that a view of it is made from.

    ``standing`` are the entries that stand, each by its number and its place, under the name by which they
    are taken back.
    """

    playbook: Playbook
    progress: Progress
    situation: Situation
    number: int = 0
    standing: Standing = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where the session stands, as both ends cite it."""
        return place(self.situation, self.progress)


def untold(playbook: Playbook) -> Story:
    """Return the story of a session of which nothing has happened yet."""
    return Story(playbook, Progress(), survey(playbook, Progress()))


def tell(story: Story, event: Event) -> tuple[Story, Entry]:
    """Return the story after one more event, and how that event is told."""
    (event,) = inherit((event,), story.playbook.heirs)
    progress, number = happen(story.progress, event), story.number + 1
    words = cast("Callable[[Story, Event], _Told]", _WORDS[type(event)])
    where, title, body, proof = words(story, event)
    standing, undone = stands(story.standing, event, number, where)
    after = replace(
        story,
        progress=progress,
        situation=survey(story.playbook, progress),
        number=number,
        standing=standing,
    )
    return after, Entry(number, clock(event.at), where, title, body, proof, undone)


def scene(story: Story) -> Scene:
    """Return what stands now, as it is shown to who follows."""
    ending = story.progress.ending
    if ending is not None:
        return Scene(story.place, "The session has ended", (Paragraph(_ENDINGS[ending]),), ended=True)
    question = story.situation.question
    if question is not None:
        return Scene(story.place, question.ask, tuple(_question(story, question)))
    return _treatment(story)


def found(story: Story) -> Document:
    """Return what the session has come to: contradictions, what it means, the causes; empty before that."""
    conclusion = story.situation.conclusion
    if conclusion is None:
        return Document()
    against = contradiction_sentences(story.situation, story.playbook)
    return Document(
        (
            *((Heading("What contradicts itself", 3), Items(against)) if against else ()),
            Paragraph(conclusion.node.means),
            *conclusion_blocks(conclusion, story.playbook),
        )
    )


def evidence(story: Story) -> Document:
    """Return every piece of evidence that stands, with the lines that count in it."""
    blocks: list[Block] = []
    for piece in story.progress.evidence:
        blocks.append(Heading(_handed_in(piece), 2))
        blocks += evidence_blocks(piece.findings, story.playbook)
    return Document(tuple(blocks))


def clock(at: str) -> str:
    """Return the time of day (UTC) of an event; nothing for what is no time: a stored one may be anything."""
    try:
        moment = datetime.fromisoformat(at)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{moment:%H:%M:%S}"


_Told = tuple[str, str, tuple[Block, ...], tuple[Block, ...]]


def _started(_story: Story, event: Started) -> _Told:
    return "", f"Session {event.session} began", (), ()


def _answered(story: Story, event: Answered) -> _Told:
    node = story.playbook.tree.nodes.get(event.node)
    if isinstance(node, Conclude):
        return story.place, "The conclusion was read", (), ()
    where = story.place if story.situation.question is node else ""
    if not isinstance(node, Ask | Form):
        return where, f"{event.node} (no longer asked)", _answer(event.value), ()
    return where, node.ask, _answer(_said(node, event.value)), ()


def _said(node: Question, value: str) -> str:
    if value == UNKNOWN:
        return DONT_KNOW
    if isinstance(node, Form):
        return "done"
    choice = node.choice(value)
    return choice.label if choice else value


def _setting_given(story: Story, event: SettingGiven) -> _Told:
    title = story.playbook.setting_titles.get(event.setting, event.setting)
    value = story.playbook.label(f"{event.side}.{event.setting}", event.value)
    where = story.place if story.situation.question else ""
    return where, f"{title} ({event.side})", _answer("taken back" if event.value == UNKNOWN else value), ()


def _evidence_given(story: Story, event: EvidenceGiven) -> _Told:
    note = (Items(event.note),) if event.note else ()
    return "", _handed_in(event), note, evidence_blocks(event.findings, story.playbook)


def _handed_in(event: EvidenceGiven) -> str:
    whose = f", the {event.side}'s" if event.side != "either" else ""
    dialect = f", read as {event.dialect}" if event.dialect else ""
    return f"Handed in: {event.name}{whose}{dialect}"


def _went_back(story: Story, event: WentBack) -> _Told:
    place = next((where for _, where in story.standing.get(event.target, ()) if where), "")
    return "", f"Took back: {place} {_target(story, event.target)}".replace("  ", " "), (), ()


def _target(story: Story, target: str) -> str:
    node = story.playbook.tree.nodes.get(target)
    if isinstance(node, Ask | Form):
        return node.ask
    piece = next((piece.name for piece in story.progress.evidence if piece.id == target), "")
    tried = next((tried for tried in story.progress.tried if step_target(tried) == target), None)
    return piece or (_step(story, tried) if tried else target)


def _tried(story: Story, event: Tried) -> _Told:
    return story.place, _step(story, event), (Paragraph(f"Result: {RESULTS[event.result]}"),), ()


def _verified(story: Story, event: Verified) -> _Told:
    said = "Yes, traffic passes" if event.works else "No, it still fails"
    return story.place, TRAFFIC, _answer(said), ()


def _step(story: Story, event: Tried) -> str:
    cause = story.playbook.causes.get(event.cause)
    steps = cause.steps if cause else ()
    return next((step.text for step in steps if step.id == event.step), event.step)


def _finished(_story: Story, event: Finished) -> _Told:
    return "", "The session ended", (Paragraph(_ENDINGS[event.ending]),), ()


_WORDS = {
    Started: _started,
    Answered: _answered,
    SettingGiven: _setting_given,
    EvidenceGiven: _evidence_given,
    WentBack: _went_back,
    Tried: _tried,
    Verified: _verified,
    Finished: _finished,
}


def _answer(text: str) -> tuple[Block, ...]:
    return (Paragraph(f"Answer: {text}"),)


def _question(story: Story, question: Question) -> Iterator[Block]:
    if question.say and question.say != question.ask:
        yield Paragraph(question.say)
    if isinstance(question, Ask):
        yield Items((*(choice.label for choice in question.choices), DONT_KNOW))
    else:
        yield Items(tuple(_fields(story, question)))
    if question.look:
        yield Paragraph(f"Where to look: {question.look}")


def _fields(story: Story, form: Form) -> Iterator[str]:
    sides = ("initiator", "responder") if form.units == "both" else (form.units,)
    for setting in form.settings:
        title = story.playbook.setting_titles.get(setting, setting)
        for side in sides:
            value = story.situation.book.value(f"{side}.{setting}")
            said = story.playbook.label(f"{side}.{setting}", value) if value else "not known yet"
            yield f"{title}, {side}: {said}"


def _treatment(story: Story) -> Scene:
    conclusion = story.situation.conclusion
    assert conclusion is not None, "a walk ends in a question or a conclusion"
    if conclusion.outcome != "causes" or conclusion.node.id not in story.progress.answers:
        return Scene(story.place, "The conclusion is being read")
    action = next_action(conclusion, story.progress)
    if isinstance(action, TakeStep):
        title = f"Step {action.number} of {action.total}: {action.step.text}"
        lines = step_lines(action.step, story.playbook, story.situation.book)
        return Scene(story.place, title, (Paragraph(f"For: {action.suspect.cause.title}"), Items(lines)))
    if isinstance(action, VerifyFix):
        return Scene(story.place, TRAFFIC, (Paragraph(action.suspect.cause.verify),))
    if isinstance(action, UsedUp):
        card = escalation_document(story.situation, story.progress, story.playbook)
        return Scene(story.place, "All steps were tried", card.blocks)
    return Scene(story.place, "It is fixed", (Paragraph(action.step.text),))
