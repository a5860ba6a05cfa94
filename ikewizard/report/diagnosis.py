"""Diagnosis: the walk with nobody to ask, over everything that logs and statements say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ikewizard.core.engine import Situation, survey_blind
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import Finding, Side
from ikewizard.core.kinds import Literal
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, stated
from ikewizard.core.record import dataclass, field, replace
from ikewizard.core.tree import Question
from ikewizard.logs.merge import Pair, are_of_two_units, merge
from ikewizard.logs.outcome import TAKEN_DOWN
from ikewizard.logs.reading import Reading

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.report.configured import Configured

Verdict = Literal["cause-found", "possible-causes", "established", "undetermined"]
Reached = Literal["phase2-up", "phase2-failed", "phase1-up", "phase1-failed", "answered", "begun", "unknown"]


@dataclass(frozen=True)
class Tunnel:
    """The diagnosis of one tunnel. ``question`` is the open one that would decide."""

    name: str
    peer: str
    verdict: Verdict
    situation: Situation
    question: Question | None
    progress: Progress = field(default_factory=Progress, repr=False)
    """Everything that was told of it, with no question answered."""

    @property
    def causes(self) -> tuple[str, ...]:
        """The ids of the causes left, the likeliest first."""
        conclusion = self.situation.conclusion
        return tuple(suspect.cause.id for suspect in conclusion.suspects) if conclusion else ()

    @property
    def because(self) -> tuple[Finding, ...]:
        """What speaks for the likeliest cause, or led to the verdict where there is none."""
        conclusion = self.situation.conclusion
        if conclusion and conclusion.suspects:
            return conclusion.suspects[0].because
        return self.situation.deciding()

    @property
    def taken_down(self) -> str:
        """Who took the tunnel down after it had come up, or ``unknown``; empty where nobody did."""
        return (self.situation.book.value(TAKEN_DOWN) or "") if self.verdict == "established" else ""

    @property
    def reached(self) -> Reached:
        """How far the last attempt got, as far as anybody has told."""
        value = self.situation.book.value
        for state, up, failed in _PHASES:
            if value(state) in ("up", "failed"):
                return up if value(state) == "up" else failed
        if value("initiator.answered") == "yes":
            return "answered"
        begun = value("initiator.started") == "yes" or value("responder.received") == "yes"
        return "begun" if begun else "unknown"


_PHASES: tuple[tuple[str, Reached, Reached], ...] = (
    ("phase2.state", "phase2-up", "phase2-failed"),
    ("phase1.state", "phase1-up", "phase1-failed"),
)


@dataclass(frozen=True)
class Diagnosis:
    """The diagnosis of all logs together: that of the tunnel that matters most, and one for each."""

    main: Tunnel
    tunnels: tuple[Tunnel, ...]


@dataclass(frozen=True)
class _Shown:
    name: str
    peer: str
    findings: tuple[Finding, ...]
    stranger: bool = False
    is_open: bool = False


_RANKS: Mapping[Verdict, int] = {
    "cause-found": 0,
    "possible-causes": 0,
    "undetermined": 1,
    "established": 2,
}
_LAST = 3


def diagnose(
    playbook: Playbook,
    readings: Sequence[Reading],
    facts: Mapping[str, str],
    configured: Configured | None = None,
) -> Diagnosis:
    """Return what the logs and the configurations say, with ``facts`` as if they had been answered.

    A tunnel with causes matters more than one that is not decided, and that more than one that is up; a
    stranger who was turned away matters least where a tunnel is up, or failed with causes of its own.
    """
    common = _common(readings)
    shown = [_with_settings(tunnel, configured) for tunnel in _tunnels(readings)]
    tunnels = tuple(_tunnel(playbook, tunnel, common, facts) for tunnel in shown)
    if not tunnels:
        everything = tuple(finding for reading in readings for finding in reading.findings)
        only = _with_settings(_Shown("", "", everything), configured)
        return Diagnosis(_tunnel(playbook, only, (), facts), ())
    known = any(
        tunnel.verdict == "established" or (tunnel.verdict != "undetermined" and not here.stranger)
        for here, tunnel in zip(shown, tunnels, strict=True)
    )
    # Of two that matter alike, one that came to an end tells more than one that the log breaks off in.
    ranks = [
        (_LAST if here.stranger and known else _RANKS[tunnel.verdict], here.is_open)
        for here, tunnel in zip(shown, tunnels, strict=True)
    ]
    return Diagnosis(tunnels[ranks.index(min(ranks))], tunnels)


def line_totals(readings: Iterable[Reading]) -> dict[str, int]:
    """Return what became of the lines of all logs together."""
    totals = dict.fromkeys(("read", "understood", "ignored", "unknown"), 0)
    for reading in readings:
        for name in totals:
            totals[name] += getattr(reading.lines, name)
    return totals


def verdict_of(situation: Situation) -> Verdict:
    """Return the verdict of a walk that has ended: one cause, several, none needed, or none known.

    A cause is found when it is the only one left, or alone is certain.
    """
    conclusion = situation.conclusion
    if conclusion is None or conclusion.outcome == "undetermined":
        return "undetermined"
    if conclusion.outcome == "established":
        return "established"
    certain = [suspect for suspect in conclusion.suspects if suspect.certainty == "certain"]
    found = len(certain) == 1 or len(conclusion.suspects) == 1
    return "cause-found" if found else "possible-causes"


def _tunnel(
    playbook: Playbook, shown: _Shown, common: tuple[Finding, ...], facts: Mapping[str, str]
) -> Tunnel:
    findings = (*common, *shown.findings)
    evidence = EvidenceGiven("", "logs", "logs", "either", findings, peer=shown.peer, tunnel=shown.name)
    progress = Progress(evidence=(evidence, *stated(facts).evidence))
    situation, questions = survey_blind(playbook, progress)
    question = next((question for question in questions if question.decides), None)
    return Tunnel(shown.name, shown.peer, verdict_of(situation), situation, question, progress)


def _common(readings: Sequence[Reading]) -> tuple[Finding, ...]:
    # What is about the unit and not about one tunnel, such as its make.
    of_tunnels = {f for r in readings for c in r.connections for f in c.findings}
    return tuple(f for r in readings for f in r.findings if f not in of_tunnels)


def _tunnels(readings: Sequence[Reading]) -> list[_Shown]:
    initiator, responder = _of_both(readings)
    if initiator and responder:
        return [_shown(pair) for pair in merge(initiator, responder).pairs]
    alone = initiator or responder
    return [_shown(Pair(connection, None)) for connection in alone.connections] if alone else []


def _of_both(readings: Sequence[Reading]) -> tuple[Reading | None, Reading | None]:
    """Return the logs of the one unit and of the other, as far as there are both."""
    initiator, responder = _together(readings, "initiator"), _together(readings, "responder")
    if len(readings) == 2 and not (initiator and responder) and are_of_two_units(*readings):
        return readings[0], readings[1]
    return initiator, responder


def _with_settings(shown: _Shown, configured: Configured | None) -> _Shown:
    settings = configured.findings(shown.name, shown.peer) if configured else ()
    return replace(shown, findings=(*shown.findings, *settings))


def _together(readings: Sequence[Reading], side: Side) -> Reading | None:
    ours = [reading for reading in readings if reading.side == side]
    if not ours:
        return None
    return replace(
        ours[0],
        connections=tuple(c for reading in ours for c in reading.connections),
        own=frozenset(own for reading in ours for own in reading.own),
    )


def _shown(pair: Pair) -> _Shown:
    connections = [side for side in (pair.initiator, pair.responder) if side]
    return _Shown(
        name=pair.name,
        peer=next((connection.peer for connection in connections if connection.peer), ""),
        findings=pair.findings,
        stranger=all(connection.stranger for connection in connections),
        is_open=all(connection.outcome == "open" for connection in connections),
    )
