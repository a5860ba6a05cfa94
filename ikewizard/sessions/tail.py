"""Reading a session while somebody else writes it: what is new in its file since the last look."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from ikewizard.core.events import Event, Started
from ikewizard.core.record import dataclass
from ikewizard.errors import SessionError
from ikewizard.sessions.lines import from_line, read_lines

_LARGEST = 64 * 1024 * 1024
_REMEMBERED = 256
_FLAGS: int = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True)
class News:
    """What was written since the last look.

    ``anew`` says that what was told before no longer stands (the file was cut back, or is another one):
    ``events`` are then the whole session.
    """

    events: tuple[Event, ...] = ()
    anew: bool = False


class Tail:
    """Follows one session file from its beginning. It only reads, and holds neither file nor lock.

    A line that is not ended yet waits until it is. A line that holds no event is passed over, as it is
    when the session is resumed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told: tuple[Event, ...] = ()
        self._mark: tuple[int, int, int] = (0, -1, 0)
        self._reached = 0
        self._last = b""

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that was told so far."""
        return self._told

    def poll(self) -> News:
        """Return what is new; nothing, at the cost of one look at the folder, while the file is the same.

        Raises SessionError when the session is gone or cannot be read; the next look may succeed.
        """
        try:
            return self._poll()
        except FileNotFoundError:
            raise SessionError(
                "the session is no longer there", where=str(self._path), hint="it was deleted or moved"
            ) from None
        except OSError as error:
            reason = error.strerror or error
            raise SessionError(f"the session cannot be read: {reason}", where=str(self._path)) from error
        except ValueError as error:
            raise SessionError(f"the session cannot be used: {error}", where=str(self._path)) from None

    def _poll(self) -> News:
        about = self._path.stat()
        mark = (about.st_ino, about.st_size, about.st_mtime_ns)
        if mark == self._mark:
            return News()
        # Asked before it is opened: opening a pipe that lies there instead could wait for ever.
        if not stat.S_ISREG(about.st_mode):
            raise ValueError("it is not a file")
        if about.st_size > _LARGEST:
            raise ValueError("it is too large to be one")
        same = about.st_ino == self._mark[0] and about.st_size >= self._reached
        start = self._reached - len(self._last)
        data = _read(self._path, start if same else 0)
        if same and data.startswith(self._last):
            news = self._further(data[len(self._last) :])
        else:
            news = self._again(_read(self._path, 0) if same and start else data)
        self._mark = mark
        return news

    def _further(self, data: bytes) -> News:
        whole = data[: data.rfind(b"\n") + 1]
        if not whole:
            return News()
        events = self._events(whole)
        self._pass(whole)
        self._told += events
        return News(events)

    def _again(self, data: bytes) -> News:
        """Read the whole file; what was told already is not told again where it still stands so."""
        before = self._told
        whole = data[: data.rfind(b"\n") + 1]
        events = read_lines(whole, self._path.name)[0] if whole else ()
        self._reached, self._last = 0, b""
        self._pass(whole)
        self._told = events
        if events[: len(before)] == before:
            return News(events[len(before) :])
        return News(events, anew=True)

    def _events(self, whole: bytes) -> tuple[Event, ...]:
        if not self._told:
            return read_lines(whole, self._path.name)[0]
        found: list[Event] = []
        for line in whole.split(b"\n"):
            with contextlib.suppress(ValueError):
                event = from_line(line)
                if not isinstance(event, Started):
                    found.append(event)
        return tuple(found)

    def _pass(self, whole: bytes) -> None:
        self._reached += len(whole)
        self._last = (self._last + whole)[-_REMEMBERED:]


def _read(path: Path, start: int) -> bytes:
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        file.seek(start)
        return file.read(_LARGEST)
