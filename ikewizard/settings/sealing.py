"""Shared secrets are compared without being kept: a keyed digest, whose key dies with the process."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence

from ikewizard.core.record import CLOSED, dataclass
from ikewizard.settings.units import Line, Sealed


@dataclass(frozen=True)
class SecretFlaw:
    """A way in which a secret often goes wrong: ``pattern`` is searched in it, ``why`` is told."""

    __pydantic_config__ = CLOSED
    id: str
    pattern: str
    why: str
    source: str = ""
    unverified: bool = False

    def __post_init__(self) -> None:
        if not self.source and not self.unverified:
            raise ValueError("a flaw carries its source, or says unverified: true")


class Sealer:
    """Seals secrets with ``key`` (random bytes that the caller makes anew in each process)."""

    def __init__(self, key: bytes, flaws: Sequence[SecretFlaw] = ()) -> None:
        self._key = key
        self._flaws = flaws

    def seal(self, secret: str | bytes, line: Line | None = None) -> Sealed:
        """Return ``secret`` sealed. Equal secrets have equal digests, as text or as bytes in UTF-8."""
        raw = secret.encode("utf-8", "surrogateescape") if isinstance(secret, str) else secret
        text = raw.decode("utf-8", "replace")
        flaws = tuple(flaw.id for flaw in self._flaws if re.search(flaw.pattern, text))
        place = Line(line.file, line.number, "") if line else None
        return Sealed(hmac.digest(self._key, raw, "sha256").hex(), flaws, place)
