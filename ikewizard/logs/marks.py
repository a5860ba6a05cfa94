"""By what a tunnel is known again in the other unit's log: its SPIs, addresses, and when things happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.facts import Source
from ikewizard.core.late import late
from ikewizard.core.record import dataclass, field
from ikewizard.logs.outcome import BEGUN, LOST, Whose, source_of
from ikewizard.logs.sighting import Sighting
from ikewizard.logs.signature import What
from ikewizard.logs.timeline import Attempt, Connection
from ikewizard.logs.timestamps import Stamp, read_stamp

TORE_DOWN, SAW_DELETE, HEARD = "tore-down", "saw-delete", "heard"
TRIES = ("retry", "gave-up", BEGUN)
WITNESSES = frozenset((TORE_DOWN, HEARD, *TRIES))
"""The moments whose lines may be quoted, where two logs are read together."""
_DAY = 24 * 3600
_FEBRUARY = 2
# Both kinds are random numbers: one that stands in both logs is of the same negotiation.
_SPIS = ("spi", "cookie")
_MESSAGE = "msgid"
_HEX = late(r"(?:0x)?([0-9a-fA-F]{5,16})")
_NUMBER = late(r"[0-9]{5,10}")
_COOKIE = late(r"[0-9a-f]+")
_COOKIE_LENGTH = 16


@dataclass(frozen=True)
class Moment:
    """Something that happened, when by the clock of its log, and in which attempt (counted from 0).

    ``lost`` tells that the line says how the tunnel was lost.
    """

    what: str
    at: float
    attempt: int
    source: Source
    lost: bool = False


@dataclass(frozen=True)
class Marks:
    """What a log says of a tunnel that the peer's log can say of it as well.

    ``keys`` are SPIs, cookies and random message IDs, with the time of the first line that names each,
    where it has one. ``own`` are the addresses of the unit itself, ``peers`` those of the other one.
    """

    keys: Mapping[str, float | None] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    peers: frozenset[str] = frozenset()
    moments: tuple[Moment, ...] = ()

    def times(self, what: str) -> tuple[float, ...]:
        """Return when ``what`` first happened in each attempt, in order."""
        first: dict[int, float] = {}
        for moment in self.moments:
            if moment.what == what:
                first.setdefault(moment.attempt, moment.at)
        return tuple(first.values())


_MOMENTS: frozenset[What] = frozenset(
    ("initiated", "received", "answered", "phase1-up", "phase2-up", "failed", "retry", "gave-up", "torn-down")
)


def marks_of(connection: Connection, log: Whose) -> Marks:
    """Return the marks of one tunnel in ``log``."""
    keys: dict[str, float | None] = {}
    for sighting in connection.sightings:
        for key in _keys(sighting):
            if keys.get(key) is None:
                keys[key] = moment_of(sighting)
    return Marks(
        keys=keys,
        own=own_addresses(connection.sightings),
        peers=frozenset(sighting.peer for sighting in connection.sightings if sighting.peer),
        moments=tuple(
            moment
            for number, attempt in enumerate(connection.attempts)
            for moment in _moments(number, attempt, log)
        ),
    )


def own_addresses(sightings: Iterable[Sighting]) -> frozenset[str]:
    """Return the addresses that ``sightings`` name as the unit's own, but for those that every unit has."""
    found = (sighting.captures.get("own", "") for sighting in sightings)
    return frozenset(own for own in found if own and own != "::1" and not own.startswith("127."))


def moment_of(sighting: Sighting) -> float | None:
    """Return when the line was written, in seconds of no certain beginning; None when it does not say."""
    stamp = read_stamp(sighting.text)
    return _seconds(stamp) if stamp else None


def _seconds(stamp: Stamp) -> float:
    # A year that is not told is taken for a leap year: then no day of it is missing.
    return days_to(stamp.year or 2000, stamp.month, stamp.day) * _DAY + stamp.seconds


def days_to(year: int, month: int, day: int) -> int:
    """Return the number of a day, as ``datetime`` counts them, which is not imported for this; 0 for none."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = 30 + (month + month // 8) % 2 if month != _FEBRUARY else 28 + leap
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= length):
        return 0
    past = year - 1
    before = sum(30 + (each + each // 8) % 2 for each in range(1, month)) - (2 - leap) * (month > _FEBRUARY)
    return past * 365 + past // 4 - past // 100 + past // 400 + before + day


def _keys(sighting: Sighting) -> Iterator[str]:
    for name, text in sighting.captures.items():
        if name.startswith(_SPIS):
            found = _HEX.fullmatch(text)
            if found and found[1].strip("0"):
                yield f"spi {found[1].lower().lstrip('0')}"
        elif name.startswith(_MESSAGE):
            yield from _message_id(name, text)
    # Where the worker is called by the SPI of its SA, it is as good as a capture.
    if len(sighting.thread) == _COOKIE_LENGTH and _COOKIE.fullmatch(sighting.thread):
        yield f"spi {sighting.thread.lstrip('0')}"


def _message_id(name: str, text: str) -> Iterator[str]:
    """Yield a message ID of IKEv1, which is random; those of IKEv2 are counted, and tell nothing."""
    if name.endswith("_number"):
        if _NUMBER.fullmatch(text):
            yield f"message {int(text):x}"
    elif _HEX.fullmatch(text):
        yield f"message {text.lower().removeprefix('0x').lstrip('0')}"


def _moments(number: int, attempt: Attempt, log: Whose) -> Iterator[Moment]:
    for sighting in attempt.sightings:
        whats = [*_facts_that_happen(sighting)]
        if sighting.signature.what in _MOMENTS:
            whats.append(sighting.signature.what)
        if whats and (at := moment_of(sighting)) is not None:
            source, lost = source_of(sighting, log), LOST in sighting.signature.facts
            yield from (Moment(what, at, number, source, lost) for what in whats)


def _facts_that_happen(sighting: Sighting) -> Iterator[str]:
    facts = sighting.signature.facts
    yield from (what for what in (TORE_DOWN, SAW_DELETE, HEARD) if f"this.{what}" in facts)
    if BEGUN in facts:
        yield BEGUN
