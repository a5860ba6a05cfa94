"""Reading the time that a log line was written, as far as is needed to tell which way a log is printed."""

from __future__ import annotations

from ikewizard.core.late import late
from ikewizard.core.record import dataclass

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = "|".join(name.capitalize() for name in _MONTHS)
_CLOCK = r"(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?"

# Looked for near the beginning only: further in, a date is part of the message (a certificate's end).
_HEAD = 48
_WRITTEN = (
    # Some write the two as fields (date=2020-04-23 time=12:32:31), PAN-OS 11.1 has 2026:03:01T15:13:18.
    rf"(?<!\d)(?P<y>\d{{4}})[-/:](?P<mo>\d{{2}})[-/:](?P<d>\d{{2}})"
    rf"(?:T|,? {{1,2}}|\t|\"?[ ,]\"?time=\"?){_CLOCK}",
    rf"\b(?P<name>{_NAMED}) {{1,2}}(?P<d>\d{{1,2}}),?(?: (?P<y>\d{{4}}))? {_CLOCK}",
    rf"(?<!\d)(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>\d{{4}})[ ,\t]{{1,2}}{_CLOCK}(?: ?(?P<ap>[AP])M)?",
    rf"(?<![\d.])(?P<d>\d{{1,2}}) ?(?P<name>{_NAMED}) ?(?P<y>\d{{4}})? {{1,2}}{_CLOCK}",
)
# A field that holds the time: time="..." near the beginning, or anywhere in an entry that is JSON, whose
# fields stand in any order. JSON within CSV has its quotes twice, JSON within JSON a backslash before them.
_IN_JSON = r'\b(?:time|timestamp|TimeGenerated)\\?"{1,2}: ?\\?"{1,2}'
# Seconds or milliseconds since 1970, as the clouds write them: at the beginning, or in such a field.
_SINCE = r'(?:^|\btimestamp\\?"{1,2}: ?|_timestamp\\?"{1,2}: ?)(?P<s>1\d{9})(?P<f>\d{3})?(?=[,}\s"]|$)(?!,\d)'
PATTERNS = (*_WRITTEN, _IN_JSON, _SINCE)
"""What times are looked for with; their compiled forms are stored with the knowledge."""
_FORMS = tuple(map(late, _WRITTEN))
_FIELD = late(r'\btime="')
_JSON_FIELD = late(_IN_JSON)
_EPOCH = late(_SINCE)


@dataclass(frozen=True)
class Stamp:
    """A time as the line states it; ``year`` is 0 when the line does not say it, and is never guessed."""

    year: int
    month: int
    day: int
    seconds: float

    def before(self, other: Stamp) -> bool | None:
        """Return whether this time is before ``other``; None when equal, or when it cannot be told."""
        if bool(self.year) != bool(other.year):
            return None
        if not self.year and abs(self.month - other.month) > 6:
            # Without a year, December next to January is the turn of a year.
            return self.month > other.month
        mine = (self.year, self.month, self.day, self.seconds)
        theirs = (other.year, other.month, other.day, other.seconds)
        return None if mine == theirs else mine < theirs


def read_stamp(line: str) -> Stamp | None:
    """Return the time at the beginning of ``line`` (or in the field that it has for it), or None."""
    field = _FIELD.search(line, 0, 400) if 'time="' in line else None
    if field is None and '"' in line:
        field = _JSON_FIELD.search(line)
    start = field.end() if field else 0
    for form in _FORMS:
        found = form.search(line, start, start + _HEAD)
        if found:
            return _stamp(found)
    epoch = _EPOCH.search(line)
    return _since_1970(int(epoch["s"]), int(epoch["f"] or 0)) if epoch else None


class PrintOrder:
    """Tells from the times of its lines, in the order printed, whether a log begins with the newest.

    Single lines out of order (threads, a clock set back, two files in one) do not turn a log.
    """

    def __init__(self) -> None:
        self._last: Stamp | None = None
        self._forward = 0
        self._backward = 0

    def take(self, stamp: Stamp) -> None:
        """Take in the time of the next line."""
        earlier = self._last.before(stamp) if self._last else None
        self._forward += earlier is True
        self._backward += earlier is False
        self._last = stamp

    @property
    def newest_first(self) -> bool:
        """Whether nearly all steps from line to line go back in time."""
        return self._backward > 0 and self._backward >= 4 * self._forward


def _stamp(found: re.Match[str]) -> Stamp | None:
    parts = found.groupdict()
    month, day = _month_and_day(parts)
    hour, minute, second = int(parts["h"]), int(parts["m"]), int(parts["s"])
    if parts.get("ap"):
        hour = hour % 12 + (12 if parts["ap"] == "P" else 0)
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second <= 60):
        return None
    fraction = float(f"0.{parts['f']}") if parts["f"] else 0.0
    return Stamp(int(parts["y"] or 0), month, day, hour * 3600 + minute * 60 + second + fraction)


def _since_1970(seconds: int, milliseconds: int) -> Stamp:
    from datetime import UTC, datetime  # noqa: PLC0415 -- few logs count seconds

    at = datetime.fromtimestamp(seconds, UTC)
    return Stamp(at.year, at.month, at.day, seconds % 86_400 + milliseconds / 1000)


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    name, first, second = parts.get("name"), parts.get("a"), parts.get("b")
    if name:
        return _MONTHS.index(name.lower()) + 1, int(parts["d"] or 0)
    if first and second:
        # The American order, unless it cannot be: 23/11/2026 is the other one.
        month, day = int(first), int(second)
        return (day, month) if month > 12 else (month, day)
    return int(parts["mo"] or 0), int(parts["d"] or 0)
