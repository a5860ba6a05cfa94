"""How the last attempt of a tunnel ended, and the facts that its lines establish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.facts import Finding, Side, Source
from ikewizard.core.kinds import Literal
from ikewizard.core.late import late
from ikewizard.core.record import dataclass, field, replace
from ikewizard.logs.running import BEGINNINGS
from ikewizard.logs.sighting import Sighting
from ikewizard.logs.signature import LogSide
from ikewizard.logs.timeline import Attempt, Connection

Outcome = Literal["up", "failed", "open"]
_OTHER: Mapping[Side, Side] = {"initiator": "responder", "responder": "initiator", "either": "either"}
_PLACEHOLDER = late(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
PHASE1, PHASE2 = "phase1.state", "phase2.state"
LOST = "tunnel.lost"
TAKEN_DOWN = "tunnel.taken-down"
INITIATOR_SAYS = "initiator.says"
RENEWED = "phase1.renewed"
BEGUN = "phase2.begun"


@dataclass(frozen=True)
class Ended:
    """How an attempt ended, the line that decided it, and what is established about it.

    ``side`` is the part that the unit played in it; None where there was no attempt.
    """

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    decided_by: Sighting | None = None
    side: Side | None = None
    attempt: Attempt | None = None

    def is_up(self, phase: str) -> bool:
        """Whether the phase came up."""
        return any(found.fact == phase and found.value == "up" for found in self.findings)


@dataclass(frozen=True)
class Whose:
    """The log that findings come from: its name, and the unit that wrote it."""

    name: str
    side: Side


def last_ended(connection: Connection, log: Whose) -> Ended:
    """Return how the last attempt of ``connection`` ended.

    The side of ``log`` holds for the attempts that do not show themselves who began: a unit may have been
    called in one and have begun the next.
    An attempt that failed stays the answer while the next one is open and has not brought up phase 1; and
    a tunnel whose peer went dead stays dead through the attempts to revive it that nobody answers.
    """
    attempts = _with_renewals(connection.attempts)
    ends = [
        replace(_end(attempt, played), side=played.side, attempt=attempt)
        for attempt in attempts
        for played in (replace(log, side=attempt.part or log.side),)
    ]
    if not ends:
        return Ended("open")
    dead = next((place for place in reversed(range(len(ends))) if _is(ends[place], LOST, "dead")), None)
    if dead is not None and not any(_is_answered(attempt) for attempt in attempts[dead + 1 :]):
        return ends[dead]
    last = ends[-1]
    before = next((end for end in reversed(ends[:-1]) if end.outcome != "open"), None)
    if _is_unfinished(last) and before and before.outcome == "failed" and not last.is_up(PHASE1):
        return before
    return last


def _is_unfinished(end: Ended) -> bool:
    """Whether the log ends before the attempt does, be it that its message is still being sent again."""
    return end.outcome == "open" or (end.decided_by is not None and end.decided_by.signature.what == "retry")


def _with_renewals(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Return the attempts, what renewed phase 1 as a part of the one before: its tunnels of phase 2 go on."""
    found: list[Attempt] = []
    for attempt in attempts:
        if found and any(RENEWED in each.signature.facts for each in attempt.sightings):
            renewal = (each for each in attempt.sightings if each.signature.what not in BEGINNINGS)
            found[-1] = Attempt((*found[-1].sightings, *renewal))
        else:
            found.append(attempt)
    return found


def other_side(side: Side) -> Side:
    """Return the side of the peer."""
    return _OTHER[side]


def _is(end: Ended, fact: str, value: str) -> bool:
    return any(finding.fact == fact and finding.value == value for finding in end.findings)


def _is_answered(attempt: Attempt) -> bool:
    heard = ("received", "answered", "phase1-up", "phase2-up", "failed")
    return any(sighting.signature.what in heard for sighting in attempt.sightings)


def resolve(facts: Mapping[str, str], side: Side, captures: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield every fact with its value, in the words of the vocabulary.

    ``this.`` and ``peer.`` become the sides, as do the values ``$this`` and ``$peer``; ``{name}`` becomes
    what was captured, and a fact whose capture is missing is left out.
    """
    names = {"this": side, "peer": _OTHER[side]}
    for fact, value in facts.items():
        head, dot, rest = fact.partition(".")
        name = f"{names[head]}.{rest}" if dot and head in names else fact
        if value.startswith("$") and value[1:] in names:
            yield name, names[value[1:]]
        elif "{" not in value:
            yield name, value
        elif all(captures.get(wanted) for wanted in _PLACEHOLDER.findall(value)):
            yield name, _PLACEHOLDER.sub(lambda found: captures[found[1]], value)


def source_of(sighting: Sighting, log: Whose) -> Source:
    """Return the sighting as the source of a finding."""
    signature = sighting.signature
    return Source(
        "log",
        log.side,
        log.name,
        sighting.line,
        sighting.text,
        signature.told,
        signature.id,
        signature.guide,
        signature.unverified,
    )


@dataclass(eq=False)
class _State:
    """What an attempt has come to so far.

    ``failing`` holds the facts of failures and of messages sent again, and their lines.
    """

    log: Whose
    facts: dict[str, Finding] = field(default_factory=dict)
    failing: dict[str, Sighting] = field(default_factory=dict)
    phase1: Sighting | None = None
    phase2: Sighting | None = None
    failure: Sighting | None = None
    torn: Sighting | None = None

    def take(self, sighting: Sighting) -> None:
        what = sighting.signature.what
        if sighting.signature.echo and self._knows_better(what):
            return
        if sighting.signature.anew:
            self._forget_failures(of_phase2=False)
        if what in ("phase1-up", "phase2-up"):
            self._forget_failures(of_phase2=what == "phase2-up")
            self.phase1 = self.phase1 or sighting
            if what == "phase2-up":
                self.phase2 = sighting
                self.torn = None
                self.contradict(BEGUN, "yes")
                # What was lost is back; system logs often lack the line that begins a new attempt.
                self.facts.pop(LOST, None)
        elif what in ("failed", "gave-up") and not (self.failure and _follows(sighting)):
            self.failure = sighting
        elif sighting.signature.ends:
            self.torn = sighting
        self._establish(sighting)

    def _knows_better(self, what: str) -> bool:
        """Whether what was seen so far goes beyond a line that only sums it up, or follows from it."""
        return bool(self.failure or self.torn) if what == "phase2-up" else self.is_up(PHASE1)

    def _forget_failures(self, *, of_phase2: bool) -> None:
        """Drop what failed on the way: it did not keep the attempt from coming up.

        That phase 1 is up says nothing against a failure of phase 2: with IKEv2 both are negotiated in the
        same messages, and some units write first what became of phase 2.
        """
        if self.failure and (of_phase2 or not _is_of_phase2(self.failure)):
            self.failure = None
        for fact, failing in [*self.failing.items()]:
            if of_phase2 or not _is_of_phase2(failing):
                del self.facts[fact], self.failing[fact]

    def _establish(self, sighting: Sighting) -> None:
        what = sighting.signature.what
        source = source_of(sighting, self.log)
        for fact, value in _facts_of(sighting, self.log.side):
            failed = self.failing.get(fact)
            if _follows(sighting) and failed and failed.signature.what == "failed":
                continue
            known = self.facts.get(fact)
            if known is None or known.value != value:
                self.facts.pop(fact, None)
                self.facts[fact] = Finding(fact, value, source)
            if what in ("failed", "gave-up", "retry"):
                self.failing[fact] = sighting
            else:
                self.failing.pop(fact, None)

    def take_silence(self, attempt: Attempt) -> None:
        """Take it for a failure that the log ends in a message sent again and again."""
        # A tunnel that is up goes on, unless its keys were to be renewed: a question may yet be answered.
        silence = attempt.silence() if self.failure is None else None
        if self.is_up(PHASE2) and BEGUN not in self.facts and attempt.sightings[-1] is not silence:
            silence = None
        self.failure = self.failure or silence
        if self.is_up(PHASE2):
            if silence:
                self.lose(silence)
        elif self.log.side == "initiator":
            self.state(INITIATOR_SAYS, "timeout", silence)

    def lose(self, sighting: Sighting | None) -> None:
        """Establish that what was up was heard of no more: when asked to renew keys, or at all."""
        self.state(LOST, "rekey" if BEGUN in self.facts else "dead", sighting)

    def is_up(self, phase: str) -> bool:
        """Whether a line says so, be it by the way (a phase 2 message tells that phase 1 is up)."""
        stated = self.facts.get(phase)
        if self.phase2 or (stated and stated.value == "up"):
            return True
        return phase == PHASE1 and (self.phase1 is not None or self.is_up(PHASE2))

    def contradict(self, fact: str, value: str) -> None:
        """Forget that ``fact`` has ``value``: what came after says otherwise."""
        known = self.facts.get(fact)
        if known and known.value == value:
            del self.facts[fact]

    def state(self, fact: str, value: str, sighting: Sighting | None) -> None:
        """Establish what the course of the attempt shows, unless a line said it itself."""
        if sighting is not None and fact not in self.facts:
            self.facts[fact] = Finding(fact, value, source_of(sighting, self.log))


def _end(attempt: Attempt, log: Whose) -> Ended:
    state = _State(log)
    for sighting in attempt.sightings:
        state.take(sighting)
    up = state.is_up(PHASE1)
    state.state(PHASE1, "up", state.phase1)
    state.take_silence(attempt)
    if state.failure is None:
        state.state(PHASE2, "up", state.phase2)
        return Ended("up" if state.is_up(PHASE2) else "open", tuple(state.facts.values()), state.phase2)
    if state.is_up(PHASE2) and state.failure.signature.what == "gave-up":
        state.lose(state.failure)
    elif (
        not state.phase2
        and state.failure.signature.what == "failed"
        and LOST not in state.failure.signature.facts
    ):
        # Keys that are unknown here come of a negotiation that fails, and tell nothing of why it does.
        state.contradict(LOST, "stale")
    if up:
        state.contradict(PHASE2, "up")
        state.state(PHASE2, "failed", state.failure)
    elif attempt.began:
        # Without the beginning, phase 1 may have come up in lines that were not handed in.
        state.state(PHASE1, "failed", state.failure)
    return Ended("failed", tuple(state.facts.values()), state.failure)


def _follows(sighting: Sighting) -> bool:
    """Whether it is what a failure leads to, like giving up: the failure itself says more."""
    return sighting.signature.what == "gave-up" or sighting.signature.echo


def _is_of_phase2(sighting: Sighting) -> bool:
    return sighting.signature.facts.get(PHASE2) == "failed"


def _facts_of(sighting: Sighting, side: Side) -> Iterator[tuple[str, str]]:
    """Yield what the line establishes, by the side that it shows or, without one, by the log's."""
    strict: LogSide = sighting.signature.side
    own: Side = side if strict == "either" else strict
    facts = {**sighting.signature.facts, **sighting.signature.by_side.get(own, {})}
    return resolve(facts, own, sighting.captures)
