"""The part of the knowledge that only reading and judging a configuration needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ikewizard.core.record import dataclass
from ikewizard.core.shelf import Reader, written
from ikewizard.settings.advice import Profile, WeakChoice
from ikewizard.settings.manner import Default, Manner, Mark
from ikewizard.settings.sealing import SecretFlaw


@dataclass(frozen=True)
class ConfigPart:
    """The manners of configuring, the weak choices, the flaws of secrets, and the known-good profiles."""

    manners: Mapping[str, Manner]
    weak: tuple[WeakChoice, ...]
    flaws: tuple[SecretFlaw, ...]
    profiles: Mapping[str, Profile]


_READER = Reader(ConfigPart, Manner, Mark, Default, WeakChoice, SecretFlaw, Profile)


def config_lines(part: ConfigPart) -> list[bytes]:
    """Return the part as it is stored."""
    return [written(part)]


def config_part(lines: Sequence[bytes]) -> ConfigPart:
    """Return the part that is stored in ``lines``."""
    part: ConfigPart = _READER.read(lines[0])
    return part
