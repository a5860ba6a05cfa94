"""JSON data as text for a file or a pipe."""

from __future__ import annotations

import json
from collections.abc import Mapping


def to_json(data: Mapping[str, object]) -> str:
    """Return ``data`` as JSON that is all ASCII, with its line end: nothing in it is obeyed by a terminal."""
    return json.dumps(data, indent=2) + "\n"
