"""The clock of the sessions."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return this moment as the events store it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
