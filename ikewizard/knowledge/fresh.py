"""Digests of the files that knowledge is made of, without reading those files again at every run.

As git does it: a file whose size, times and place on the disk are what they were is what it was. Files
that were changed so lately that another change might not show in their times are not relied upon.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from zlib import crc32

from ikewizard.knowledge.cached import read_lines, write_lines
from ikewizard.knowledge.locate import found_files

# Seconds: some systems keep times to two of them.
_LATELY = 3


def digests_of(
    folder: str, more: Mapping[str, str], cache: str | None, wanted: Mapping[str, Callable[[str], bool]]
) -> Mapping[str, str]:
    """Return a digest of those files that count for it, for each of ``wanted``.

    The files are the trees in ``folder``, by their names in it, and ``more``. Raises InputError where
    ``folder`` is none.
    """
    stats, places = dict(found_files(folder)), dict(more)
    places.update((name, os.path.join(folder, name)) for name in stats)
    stats.update((name, os.stat(place)) for name, place in more.items())
    state = "\0".join([os.path.abspath(folder), *(_told(name, stats[name]) for name in sorted(stats))])
    line = state.encode("utf-8", "surrogateescape")
    memory = (
        os.path.join(cache, f"{crc32(folder.encode('utf-8', 'surrogateescape')):08x}.files") if cache else ""
    )
    known = _remembered(memory, line)
    if known.keys() == wanted.keys():
        return known
    settled = time.time() - max(max(stat.st_mtime, stat.st_ctime) for stat in stats.values()) > _LATELY
    found = {
        purpose: _digest({name: places[name] for name in sorted(places) if counts(name)})
        for purpose, counts in wanted.items()
    }
    if memory and settled:
        write_lines(memory, [line, *(f"{name} {digest}".encode() for name, digest in found.items())])
    return found


def part_name(digests: Mapping[str, str], part: str) -> str:
    """Return the name of the file in the cache that holds a compiled part."""
    # The signatures are most of the trees: only who reads a log needs to know whether they changed.
    return f"{digests['walk' if part == 'walk' else 'all']}-{digests['program'][:8]}.{part}"


def remembered(memory: str) -> tuple[str, Mapping[str, str]]:
    """Return of which folder a file remembers the digests, and these. Raises OSError or ValueError."""
    state, *digests = read_lines(memory)
    folder = state.partition(b"\0")[0].decode("utf-8", "surrogateescape")
    return folder, dict(line.decode().split() for line in digests)


def _told(name: str, stat: os.stat_result) -> str:
    return f"{name} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def _remembered(memory: str, state: bytes) -> Mapping[str, str]:
    try:
        known, *digests = read_lines(memory)
    except (OSError, ValueError):
        return {}
    if known != state:
        return {}
    return dict(line.decode().split() for line in digests)


def _digest(files: Mapping[str, str]) -> str:
    from hashlib import sha256  # noqa: PLC0415 -- only for the first run after a change

    digest = sha256()
    for name, place in files.items():
        with open(place, "rb") as stream:
            content = stream.read()
        digest.update(f"\n{name} {len(content)}\n".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()[:24]
