"""The logs that a command line names, and what is told of them by the exit status."""

from __future__ import annotations

import os

from ikewizard.errors import UsageError

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ikewizard.core.facts import Side

STATUS = {"established": 0, "cause-found": 1, "possible-causes": 1, "undetermined": 3}


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


def is_many(arguments: argparse.Namespace) -> bool:
    """Return whether the command line asks for each log by itself. Raises UsageError for what cannot be."""
    folders = [name for name in arguments.logs if name != "-" and os.path.isdir(name)]
    if not (arguments.table or folders or arguments.format == "jsonl"):
        return False
    asked = "--table" if arguments.table else "--format jsonl" if arguments.format == "jsonl" else "a folder"
    if arguments.initiator or arguments.responder:
        raise UsageError(
            f"{asked} takes each log by itself: --initiator and --responder are for the two of one tunnel"
        )
    if arguments.format == "json":
        raise UsageError("--format json is for one diagnosis", hint="for many there is --format jsonl")
    if arguments.show_unknown:
        raise UsageError(
            f"--show-unknown is for one diagnosis, {asked} takes many", hint="name one log, without --table"
        )
    if not arguments.logs:
        raise UsageError(f"{asked} needs a log", hint="name a folder or some files; see --help")
    return True
