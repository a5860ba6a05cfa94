"""What has happened so far in a session, folded from its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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
from ikewizard.core.facts import UNKNOWN, Finding, Side, Source
from ikewizard.core.record import dataclass, field, replace

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True)
class Progress:
    """The answers, evidence and trials that stand. What was taken back is not in it."""

    answers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[tuple[Side, str], str] = field(default_factory=dict)
    evidence: tuple[EvidenceGiven, ...] = ()
    tried: tuple[Tried, ...] = ()
    verified: tuple[Verified, ...] = ()
    started: Started | None = None
    ending: Ending | None = None


def replay(events: Iterable[Event], before: Progress | None = None) -> Progress:
    """Return the progress after ``events``, beginning with ``before`` (nothing, when not given)."""
    progress = before or Progress()
    for event in events:
        progress = happen(progress, event)
    return progress


def stated(facts: Mapping[str, str]) -> Progress:
    """Return the progress of a session in which these facts were stated, and nothing was asked."""
    findings = tuple(
        Finding(fact, value, Source("given", text=f"{fact}={value}")) for fact, value in facts.items()
    )
    return Progress(evidence=(EvidenceGiven("", "stated", "stated", "either", findings),))


def happen(progress: Progress, event: Event) -> Progress:
    """Return the progress after one more event."""
    fold: Callable[[Progress, Any], Progress] = _FOLDS[type(event)]
    return fold(progress, event)


def _answered(progress: Progress, event: Answered) -> Progress:
    return replace(progress, answers={**progress.answers, event.node: event.value})


def _setting_given(progress: Progress, event: SettingGiven) -> Progress:
    settings = {**progress.settings, (event.side, event.setting): event.value}
    if event.value == UNKNOWN:
        del settings[event.side, event.setting]
    return replace(progress, settings=settings)


def _evidence(progress: Progress, event: EvidenceGiven) -> Progress:
    return replace(progress, evidence=(*progress.evidence, event))


def step_target(tried: Tried | Verified) -> str:
    """Return the name under which the result of a step is taken back."""
    return f"{tried.cause}/{tried.step}"


def _went_back(progress: Progress, event: WentBack) -> Progress:
    return replace(
        progress,
        answers={node: value for node, value in progress.answers.items() if node != event.target},
        evidence=tuple(piece for piece in progress.evidence if piece.id != event.target),
        tried=tuple(tried for tried in progress.tried if step_target(tried) != event.target),
        verified=tuple(seen for seen in progress.verified if step_target(seen) != event.target),
        ending=None,
    )


_FOLDS = {
    Started: lambda progress, event: replace(progress, started=event),
    Answered: _answered,
    SettingGiven: _setting_given,
    EvidenceGiven: _evidence,
    WentBack: _went_back,
    Tried: lambda progress, event: replace(progress, tried=(*progress.tried, event)),
    Verified: lambda progress, event: replace(progress, verified=(*progress.verified, event)),
    Finished: lambda progress, event: replace(progress, ending=event.ending),
}
