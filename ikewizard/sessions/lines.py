"""One session event as one line of JSON, and back; and a whole file of such lines."""

from __future__ import annotations

import json
from typing import Any

from ikewizard.core.events import EVENTS, Event, Started
from ikewizard.core.thaw import freeze, thaw

VERSION = 1
_MOST_NOTES = 5


class OtherVersion(ValueError):
    """A line is of another version of the format: nothing is wrong with it, but it cannot be read here."""


def to_line(event: Event) -> bytes:
    """Return ``event`` as one line of ASCII, newline included: no text in it can break the line."""
    data = {"v": VERSION, "event": event.event, **freeze(event)}
    return json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n"


def from_line(line: bytes) -> Event:
    """Return the event that ``to_line`` wrote. Raises ValueError with the reason for any other line."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it cannot be read") from None
    if not isinstance(data, dict):
        raise ValueError("it holds no event")
    version, kind = data.pop("v", None), data.pop("event", None)
    if type(version) is not int or version != VERSION:
        raise OtherVersion(f"its format is version {_shown(version)}, and this program reads {VERSION}")
    if not isinstance(kind, str) or kind not in EVENTS:
        raise ValueError(f"events of the kind {_shown(kind)} are not known")
    return thaw(EVENTS[kind], data)


def read_lines(data: bytes, name: str) -> tuple[tuple[Event, ...], str]:
    """Return the events of a session file, and a note on every line that was left out ("" for none).

    A last line without its newline was torn by a crash, if it cannot be read. ``name`` is the file's,
    for the note. Raises ValueError when the file does not begin with the start of a session: what
    follows cannot be understood without it. OtherVersion is raised where its format is the reason.
    """
    events: list[Event] = []
    notes: list[str] = []
    lines = data.split(b"\n")
    torn = len(lines) if lines[-1] else 0
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            events.append(_next(line, first=not events))
        except ValueError as error:
            if not events:
                kind = type(error) if isinstance(error, OtherVersion) else ValueError
                raise kind(f"it does not begin like a session: line {number}: {error}") from None
            why = "it was torn when the program was stopped" if number == torn else str(error)
            notes.append(f"{name}:{number}: left out: {why}")
    if not events:
        raise ValueError("it is empty")
    return tuple(events), _told(notes)


def _next(line: bytes, *, first: bool) -> Event:
    event = from_line(line)
    if isinstance(event, Started) != first:
        raise ValueError("a session starts once, and at its first line")
    return event


def _told(notes: list[str]) -> str:
    shown = notes[:_MOST_NOTES]
    if len(notes) > len(shown):
        shown.append(f"and {len(notes) - len(shown)} more lines were left out")
    return "\n".join(shown)


def _shown(value: Any) -> str:
    # repr makes control characters of a hostile file harmless; the cut keeps the note one line.
    return repr(value)[:40]
