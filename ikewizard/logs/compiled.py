"""Compiled patterns as text: to compile the two dozen that a paste needs takes as long as to read it.

What is stored is the very code that ``re`` hands to its machine, under the number that CPython gives to the
language of that code, and the machine looks through it before it takes it. None of this is a public
interface: where any of it is missing or different, nothing is stored, or what is stored is not used, and
the pattern is compiled as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from zlib import crc32

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def code_of(pattern: str) -> str:
    """Return the compiled form of ``pattern`` as text; "" where it cannot be had. Raises re.error."""
    stamp = _stamp()
    try:
        parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]  # see above: not a public interface
        code: list[int] = re._compiler._code(parsed, 0)  # type: ignore[attr-defined]  # see above
        state = parsed.state
        names = ",".join(f"{name}={number}" for name, number in state.groupdict.items())
        told = (int(state.flags), state.groups - 1, names, ",".join(map(str, map(int, code))))
    except (AttributeError, TypeError):
        return ""
    return "|".join(map(str, (stamp, *told))) if stamp else ""


def from_code(pattern: str, code: str) -> re.Pattern[str] | None:
    """Return ``pattern`` out of its compiled form, or None where that is not of this version of Python."""
    stamp, _, rest = code.partition("|")
    if not rest or stamp != _stamp():
        return None
    try:
        flags, groups, names, words = rest.split("|")
        index = {
            name: int(number)
            for name, _, number in (each.partition("=") for each in names.split(",") if each)
        }
        count = int(groups)
        by_number: list[str | None] = [None] * (count + 1)
        for name, number in index.items():
            by_number[number] = name
        found: re.Pattern[str] = _machine().compile(
            pattern, int(flags), [int(word) for word in words.split(",")], count, index, tuple(by_number)
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
        return from_code(pattern, found.decode("ascii")) if crc32(found) == checksum else None


NO_CODES = Codes(lambda _place, _length: b"")


def _machine() -> Any:
    return re._compiler._sre  # type: ignore[attr-defined]  # see above


def _stamp() -> str:
    try:
        machine = _machine()
        return f"{machine.MAGIC}.{machine.CODESIZE}"
    except AttributeError:
        return ""
