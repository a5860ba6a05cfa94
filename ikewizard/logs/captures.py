"""What the groups of a pattern caught in a line."""

from __future__ import annotations

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_MAX_CAPTURE = 200


def captures(match: re.Match[str]) -> dict[str, str]:
    """Return what each named group caught, but for those that caught nothing."""
    found = ((name, trimmed(value)) for name, value in match.groupdict().items())
    return {name: value for name, value in found if value}


def trimmed(value: str | None) -> str:
    """Return what a group caught as it is kept: without the blanks around it, and not too long."""
    return value[:_MAX_CAPTURE].strip() if value else ""
