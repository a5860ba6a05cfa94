"""The field's terms, each with a plain gloss, and where they stand in a text that is read out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ikewizard.core.record import CLOSED, dataclass

_ACRONYM = r"(?<![\w'-])[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*(?:-[A-Z0-9]+)*(?![\w-])"
"""What is written like an acronym: NAT, IKEv2, NAT-T, IPsec."""


@dataclass(frozen=True)
class Term:
    """A term of the field. ``gloss`` says what it is to somebody who knows no VPN; ``also`` are spellings."""

    __pydantic_config__ = CLOSED
    id: str
    term: str
    gloss: str
    source: str = ""
    unverified: bool = False
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.source and not self.unverified:
            raise ValueError("a term carries the source of its meaning, or says unverified: true")


@dataclass(frozen=True)
class Jargon:
    """A word that is never read out: ``instead`` is what to say."""

    __pydantic_config__ = CLOSED
    id: str
    instead: str


def terms_in(text: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return the terms that stand in ``text``, in its order; of "NAT Traversal" the longer one counts."""
    found: list[tuple[int, int, Term]] = []
    for term in terms:
        for spelling in (term.term, *term.also):
            place = _place(text, spelling)
            if place is not None:
                found.append((place, -len(spelling), term))
    taken = 0
    ordered: dict[Term, None] = {}
    for place, size, term in sorted(found, key=lambda each: each[:2]):
        if place >= taken:
            ordered[term] = None
            taken = place - size
    return tuple(ordered)


def acronyms_in(text: str) -> tuple[str, ...]:
    """Return everything in ``text`` that is written like an acronym, each once; a plural counts as one."""
    return tuple(dict.fromkeys(re.findall(_ACRONYM, re.sub(r"(?<=[A-Z])s\b", "", text))))


def _place(text: str, spelling: str) -> int | None:
    # Acronyms are told by their capitals; a word may begin a sentence.
    same_case = any(letter.isupper() for letter in spelling)
    found = re.search(
        rf"(?<![\w-]){re.escape(spelling)}(?:s|es)?(?![\w-])", text, 0 if same_case else re.IGNORECASE
    )
    return found.start() if found else None
