"""What every output of a session goes through: secrets blotted out, and names masked by level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from ikewizard.core.record import dataclass, field
from ikewizard.report.document import Document
from ikewizard.report.redaction import SecretSpec, redact, redact_document

Level = Literal["none", "public", "all"]


@dataclass(frozen=True)
class Masker:
    """Masks texts for one level of openness; the same text is masked alike wherever it stands.

    ``names`` are the pseudonyms given so far (what stands for it, by the real text); they stay local.
    """

    level: Level
    secrets: Sequence[SecretSpec]
    names: Mapping[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Return ``text`` as others may see it."""
        return redact(text, self.secrets)

    def document(self, document: Document) -> Document:
        """Return ``document`` with every text in it as others may see it."""
        return redact_document(document, self.secrets)
