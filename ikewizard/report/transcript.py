"""A session as a note that someone who was not there can act on: the outcome first, how it went last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ikewizard.core.events import Event
from ikewizard.core.facts import Finding
from ikewizard.core.place import question_place
from ikewizard.core.playbook import Playbook
from ikewizard.report.course import course, evidence_name, step_text
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.report.explain import (
    CERTAINTY,
    contradiction_sentences,
    evidence_blocks,
    ruled_out_line,
    statement,
    suspect_line,
)
from ikewizard.report.moments import duration, moment_of
from ikewizard.report.narrative import owners
from ikewizard.report.open_points import open_questions
from ikewizard.report.told import (
    Session,
    cause_title,
    evidence,
    open_points,
    results,
    session_of,
    to_act_on,
    verdict,
)
from ikewizard.report.units_told import addresses, differing, gateways, makes, tunnels

_MOST_CAUSES = 3

HOW_IT_WENT = "How it went"
"""The heading of the last section, the first to be shortened."""


def transcript(
    events: Iterable[Event],
    playbook: Playbook,
    kept: Collection[str] | None = None,
    changes: tuple[str, ...] = (),
) -> Document:
    """Return the note about a session. Its times are those of the events, in UTC.

    Events that the present trees no longer know are shown under their ids. ``kept`` are the ids of the
    evidence of which the full text is kept; of the other one the note says that it is not. ``changes`` say
    what the trees have at present otherwise than when the session began.
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
            *((Heading("Changed since it began", 2), Items(changes)) if changes else ()),
            *_course(told),
        )
    )


def _summary(told: Session) -> Table:
    rows = [("Verdict", verdict(told)), *_causes(told), *_who(told)]
    book, named = told.situation.book, tunnels(told.progress.evidence)
    for name, texts in (
        ("What differs", differing(book)),
        ("Devices", makes(book, told.playbook)),
        ("Tunnel", named),
        ("Gateways", gateways(book)),
        ("Addresses", () if named or gateways(book) else addresses(book)),
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
        yield "Asked next", f"{question_place(told.situation)} {asked[-1]}"
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
        yield from _settings(others[piece.id], told.playbook)
        rest = (finding for finding in others[piece.id] if finding.source.kind != "config")
        yield from evidence_blocks(rest, told.playbook, answers="answered")


def _settings(findings: Iterable[Finding], playbook: Playbook) -> Iterator[Block]:
    """Yield what a configuration says as rows: there are many, and each is short."""
    rows = [
        (
            finding.source.means or statement(finding, playbook),
            f"{finding.source.file}:{finding.source.line}" if finding.source.line else "",
            finding.source.text.strip(),
        )
        for finding in findings
        if finding.source.kind == "config"
    ]
    if rows:
        yield Table(("Setting", "Where", "Line"), tuple(rows))


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


def _ruled_out(told: Session) -> Iterator[Block]:
    conclusion = told.situation.conclusion
    if conclusion and conclusion.ruled_out:
        yield Heading("Ruled out, and why", 2)
        yield Items(tuple(ruled_out_line(cause, told.playbook) for cause in conclusion.ruled_out))


def _course(told: Session) -> Iterator[Block]:
    yield Heading(HOW_IT_WENT, 2)
    yield course(told.events, told.playbook) or Paragraph("Nothing was answered.")
