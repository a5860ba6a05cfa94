"""The logs that a command line names."""

from __future__ import annotations

import argparse

from ikewizard.core.facts import Side
from ikewizard.errors import UsageError


def named_logs(arguments: argparse.Namespace) -> list[tuple[Side | None, str]]:
    """Return the logs that the command line names, each with whose it is, where that is said."""
    sides: list[tuple[Side | None, list[str]]] = [
        ("initiator", arguments.initiator),
        ("responder", arguments.responder),
        (None, arguments.logs),
    ]
    named = [(side, name) for side, names in sides for name in names]
    if sum(name == "-" for _, name in named) > 1:
        raise UsageError("standard input can be one log only", hint="name '-' once")
    return named
