"""What came of many sessions, counted from their events: for who writes the trees.

Only ids that the trees know are counted by name, so that no name and no address of a network is in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ikewizard.core.conclusion import Conclusion
from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import (
    Answered,
    Ending,
    Event,
    EvidenceGiven,
    SettingGiven,
    Tried,
    Verified,
    WentBack,
)
from ikewizard.core.facts import DONE, UNKNOWN
from ikewizard.core.heirs import inherit
from ikewizard.core.listed import OPEN
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import replay
from ikewizard.core.tree import Ask, Form
from ikewizard.report.moments import time_of

PAUSE = 30 * 60.0
"""Seconds between two events from which on nobody was at it: such a gap counts for nothing."""
ELSEWHERE = "(not in these trees)"
"""What stands for every id that the trees do not know: it may be anything."""

StepOf = tuple[str, str]
"""A cause and one of its steps."""


@dataclass
class Statistics:
    """What was counted. Seconds are those in which somebody was at it."""

    sessions: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    first: Counter[str] = field(default_factory=Counter)
    suspected: Counter[str] = field(default_factory=Counter)
    fixed: Counter[str] = field(default_factory=Counter)
    """In how many sessions a cause stood first, was suspected at all, and had a fix that was seen to work."""
    answered: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    back: Counter[str] = field(default_factory=Counter)
    """How often a question was answered, of that with "I don't know", and how often that was taken back."""
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """The seconds that each answer to a question took."""
    evidence: int = 0
    evidence_back: int = 0
    concluded: Counter[str] = field(default_factory=Counter)
    unsolved: Counter[str] = field(default_factory=Counter)
    """In how many sessions that ended a conclusion was the last, and in how many of these nothing helped."""
    tried: Counter[StepOf] = field(default_factory=Counter)
    failed: Counter[StepOf] = field(default_factory=Counter)
    unchecked: Counter[StepOf] = field(default_factory=Counter)
    makers: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    """At which question or conclusion sessions that did not end were left."""


def count(sessions: Iterable[Sequence[Event]], playbook: Playbook) -> Statistics:
    """Return what came of these sessions, in the light of the trees of ``playbook``."""
    made = Statistics()
    for events in sessions:
        _Session(made, playbook).take(inherit(events, playbook.heirs))
    return made


class _Session:
    def __init__(self, made: Statistics, playbook: Playbook) -> None:
        self._made = made
        self._playbook = playbook
        self._standing: dict[str, str] = {}
        self._pending: float | None = 0.0

    def take(self, events: Sequence[Event]) -> None:
        gaps = list(_gaps(events))
        for event, gap in zip(events, gaps, strict=True):
            self._event(event, gap)
        made = self._made
        made.sessions += 1
        made.seconds.append(sum(gap for gap in gaps if gap is not None))
        progress = replay(events)
        made.endings[progress.ending or OPEN] += 1
        fixed = {self._cause(seen.cause) for seen in progress.verified if seen.works}
        made.fixed.update(fixed)
        self._end(survey(self._playbook, progress), progress.ending)

    def _event(self, event: Event, gap: float | None) -> None:
        if isinstance(event, Answered):
            self._answered(event, gap)
        elif isinstance(event, WentBack):
            self._went_back(event)
        elif isinstance(event, Tried | Verified):
            self._step(event)
        if isinstance(event, SettingGiven) and gap is not None and self._pending is not None:
            # The fields of a form belong to the time that it takes.
            self._pending += gap
        else:
            self._pending = 0.0 if not isinstance(event, SettingGiven) else None
        self._made.evidence += isinstance(event, EvidenceGiven)

    def _answered(self, event: Answered, gap: float | None) -> None:
        node = self._playbook.tree.nodes.get(event.node)
        if node is not None and not isinstance(node, Ask | Form):
            return
        name = node.id if node else ELSEWHERE
        self._standing[event.node] = event.value
        self._made.answered[name] += 1
        self._made.unknown[name] += event.value == UNKNOWN
        if gap is not None and self._pending is not None and node:
            self._made.taken[name].append(self._pending + gap)

    def _went_back(self, event: WentBack) -> None:
        value = self._standing.pop(event.target, None)
        node = self._playbook.tree.nodes.get(event.target)
        if value is None:
            self._made.evidence_back += "/" not in event.target and node is None
        elif node is None:
            return
        # An answer that the trees know no more is taken back by the program.
        elif not isinstance(node, Ask) or value in (UNKNOWN, DONE) or node.choice(value):
            self._made.back[node.id] += 1

    def _step(self, event: Tried | Verified) -> None:
        cause = self._playbook.causes.get(event.cause)
        known = cause is not None and any(step.id == event.step for step in cause.steps)
        key = (event.cause, event.step) if known else (self._cause(event.cause), ELSEWHERE)
        if isinstance(event, Tried):
            self._made.tried[key] += 1
            self._made.failed[key] += event.result == "did-not-help"
            self._made.unchecked[key] += event.result == "cannot-check"
        else:
            self._made.failed[key] += not event.works

    def _end(self, situation: Situation, ending: Ending | None) -> None:
        for side in ("initiator", "responder"):
            maker = situation.book.value(f"{side}.device")
            if maker is not None:
                self._made.makers[maker if maker in self._playbook.devices else ELSEWHERE] += 1
        if situation.conclusion:
            self._concluded(situation.conclusion, ending)
        elif ending is None and situation.question:
            self._made.left[situation.question.id] += 1

    def _concluded(self, conclusion: Conclusion, ending: Ending | None) -> None:
        made, name = self._made, conclusion.node.id
        made.first.update(suspect.cause.id for suspect in conclusion.suspects[:1])
        made.suspected.update(suspect.cause.id for suspect in conclusion.suspects)
        if ending is None:
            made.left[name] += 1
            return
        made.concluded[name] += 1
        made.unsolved[name] += ending in ("escalated", "undetermined")

    def _cause(self, cause: str) -> str:
        return cause if cause in self._playbook.causes else ELSEWHERE


def _gaps(events: Sequence[Event]) -> Iterator[float | None]:
    """Yield the seconds before each event; None where that cannot be told, or nobody was at it."""
    before: datetime | None = None
    for event in events:
        at = time_of(event.at)
        gap = (at - before).total_seconds() if at and before else None
        # A clock that was set back tells nothing of how long something took.
        yield gap if gap is not None and 0 <= gap < PAUSE else None
        before = at
