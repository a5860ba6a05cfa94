"""Stored times in words."""

from __future__ import annotations

from datetime import UTC, datetime

# A stored time may be anything, a terminal's escape as well: one that cannot be read is not shown.
_NO_TIME = "time unknown"


def time_of(at: str) -> datetime | None:
    """Return a stored time in UTC; None for one that cannot be read."""
    try:
        moment = datetime.fromisoformat(at)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def moment_of(at: str) -> str:
    """Return day and time of day, in UTC."""
    moment = time_of(at)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else _NO_TIME


def clock(at: str) -> str:
    """Return the time of day, in UTC."""
    moment = time_of(at)
    return f"{moment:%H:%M:%S}" if moment else _NO_TIME


def duration(first: str, last: str) -> str:
    """Return how long it is from the one to the other."""
    begin, end = time_of(first), time_of(last)
    if not begin or not end:
        return "unknown"
    seconds = max(0, int((end - begin).total_seconds()))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(hours or minutes)
    return " ".join([*parts, f"{seconds % 60} s"])
