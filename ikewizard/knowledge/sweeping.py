"""Removing compiled trees that no run reads any more, such as those of before an update.

Nothing is lost by it: what is missing is compiled again. Other runs may be at work in the same folder, so
what was written lately stays, and a file that is gone, or that the system keeps, is nobody's trouble.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from ikewizard.knowledge.fresh import part_name, remembered

LATELY = 3600
"""Seconds for which a file is left alone: another run may have written it, and be about to read it."""

# Only what this program itself writes here: compiled parts, remembered digests, and halves of either.
_PART = re.compile(r"(?P<key>[0-9a-f]{24}-[0-9a-f]{8})\.[a-z]+")
_MEMORY = re.compile(r"[0-9a-f]{8}\.files")
_HALF = re.compile(r"tmp[a-z0-9_]{8}\.new")


def sweep(cache: str, now: float, used: Collection[str]) -> None:
    """Remove from ``cache`` what is out of date at the time ``now``, but for the names ``used``."""
    with suppress(OSError):
        found = list(_ours(cache))
        kept = {name.partition(".")[0] for name in used}
        for entry in found:
            if _MEMORY.fullmatch(entry.name):
                kept |= _keys(entry.path)
        for entry in found:
            with suppress(OSError):
                if not _is_current(entry, kept) and now - entry.stat(follow_symlinks=False).st_mtime > LATELY:
                    Path(entry.path).unlink()


def _ours(cache: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(cache) as entries:
        for entry in entries:
            is_ours = any(form.fullmatch(entry.name) for form in (_PART, _MEMORY, _HALF))
            if is_ours and entry.is_file(follow_symlinks=False):
                yield entry


def _is_current(entry: os.DirEntry[str], kept: Collection[str]) -> bool:
    part = _PART.fullmatch(entry.name)
    if part:
        return part["key"] in kept
    return bool(_MEMORY.fullmatch(entry.name)) and bool(_keys(entry.path))


def _keys(memory: str) -> set[str]:
    """Return which parts the trees need that a file remembers; none where it is damaged or they are gone."""
    try:
        folder, digests = remembered(memory)
        if not Path(folder).is_dir():
            return set()
        return {part_name(digests, part).partition(".")[0] for part in ("walk", "all")}
    except (OSError, ValueError, KeyError):
        return set()
