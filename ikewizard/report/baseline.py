"""A unit's settings measured by a known-good profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from ikewizard.core.record import dataclass
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.settings.advice import Profile
from ikewizard.settings.normal import LIST_SEPARATOR, in_words
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Connection

Meets = Literal["yes", "partly", "no", "unknown"]
_WORDS: Mapping[Meets, str] = {
    "yes": "yes",
    "partly": "partly: the unit also allows what the profile does not",
    "no": "NO",
    "unknown": "?",
}


@dataclass(frozen=True)
class Measured:
    """One setting of a unit beside what a profile allows; values are in normal form."""

    setting: str
    has: tuple[str, ...]
    allowed: tuple[str, ...]
    meets: Meets
    counts: bool = True
    """Whether the tunnel depends on it; lifetimes may differ."""


@dataclass(frozen=True)
class Baseline:
    """A connection measured by a profile, one row a setting; ``name`` is the connection's."""

    name: str
    profile: Profile
    rows: tuple[Measured, ...]

    @property
    def meets(self) -> bool:
        """Whether the unit can be used as the profile says: it has a value that is allowed everywhere."""
        return all(row.meets != "no" for row in self.rows if row.counts)


def measure(connection: Connection, profile: Profile, specs: Mapping[str, SettingSpec]) -> Baseline:
    """Return ``connection``, with its first child, measured by ``profile``."""
    child = connection.children[0] if connection.children else None
    values = {name: value.value for name, value in connection.values(child, "initiator").items()}
    rows = []
    for setting, allowed in profile.allows.items():
        has = tuple(values[setting].split(LIST_SEPARATOR)) if setting in values else ()
        if setting == "exchange-mode" and "ikev2" in values.get("ike-version", ""):
            continue
        rows.append(Measured(setting, has, allowed, _meets(has, allowed), bool(specs[setting].cause)))
    return Baseline(connection.name, profile, tuple(rows))


def proposed(
    profiles: Iterable[Profile], units: Iterable[Connection], specs: Mapping[str, SettingSpec]
) -> Profile | None:
    """Return the current profile that the units are nearest to: the fewest settings need a change."""
    connections = tuple(units)
    current = [profile for profile in profiles if profile.strength == "current"]

    def changes(profile: Profile) -> int:
        return sum(row.meets == "no" for unit in connections for row in measure(unit, profile, specs).rows)

    return min(current, key=changes, default=None)


def baseline_document(name: str, measured: Iterable[Baseline], specs: Mapping[str, SettingSpec]) -> Document:
    """Return for people how the connections of the configuration ``name`` stand to a profile."""
    blocks: list[Block] = []
    for each in measured:
        if not blocks:
            blocks += [Heading(f"{name} measured by: {each.profile.title}", 1), *_about(each.profile)]
        blocks.append(Heading(each.name or "unnamed connection", 2))
        blocks.append(Paragraph("It meets the profile." if each.meets else "It does not meet the profile."))
        rows = tuple(_row(row, specs[row.setting]) for row in each.rows)
        blocks.append(Table(("setting", "the unit has", "the profile allows", "meets it"), rows))
    return Document(tuple(blocks))


def profile_items(profile: Profile, specs: Mapping[str, SettingSpec]) -> Items:
    """Return a profile as a list of what to set, the preferred value of each setting."""
    return Items(
        tuple(
            f"{specs[setting].title}: {in_words(specs[setting], values[0])}"
            for setting, values in profile.allows.items()
        )
    )


def baseline_json(name: str, measured: Iterable[Baseline]) -> dict[str, object]:
    """Return the same as JSON data."""
    return {
        "configuration": name,
        "connections": [
            {
                "name": each.name,
                "profile": each.profile.id,
                "strength": each.profile.strength,
                "meets": each.meets,
                "settings": [
                    {"setting": row.setting, "has": [*row.has], "allowed": [*row.allowed], "meets": row.meets}
                    for row in each.rows
                ],
            }
            for each in measured
        ],
    }


def _about(profile: Profile) -> list[Block]:
    told: list[Block] = [Paragraph(f"Source: {profile.source}")]
    if profile.note:
        told.append(Paragraph(profile.note))
    return told


def _meets(has: tuple[str, ...], allowed: tuple[str, ...]) -> Meets:
    if not has:
        return "unknown"
    fitting = [value for value in has if value in allowed]
    if not fitting:
        return "no"
    return "yes" if len(fitting) == len(has) else "partly"


def _row(row: Measured, spec: SettingSpec) -> tuple[str, str, str, str]:
    has = in_words(spec, LIST_SEPARATOR.join(row.has)) if row.has else "not known"
    allowed = LIST_SEPARATOR.join(in_words(spec, value) for value in row.allowed)
    note = "" if row.counts else " (breaks nothing)"
    return spec.title, has, allowed, _WORDS[row.meets] + (note if row.meets == "no" else "")
