"""Where a session stands, in a name short enough to say on a call: Q3, C, S2."""

from __future__ import annotations

from ikewizard.core.engine import Situation
from ikewizard.core.progress import Progress
from ikewizard.core.treatment import TakeStep, VerifyFix, next_action

CONCLUSION = "C"
END = "End"


def place(situation: Situation, progress: Progress) -> str:
    """Return what both ends of a call cite: ``Q3`` the third question, ``C`` the conclusion, ``S2`` a step.

    Steps are counted over all causes. Every view of a session names the same place alike.
    """
    if progress.ending is not None:
        return END
    if situation.question is not None:
        return question_place(situation)
    conclusion = situation.conclusion
    if conclusion is None or conclusion.outcome != "causes" or conclusion.node.id not in progress.answers:
        return CONCLUSION
    action = next_action(conclusion, progress)
    if isinstance(action, TakeStep):
        return f"S{len(progress.tried) + 1}"
    if isinstance(action, VerifyFix):
        return f"S{len(progress.tried)}"
    return END


def question_place(situation: Situation) -> str:
    """Return the place of the open question, in the order of the walk."""
    return f"Q{1 + sum(1 for visit in situation.visits if visit.how in ('answered', 'not-known'))}"
