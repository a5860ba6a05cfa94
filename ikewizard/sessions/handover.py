"""A session as one file for a colleague: a note, its events, and the logs that were kept, as lines of JSON.

It is plain text, so that whoever sends it can see what is in it. Whoever takes it believes nothing of it:
sizes are limited, no name in it is a path, a line that is not understood or missing refuses the whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final, Literal

from ikewizard.core.cleaning import clean_line
from ikewizard.core.events import Event, EvidenceGiven, Started
from ikewizard.core.record import dataclass
from ikewizard.core.thaw import freeze, thaw
from ikewizard.errors import InputError, SessionError
from ikewizard.sessions.lines import from_line, to_line

FORMAT: Final = "ikewizard-handover-1"
MOST = 256 * 2**20
"""Bytes of a file that are read."""

_EVENTS = 64 * 2**20
_LOGS = 160 * 2**20
_LINE = 8 * 2**20
_LOG_LINE = 256 * 1024
_PIECE = 256 * 1024
_SESSION = re.compile(r"[a-z2-7]{1,32}")
_EVIDENCE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

Logs = Iterable[tuple[str, Iterable[str]]]
"""The id of each piece of evidence of which the text is kept, and its lines."""


@dataclass(frozen=True)
class Note:
    """The first line: who made the file, when and with what; ``events`` counts what follows."""

    format: Literal["ikewizard-handover-1"]
    session: str
    made: str
    version: str
    redacted: Literal["none", "public", "all"]
    events: int
    by: str = ""
    go_on_with: str = "ikewizard resume FILE"


@dataclass(frozen=True)
class _Piece:
    """Some lines of a log."""

    log: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _End:
    """The last line, which tells a whole file from a torn one."""

    end: int


@dataclass(frozen=True)
class Handover:
    """What is in a file, but for the lines of the logs."""

    note: Note
    events: tuple[Event, ...]
    logs: tuple[str, ...]


def written(note: Note, events: Iterable[Event], logs: Logs) -> Iterator[bytes]:
    """Yield the lines of a file. Raises SessionError for a session that is too large to be one."""
    yield _line(note)
    size = number = 0
    for event in events:
        line = to_line(event)
        size += len(line)
        if len(line) > _LINE or size > _EVENTS:
            raise SessionError("the session is too large to be handed over in a file")
        yield line
    room = _LOGS
    for log, lines in logs:
        for piece in _pieces(log, lines, room):
            line = _line(piece)
            room -= len(line)
            number += len(piece.lines)
            yield line
    yield _line(_End(number))


def read(lines: Iterable[bytes]) -> Handover:
    """Return what is in a file, of which ``lines`` yields the lines with their ends, and check all of it.

    Raises InputError with the number of the line for anything that ``written`` does not write, and for a
    file that breaks off.
    """
    reading = _Reading()
    for _ in reading.pieces(lines):
        pass
    return reading.whole()


def log_lines(lines: Iterable[bytes]) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield each log of a file with its lines, taken in order; after ``read``, raises as it does."""
    pieces = _Reading().pieces(lines)
    for log, group in groupby(pieces, key=lambda piece: piece.log):
        yield log, (line for piece in group for line in piece.lines)


def whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file that is read block by block, with their ends.

    Raises InputError for a file or a line that is larger than any that ``written`` writes.
    """
    size, rest = 0, b""
    for block in blocks:
        size += len(block)
        if size > MOST:
            raise _refused(f"it holds more than {MOST // 2**20} MiB")
        *lines, rest = (rest + block).split(b"\n")
        yield from (line + b"\n" for line in lines)
        if len(rest) > _LINE:
            raise _refused("a line in it is too long")
    if rest:
        yield rest


class _Reading:
    """The state of reading a file: everything that the next line is checked by."""

    def __init__(self) -> None:
        self._note: Note | None = None
        self._events: list[Event] = []
        self._logs: list[str] = []
        self._number = self._lines = self._size = 0
        self._ended = False

    def pieces(self, lines: Iterable[bytes]) -> Iterator[_Piece]:
        for number, line in enumerate(lines, start=1):
            self._number = number
            try:
                piece = self._feed(line)
            except (ValueError, RecursionError) as error:
                if number == 1:
                    raise InputError("this is no handover file of ikewizard") from None
                why = str(error) if isinstance(error, ValueError) else "it cannot be read"
                made = self._note.version if self._note else ""
                raise _refused(f"line {number}: {why}", made) from None
            if piece:
                yield piece

    def whole(self) -> Handover:
        if self._note is None:
            raise InputError("the file is empty", hint="have it sent again")
        if not self._ended:
            raise _refused(f"it breaks off after line {self._number}")
        return Handover(self._note, tuple(self._events), tuple(self._logs))

    def _feed(self, line: bytes) -> _Piece | None:
        if self._ended:
            raise ValueError("something follows its end")
        if self._note is None:
            self._note = _note(line)
            return None
        if not line.endswith(b"\n"):
            raise ValueError("it breaks off within the line")
        if len(self._events) < self._note.events:
            self._size += len(line)
            self._events.append(self._event(line, self._note))
            return None
        return self._after_the_events(_data(line))

    def _event(self, line: bytes, note: Note) -> Event:
        if self._size > _EVENTS:
            raise ValueError("its events are larger than those of any session")
        event = from_line(line)
        if isinstance(event, Started) == bool(self._events):
            raise ValueError("a session starts once, and at its first event")
        if isinstance(event, Started) and event.session != note.session:
            raise ValueError("it is another session than the note says")
        if isinstance(event, EvidenceGiven) and not _EVIDENCE.fullmatch(event.id):
            raise ValueError("the id of this evidence is none")
        return event

    def _after_the_events(self, data: Any) -> _Piece | None:
        if "end" in data:
            if thaw(_End, data).end != self._lines:
                raise ValueError("lines of the logs are missing")
            self._ended = True
            return None
        piece = thaw(_Piece, data)
        if not self._logs or piece.log != self._logs[-1]:
            self._begin(piece.log)
        self._lines += len(piece.lines)
        return piece

    def _begin(self, log: str) -> None:
        if log in self._logs:
            raise ValueError("one log stands in two places")
        if not any(isinstance(event, EvidenceGiven) and event.id == log for event in self._events):
            raise ValueError("this log belongs to no evidence of the session")
        self._logs.append(log)


def _note(line: bytes) -> Note:
    note = thaw(Note, _data(line))
    if not _SESSION.fullmatch(note.session) or note.events < 1:
        raise ValueError("the note names no session")
    return note


def _data(line: bytes) -> Any:
    data = json.loads(line.decode("utf-8"))
    if not isinstance(data, dict):
        raise ValueError("it holds nothing that is known")
    return data


def _pieces(log: str, lines: Iterable[str], room: int) -> Iterator[_Piece]:
    held: list[str] = []
    size = left_off = 0
    for line in lines:
        if room <= 0:
            left_off += 1
            continue
        shown = line if len(line) <= _LOG_LINE else f"{line[:_LOG_LINE]} [... the line goes on]"
        held.append(shown)
        size += len(shown)
        # As JSON a sign takes up to six bytes: the room is counted at the worst.
        room -= 6 * len(shown) if not shown.isascii() or not shown.isprintable() else len(shown) + 3
        if size >= _PIECE:
            yield _Piece(log, tuple(held))
            held, size = [], 0
    if left_off:
        most = f"{_LOGS // 2**20} MiB of logs"
        held.append(f"[... {left_off} more lines: a handover holds no more than {most}]")
    yield _Piece(log, tuple(held))


def _line(value: object) -> bytes:
    return json.dumps(freeze(value), separators=(",", ":")).encode("ascii") + b"\n"


def _refused(why: str, made: str = "") -> InputError:
    version = f"; it was made with ikewizard {clean_line(made)[:20]}" if made else ""
    return InputError(
        f"the handover file cannot be used: {why}",
        hint=f"nothing of it was taken over: have it sent again{version}",
    )
