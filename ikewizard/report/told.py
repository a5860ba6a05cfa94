"""What a note tells of a session: how it stands, what was done and found, and what is open."""

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
from ikewizard.report.explain import RESULTS
from ikewizard.report.narrative import FIXED
from ikewizard.report.open_points import still_open

VERDICTS: Mapping[Ending | None, str] = {
    "solved": "Solved: a step fixed it, and traffic was seen to pass",
    "escalated": "Not solved: all steps were tried, to be handed to the next tier",
    "established": "The tunnel came up, and nothing wrong was found",
    "undetermined": "Undetermined: what is known points to no cause",
    None: "Not finished",
}
_USED_UP = "Not solved so far: all steps were tried, to be handed to the next tier"
_CLOSED = ("solved", "established")


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
    source = finding.source
    # What is not said anywhere (a default) has neither line nor text, and is more than one thing.
    return source.file, source.line, source.text or f"{finding.fact}={finding.value}"


def _decides(finding: Finding, playbook: Playbook) -> bool:
    spec = playbook.facts.get(finding.fact)
    return (spec is None or spec.decides) and not finding.fact.endswith(".device")


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


def to_act_on(told: Session) -> tuple[Suspect, ...]:
    """Return the causes that somebody must still do something about."""
    conclusion = told.situation.conclusion
    return conclusion.suspects if conclusion and told.progress.ending not in _CLOSED else ()


def open_points(told: Session) -> tuple[str, ...]:
    """Return what is still open; nothing where the session came to a good end."""
    if told.progress.ending in _CLOSED:
        return ()
    return still_open(told.situation, told.progress)
