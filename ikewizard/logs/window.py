"""The part of a log that lies between two moments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ikewizard.core.record import dataclass
from ikewizard.errors import InputError
from ikewizard.logs.decode import plain
from ikewizard.logs.timestamps import Stamp, read_stamp

Clock = float
"""A time of day, in seconds, on whichever day."""

# Lines that may come before the first one with a time: more of them, and the log has none.
_LEADING = 10_000
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_AGO = re.compile(r"([0-9]{1,6}) ?([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_moment(text: str, now: datetime) -> Stamp | Clock | None:
    """Return the moment that a user names, or None when it is none.

    ``2026-11-23``, ``2026-11-23T10:15``, a time as log lines have it, ``10:15`` (on any day), or how
    long before ``now`` (``90s``, ``30m``, ``2h``, ``3d``, ``1w``).
    """
    words = text.strip()
    clock = _CLOCK.fullmatch(words)
    if clock:
        hour, minute, second = (int(part or 0) for part in clock.groups())
        valid = hour < 24 and minute < 60 and second < 60
        return float(hour * 3600 + minute * 60 + second) if valid else None
    try:
        ago = _AGO.fullmatch(words)
        if ago:
            return _stamp(now - timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
        return _stamp(datetime.fromisoformat(words))
    except (ValueError, OverflowError):
        return read_stamp(words)


@dataclass(frozen=True)
class Window:
    """From ``since`` to ``until``, both included; None is no limit.

    Times are taken as the log writes them, whatever its time zone. A line that does not say its year is
    of the last twelve months before ``now``. Two times of day, the later one first, are a night.
    """

    now: datetime
    since: Stamp | Clock | None = None
    until: Stamp | Clock | None = None

    def holds(self, stamp: Stamp) -> bool:
        """Return whether the time of a line lies within."""
        late = self.since is None or self._reached(stamp, self.since)
        early = self.until is None or not self._passed(stamp, self.until)
        if isinstance(self.since, float) and isinstance(self.until, float) and self.since > self.until:
            return late or early
        return late and early

    @property
    def is_empty(self) -> bool:
        """Whether no moment lies within."""
        if isinstance(self.since, Stamp) and isinstance(self.until, Stamp):
            return self._dated(self.since) > self._dated(self.until)
        return False

    def _reached(self, stamp: Stamp, bound: Stamp | Clock) -> bool:
        if isinstance(bound, Stamp):
            return self._dated(stamp) >= self._dated(bound)
        return stamp.seconds >= bound

    def _passed(self, stamp: Stamp, bound: Stamp | Clock) -> bool:
        if isinstance(bound, Stamp):
            return self._dated(stamp) > self._dated(bound)
        return stamp.seconds > bound

    def _dated(self, stamp: Stamp) -> tuple[int, int, int, float]:
        # The clock of a unit may be ahead, or its zone.
        tomorrow = self.now + timedelta(days=1)
        this_year = (stamp.month, stamp.day) <= (tomorrow.month, tomorrow.day)
        year = stamp.year or tomorrow.year - (0 if this_year else 1)
        return year, stamp.month, stamp.day, stamp.seconds


class Windowed:
    """The lines of a log, those outside a window left empty, so that the others keep their numbers.

    A line without a time belongs to the line before, the first ones to the first that has one. Iterating
    raises InputError when none has. ``left_out`` counts the lines left empty so far.
    """

    def __init__(self, lines: Iterable[str], window: Window) -> None:
        self._lines = lines
        self._window = window
        self.left_out = 0

    def __iter__(self) -> Iterator[str]:
        leading: list[str] = []
        inside: bool | None = None
        for line in self._lines:
            stamp = read_stamp(plain(line))
            if stamp:
                inside = self._window.holds(stamp)
                yield from (self._shown(held, inside) for held in leading)
                leading.clear()
            if inside is None:
                leading.append(line)
                if len(leading) > _LEADING:
                    break
            else:
                yield self._shown(line, inside)
        if any(line.strip() for line in leading):
            raise InputError(
                "no line of this log carries a time that could be read",
                hint="leave --since and --until out, or cut out the lines by hand",
            )

    def _shown(self, line: str, inside: bool) -> str:
        self.left_out += not inside
        return line if inside else ""


def _stamp(moment: datetime) -> Stamp:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return Stamp(moment.year, moment.month, moment.day, seconds)
