"""What is still open in a session: one list, for the note and for the card to the next tier alike."""

from __future__ import annotations

from collections.abc import Iterator

from ikewizard.core.conclusion import Conclusion
from ikewizard.core.engine import Situation
from ikewizard.core.progress import Progress
from ikewizard.core.tree import Ask, Form
from ikewizard.report.explain import CERTAINTY

_MOST_STEPS = 5
_MOST_CAUSES = 3


def still_open(situation: Situation, progress: Progress) -> tuple[str, ...]:
    """Return what is not known, not checked, not tried and not proved, and what would decide.

    Steps that were tried are named by their numbers, as on a call and wherever they are listed.
    """
    lines = [f"Not known: {ask}" for ask in open_questions(situation)]
    unchecked = [f"S{n}" for n, tried in enumerate(progress.tried, 1) if tried.result == "cannot-check"]
    if unchecked:
        lines.append(f"Could not be checked: {', '.join(unchecked)}")
    if situation.conclusion:
        lines += _of_causes(situation.conclusion, progress)
    return tuple(lines)


def open_questions(situation: Situation) -> tuple[str, ...]:
    """Return the questions that nobody could answer, and the one that is being asked."""
    unknown = [
        visit.node.ask
        for visit in situation.visits
        if visit.how == "not-known" and isinstance(visit.node, Ask | Form) and visit.node.decides
    ]
    return (*unknown, situation.question.ask) if situation.question else tuple(unknown)


def _of_causes(conclusion: Conclusion, progress: Progress) -> Iterator[str]:
    suspects = conclusion.suspects
    if conclusion.outcome == "causes":
        done = {(tried.cause, tried.step) for tried in progress.tried}
        left = [(s.cause, step) for s in suspects for step in s.steps if (s.cause.id, step.id) not in done]
        yield from (f"Not tried: {step.text} ({cause.title})" for cause, step in left[:_MOST_STEPS])
        if left[_MOST_STEPS:]:
            yield f"Not tried: {len(left) - _MOST_STEPS} more steps"
    unproved = [f"{s.cause.title} ({CERTAINTY[s.certainty]})" for s in suspects if s.certainty != "certain"]
    if unproved:
        more = [f"and {len(unproved) - _MOST_CAUSES} more"] if unproved[_MOST_CAUSES:] else []
        yield f"Not proved: {'; '.join([*unproved[:_MOST_CAUSES], *more])}"
    if conclusion.node.decide and len(suspects) != 1:
        yield f"What would decide: {conclusion.node.decide}"
