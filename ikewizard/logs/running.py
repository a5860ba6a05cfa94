"""A tunnel and its attempts, while the lines of a log are being put to them."""

from __future__ import annotations

from ikewizard.core.record import dataclass, field
from ikewizard.logs.sighting import Sighting

BEGINNINGS = ("initiated", "received")
COMES_UP = ("answered", "phase1-up", "phase2-up")
_ENDINGS = ("phase2-up", "failed", "gave-up")
_GOES_DOWN = ("failed", "gave-up", "torn-down")


class Running:
    """An attempt that is being collected; ``serial`` keeps the order when attempts are put together."""

    def __init__(self, serial: int) -> None:
        self.serial = serial
        self.sightings: list[Sighting] = []
        self.weighs = False
        self.ended = False
        self.only_began = True

    def add(self, sighting: Sighting) -> None:
        """Put one more line to it."""
        what = sighting.signature.what
        self.sightings.append(sighting)
        self.weighs = self.weighs or bool(what != "harmless" or sighting.signature.facts)
        self.ended = self.ended or what in _ENDINGS
        self.only_began = self.only_began and what in (*BEGINNINGS, "harmless")

    def saw(self, *kinds: str) -> bool:
        """Return whether any line so far is of one of these kinds (a signature's ``what``)."""
        return any(sighting.signature.what in kinds for sighting in self.sightings)


@dataclass(eq=False)
class Tunnel:
    """A tunnel, by name, by its peer or by neither, with its attempts in the order in which they came."""

    name: str = ""
    # The address seen last: by it a line without a name finds its tunnel.
    peer: str = ""
    attempts: list[Running] = field(default_factory=list)
    standing: list[Sighting] = field(default_factory=list)
    _went_down: bool = False
    _went_on: bool = False

    @property
    def only_spoken_of(self) -> bool:
        """Whether all that is known is that something with this peer failed: nothing began, nothing came."""
        return self._went_down and not self._went_on

    def is_open(self) -> bool:
        """Whether the last attempt has not ended yet."""
        return bool(self.attempts) and not self.attempts[-1].ended

    def begun(self) -> Sighting | None:
        """Return what began the last attempt, while it has not ended; None where that is not shown."""
        shown = self.attempts[-1].sightings if self.is_open() else ()
        return next((each for each in shown if each.signature.what in BEGINNINGS), None)

    def since(self, begun: Sighting) -> int:
        """Return how much of the last attempt was seen since this; what others write does not count."""
        shown = self.attempts[-1].sightings
        return len(shown) - 1 - next(place for place, each in enumerate(shown) if each is begun)

    def add(self, sighting: Sighting, serial: int) -> None:
        """Put one more line to its last attempt, or to a new one that the line begins."""
        begins = sighting.signature.what in BEGINNINGS
        # The same request again, or the same line twice, is no new attempt.
        if not self.attempts or (begins and not (self.attempts[-1].only_began and self.attempts[-1].weighs)):
            self.attempts.append(Running(serial))
        self.attempts[-1].add(sighting)
        self._note(sighting)
        self.peer = sighting.peer or self.peer

    def _note(self, sighting: Sighting) -> None:
        what = sighting.signature.what
        self._went_on = self._went_on or what in (*BEGINNINGS, *COMES_UP)
        self._went_down = self._went_down or bool(sighting.peer and what in _GOES_DOWN)

    def came_up(self) -> bool:
        """Whether any attempt was answered or came up."""
        return any(attempt.saw(*COMES_UP) for attempt in self.attempts)

    def take_in(self, other: Tunnel) -> None:
        """Take the attempts of another tunnel, which is this one.

        Its last one goes on in the first one here, where nothing shows that a new one was begun.
        """
        first, last = min(self.attempts, key=lambda each: each.serial), other.attempts[-1]
        self.attempts.extend(other.attempts)
        if last.serial < first.serial and not last.saw("phase2-up") and not first.saw(*BEGINNINGS):
            last.sightings += first.sightings
            last.weighs = last.weighs or first.weighs
            self.attempts.remove(first)

    def last_serial(self) -> int:
        """Return where in time the last attempt began that tells something; 0 when there is none."""
        return next((each.serial for each in reversed(self.attempts) if each.weighs), 0)

    def take(self, thread: str) -> Running:
        """Take out the attempt of this worker; where no worker is told, the last."""
        own = (n for n, each in enumerate(self.attempts) if thread and each.sightings[0].thread == thread)
        return self.attempts.pop(max(own, default=-1))
