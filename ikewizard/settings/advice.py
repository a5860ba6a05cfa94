"""Weak choices and known-good profiles as data, and what a unit's settings hold of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ikewizard.core.kinds import Literal
from ikewizard.core.record import CLOSED, dataclass, field
from ikewizard.settings.normal import LIST_SEPARATOR

Strength = Literal["current", "historic"]


@dataclass(frozen=True)
class WeakChoice:
    """Values of a setting that are weak, why, and the RFC that says so.

    ``also`` are further settings, with their values, that must hold as well (Aggressive Mode is weak with
    a pre-shared key). ``instead`` says what to use.
    """

    __pydantic_config__ = CLOSED
    id: str
    setting: str
    values: tuple[str, ...]
    why: str
    instead: str
    source: str
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """Known-good settings: for each, the values that it allows, the best first.

    ``historic`` ones are kept for old equipment, and are told as weak.
    """

    __pydantic_config__ = CLOSED
    id: str
    title: str
    strength: Strength
    allows: Mapping[str, tuple[str, ...]]
    source: str
    note: str = ""


@dataclass(frozen=True)
class Advice:
    """One weak choice as a unit makes it: the values of its setting that are weak."""

    choice: WeakChoice
    values: tuple[str, ...]


def weak_choices(choices: Iterable[WeakChoice], settings: Mapping[str, str]) -> tuple[Advice, ...]:
    """Return what is weak in ``settings`` (values in normal form, by setting)."""
    found: list[Advice] = []
    for choice in choices:
        weak = tuple(value for value in _values(settings, choice.setting) if value in choice.values)
        holds = all(set(values) & set(_values(settings, name)) for name, values in choice.also.items())
        if weak and holds:
            found.append(Advice(choice, weak))
    return tuple(found)


def _values(settings: Mapping[str, str], setting: str) -> list[str]:
    value = settings.get(setting)
    return value.split(LIST_SEPARATOR) if value else []
