"""With whom a tunnel is, of all the addresses that its lines name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ikewizard.logs.sighting import Sighting


def peer_of(attempts: Sequence[Sequence[Sighting]]) -> str:
    """Return the address that the unit dialled last; where it only answers, that of who called it last.

    Empty where no beginning tells one. A NAT, MOBIKE or a redirection puts other addresses into later lines.
    """
    dialled = (_dialled(attempt) for attempt in reversed(attempts))
    called = (_last_caller(attempt) for attempt in reversed(attempts))
    return next(filter(None, dialled), "") or next(filter(None, called), "")


def _dialled(attempt: Iterable[Sighting]) -> str:
    """Return the address that a beginning names, or else the first one after it."""
    began = False
    for sighting in attempt:
        began = began or sighting.signature.what == "initiated"
        if began and sighting.peer and sighting.signature.what != "received":
            return sighting.peer
    return ""


def _last_caller(attempt: Sequence[Sighting]) -> str:
    callers = (each.peer for each in reversed(attempt) if each.signature.what == "received")
    return next(filter(None, callers), "")
