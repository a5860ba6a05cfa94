"""The part of the knowledge that only reading a log needs."""

from __future__ import annotations

from dataclasses import dataclass

from ikewizard.logs.signature import Dialect
from ikewizard.report.redaction import SecretSpec


@dataclass(frozen=True)
class ReadPart:
    """The log dialects, and what a secret looks like."""

    dialects: tuple[Dialect, ...]
    secrets: tuple[SecretSpec, ...]
