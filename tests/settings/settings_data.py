"""The shipped vocabulary of settings, and books of facts about two units that agree in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ikewizard.core.facts import FactBook, Finding, Source
from ikewizard.settings.compare import Difference, derive, differences
from ikewizard.settings.spec import SettingSpec
from tests.yamlfiles import texts_in

ROOT = Path(__file__).parents[2]
Values = Mapping[str, str]


def read(name: str) -> Any:
    """Return the data of a YAML file of this repository, every scalar as text."""
    return texts_in(ROOT / name)


SPECS = {
    spec.id: spec
    for spec in TypeAdapter(tuple[SettingSpec, ...]).validate_python(read("trees/settings.yaml")["settings"])
}
# What each unit expects of its peer, where that is known: it takes the place of another comparison.
ONE_WAY = "peer-authentication-method"
COMPARED = [spec for spec in SPECS.values() if spec.agree != "none" and spec.id != ONE_WAY]
SINGLE = [spec for spec in COMPARED if spec.kind != "offers"]

# Chosen so that every setting counts: IKEv1, ESP, plain CBC, PFS on, no NAT, no default route.
_COMMON = {
    **{spec.id: spec.values[0].id for spec in SPECS.values() if spec.values and spec.id != ONE_WAY},
    "traffic-protocol": "any",
    "ike-version": "ikev1",
    "phase1-encryption": "aes-256-cbc",
    "phase2-protocol": "esp",
    "phase2-encryption": "aes-256-cbc",
    "pfs": "yes",
    "apply-nat": "no",
    "default-route": "no",
    "default-lan-gateway": "none",
    "phase1-lifetime": "28800",
    "phase2-lifetime": "3600",
}
_MIRRORED = (
    ("own-address", "peer-gateway", "198.51.100.1", "203.0.113.1"),
    ("unique-firewall-identifier", "sa-name", "east", "west"),
    ("local-networks", "destination-networks", "10.1.0.0/16", "10.2.0.0/16"),
)
AGREEING: Values = {
    **{
        f"{side}.{setting}": value
        for setting, value in _COMMON.items()
        for side in ("initiator", "responder")
    },
    **{f"initiator.{own}": first for own, _, first, _ in _MIRRORED},
    **{f"responder.{other}": first for _, other, first, _ in _MIRRORED},
    **{f"responder.{own}": second for own, _, _, second in _MIRRORED},
    **{f"initiator.{other}": second for _, other, _, second in _MIRRORED},
}


def book(values: Values) -> FactBook:
    """Return a book in which each fact of ``values`` was stated."""
    return FactBook().add(Finding(fact, value, Source("given")) for fact, value in values.items())


def outcome(values: Values) -> dict[str, str]:
    """Return what the comparison makes of ``values``: each compared setting's outcome, by its id."""
    found = derive(SPECS.values(), book(values)).findings
    return {f.fact.removeprefix("agree."): f.value for f in found if f.fact.startswith("agree.")}


def disagreeing(values: Values) -> set[str]:
    """Return the ids of the settings in which the units of ``values`` disagree."""
    return {setting for setting, agree in outcome(values).items() if agree == "no"}


def row_of(setting: str, values: Values) -> Difference:
    """Return the row of ``setting`` in the table of ``values``."""
    return next(row for row in differences(SPECS.values(), book(values)) if row.setting == setting)


def swapped(values: Values) -> Values:
    """Return ``values`` with the two units in each other's place."""
    other = {"initiator": "responder", "responder": "initiator"}
    return {f"{other[fact.split('.')[0]]}.{fact.split('.')[1]}": value for fact, value in values.items()}
