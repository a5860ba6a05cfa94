"""The logs and configurations of a session, kept whole beside its events and packed, one file each.

Nothing here looks for secrets: what is kept has none left, which is up to the caller.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from ikewizard.errors import SessionError
from ikewizard.sessions.store import StoreError

MOST = 32 * 2**20
"""Bytes of text, unpacked, that are kept of one log."""

_SESSION = re.compile(r"[a-z2-7]{1,32}")
_EVIDENCE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_SUFFIX = ".gz"
_BLOCK = 256 * 1024
# Hardly larger than at higher levels, and several times as fast: somebody is waiting for the next question.
_LEVEL = 1
# The last line of one that was not kept whole comes on top.
_LONGEST = MOST + 1024
_GZIP = 16 + zlib.MAX_WBITS
_NEW: int = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Attachments:
    """What was handed in, under ``folder``. Nothing is created before the first text is kept.

    Every method raises SessionError with a hint; ``keep`` raises StoreError when the disk does not take
    what it writes, and then nothing of it stays.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "attachments"

    def keep(self, session: str, evidence: str, lines: Iterable[str], more: int = 0) -> None:
        """Keep ``lines`` for the evidence of that id, instead of what was kept for it before.

        They are taken one by one. What is beyond MOST is counted, and a last line tells how much it was:
        with the ``more`` lines that the caller could not hold.
        """
        path = self._path(session, evidence)
        making = path.with_name(f".{evidence}.{os.getpid()}")
        try:
            _make_folder(self.folder)
            _make_folder(path.parent)
            with contextlib.suppress(FileNotFoundError):
                making.unlink()  # of a run that was killed, and had the same number
            try:
                with os.fdopen(os.open(making, _NEW, 0o600), "wb") as file:
                    _pack(lines, more, file)
                    file.flush()
                    os.fsync(file.fileno())
                making.replace(path)
            finally:
                with contextlib.suppress(OSError):
                    making.unlink()
        except OSError as error:
            raise StoreError(
                f"what was handed in cannot be kept: {error.strerror or error}",
                where=str(path),
                hint="the session goes on as ever; only its full text will not go with the case note",
            ) from error

    def names(self, session: str) -> tuple[str, ...]:
        """Return the ids of the evidence of which the text is kept, in the order of their numbers."""
        try:
            found = [path.name for path in self._folder_of(session).iterdir() if path.is_file()]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _unreadable(session, self._folder_of(session), error) from error
        ids = (name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX))
        return tuple(sorted((name for name in ids if _EVIDENCE.fullmatch(name)), key=_in_order))

    def lines(self, session: str, evidence: str) -> Iterator[str]:
        """Yield the lines that are kept for a piece of evidence.

        Raises SessionError for what is not there, cannot be read, or was not written by ``keep``.
        """
        path = self._path(session, evidence)
        try:
            with path.open("rb") as file:
                yield from _lines_of(_unpacked(file))
        except FileNotFoundError:
            raise SessionError(
                f"no text is kept for '{evidence}' of the session '{session}'", where=str(path)
            ) from None
        except OSError as error:
            raise _unreadable(session, path, error) from error
        except (ValueError, zlib.error) as error:
            raise SessionError(
                f"what is kept for '{evidence}' is damaged: {error}",
                where=str(path),
                hint="move the file away; the session itself is not affected",
            ) from None

    def forget(self, session: str) -> None:
        """Delete everything that is kept for a session; nothing to delete is no error."""
        folder = self._folder_of(session)
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            reason = error.strerror or error
            raise SessionError(
                f"what is kept for the session '{session}' cannot be deleted: {reason}",
                where=str(folder),
                hint="delete the folder yourself",
            ) from error

    def _folder_of(self, session: str) -> Path:
        # An id is no path: nothing that a user or a file says leads out of the folder.
        if not _SESSION.fullmatch(session):
            raise SessionError(f"there is no session {_shown(session)}")
        return self.folder / session

    def _path(self, session: str, evidence: str) -> Path:
        if not _EVIDENCE.fullmatch(evidence):
            raise SessionError(f"{_shown(evidence)} is no piece of evidence of the session {_shown(session)}")
        return self._folder_of(session) / f"{evidence}{_SUFFIX}"


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        folder.chmod(0o700)


def _pack(lines: Iterable[str], more: int, file: BinaryIO) -> None:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for block in _blocks(lines, more):
        file.write(packer.compress(block))
    file.write(packer.flush())


def _blocks(lines: Iterable[str], more: int) -> Iterator[bytes]:
    """Yield the text of ``lines`` in blocks, and at the end how much was left off, of ``more`` lines too."""
    block, kept, left_off = bytearray(), 0, 0
    for line in lines:
        # One item is one line, whatever stands in it.
        data = line.replace("\n", " ").encode("utf-8", "replace") + b"\n"
        if left_off or kept + len(data) > MOST:
            left_off += 1
            continue
        kept += len(data)
        block += data
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    if left_off := left_off + more:
        block += b"[... %d more lines: no more than %d MiB of a text are kept]\n" % (left_off, MOST // 2**20)
    yield bytes(block)


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    """Yield the text that is packed in ``file``, never more of it at once than a block."""
    machine = zlib.decompressobj(_GZIP)
    size, data = 0, b""
    while not machine.eof:
        data = data or file.read(_BLOCK)
        if not data:
            raise ValueError("it breaks off")
        text = machine.decompress(data, _BLOCK)
        data = machine.unconsumed_tail
        size += len(text)
        if size > _LONGEST:
            raise ValueError(f"it holds more than the {MOST // 2**20} MiB that are kept of one text")
        yield text


def _lines_of(blocks: Iterator[bytes]) -> Iterator[str]:
    rest: list[bytes] = []
    for block in blocks:
        first, *more = block.split(b"\n")
        rest.append(first)
        if more:
            # Only a whole line is decoded: a block may end within a character.
            yield b"".join(rest).decode("utf-8", "replace")
            rest = [more.pop()]
            yield from (line.decode("utf-8", "replace") for line in more)
    if any(rest):
        yield b"".join(rest).decode("utf-8", "replace")


def _in_order(name: str) -> tuple[str, int, str]:
    stem, _, number = name.rpartition("-")
    return (stem, int(number), "") if number.isdigit() else (name, 0, name)


def _shown(text: str) -> str:
    # repr makes control characters of a hostile file harmless; the cut keeps the message one line.
    return repr(text)[:48]


def _unreadable(session: str, path: Path, error: OSError) -> SessionError:
    reason = error.strerror or error
    return SessionError(f"what is kept for the session '{session}' cannot be read: {reason}", where=str(path))
