"""Whose log it is: which part the unit played that wrote it, by the messages in it."""

from __future__ import annotations

from collections.abc import Iterable

from ikewizard.core.facts import Side
from ikewizard.logs.sighting import Scan, Sighting

# A line that says who began weighs more than one that only a certain side writes.
_WEIGHT_OF_BEGINNING = 5


def guess_side(scan: Scan) -> Side | None:
    """Return whose log it is by the messages in it, or None when they do not tell."""
    return side_of(scan.sightings)


def side_of(sightings: Iterable[Sighting]) -> Side | None:
    """Return which side wrote ``sightings``, by votes; None when the votes are even, or there are none."""
    votes = {"initiator": 0, "responder": 0}
    for sighting in sightings:
        if sighting.signature.side != "either":
            votes[sighting.signature.side] += 1
        if sighting.signature.what == "initiated":
            votes["initiator"] += _WEIGHT_OF_BEGINNING
        elif sighting.signature.what == "received":
            votes["responder"] += _WEIGHT_OF_BEGINNING
    if votes["initiator"] == votes["responder"]:
        return None
    return "initiator" if votes["initiator"] > votes["responder"] else "responder"


def is_plain(sightings: Iterable[Sighting]) -> bool:
    """Return whether any message tells whose log it is beyond doubt.

    A message that means one thing in the initiator's log and another in the responder's stands in both.
    """
    return any(
        not sighting.signature.by_side
        and (sighting.signature.side != "either" or sighting.signature.what in ("initiated", "received"))
        for sighting in sightings
    )
