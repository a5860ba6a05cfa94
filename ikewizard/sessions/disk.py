"""What the store needs of a disk, beyond what Python has."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def ends_torn(descriptor: int, size: int) -> bool:
    """Return whether the last line of an open file lacks its end."""
    if not size:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


def flush_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk: a new one is only safe from a power cut after that."""
    # Windows has no such call.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into, even if it was there. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
