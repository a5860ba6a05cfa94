"""After the conclusion: which step to try next, whether a fix was verified, and when all is used up."""

from __future__ import annotations

from ikewizard.core.causes import Step
from ikewizard.core.conclusion import Conclusion, Suspect
from ikewizard.core.progress import Progress
from ikewizard.core.record import dataclass


@dataclass(frozen=True)
class TakeStep:
    """Do this step. ``number`` counts from 1 among the ``total`` that no other cause offered."""

    suspect: Suspect
    step: Step
    number: int
    total: int


@dataclass(frozen=True)
class VerifyFix:
    """A step is said to have fixed it: see that traffic passes before that is believed."""

    suspect: Suspect
    step: Step


@dataclass(frozen=True)
class Solved:
    """A step fixed it, and that was seen."""

    suspect: Suspect
    step: Step


@dataclass(frozen=True)
class UsedUp:
    """Every step of every suspect was tried: time to escalate."""


Action = TakeStep | VerifyFix | Solved | UsedUp


def next_action(conclusion: Conclusion, progress: Progress) -> Action:
    """Return what comes next. A step that two causes share is offered once."""
    results = {(tried.cause, tried.step): tried.result for tried in progress.tried}
    looked = {(seen.cause, seen.step): seen.works for seen in progress.verified}
    for suspect in conclusion.suspects:
        for step in suspect.steps:
            key = (suspect.cause.id, step.id)
            if results.get(key) == "fixed" and looked.get(key) is not False:
                return Solved(suspect, step) if looked.get(key) else VerifyFix(suspect, step)
    done = {step for _, step in results}
    for suspect in conclusion.suspects:
        elsewhere = {step for cause, step in results if cause != suspect.cause.id}
        offered = [step for step in suspect.steps if step.id not in elsewhere]
        for number, step in enumerate(offered, start=1):
            if step.id not in done:
                return TakeStep(suspect, step, number, len(offered))
    return UsedUp()
