"""What can be wrong with manners of configuring, weak choices and profiles of the right shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.lint import Issue, did_you_mean
from ikewizard.errors import InputError
from ikewizard.logs.patterns import hazards
from ikewizard.settings.advice import Profile, WeakChoice
from ikewizard.settings.manner import Manner
from ikewizard.settings.normal import normal
from ikewizard.settings.sealing import SecretFlaw
from ikewizard.settings.spec import SettingSpec

Specs = Mapping[str, SettingSpec]
_Place = tuple[str | int, ...]
_Subject = tuple[str, str]


def lint_manners(manners: Iterable[Manner], devices: Iterable[str], specs: Specs) -> list[Issue]:
    """Return hazardous patterns, unknown settings, values and devices, and manners that nothing shows."""
    known = tuple(devices)
    return [issue for manner in manners for issue in _manner(manner, known, specs)]


def lint_advice(
    weak: Iterable[WeakChoice], flaws: Iterable[SecretFlaw], profiles: Iterable[Profile], specs: Specs
) -> list[Issue]:
    """Return unknown settings and values of weak choices and profiles, and hazardous patterns of flaws."""
    issues: list[Issue] = []
    for choice in weak:
        subject = ("weak", choice.id)
        for setting, values in {choice.setting: choice.values, **choice.also}.items():
            issues += _values(setting, values, subject, ("values",), specs)
    for flaw in flaws:
        issues += _pattern(flaw.pattern, ("flaw", flaw.id), ("pattern",))
    for profile in profiles:
        for setting, values in profile.allows.items():
            issues += _values(setting, values, ("profile", profile.id), ("allows", setting), specs)
    return issues


def _manner(manner: Manner, devices: tuple[str, ...], specs: Specs) -> Iterator[Issue]:
    subject = ("manner", manner.id)
    if manner.device and manner.device not in devices:
        hint = did_you_mean(manner.device, devices)
        yield Issue("unknown-device", subject, ("device",), f"unknown device '{manner.device}'", hint)
    if not manner.marks:
        yield Issue("no-mark", subject, (), f"nothing shows that a text is of manner '{manner.id}'")
    for number, mark in enumerate(manner.marks):
        yield from _pattern(mark.pattern, subject, ("marks", number, "pattern"))
    for number, pattern in enumerate(manner.irrelevant):
        yield from _pattern(pattern, subject, ("irrelevant", number))
    for setting, spellings in manner.spellings.items():
        for value in spellings.values():
            yield from _values(setting, (value,), subject, ("spellings", setting), specs)
    for number, default in enumerate(manner.defaults):
        yield from _values(default.setting, (default.value,), subject, ("defaults", number), specs)


def _pattern(pattern: str, subject: _Subject, place: _Place) -> Iterator[Issue]:
    for hazard in hazards(pattern):
        # They are tried on the lines of one configuration, not of a whole log.
        if "no literal text" not in hazard and "line end" not in hazard:
            yield Issue("pattern", subject, place, f"the pattern {hazard}")


def _values(
    setting: str, values: Iterable[str], subject: _Subject, place: _Place, specs: Specs
) -> Iterator[Issue]:
    spec = specs.get(setting)
    if spec is None:
        yield Issue(
            "unknown-setting", subject, place, f"unknown setting '{setting}'", did_you_mean(setting, specs)
        )
        return
    for value in values:
        try:
            normal(spec, value)
        except InputError as error:
            yield Issue("unknown-value", subject, place, error.what, error.hint)
