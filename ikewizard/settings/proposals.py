"""Proposals: sets of transforms in order of preference, of which two units must share one as a whole.

A proposal names for each type of transform the algorithms that it allows (IKEv2 puts several into one
proposal, RFC 7296 section 3.3; an IKEv1 proposal, RFC 2409 section 5, has one of each).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from ikewizard.core.record import dataclass

_PROPOSALS, _TYPES, _ALGORITHMS = " | ", " / ", "+"
_NOTHING = "-"


@dataclass(frozen=True)
class Proposal:
    """One proposal. An empty type is one that the proposal does not speak of (the PRF of phase 2)."""

    encryption: tuple[str, ...] = ()
    integrity: tuple[str, ...] = ()
    prf: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def types(self) -> tuple[tuple[str, ...], ...]:
        """Return the algorithms by type, in the order in which they are written."""
        return (self.encryption, self.integrity, self.prf, self.groups)


TYPES = ("encryption", "integrity", "prf", "groups")


def write(proposals: Iterable[Proposal]) -> str:
    """Return ``proposals`` as text: ``aes-256-cbc / sha2-256 / - / group-14 | 3des / sha1 / - / group-2``."""
    return _PROPOSALS.join(
        _TYPES.join(_ALGORITHMS.join(algorithms) or _NOTHING for algorithms in proposal.types())
        for proposal in dict.fromkeys(proposals)
    )


# The same texts are read again at each comparison.
@lru_cache(maxsize=256)
def read(text: str) -> tuple[Proposal, ...]:
    """Return the proposals that ``write`` wrote. Raises ValueError for anything else."""
    return tuple(_read_one(part) for part in text.split(_PROPOSALS.strip()))


def _read_one(text: str) -> Proposal:
    types = [part.strip() for part in text.split(_TYPES.strip())]
    if len(types) != len(TYPES) or not all(types):
        raise ValueError("a proposal is: encryption / integrity / PRF / DH groups, with - for none")
    return Proposal(
        *(
            () if part == _NOTHING else tuple(name.strip() for name in part.split(_ALGORITHMS))
            for part in types
        )
    )


def apart(offered: Sequence[Proposal], allowed: Sequence[Proposal]) -> tuple[str, ...]:
    """Return the types of transform in which the two closest proposals have nothing in common.

    Nothing is returned when a proposal of ``offered`` shares an algorithm of every type with one of
    ``allowed``: then the units agree. A type of which one of two proposals does not speak is no
    disagreement.
    """
    pairs = ((ours, theirs) for ours in offered for theirs in allowed)
    return min((_apart(ours, theirs) for ours, theirs in pairs), key=len, default=())


def _apart(ours: Proposal, theirs: Proposal) -> tuple[str, ...]:
    return tuple(
        name
        for name, left, right in zip(TYPES, ours.types(), theirs.types(), strict=True)
        if left and right and not set(left) & set(right)
    )
