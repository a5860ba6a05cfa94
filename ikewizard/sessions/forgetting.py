"""Deleting sessions with everything that was kept for them: logs, masks, and their rows in the index."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from ikewizard.core.record import dataclass
from ikewizard.errors import SessionError
from ikewizard.sessions import index
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.store import SessionStore, StoreError


@dataclass(frozen=True)
class Forgotten:
    """What was deleted, and what could not be: the errors tell why."""

    sessions: tuple[str, ...] = ()
    logs: int = 0
    """Of so many of them logs were kept."""
    kept: tuple[SessionError, ...] = ()


def forget(data: Path, sessions: Iterable[str]) -> Forgotten:
    """Delete these sessions, but for those that another run has open or that the disk keeps.

    The file of a session goes last: what could not be deleted can be named again.
    """
    store, attachments = SessionStore(data), Attachments(data)
    gone: list[str] = []
    kept: list[SessionError] = []
    logs = 0
    for session in dict.fromkeys(sessions):
        try:
            with store.held(session):
                had_logs = bool(attachments.names(session))
                attachments.forget(session)
                _forget_masks(data, session)
                store.delete(session)
        except SessionError as error:
            kept.append(error)
        else:
            gone.append(session)
            logs += had_logs
    if gone:
        try:
            index.drop(store.index, gone)
        except OSError as error:
            kept.append(_left(store.index, error))
    return Forgotten(tuple(gone), logs, tuple(kept))


def forget_rest(data: Path) -> None:
    """Delete logs and masks of sessions that are not there any more."""
    store, attachments = SessionStore(data), Attachments(data)
    there = store.stamps()
    for folder in (attachments.folder, data / "masks"):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for path in folder.iterdir():
                name = path.name.partition(".")[0]
                if name in there or not name:
                    continue
                with contextlib.suppress(SessionError):  # of a name that is none of ours
                    attachments.forget(name)
                    _forget_masks(data, name)


def _forget_masks(data: Path, session: str) -> None:
    path = data / "masks" / f"{session}.json"
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        raise _left(path, error) from error


def _left(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"it cannot be deleted: {error.strerror or error}",
        where=str(path),
        hint="delete the file yourself: it holds something of what was to be forgotten",
    )
