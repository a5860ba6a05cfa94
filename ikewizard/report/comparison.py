"""Two units' settings held against each other: for each pair of connections, whoever initiates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ikewizard.core.engine import survey_blind
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import FactBook
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress
from ikewizard.core.record import dataclass
from ikewizard.report.baseline import proposed
from ikewizard.report.diagnosis import Tunnel, Verdict, verdict_of
from ikewizard.settings.advice import Advice, Profile, WeakChoice, weak_choices
from ikewizard.settings.compare import Difference, differences
from ikewizard.settings.evidence import both_findings
from ikewizard.settings.meet import Meeting, meet, named
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Configuration

_RANKS: Mapping[Verdict, int] = {"cause-found": 0, "possible-causes": 1, "undetermined": 2, "established": 3}


@dataclass(frozen=True)
class Direction:
    """What comes out when one of the units initiates."""

    initiator: str
    responder: str
    tunnel: Tunnel
    differences: tuple[Difference, ...]

    @property
    def book(self) -> FactBook:
        """Everything that is known of both units this way round."""
        return self.tunnel.situation.book


@dataclass(frozen=True)
class Compared:
    """Two connections that meet; ``forward`` is with the first unit as initiator."""

    name: str
    meeting: Meeting
    forward: Direction
    backward: Direction

    @property
    def verdict(self) -> Verdict:
        """The worse of the verdicts of the two directions."""
        return min((self.forward.tunnel.verdict, self.backward.tunnel.verdict), key=_RANKS.__getitem__)


@dataclass(frozen=True)
class Comparison:
    """All that meets, the worst first; ``alone`` are connections that meet nothing, by unit.

    ``proposal`` is a profile that both units could use, where their proposals have nothing in common.
    """

    pairs: tuple[Compared, ...]
    alone: tuple[tuple[str, str], ...]
    advice: tuple[tuple[str, Advice], ...]
    proposal: Profile | None = None

    @property
    def main(self) -> Compared | None:
        """The pair to report on."""
        return self.pairs[0] if self.pairs else None


@dataclass(frozen=True)
class Measure:
    """What units are measured by."""

    playbook: Playbook
    specs: Mapping[str, SettingSpec]
    weak: Sequence[WeakChoice] = ()
    profiles: Sequence[Profile] = ()


def compare(ours: Configuration, theirs: Configuration, by: Measure, *, only: str = "") -> Comparison:
    """Return what two configurations say together; ``only`` names the one connection that is wanted."""
    meetings = meet(ours, theirs, by.specs)
    met = named(meetings.met, only) if only else meetings.met
    pairs = sorted((_compared(each, ours, theirs, by) for each in met), key=lambda pair: _RANKS[pair.verdict])
    alone = [
        *((ours.name, connection.name) for connection in meetings.ours_alone),
        *((theirs.name, connection.name) for connection in meetings.theirs_alone),
    ]
    if not pairs:
        return Comparison((), tuple(alone), ())
    main = pairs[0]
    return Comparison(tuple(pairs), tuple(alone), _advice(main, by), _proposal(main, by))


def _proposal(pair: Compared, by: Measure) -> Profile | None:
    parts = {spec.id for spec in by.specs.values() if spec.part_of}
    if not any(each.setting in parts and each.agree == "no" for each in pair.forward.differences):
        return None
    return proposed(by.profiles, (pair.meeting.ours, pair.meeting.theirs), by.specs)


def turned(meeting: Meeting) -> Meeting:
    """Return the meeting as the other unit sees it."""
    return Meeting(meeting.theirs, meeting.ours, meeting.their_child, meeting.our_child, meeting.guess)


def _compared(meeting: Meeting, ours: Configuration, theirs: Configuration, by: Measure) -> Compared:
    names = dict.fromkeys(
        each.name for each in (meeting.ours, meeting.our_child, meeting.theirs, meeting.their_child) if each
    )
    name = " / ".join(filter(None, names)) or "unnamed"
    return Compared(
        name,
        meeting,
        _direction(ours, theirs, meeting, name, by),
        _direction(theirs, ours, turned(meeting), name, by),
    )


def _direction(
    initiator: Configuration, responder: Configuration, meeting: Meeting, name: str, by: Measure
) -> Direction:
    findings = both_findings(initiator, responder, meeting, by.specs)
    evidence = EvidenceGiven("", "configurations", "configurations", "either", findings)
    situation, questions = survey_blind(by.playbook, Progress(evidence=(evidence,)))
    question = next((question for question in questions if question.decides), None)
    peer = situation.book.value("initiator.peer-gateway") or ""
    tunnel = Tunnel(name, peer, verdict_of(situation), situation, question)
    return Direction(
        initiator.name, responder.name, tunnel, differences(tuple(by.specs.values()), situation.book)
    )


def _advice(pair: Compared, by: Measure) -> tuple[tuple[str, Advice], ...]:
    found: list[tuple[str, Advice]] = []
    for side, name in (("initiator", pair.forward.initiator), ("responder", pair.forward.responder)):
        values = {
            setting: value for setting in by.specs if (value := pair.forward.book.value(f"{side}.{setting}"))
        }
        found += [(name, advice) for advice in weak_choices(by.weak, values)]
    return tuple(found)
