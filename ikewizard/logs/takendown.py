"""A tunnel that came up and was taken down after that: by whom, and the line that says so."""

from __future__ import annotations

from collections.abc import Iterable

from ikewizard.core.facts import Finding, Side
from ikewizard.logs.marks import moment_of
from ikewizard.logs.outcome import PHASE1, PHASE2, TAKEN_DOWN, Whose, other_side, source_of
from ikewizard.logs.sighting import Sighting

_TORE_DOWN, _SAW_DELETE = "this.tore-down", "this.saw-delete"
_NEW = "_new"
# So many seconds lie at most between the word that an SA is to go and the line that it is gone.
_SOON = 5.0


def taken_down(sightings: Iterable[Sighting], log: Whose) -> Finding | None:
    """Return that the tunnel was taken down after it was up, from its lines in the order of time.

    None where it is up at the end, as after a renewal, which takes down the old SA once the new one is up;
    and where the lines leave open which SA was taken down.
    """
    course = _Course()
    for sighting in sightings:
        course.take(sighting)
    if course.down is None:
        return None
    told = next((each for each in (*course.before(), *course.since) if _teller(each)), course.down)
    return Finding(TAKEN_DOWN, _by(told, log.side), source_of(told, log))


class _Course:
    """Which SAs are up, by the marks that their lines name; what has none is known by its number alone."""

    def __init__(self) -> None:
        self.down: Sighting | None = None
        self.since: list[Sighting] = []
        self._torn: list[Sighting] = []
        self._phase1: list[frozenset[str]] = []
        self._phase2: list[frozenset[str]] = []
        self._whole = False

    def take(self, sighting: Sighting) -> None:
        what, ends = sighting.signature.what, sighting.signature.ends
        if what == "phase1-up":
            self._begin(self._phase1, _marks(sighting, PHASE1))
        elif what == "phase2-up" and not (self.down and sighting.signature.echo):
            self._begin(self._phase2, _marks(sighting, PHASE2))
            self.down = None
            self._torn = []
        elif what in ("initiated", "received"):
            # Without its beginning, what came up first in a log may be the renewal of something older.
            self._whole = True
        if self.down is None and ends and self._ended(sighting, ends):
            self.down, self.since = sighting, []
        if self.down:
            self.since.append(sighting)
        elif what == "torn-down" and not ends:
            self._torn.append(sighting)

    def before(self) -> list[Sighting]:
        """Return what was said right before that of no SA in particular, since the tunnel came up."""
        at = moment_of(self.down) if self.down else None
        told = ((each, moment_of(each)) for each in self._torn)
        return [each for each, when in told if at is not None and when is not None and at - when <= _SOON]

    def _ended(self, sighting: Sighting, ends: str) -> bool:
        """Whether nothing is left of the tunnel once this is taken down."""
        if ends == "tunnel":
            self._phase1.clear()
            self._phase2.clear()
            return True
        alive = self._phase1 if ends == "phase1" else self._phase2
        gone = _marks(sighting, PHASE1 if ends == "phase1" else PHASE2)
        if gone and all(alive):
            alive[:] = [each for each in alive if each.isdisjoint(gone)]
        elif self._whole and (len(alive) == 1 or not any(alive)):
            del alive[:1]
        if alive:
            return False
        if ends == "phase1":
            self._phase2.clear()
        return True

    def _begin(self, alive: list[frozenset[str]], marks: frozenset[str]) -> None:
        if marks:
            # The same line twice, or two lines about one SA, which only one of them names.
            alive[:] = [each for each in alive if each and each.isdisjoint(marks)]
        elif any(alive):
            return
        alive.append(marks)


def _marks(sighting: Sighting, phase: str) -> frozenset[str]:
    """Return by what a line names the SA: of phase 1 its number, of phase 2 its number or its SPIs."""
    named = {name: text for name, text in sighting.captures.items() if _is_mark(name, phase)}
    new = {name: text for name, text in named.items() if name.endswith(_NEW)}
    return frozenset(text.lower().removeprefix("0x").lstrip("0") for text in (new or named).values())


def _is_mark(name: str, phase: str) -> bool:
    return name.startswith("sa1") if phase == PHASE1 else name.startswith(("sa2", "spi"))


def _teller(sighting: Sighting) -> bool:
    facts = sighting.signature.facts
    return _TORE_DOWN in facts or _SAW_DELETE in facts


def _by(sighting: Sighting, side: Side) -> str:
    facts = sighting.signature.facts
    if _TORE_DOWN in facts:
        return side
    return other_side(side) if _SAW_DELETE in facts else "unknown"
