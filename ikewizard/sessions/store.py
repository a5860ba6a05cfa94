"""The event store: one file a session, appended to and flushed to disk event by event."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path

from ikewizard.core.events import Ending, Event, Started
from ikewizard.core.progress import replay
from ikewizard.core.record import dataclass
from ikewizard.errors import SessionError
from ikewizard.sessions.filelock import try_lock
from ikewizard.sessions.lines import read_lines, to_line

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_ID = re.compile(r"[a-z2-7]{1,32}")
_SUFFIX = ".jsonl"
_ID_LENGTH = 6
_LARGEST = 64 * 1024 * 1024
_BINARY: int = getattr(os, "O_BINARY", 0)


class StoreError(SessionError):
    """A session cannot be written (full or read-only disk). It can go on in memory: see ``Journal``."""


@dataclass(frozen=True)
class SessionFile:
    """A session as it was read. ``note`` says which lines were left out and why; mostly it is empty."""

    id: str
    events: tuple[Event, ...]
    note: str = ""


@dataclass(frozen=True)
class SessionSummary:
    """One session in a list. ``ending`` is None while it is unfinished; ``fault`` why it is unreadable."""

    id: str
    started: str = ""
    last: str = ""
    ending: Ending | None = None
    answers: int = 0
    fault: str = ""


def new_id(randomness: bytes) -> str:
    """Return a session id of six characters that are easy to read aloud, out of four or more bytes."""
    number = int.from_bytes(randomness[:4], "big")
    if len(randomness) < 4:
        raise ValueError("an id takes four bytes of randomness")
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in range(_ID_LENGTH))


class SessionStore:
    """The sessions under ``folder``. A session that this store writes to is locked until ``close``.

    Every method raises SessionError with a hint; ``begin`` and ``append`` raise StoreError when the
    disk does not take what they write. Nothing is created before the first session begins.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "sessions"
        self._open: dict[str, int] = {}

    def begin(self, started: Started) -> None:
        """Create the file of the session that ``started`` names; it must not exist."""
        path = self._path(started.session)
        try:
            _make_folder(self.folder)
            with contextlib.suppress(OSError):
                self.folder.chmod(0o700)
            self._open[started.session] = os.open(
                path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | _BINARY, 0o600
            )
        except FileExistsError:
            raise SessionError(f"the session '{started.session}' exists already", where=str(path)) from None
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            self._lock(started.session)
            self.append(started.session, started)
            _flush_folder(self.folder)
        except SessionError:
            self.close(started.session)
            with contextlib.suppress(OSError):
                path.unlink()
            raise

    def reopen(self, session: str) -> SessionFile:
        """Return a session and lock it for appending. Raises SessionError while another run has it."""
        self._acquire(session)
        try:
            return self.read(session)
        except SessionError:
            self.close(session)
            raise

    def append(self, session: str, *events: Event) -> None:
        """Write ``events``; when this returns they are on the disk, and when it raises none of them is."""
        self._acquire(session)
        descriptor = self._open[session]
        lines = b"".join(to_line(event) for event in events)
        try:
            size = os.fstat(descriptor).st_size
            data = b"\n" + lines if _ends_torn(descriptor, size) else lines
            try:
                if os.write(descriptor, data) != len(data):
                    raise OSError("No space left on device")
                os.fsync(descriptor)
            except OSError:
                # Half an event must not stand before the next one.
                with contextlib.suppress(OSError):
                    os.ftruncate(descriptor, size)
                raise
        except OSError as error:
            raise _unwritable(self._path(session), error) from error

    def close(self, session: str = "") -> None:
        """Let go of one session, or of all."""
        for name in [session] if session else [*self._open]:
            descriptor = self._open.pop(name, None)
            if descriptor is not None:
                os.close(descriptor)

    def read(self, session: str) -> SessionFile:
        """Return a session as it stands on disk, whoever is writing it."""
        path = self._path(session)
        try:
            about = path.stat()
            if not stat.S_ISREG(about.st_mode):
                raise SessionError(f"the session '{session}' is not a file", where=str(path))
            if about.st_size > _LARGEST:
                raise SessionError(f"the session '{session}' is too large to be one", where=str(path))
            events, note = read_lines(path.read_bytes(), path.name)
        except FileNotFoundError:
            raise self._unknown(session) from None
        except OSError as error:
            reason = error.strerror or error
            raise SessionError(
                f"the session '{session}' cannot be read: {reason}", where=str(path)
            ) from error
        except ValueError as error:
            raise SessionError(
                f"the session '{session}' cannot be used: {error}",
                where=str(path),
                hint="move the file away if it is of no use; other sessions are not affected",
            ) from None
        return SessionFile(session, events, note)

    def list(self) -> tuple[SessionSummary, ...]:
        """Return all sessions, the one with the latest event first; unreadable ones come last."""
        summaries = [self._summary(session) for session in self._ids()]
        return tuple(sorted(summaries, key=lambda summary: (summary.last, summary.id), reverse=True))

    def find(self, prefix: str) -> str:
        """Return the id that alone begins with ``prefix``; for an empty one the latest unfinished."""
        wanted = prefix.strip().lower()
        if not wanted:
            unfinished = (s.id for s in self.list() if s.ending is None and not s.fault)
            latest = next(unfinished, None)
            if latest is None:
                raise SessionError("there is no unfinished session", hint="start one with 'ikewizard'")
            return latest
        ids = self._ids()
        fitting = [wanted] if wanted in ids else [session for session in ids if session.startswith(wanted)]
        if not fitting:
            raise self._unknown(prefix.strip())
        if len(fitting) > 1:
            known = ", ".join(fitting[:5]) + (", ..." if len(fitting) > 5 else "")
            raise SessionError(f"'{wanted}' fits more than one session: {known}", hint="type more of the id")
        return fitting[0]

    def path(self, session: str) -> Path:
        """Return where a session lies, there or not. Raises SessionError for what is no id."""
        return self._path(session)

    def _path(self, session: str) -> Path:
        # An id is no path: nothing that a user types leads out of the folder.
        if not _ID.fullmatch(session):
            raise self._unknown(session)
        return self.folder / f"{session}{_SUFFIX}"

    def _ids(self) -> tuple[str, ...]:
        try:
            names = sorted(path.name for path in self.folder.iterdir() if path.is_file())
        except FileNotFoundError:
            return ()
        except OSError as error:
            reason = error.strerror or error
            raise SessionError(f"the sessions cannot be listed: {reason}", where=str(self.folder)) from error
        stems = (name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))
        return tuple(stem for stem in stems if _ID.fullmatch(stem))

    def _summary(self, session: str) -> SessionSummary:
        try:
            events = self.read(session).events
        except SessionError as error:
            return SessionSummary(session, fault=error.what)
        progress = replay(events)
        return SessionSummary(session, events[0].at, events[-1].at, progress.ending, len(progress.answers))

    def _acquire(self, session: str) -> None:
        if session in self._open:
            return
        path = self._path(session)
        try:
            self._open[session] = os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)
        except FileNotFoundError:
            raise self._unknown(session) from None
        except OSError as error:
            raise _unwritable(path, error) from error
        self._lock(session)

    def _lock(self, session: str) -> None:
        if not try_lock(self._open[session]):
            self.close(session)
            raise SessionError(
                f"the session '{session}' is open in another window",
                where=str(self._path(session)),
                hint="go on there, or leave it there first",
            )

    def _unknown(self, session: str) -> SessionError:
        import difflib  # noqa: PLC0415 - only an error pays for it

        shown = "".join(c if c.isprintable() else "?" for c in session)[:40]
        close = difflib.get_close_matches(shown.lower(), self._ids(), n=1, cutoff=0.5)
        hint = f"did you mean '{close[0]}'?" if close else "'ikewizard sessions' lists those that there are"
        return SessionError(f"there is no session '{shown}'", hint=hint)


def _ends_torn(descriptor: int, size: int) -> bool:
    if not size:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


def _flush_folder(folder: Path) -> None:
    # A new name is only safe from a power cut once its folder is on disk; Windows has no such call.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise _unwritable(folder, error) from error


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the session cannot be saved: {error.strerror or error}",
        where=str(path),
        hint="everything still works; the transcript is printed when you leave",
    )
