"""A session as a note that someone who was not there can act on: the outcome first, how it went last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ikewizard.core.conclusion import Suspect
from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import Ending, Event, Tried
from ikewizard.core.facts import Finding
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, replay
from ikewizard.core.record import dataclass
from ikewizard.core.treatment import UsedUp, next_action
from ikewizard.report.course import course, evidence_name, step_text
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.report.explain import (
    CERTAINTY,
    RESULTS,
    contradiction_sentences,
    evidence_blocks,
    ruled_out_line,
    suspect_line,
)
from ikewizard.report.moments import duration, moment_of
from ikewizard.report.narrative import FIXED, open_questions, owners
from ikewizard.report.units_told import addresses, differing, gateways, makes

VERDICTS: Mapping[Ending | None, str] = {
    "solved": "Solved: a step fixed it, and traffic was seen to pass",
    "escalated": "Not solved: all steps were tried, to be handed to the next tier",
    "established": "The tunnel came up, and nothing wrong was found",
    "undetermined": "Undetermined: what is known points to no cause",
    None: "Not finished",
}
_USED_UP = "Not solved so far: all steps were tried, to be handed to the next tier"

_CLOSED = ("solved", "established")
_MOST_CAUSES = 3
_MOST_STEPS = 5

HOW_IT_WENT = "How it went"
"""The heading of the last section, the first to be shortened."""


@dataclass(frozen=True)
class Session:
    """What a note tells about. ``kept``: the evidence of which the text is kept; None where nobody asks."""

    events: tuple[Event, ...]
    progress: Progress
    situation: Situation
    playbook: Playbook
    kept: Collection[str] | None = None


def session_of(events: Iterable[Event], playbook: Playbook, kept: Collection[str] | None = None) -> Session:
    """Return a session by its events."""
    happened = tuple(events)
    progress = replay(happened)
    return Session(happened, progress, survey(playbook, progress), playbook, kept)


def transcript(events: Iterable[Event], playbook: Playbook, kept: Collection[str] | None = None) -> Document:
    """Return the note about a session. Its times are those of the events, in UTC.

    Events that the present trees no longer know are shown under their ids. ``kept`` are the ids of the
    evidence of which the full text is kept; of the other one the note says that it is not.
    """
    told = session_of(events, playbook, kept)
    return Document(
        (
            Heading("IKE tunnel troubleshooting", 1),
            _summary(told),
            *_conclusion(told),
            *_tried(told),
            *_evidence(told),
            *_contradictions(told),
            *_open(told),
            *_ruled_out(told),
            *_course(told),
        )
    )


def verdict(told: Session) -> str:
    """Return how the session stands, in a sentence."""
    if told.progress.ending is None and is_used_up(told):
        return _USED_UP
    return VERDICTS[told.progress.ending]


def is_used_up(told: Session) -> bool:
    """Return whether every step was tried and none has helped."""
    conclusion = told.situation.conclusion
    if conclusion is None or conclusion.outcome != "causes":
        return False
    return isinstance(next_action(conclusion, told.progress), UsedUp)


def evidence(told: Session) -> tuple[tuple[Finding, ...], dict[str, tuple[Finding, ...]]]:
    """Return the findings that the conclusion rests on, and the others of each piece of evidence."""
    suspects = told.situation.conclusion.suspects if told.situation.conclusion else ()
    own = (finding for suspect in suspects for finding in suspect.because)
    deciding = tuple(dict.fromkeys((*own, *told.situation.deciding())))
    shown = {_line(finding) for finding in deciding}
    others = {}
    for piece in told.progress.evidence:
        rest = [f for f in piece.findings if _line(f) not in shown and _decides(f, told.playbook)]
        shown.update(map(_line, rest))
        others[piece.id] = tuple(rest)
    return deciding, others


def _line(finding: Finding) -> tuple[str, int, str]:
    return finding.source.file, finding.source.line, finding.source.text


def _decides(finding: Finding, playbook: Playbook) -> bool:
    spec = playbook.facts.get(finding.fact)
    return (spec is None or spec.decides) and not finding.fact.endswith(".device")


def _summary(told: Session) -> Table:
    rows = [("Verdict", verdict(told)), *_causes(told), *_who(told)]
    book = told.situation.book
    for name, texts in (
        ("What differs", differing(book)),
        ("Devices", makes(book, told.playbook)),
        ("Gateways", gateways(book)),
        ("Addresses", () if gateways(book) else addresses(book)),
    ):
        rows += [(name, "; ".join(texts))] if texts else []
    if told.events:
        first, last = told.events[0].at, told.events[-1].at
        rows += [("Started", moment_of(first)), ("Duration", duration(first, last))]
    started = told.progress.started
    if started:
        rows.append(("Session", f"{started.session} (ikewizard {started.version}, trees {started.tree})"))
    return Table(("Summary", "This session"), tuple(rows))


def _who(told: Session) -> Iterator[tuple[str, str]]:
    asked = open_questions(told.situation)
    if told.situation.question and asked and told.progress.ending is None:
        yield "Asked next", asked[-1]
    suspects = to_act_on(told)
    if suspects:
        yield "Who must act", "; ".join(dict.fromkeys(suspect.cause.owner for suspect in suspects))


def _causes(told: Session) -> Iterator[tuple[str, str]]:
    fixed = next((seen for seen in reversed(told.progress.verified) if seen.works), None)
    conclusion = told.situation.conclusion
    suspects = conclusion.suspects if conclusion else ()
    if told.progress.ending == "solved" and fixed:
        cause = told.playbook.causes.get(fixed.cause)
        sure = next((s.certainty for s in suspects if s.cause.id == fixed.cause), None)
        proved = (
            f" ({CERTAINTY[sure]} by the evidence, and the fix proved it)"
            if sure and sure != "certain"
            else ""
        )
        yield "Cause", f"{cause.title if cause else fixed.cause}{proved}"
        yield "Fixed by", step_text(fixed.cause, fixed.step, told.playbook)
    elif suspects:
        names = [f"{s.cause.title} ({CERTAINTY[s.certainty]})" for s in suspects[:_MOST_CAUSES]]
        more = [f"and {len(suspects) - len(names)} more"] if suspects[_MOST_CAUSES:] else []
        yield ("Possible causes" if suspects[1:] else "Cause"), "; ".join([*names, *more])


def _conclusion(told: Session) -> Iterator[Block]:
    conclusion = told.situation.conclusion
    if conclusion:
        yield Heading("Conclusion", 2)
        yield Paragraph(conclusion.node.means)
        lines = tuple(suspect_line(suspect) for suspect in conclusion.suspects)
        if lines:
            yield Items(lines, ordered=len(lines) > 1)


def _tried(told: Session) -> Iterator[Block]:
    conclusion = told.situation.conclusion
    rows = [
        (f"S{number}", step_text(tried.cause, tried.step, told.playbook), result, cause_title(tried, told))
        for number, (tried, result) in enumerate(results(told), start=1)
    ]
    if rows:
        yield Heading("What was done", 2)
        yield Table(("No.", "Step", "Result", "Against"), tuple(rows))
    elif conclusion and conclusion.outcome == "causes":
        yield Heading("What was done", 2)
        yield Paragraph("No step was tried yet.")


def results(told: Session) -> Iterator[tuple[Tried, str]]:
    """Yield every step that was tried with what came of it, as it stands."""
    works = {(seen.cause, seen.step): seen.works for seen in told.progress.verified}
    for tried in told.progress.tried:
        fixed = tried.result == "fixed"
        yield tried, FIXED[works.get((tried.cause, tried.step))] if fixed else RESULTS[tried.result]


def cause_title(tried: Tried, told: Session) -> str:
    """Return the cause against which a step was tried, in words."""
    cause = told.playbook.causes.get(tried.cause)
    return cause.title if cause else tried.cause


def _evidence(told: Session) -> Iterator[Block]:
    deciding, others = evidence(told)
    blocks = evidence_blocks(deciding, told.playbook, answers="answered")
    if blocks or told.progress.evidence:
        yield Heading("Evidence", 2)
        yield from blocks
    for piece in told.progress.evidence:
        yield Heading(f"From {evidence_name(piece)}", 3)
        lines = [*piece.note]
        if told.kept is not None and piece.id not in told.kept:
            lines.append("Its full text was not kept.")
        if lines:
            yield Items(tuple(lines))
        yield from evidence_blocks(others[piece.id], told.playbook, answers="answered")


def _contradictions(told: Session) -> Iterator[Block]:
    sentences = contradiction_sentences(told.situation, told.playbook, told="the answer was")
    if sentences:
        yield Heading("Contradictions", 2)
        yield Items(sentences)


def _open(told: Session) -> Iterator[Block]:
    lines = open_points(told)
    if lines:
        yield Heading("Still open", 2)
        yield Items(lines)
    suspects = to_act_on(told)
    if suspects and told.situation.conclusion:
        yield Heading("Who must act", 2)
        yield Items(owners(told.situation.conclusion))


def to_act_on(told: Session) -> tuple[Suspect, ...]:
    """Return the causes that somebody must still do something about."""
    conclusion = told.situation.conclusion
    return conclusion.suspects if conclusion and told.progress.ending not in _CLOSED else ()


def open_points(told: Session) -> tuple[str, ...]:
    """Return what is not known, what could not be checked, what was not tried, and what would decide."""
    if told.progress.ending in _CLOSED:
        return ()
    conclusion = told.situation.conclusion
    unchecked = [f"S{n}" for n, (tried, _) in enumerate(results(told), 1) if tried.result == "cannot-check"]
    lines = [f"Not known: {ask}" for ask in open_questions(told.situation)]
    if unchecked:
        lines.append(f"Could not be checked: {', '.join(unchecked)}")
    if conclusion and conclusion.outcome == "causes":
        done = {(tried.cause, tried.step) for tried in told.progress.tried}
        suspects = conclusion.suspects
        left = [(s.cause, step) for s in suspects for step in s.steps if (s.cause.id, step.id) not in done]
        lines += [f"Not tried: {step.text} ({cause.title})" for cause, step in left[:_MOST_STEPS]]
        lines += [f"Not tried: {len(left) - _MOST_STEPS} more steps"] if left[_MOST_STEPS:] else []
    if conclusion and conclusion.node.decide and len(conclusion.suspects) != 1:
        lines.append(f"What would decide: {conclusion.node.decide}")
    return tuple(lines)


def _ruled_out(told: Session) -> Iterator[Block]:
    conclusion = told.situation.conclusion
    if conclusion and conclusion.ruled_out:
        yield Heading("Ruled out, and why", 2)
        yield Items(tuple(ruled_out_line(cause, told.playbook) for cause in conclusion.ruled_out))


def _course(told: Session) -> Iterator[Block]:
    yield Heading(HOW_IT_WENT, 2)
    yield course(told.events, told.playbook) or Paragraph("Nothing was answered.")
