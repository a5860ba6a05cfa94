"""The part of the knowledge that only an output that masks needs."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.core.shelf import Reader, written
from ikewizard.report.private import KeptSpec, PrivateForms, PrivateSample, PrivateSpec

_READER = Reader(PrivateForms, PrivateSpec, PrivateSample, KeptSpec)


def private_lines(part: PrivateForms) -> list[bytes]:
    """Return the part as it is stored."""
    return [written(part)]


def private_part(lines: Sequence[bytes]) -> PrivateForms:
    """Return the part that is stored in ``lines``."""
    part: PrivateForms = _READER.read(lines[0])
    return part
