"""A session as a document that someone who was not there can read: summary first, then how it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import (
    Answered,
    Ending,
    Event,
    EvidenceGiven,
    SettingGiven,
    WentBack,
)
from ikewizard.core.facts import UNKNOWN
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, replay
from ikewizard.core.record import dataclass
from ikewizard.core.treatment import UsedUp, next_action
from ikewizard.core.tree import Ask, Check, Conclude, Form
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.report.explain import CERTAINTY, conclusion_blocks, contradiction_sentences, evidence_blocks
from ikewizard.report.narrative import open_questions, owners, tried_lines

_VERDICTS: Mapping[Ending | None, str] = {
    "solved": "Solved: a step fixed it, and traffic was seen to pass",
    "escalated": "Not solved: all steps were tried, to be handed to the next tier",
    "established": "The tunnel came up, and nothing wrong was found",
    "undetermined": "Undetermined: what is known points to no cause",
    None: "Not finished",
}
_USED_UP = "Not solved so far: all steps were tried, to be handed to the next tier"


@dataclass(frozen=True)
class _Row:
    at: str
    what: str
    answer: str


def transcript(events: Iterable[Event], playbook: Playbook) -> Document:
    """Return the document of a session. Its times are those of the events, in UTC.

    Events that the present trees no longer know are shown under their ids.
    """
    happened = tuple(events)
    progress = replay(happened)
    situation = survey(playbook, progress)
    return Document(
        (
            Heading("IKE tunnel troubleshooting", 1),
            _summary(happened, progress, situation, playbook),
            *_course(happened, playbook),
            *_contradictions(situation, playbook),
            *_conclusion(situation, playbook),
            *_tried(progress, playbook),
        )
    )


def _summary(events: Sequence[Event], progress: Progress, situation: Situation, playbook: Playbook) -> Table:
    used_up = _is_used_up(progress, situation)
    verdict = _USED_UP if used_up and progress.ending is None else _VERDICTS[progress.ending]
    rows = [("Verdict", verdict), *_causes(progress, situation, playbook)]
    asked = open_questions(situation)
    if asked and progress.ending != "solved":
        rows.append(("Still open", "; ".join(asked)))
    if situation.conclusion and (progress.ending == "escalated" or used_up):
        rows.append(("Who must act", "; ".join(owners(situation.conclusion))))
    started = progress.started
    if events:
        rows += [("Started", _moment(events[0].at)), ("Duration", _duration(events[0].at, events[-1].at))]
    if started:
        rows += [("Trees", started.tree), ("Version", f"ikewizard {started.version}")]
        rows.append(("Session", started.session))
    return Table(("Summary", "This session"), tuple(rows))


def _is_used_up(progress: Progress, situation: Situation) -> bool:
    conclusion = situation.conclusion
    if conclusion is None or conclusion.outcome != "causes":
        return False
    return isinstance(next_action(conclusion, progress), UsedUp)


def _causes(progress: Progress, situation: Situation, playbook: Playbook) -> Iterator[tuple[str, str]]:
    fixed = next((seen for seen in reversed(progress.verified) if seen.works), None)
    if progress.ending == "solved" and fixed:
        cause = playbook.causes.get(fixed.cause)
        step = next((step.text for step in cause.steps if step.id == fixed.step), "") if cause else ""
        yield "Cause", cause.title if cause else fixed.cause
        yield "Fixed by", step or fixed.step
        return
    suspects = situation.conclusion.suspects if situation.conclusion else ()
    if suspects:
        names = "; ".join(f"{s.cause.title} ({CERTAINTY[s.certainty]})" for s in suspects)
        yield ("Possible causes" if suspects[1:] else "Cause"), names


def _course(events: Sequence[Event], playbook: Playbook) -> Iterator[Block]:
    rows: list[_Row] = []
    yield Heading("How it went", 2)
    shown = False
    for number, event in enumerate(events):
        if isinstance(event, EvidenceGiven):
            yield from _table(rows)
            rows = []
            yield from _evidence(event, events[number:], playbook)
        else:
            rows += _rows(event, events[:number], events[number + 1 :], playbook)
        shown = shown or bool(rows) or isinstance(event, EvidenceGiven)
    yield from _table(rows)
    if not shown:
        yield Paragraph("Nothing was answered.")


def _table(rows: Sequence[_Row]) -> Iterator[Block]:
    if rows:
        cells = tuple((_clock(row.at), row.what, row.answer) for row in rows)
        yield Table(("Time (UTC)", "Question", "Answer"), cells)


def _rows(event: Event, before: Sequence[Event], after: Sequence[Event], playbook: Playbook) -> list[_Row]:
    if isinstance(event, Answered):
        if isinstance(playbook.tree.nodes.get(event.node), Conclude):
            return []
        return [_Row(event.at, _question(event.node, playbook), _answer(event, before, after, playbook))]
    if isinstance(event, SettingGiven):
        title = playbook.setting_titles.get(event.setting, event.setting)
        value = playbook.label(f"{event.side}.{event.setting}", event.value)
        given = "taken back" if event.value == UNKNOWN else value
        return [_Row(event.at, f"{title} ({event.side})", given)]
    if isinstance(event, WentBack):
        name = next((e.name for e in before if isinstance(e, EvidenceGiven) and e.id == event.target), "")
        return [_Row(event.at, "Went back", f"took back: {name or _question(event.target, playbook)}")]
    return []


def _question(node_id: str, playbook: Playbook) -> str:
    node = playbook.tree.nodes.get(node_id)
    if node is None or isinstance(node, Check | Conclude):
        return f"{node_id} (no longer asked)"
    return node.ask


def _answer(event: Answered, before: Sequence[Event], after: Sequence[Event], playbook: Playbook) -> str:
    node = playbook.tree.nodes.get(event.node)
    choice = node.choice(event.value) if isinstance(node, Ask) else None
    said = choice.label if choice else event.value
    if event.value == UNKNOWN:
        said = "I don't know"
    elif isinstance(node, Form):
        said = "done"
    revised = any(isinstance(e, Answered) and e.node == event.node for e in before)
    gone = next((e for e in after if _replaces(e, event.node)), None)
    marks = ["revised"] if revised else []
    if gone:
        marks.append(f"taken back at {_clock(gone.at)}")
    return f"{said} ({', '.join(marks)})" if marks else said


def _replaces(event: Event, node: str) -> bool:
    return (isinstance(event, Answered) and event.node == node) or (
        isinstance(event, WentBack) and event.target == node
    )


def _evidence(event: EvidenceGiven, after: Sequence[Event], playbook: Playbook) -> Iterator[Block]:
    whose = f", the {event.side}'s" if event.side != "either" else ""
    dialect = f", read as {event.dialect}" if event.dialect else ""
    gone = next((e for e in after if isinstance(e, WentBack) and e.target == event.id), None)
    mark = f" (taken back at {_clock(gone.at)})" if gone else ""
    yield Paragraph(f"{_clock(event.at)} - handed in: {event.name}{whose}{dialect}{mark}")
    if event.note:
        yield Items(event.note)
    yield from evidence_blocks(event.findings, playbook)


def _contradictions(situation: Situation, playbook: Playbook) -> Iterator[Block]:
    sentences = contradiction_sentences(situation, playbook)
    if sentences:
        yield Heading("Contradictions", 2)
        yield Items(sentences)


def _conclusion(situation: Situation, playbook: Playbook) -> Iterator[Block]:
    if situation.conclusion:
        yield Heading("Conclusion", 2)
        yield Paragraph(situation.conclusion.node.means)
        yield from conclusion_blocks(situation.conclusion, playbook)


def _tried(progress: Progress, playbook: Playbook) -> Iterator[Block]:
    lines = tried_lines(progress, playbook)
    if lines:
        yield Heading("Steps tried", 2)
        yield Items(
            tuple(f"{_clock(t.at)} - {x}" for t, x in zip(progress.tried, lines, strict=True)), ordered=True
        )


# A stored time may be anything, a terminal's escape as well: one that cannot be read is not shown.
_NO_TIME = "time unknown"


def _time(at: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(at)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _moment(at: str) -> str:
    moment = _time(at)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else _NO_TIME


def _clock(at: str) -> str:
    moment = _time(at)
    return f"{moment:%H:%M:%S}" if moment else _NO_TIME


def _duration(first: str, last: str) -> str:
    begin, end = _time(first), _time(last)
    if not begin or not end:
        return "unknown"
    seconds = max(0, int((end - begin).total_seconds()))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(hours or minutes)
    return " ".join([*parts, f"{seconds % 60} s"])
