"""The part of a log that ``--since`` and ``--until`` choose."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from ikewizard.errors import UsageError

if TYPE_CHECKING:
    from ikewizard.logs.timestamps import Stamp
    from ikewizard.logs.window import Window


def window_of(arguments: argparse.Namespace, now: datetime | None = None) -> Window | None:
    """Return the part of a log that the command line asks for; None for all of it. Raises UsageError.

    ``now`` is this moment as the times that are looked at are written; else that of the clock on the wall.
    """
    if arguments.since is None and arguments.until is None:
        return None
    from ikewizard.logs.window import Window  # noqa: PLC0415 -- rarely asked for

    # The clock on the wall, which is what most units write into their logs.
    now = now or datetime.now()
    window = Window(now, _moment("--since", arguments.since, now), _moment("--until", arguments.until, now))
    if window.is_empty:
        raise UsageError("--since is later than --until", hint="no line can lie between them")
    return window


def _moment(option: str, text: str | None, now: datetime) -> Stamp | float | None:
    from ikewizard.logs.window import read_moment  # noqa: PLC0415 -- see above

    if text is None:
        return None
    moment = read_moment(text, now)
    if moment is None:
        raise UsageError(
            f"{option} takes a time, not '{text}'",
            hint="such as 2026-11-23T10:15, 10:15 (on any day), or 2h (two hours ago)",
        )
    return moment
