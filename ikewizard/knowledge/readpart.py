"""The part of the knowledge that only reading a log needs."""

from __future__ import annotations

from ikewizard.core.record import dataclass
from ikewizard.logs.prepared import Prepared
from ikewizard.logs.signature import Dialect
from ikewizard.report.redaction import SecretSpec


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
