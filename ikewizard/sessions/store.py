"""The event store: one file a session, appended to and flushed to disk event by event."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ikewizard.core.events import Event, Started
from ikewizard.core.record import dataclass
from ikewizard.errors import SessionError
from ikewizard.sessions.absent import no_such
from ikewizard.sessions.disk import ends_torn, flush_folder, make_folder
from ikewizard.sessions.filelock import try_lock
from ikewizard.sessions.lines import OtherVersion, read_lines, to_line

if TYPE_CHECKING:
    pass

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_ID = re.compile(r"[a-z2-7]{1,32}")
_SUFFIX = ".jsonl"
_ID_LENGTH = 6
_LARGEST = 64 * 1024 * 1024
_BINARY: int = getattr(os, "O_BINARY", 0)
Stamp = tuple[int, int]
"""The size of a session file, and when it was last changed, in nanoseconds."""


class StoreError(SessionError):
    """A session cannot be written (full or read-only disk). It can go on in memory: see ``Journal``."""


@dataclass(frozen=True)
class SessionFile:
    """A session as it was read. ``note`` says which lines were left out and why; mostly it is empty."""

    id: str
    events: tuple[Event, ...]
    note: str = ""


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
        self.index = folder / "sessions.index"
        self._open: dict[str, int] = {}

    def begin(self, started: Started) -> None:
        """Create the file of the session that ``started`` names; it must not exist."""
        path = self._path(started.session)
        try:
            make_folder(self.folder)
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        try:
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
            flush_folder(self.folder)
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
            data = b"\n" + lines if ends_torn(descriptor, size) else lines
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
            raise self.unknown(session) from None
        except OSError as error:
            reason = error.strerror or error
            raise SessionError(
                f"the session '{session}' cannot be read: {reason}", where=str(path)
            ) from error
        except ValueError as error:
            hint = "move the file away if it is of no use; other sessions are not affected"
            if isinstance(error, OtherVersion):
                hint = "use the version of ikewizard that wrote it, or a later one; the session is whole"
            raise SessionError(
                f"the session '{session}' cannot be used: {error}", where=str(path), hint=hint
            ) from None
        return SessionFile(session, events, note)

    def path(self, session: str) -> Path:
        """Return where a session lies, there or not. Raises SessionError for what is no id."""
        return self._path(session)

    def _path(self, session: str) -> Path:
        # An id is no path: nothing that a user types leads out of the folder.
        if not _ID.fullmatch(session):
            raise self.unknown(session)
        return self.folder / f"{session}{_SUFFIX}"

    def knows(self, prefix: str) -> bool:
        """Return whether the id of any session begins so."""
        return any(session.startswith(prefix.strip().lower()) for session in self.stamps())

    @contextlib.contextmanager
    def held(self, session: str) -> Iterator[None]:
        """Keep others from opening a session for so long. Raises SessionError while another run has it."""
        path = self._path(session)
        try:
            # One that may not be written can be deleted all the same.
            descriptor = os.open(path, os.O_RDONLY | _BINARY)
        except FileNotFoundError:
            raise self.unknown(session) from None
        except OSError as error:
            raise _undeletable(path, error) from error
        try:
            self._open[session] = descriptor
            self._lock(session)
            yield
        finally:
            self.close(session)

    def delete(self, session: str) -> None:
        """Delete the file of a session that is ``held``. Raises StoreError when the disk refuses."""
        path = self._path(session)
        if os.name == "nt":
            self.close(session)  # Windows deletes no file that is open
        try:
            path.unlink(missing_ok=True)
            flush_folder(self.folder)
        except OSError as error:
            raise _undeletable(path, error) from error

    def stamps(self) -> dict[str, Stamp]:
        """Return the ids of all sessions, with the state of the file of each."""
        stamps: dict[str, Stamp] = {}
        try:
            with os.scandir(self.folder) as found:
                for file in found:
                    session = file.name.removesuffix(_SUFFIX)
                    if session == file.name or not _ID.fullmatch(session):
                        continue
                    # Another run may delete one in between.
                    with contextlib.suppress(FileNotFoundError):
                        # Of a file that is open, Windows tells the latest only to who asks for it by name.
                        about = Path(file.path).stat() if os.name == "nt" else file.stat()
                        if stat.S_ISREG(about.st_mode):
                            stamps[session] = (about.st_size, about.st_mtime_ns)
        except FileNotFoundError:
            return stamps
        except OSError as error:
            reason = error.strerror or error
            raise SessionError(f"the sessions cannot be listed: {reason}", where=str(self.folder)) from error
        return stamps

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all sessions, in their order."""
        return tuple(sorted(self.stamps()))

    def _acquire(self, session: str) -> None:
        if session in self._open:
            return
        path = self._path(session)
        try:
            self._open[session] = os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)
        except FileNotFoundError:
            raise self.unknown(session) from None
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

    def unknown(self, session: str) -> SessionError:
        """Return the error about a session that there is not."""
        return no_such(session, self.ids())


def _undeletable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the session cannot be deleted: {error.strerror or error}",
        where=str(path),
        hint="see who owns the file and its folder, then name the session again",
    )


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the session cannot be saved: {error.strerror or error}",
        where=str(path),
        hint="everything still works; the transcript is printed when you leave",
    )
