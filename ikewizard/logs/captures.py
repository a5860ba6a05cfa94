"""What the groups of a pattern caught in a line."""

from __future__ import annotations

import re

_MAX_CAPTURE = 200


def captures(match: re.Match[str]) -> dict[str, str]:
    """Return what each named group caught, but for those that caught nothing."""
    found = ((name, _trimmed(value)) for name, value in match.groupdict().items())
    return {name: value for name, value in found if value}


def capture(match: re.Match[str], name: str) -> str:
    """Return what the group ``name`` caught; empty where there is none, or nothing."""
    return _trimmed(match[name]) if name in match.re.groupindex else ""


def _trimmed(value: str | None) -> str:
    return value[:_MAX_CAPTURE].strip() if value else ""
