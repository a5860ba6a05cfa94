"""What can be wrong with the vocabulary of settings although it has the right shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ikewizard.core.lint import Issue, did_you_mean
from ikewizard.settings.spec import SettingSpec, spelling_key


def lint_settings(
    specs: Iterable[SettingSpec], causes: Collection[str], facts: Collection[str]
) -> list[Issue]:
    """Return every issue: unknown names, and spellings that stand for two values."""
    specs = list(specs)
    names = [spec.id for spec in specs]
    return [issue for spec in specs for issue in _setting(spec, names, causes, facts)]


def _setting(
    spec: SettingSpec, names: list[str], causes: Collection[str], facts: Collection[str]
) -> Iterator[Issue]:
    subject = ("setting", spec.id)
    if spec.mirrors and spec.mirrors not in names:
        message = f"setting '{spec.id}' mirrors unknown setting '{spec.mirrors}'"
        yield Issue("unknown-setting", subject, ("mirrors",), message, did_you_mean(spec.mirrors, names))
    if spec.cause and spec.cause not in causes:
        message = f"setting '{spec.id}' names unknown cause '{spec.cause}'"
        yield Issue("unknown-cause", subject, ("cause",), message, did_you_mean(spec.cause, causes))
    for fact in spec.when.facts() if spec.when else ():
        if fact not in facts:
            yield Issue(
                "unknown-fact", subject, ("when",), f"unknown fact '{fact}'", did_you_mean(fact, facts)
            )
    for number, part in enumerate(spec.parts):
        for name in filter(None, (part.setting, part.switch)):
            if name not in names:
                message = f"part '{part.id}' names unknown setting '{name}'"
                hint = did_you_mean(name, names)
                yield Issue("unknown-setting", subject, ("parts", number), message, hint)
    yield from _spellings(spec, subject)


def _spellings(spec: SettingSpec, subject: tuple[str, str]) -> Iterator[Issue]:
    owners: dict[str, str] = {}
    for number, value in enumerate(spec.values):
        for spelling in dict.fromkeys((value.id, value.title, *value.also)):
            owner = owners.setdefault(spelling_key(spelling), value.id)
            if owner != value.id:
                message = f"'{spelling}' stands for both '{owner}' and '{value.id}'"
                yield Issue("ambiguous-spelling", subject, ("values", number), message)
            if spec.agree == "share-one" and set(spelling) & set(",;"):
                message = f"'{spelling}' holds a comma or semicolon, which separate the values of a list"
                yield Issue("divided-spelling", subject, ("values", number), message)
