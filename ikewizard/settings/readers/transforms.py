"""Proposals written as words: ``aes256-sha256-modp2048``, ``aes_gcm256;dh19``, ``3des sha1 group2``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ikewizard.settings.desk import PARTS, Desk
from ikewizard.settings.proposals import Proposal

_GROUPS = {"phase1-proposals": "phase1-dh-group", "phase2-proposals": "pfs-dh-group"}
_PRF = "phase1-prf"
_OWN_INTEGRITY = ("gcm", "poly1305", "ccm")


def transforms(
    desk: Desk, setting: str, words: Iterable[str], *, prf_from_integrity: bool = True
) -> tuple[Proposal, tuple[str, ...]]:
    """Return the proposal that ``words`` make, and the words that stand for no known algorithm.

    In phase 1 the hash is the PRF as well where none is named (``prf_from_integrity``). Encryption that
    authenticates by itself has no integrity beside it; in phase 1 what is named there is its PRF.
    """
    found: dict[str, list[str]] = {"encryption": [], "integrity": [], "prf": [], "groups": []}
    unknown: list[str] = []
    for word in words:
        kind, values = _known(desk, setting, word)
        if kind:
            found[kind] += [value for value in values if value not in found[kind]]
        else:
            unknown.append(word)
    aead = bool(found["encryption"]) and all(authenticates(name) for name in found["encryption"])
    if setting == "phase1-proposals" and not found["prf"] and prf_from_integrity:
        found["prf"] = list(found["integrity"])
    if aead:
        found["integrity"] = []
    proposal = Proposal(*(tuple(found[kind]) for kind in ("encryption", "integrity", "prf", "groups")))
    return proposal, tuple(unknown)


def authenticates(encryption: str) -> bool:
    """Return whether an encryption algorithm, by its id, authenticates by itself (RFC 5282)."""
    return any(part in encryption for part in _OWN_INTEGRITY)


def without_groups(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return ``proposals`` without their DH groups: those of phase 2 are a setting of their own (PFS)."""
    return tuple(dict.fromkeys(Proposal(each.encryption, each.integrity, each.prf) for each in proposals))


def _known(desk: Desk, setting: str, word: str) -> tuple[str, list[str]]:
    parts = PARTS[setting]
    names = [
        ("encryption", parts["encryption"]),
        ("integrity", parts["integrity"]),
        ("groups", _GROUPS[setting]),
    ]
    if word.lower().startswith("prf"):
        names = [("prf", _PRF)] if setting == "phase1-proposals" else []
    for kind, name in names:
        value = desk.term(name, word)
        if value:
            return kind, re.split(r"\s*,\s*", value)
    return "", []
