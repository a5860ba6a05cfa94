"""What the wizard shows at its turning points: the evidence, the conclusion, a step, the escalation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ikewizard.core.causes import Step
from ikewizard.core.conclusion import Conclusion, Suspect
from ikewizard.core.engine import Situation
from ikewizard.core.facts import NOT_VERIFIED, FactBook, Finding
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph
from ikewizard.report.explain import (
    RESULTS,
    conclusion_blocks,
    contradiction_sentences,
    evidence_blocks,
    ruled_out_line,
    step_how,
    where_words,
)
from ikewizard.report.open_points import still_open

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.core.treatment import TakeStep

__all__ = [
    "conclusion_document",
    "contradiction_sentences",
    "escalation_document",
    "evidence_document",
    "owners",
    "step_document",
    "step_lines",
    "tried_lines",
]

FIXED = {
    True: "fixed it, and traffic was seen to pass",
    False: "seemed to fix it, but traffic still did not pass",
    None: "fixed it, but that was not verified",
}


def evidence_document(situation: Situation, playbook: Playbook, suspect: Suspect | None = None) -> Document:
    """Return what speaks for one suspect, or (without one) what led the walk to where it stands."""
    findings = suspect.because if suspect else _evidence(situation)
    return Document(evidence_blocks(findings, playbook))


def conclusion_document(situation: Situation, playbook: Playbook) -> Document:
    """Return the conclusion: evidence first, contradictions, what it means, causes in order, ruled out."""
    if situation.conclusion is None:
        raise ValueError("the walk has not come to a conclusion")
    return Document(
        (
            *_found(situation, playbook),
            Heading("What it means", 2),
            Paragraph(situation.conclusion.node.means),
            *conclusion_blocks(situation.conclusion, playbook),
        )
    )


def step_document(action: TakeStep, playbook: Playbook, book: FactBook) -> Document:
    """Return one step to take: what to do, where, how on those devices, and what shows that it helped."""
    title = f"{action.suspect.cause.title}: step {action.number} of {action.total}"
    return Document(
        (Heading(title, 2), Paragraph(action.step.text), Items(step_lines(action.step, playbook, book)))
    )


def step_lines(step: Step, playbook: Playbook, book: FactBook) -> tuple[str, ...]:
    """Return where a step is done, how on each device, and what to look at afterwards, a line each."""
    lines = [f"Where: {where_words(step)}"]
    for how in step_how(step, playbook, book):
        units = "both units" if len(how.units) > 1 else f"the {how.units[0]}"
        lines.append(f"On {units} ({how.title}): {how.text}{f' {NOT_VERIFIED}' if how.unverified else ''}")
    if step.verify:
        lines.append(f"It helped if: {step.verify}")
    return tuple(lines)


def escalation_document(situation: Situation, progress: Progress, playbook: Playbook) -> Document:
    """Return the card for the next tier: found, tried, ruled out, still open, and who must act."""
    return Document(tuple(_escalation(situation, progress, playbook)))


def _escalation(situation: Situation, progress: Progress, playbook: Playbook) -> Iterator[Block]:
    conclusion = situation.conclusion
    yield Heading("For the next tier", 1)
    # That two settings agree can be seen from the settings, which are all told.
    others = (finding for finding in situation.book.findings if not finding.fact.startswith("agree."))
    yield from _found(situation, playbook, others)
    if conclusion:
        yield Paragraph(conclusion.node.means)
    tried = tried_lines(progress, playbook)
    yield Heading("What was tried", 2)
    yield Items(tried) if tried else Paragraph("Nothing was tried.")
    if conclusion and conclusion.ruled_out:
        yield Heading("What was ruled out, and why", 2)
        yield Items(tuple(ruled_out_line(cause, playbook) for cause in conclusion.ruled_out))
    unsettled = still_open(situation, progress)
    if unsettled:
        yield Heading("What is still open", 2)
        yield Items(unsettled)
    if conclusion and conclusion.suspects:
        yield Heading("Who must act", 2)
        yield Items(owners(conclusion))


def _found(situation: Situation, playbook: Playbook, others: Iterable[Finding] = ()) -> Iterator[Block]:
    findings = tuple(dict.fromkeys((*_evidence(situation), *others)))
    if findings:
        yield Heading("What was found", 2)
        yield from evidence_blocks(findings, playbook)
    sentences = contradiction_sentences(situation, playbook)
    if sentences:
        yield Heading("What contradicts itself", 3)
        yield Items(sentences)


def _evidence(situation: Situation) -> tuple[Finding, ...]:
    suspects = situation.conclusion.suspects if situation.conclusion else ()
    own = (finding for suspect in suspects for finding in suspect.because)
    return tuple(dict.fromkeys((*own, *situation.deciding())))


def tried_lines(progress: Progress, playbook: Playbook) -> tuple[str, ...]:
    """Return every step that was tried, by its number, with its result and whether traffic passed then."""
    works = {(seen.cause, seen.step): seen.works for seen in progress.verified}
    lines = []
    for number, tried in enumerate(progress.tried, start=1):
        cause = playbook.causes.get(tried.cause)
        step = next((step for step in cause.steps if step.id == tried.step), None) if cause else None
        what = f"{step.text if step else tried.step} ({cause.title if cause else tried.cause})"
        result = RESULTS[tried.result]
        if tried.result == "fixed":
            result = FIXED[works.get((tried.cause, tried.step))]
        lines.append(f"S{number} {what}: {result}")
    return tuple(lines)


def owners(conclusion: Conclusion) -> tuple[str, ...]:
    """Return who must act, each with the causes that are theirs to mend."""
    owners: dict[str, list[str]] = {}
    for suspect in conclusion.suspects:
        owners.setdefault(suspect.cause.owner, []).append(suspect.cause.title)
    return tuple(f"{owner}: {'; '.join(titles)}" for owner, titles in owners.items())
