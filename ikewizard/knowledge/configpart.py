"""The part of the knowledge that only reading and judging a configuration needs."""

from __future__ import annotations

from collections.abc import Mapping

from ikewizard.core.record import dataclass
from ikewizard.settings.advice import Profile, WeakChoice
from ikewizard.settings.manner import Manner
from ikewizard.settings.sealing import SecretFlaw


@dataclass(frozen=True)
class ConfigPart:
    """The manners of configuring, the weak choices, the flaws of secrets, and the known-good profiles."""

    manners: Mapping[str, Manner]
    weak: tuple[WeakChoice, ...]
    flaws: tuple[SecretFlaw, ...]
    profiles: Mapping[str, Profile]
