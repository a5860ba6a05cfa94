"""The command ``stats``: what came of the sessions on this computer. Nothing is sent anywhere."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from ikewizard.cli.output import write, write_document
from ikewizard.cli.paths import data_folder, trees_at
from ikewizard.cli.progress import Progress
from ikewizard.cli.times import window_of
from ikewizard.core.events import Event
from ikewizard.errors import SessionError
from ikewizard.knowledge.load import load
from ikewizard.logs.timestamps import read_stamp
from ikewizard.report.statistics import count
from ikewizard.report.statistics_document import statistics_data, statistics_document
from ikewizard.sessions.store import SessionStore


def stats(arguments: argparse.Namespace) -> int:
    """Tell how many sessions there were, how they ended, and what the trees' authors can learn from them."""
    window = window_of(arguments, datetime.now(UTC).replace(tzinfo=None))
    knowledge = load(*trees_at(arguments.trees))
    store = SessionStore(data_folder())
    unreadable: list[str] = []

    def sessions() -> Iterator[tuple[Event, ...]]:
        progress = Progress(sys.stderr)
        names = sorted(store.stamps())
        for number, session in enumerate(names):
            progress.count(number, len(names))
            try:
                events = store.read(session).events
            except SessionError:
                unreadable.append(session)
                continue
            stamp = read_stamp(events[-1].at) if window else None
            if window is None or (stamp is not None and window.holds(stamp)):
                yield events
        progress.end()

    found = count(sessions(), knowledge.playbook)
    if arguments.format == "json":
        write(json.dumps(statistics_data(found), indent=1) + "\n")
    else:
        write_document(statistics_document(found, knowledge.playbook), arguments.format)
    if unreadable:
        many = len(unreadable) > 1
        sys.stderr.write(
            f"ikewizard: {len(unreadable)} session{'s' if many else ''} could not be read"
            f" and {'are' if many else 'is'} not counted; 'ikewizard sessions' says why\n"
        )
    return 0
