"""The part of the knowledge that only reading a log needs."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.core.record import dataclass, replace
from ikewizard.core.shelf import Reader, written
from ikewizard.logs.prepared import Hold, Prepared
from ikewizard.logs.signature import Absence, Dialect, LineShape, Notation, Offer, Sample, Signature
from ikewizard.report.redaction import SecretSample, SecretSpec


@dataclass(frozen=True)
class ReadPart:
    """The log dialects, and what a secret looks like."""

    dialects: tuple[Dialect, ...]
    secrets: tuple[SecretSpec, ...]


@dataclass(frozen=True)
class ScanPart:
    """What is used of the same at every run: the catalogue as it is stored, and what a secret looks like."""

    prepared: Prepared
    secrets: tuple[SecretSpec, ...]


_READER = Reader(
    *(ReadPart, ScanPart, Prepared, Hold, Dialect, LineShape, Absence, Notation),
    *(Signature, Offer, Sample, SecretSpec, SecretSample),
)


def read_lines(part: ReadPart) -> list[bytes]:
    """Return the part as it is stored."""
    return [written(part)]


def read_part(lines: Sequence[bytes]) -> ReadPart:
    """Return the part that is stored in ``lines``."""
    part: ReadPart = _READER.read(lines[0])
    return part


def scan_lines(part: ScanPart) -> list[bytes]:
    """Return the part as it is stored: each signature in a line of its own."""
    rest = replace(part, prepared=replace(part.prepared, signatures=(), codes=()))
    return [written(rest), *part.prepared.signatures]


def scan_part(lines: Sequence[bytes]) -> ScanPart:
    """Return the part that is stored in ``lines``."""
    part: ScanPart = _READER.read(lines[0])
    return replace(part, prepared=replace(part.prepared, signatures=tuple(lines[1:])))
