"""Compiled patterns as they are stored: to compile those that a paste needs takes as long as to read it.

What is stored is the very code that ``re`` hands to its machine, under the number that CPython gives to the
language of that code, and the machine looks through it before it takes it. None of this is a public
interface: where any of it is missing or different, nothing is stored, or what is stored is not used, and
the pattern is compiled as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from zlib import crc32

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

_ORDER = "little" if memoryview(b"\1\0\0\0").cast("I")[0] == 1 else "big"
_SIZE = 4
"""Bytes that a word of the code takes as it is stored."""


# What is asked of a pattern is mostly asked in a row.
@lru_cache(maxsize=1)
def parsed(pattern: str) -> Any:
    """Return the parse tree of ``pattern`` as ``re`` makes it.

    Raises what ``re`` raises, and AttributeError where Python does not show the tree.
    """
    import re  # noqa: PLC0415 -- only for the first run after a change

    return re._parser.parse(pattern)  # type: ignore[attr-defined]  # see above: not a public interface


# The check of a pattern makes its form, and it is stored after all are checked.
@lru_cache(maxsize=8192)
def code_of(pattern: str) -> bytes:
    """Return the compiled form of ``pattern``; nothing where it cannot be had. Raises re.error."""
    import re  # noqa: PLC0415 -- only for the first run after a change
    from array import array  # noqa: PLC0415 -- see above

    stamp = _stamp()
    try:
        tree = parsed(pattern)
        code = re._compiler._code(tree, 0)  # type: ignore[attr-defined]  # see above: not a public interface
        words = array("I", code).tobytes()
        flags, groups, named = int(tree.state.flags), int(tree.state.groups) - 1, tree.state.groupdict
    except (AttributeError, TypeError):
        return b""
    names = ",".join(f"{name}={number}" for name, number in named.items())
    return f"{stamp}|{flags}|{groups}|{names}|".encode() + words if stamp else b""


def from_code(pattern: str, code: bytes) -> re.Pattern[str] | None:
    """Return ``pattern`` out of its compiled form, or None where that is not of this version of Python."""
    try:
        stamp, flags, groups, names, words = code.split(b"|", 4)
        if stamp.decode() != _stamp():
            return None
        index = {
            name: int(number)
            for name, _, number in (each.partition("=") for each in names.decode().split(",") if each)
        }
        count = int(groups)
        by_number: list[str | None] = [None] * (count + 1)
        for name, number in index.items():
            by_number[number] = name
        found: re.Pattern[str] = _machine().compile(
            pattern, int(flags), memoryview(words).cast("I").tolist(), count, index, tuple(by_number)
        )
    except (ValueError, IndexError, TypeError, AttributeError, RuntimeError, OverflowError):
        return None
    return found


class Codes:
    """All compiled forms that are stored; ``read`` gives a piece of them, by its place and length."""

    def __init__(self, read: Callable[[int, int], bytes]) -> None:
        self._read = read

    def pattern(self, pattern: str, code: Sequence[int]) -> re.Pattern[str] | None:
        """Return ``pattern`` out of the form that lies at ``code`` (place, length, checksum), or None."""
        if not code:
            return None
        place, length, checksum = code
        found = self._read(place, length)
        return from_code(pattern, found) if crc32(found) == checksum else None

    def finder(self, places: Mapping[str, Sequence[int]]) -> Callable[[str], re.Pattern[str] | None]:
        """Return what gives a pattern out of its form, for those that have a place in ``places``."""
        return lambda pattern: self.pattern(pattern, places.get(pattern, ()))


NO_CODES = Codes(lambda _place, _length: b"")


def _machine() -> Any:
    import _sre  # type: ignore[import-not-found]  # noqa: PLC0415 -- see above: a Python may have none

    return _sre


def _stamp() -> str:
    try:
        machine = _machine()
        return f"{machine.MAGIC}.{machine.CODESIZE}.{_ORDER}" if machine.CODESIZE == _SIZE else ""
    except (AttributeError, ImportError):
        return ""
