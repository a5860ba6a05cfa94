"""Putting the logs of both units side by side."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.core.facts import Finding
from ikewizard.core.record import dataclass, replace
from ikewizard.logs.outcome import PHASE2, TAKEN_DOWN
from ikewizard.logs.reading import ConnectionReading, Reading, Start

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.logs.pairing import Seen


@dataclass(frozen=True)
class Pair:
    """One tunnel as both logs show it; None where a log does not show it, or it is not plain which it is."""

    initiator: ConnectionReading | None
    responder: ConnectionReading | None
    joint: tuple[Finding, ...] = ()
    """What only shows when both logs are read together; it stands instead of what one of them says."""

    @property
    def name(self) -> str:
        """The name by which to call the tunnel: the initiator's, where there is one."""
        known = self.initiator or self.responder
        return known.name if known else ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What both logs say about the tunnel.

        A phase 2 that one side saw refused is not up, though the other may believe so: it answered with
        networks that its peer did not take, and hears of that too late or not at all.
        """
        told = {finding.fact for finding in self.joint}
        shown = [side for side in (self.initiator, self.responder) if side]
        downs = [side.down for side in shown if side.down]
        # Both logs tell it; the one that knows by whom tells more.
        down = next((each for each in downs if each.value != "unknown"), next(iter(downs), None))
        refused = any(side.outcome == "failed" and _phase2(side) == "failed" for side in shown)
        return (
            *(
                finding
                for side in shown
                for finding in side.findings
                if finding.fact not in told
                and not (finding.fact == TAKEN_DOWN and finding is not down)
                and not (refused and finding.fact == PHASE2 and finding.value == "up")
            ),
            *self.joint,
        )


def _phase2(reading: ConnectionReading) -> str | None:
    return next((str(found.value) for found in reading.findings if found.fact == PHASE2), None)


@dataclass(frozen=True)
class Merged:
    """What two logs say together. The book of facts ranks the findings; nothing is left out of them.

    ``offset`` is how many seconds the responder's clock is ahead; None where the logs do not tell.
    """

    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    offset: float | None = None


def merge(initiator: Reading, responder: Reading) -> Merged:
    """Return what the logs of both units say together.

    Tunnels are paired where it is plain which they are (see ``pairing``). Others stay alone.
    """
    from ikewizard.logs.pairing import match  # noqa: PLC0415 -- only for two logs

    matches = match(_seen(initiator), _seen(responder))
    partner = dict(matches.pairs)
    starts = (initiator.starts, responder.starts)
    pairs = [
        _pair(ours, responder.connections[partner[place]], matches.offset, starts)
        if place in partner
        else Pair(ours, None)
        for place, ours in enumerate(initiator.connections)
    ]
    paired = set(partner.values())
    alone = [Pair(None, theirs) for place, theirs in enumerate(responder.connections) if place not in paired]
    return Merged((*initiator.findings, *responder.findings), (*pairs, *alone), matches.offset)


def beside(earlier: Reading, reading: Reading) -> Reading:
    """Return ``reading`` as what it says of the tunnel that ``earlier``, the other unit's log, is about.

    By itself a log is read for the tunnel that matters most in it, which may be another one.
    """
    if not 0 <= earlier.main < len(earlier.connections):
        return reading
    about = earlier.connections[earlier.main]
    pair = next(pair for pair in merge(earlier, reading).pairs if pair.initiator is about)
    same = pair.responder
    if same is None:
        plain = len(reading.connections) < 2
        unsure = f"Which of its tunnels is {about.name} of the other log is not plain."
        return reading if plain else replace(reading, note=(*reading.note, unsure))
    main = next(place for place, each in enumerate(reading.connections) if each is same)
    named = f"The other log is about {about.name}: of this one, what it says of {same.name} is taken."
    note = reading.note if main == reading.main else (*reading.note, named)
    told = {finding.fact for finding in pair.joint}
    alone = (finding for finding in same.findings if finding.fact not in told)
    return replace(reading, findings=(*alone, *pair.joint), note=note, main=main)


def are_of_two_units(one: Reading, other: Reading) -> bool:
    """Return whether two logs that claim the same side are of the two ends of a tunnel.

    Two parts of one unit's log name the same addresses as its own.
    """
    if not one.own.isdisjoint(other.own):
        return False
    return not (_peers(one).isdisjoint(other.own) and _peers(other).isdisjoint(one.own))


def _peers(reading: Reading) -> frozenset[str]:
    return frozenset(peer for each in reading.connections for peer in each.marks.peers)


def _seen(reading: Reading) -> Sequence[Seen]:
    from ikewizard.logs.pairing import Seen  # noqa: PLC0415 -- only for two logs

    return [Seen(each.tunnel, each.marks, reading.own) for each in reading.connections]


def _pair(
    ours: ConnectionReading,
    theirs: ConnectionReading,
    offset: float | None,
    starts: tuple[Sequence[Start], Sequence[Start]],
) -> Pair:
    from ikewizard.logs.heard import heard_findings  # noqa: PLC0415 -- only for two logs
    from ikewizard.logs.stale import stale_findings  # noqa: PLC0415 -- only for two logs

    stale = stale_findings(ours, theirs, offset, starts)
    return Pair(ours, theirs, stale or heard_findings(ours, theirs, offset))
