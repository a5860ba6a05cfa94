"""What an answer would lead to, in a few words: the engine walks on as if it had been given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from ikewizard.core.conclusion import Conclusion
from ikewizard.core.engine import Situation, survey, survey_blind
from ikewizard.core.events import StepResult, Tried, Verified
from ikewizard.core.facts import DONE, UNKNOWN
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress
from ikewizard.core.record import dataclass, replace
from ikewizard.core.treatment import Solved, TakeStep, UsedUp, VerifyFix, next_action
from ikewizard.core.tree import Ask, Question

_NAMED = 2
POINTS_TO = "points to"
NO_CAUSE = "no cause can be named yet"
TUNNEL_UP = "the tunnel is up as far as can be seen"
TRY_TRAFFIC = "see whether traffic passes"
HAND_OVER = "nothing is left to try: the next tier"
_RESULTS: tuple[StepResult, ...] = ("fixed", "did-not-help", "cannot-check")


@dataclass(frozen=True)
class Leads:
    """What each answer leads to, by its value; ``unknown`` is one of them.

    ``always`` is told once where every answer leads to the same question.
    """

    each: Mapping[str, str]
    always: str = ""


def question_leads(playbook: Playbook, progress: Progress, question: Question) -> Leads:
    """Return what the answers to an open question lead to: the question that comes then, or the causes.

    Where several answers lead to the same question, each tells the causes that it points to instead.
    """
    if not question.decides:
        return Leads({})
    values = [choice.value for choice in question.choices] if isinstance(question, Ask) else [DONE]
    answered = {
        value: replace(progress, answers={**progress.answers, question.id: value})
        for value in (*values, UNKNOWN)
    }
    each = {value: situation_words(at_what_decides(playbook, after)[1]) for value, after in answered.items()}
    counts = Counter(each[value] for value in values)
    always = each[values[0]] if len(counts) == 1 and values[1:] else ""
    for value in values:
        if counts[each[value]] > 1:
            each[value] = situation_words(survey_blind(playbook, answered[value])[0], POINTS_TO)
    return Leads(each, always)


def step_leads(conclusion: Conclusion, progress: Progress, action: TakeStep) -> Mapping[str, str]:
    """Return what each result of a step leads to."""
    cause, step = action.suspect.cause.id, action.step.id
    return {
        result: _next(
            conclusion, replace(progress, tried=(*progress.tried, Tried("", cause, step, result))), action
        )
        for result in _RESULTS
    }


def verify_leads(conclusion: Conclusion, progress: Progress, action: VerifyFix) -> Mapping[str, str]:
    """Return what it leads to that traffic passes (``yes``) or does not (``no``)."""
    cause, step = action.suspect.cause.id, action.step.id
    seen = {word: Verified("", cause, step, word == "yes") for word in ("yes", "no")}
    return {
        word: _next(conclusion, replace(progress, verified=(*progress.verified, event)), action)
        for word, event in seen.items()
    }


def at_what_decides(playbook: Playbook, progress: Progress) -> tuple[Progress, Situation]:
    """Return where the walk stands when what tells no causes apart (a make) is left unanswered."""
    situation = survey(playbook, progress)
    while situation.question is not None and not situation.question.decides:
        progress = replace(progress, answers={**progress.answers, situation.question.id: UNKNOWN})
        situation = survey(playbook, progress)
    return progress, situation


def situation_words(situation: Situation, points_to: str = "") -> str:
    """Return where a walk stands: the next question, or the causes that are left."""
    if situation.question is not None:
        return f"then: {situation.question.ask}"
    conclusion = situation.conclusion
    if conclusion is None or conclusion.outcome == "established":
        return TUNNEL_UP
    titles = [_short(suspect.cause.title) for suspect in conclusion.suspects]
    if not titles:
        return NO_CAUSE
    # Of what is only pointed to, more would be asked: the likeliest is enough.
    named = titles[: 1 if points_to else _NAMED]
    more = f"; and {len(titles) - len(named)} more" if len(titles) > len(named) else ""
    word = points_to or ("causes" if titles[1:] else "cause")
    return f"{word}: {'; '.join(named)}{more}"


def _short(title: str) -> str:
    """Return a cause's title without the names that its end gives in brackets."""
    return re.sub(r" \([^()]*\)$", "", title)


def _next(conclusion: Conclusion, progress: Progress, action: TakeStep | VerifyFix) -> str:
    following = next_action(conclusion, progress)
    if isinstance(following, VerifyFix):
        return f"then: {TRY_TRAFFIC}"
    if isinstance(following, Solved):
        return f"solved: {following.suspect.cause.title}"
    if isinstance(following, UsedUp):
        return HAND_OVER
    if following.suspect.cause.id == action.suspect.cause.id:
        return f"then: step {following.number} of {following.total}"
    return f"then the next cause: {following.suspect.cause.title}"
