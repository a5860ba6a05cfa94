"""The other half of a tunnel: what the peer of a unit must be set to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Child, Connection, Value


def mirrored(connection: Connection, specs: Mapping[str, SettingSpec]) -> Connection:
    """Return the connection that the peer needs: what is local here is remote there, the rest is equal.

    What the unit only says about itself (whether it is enabled, its zone) is left out, and so is the
    secret, which is the same one.
    """
    return Connection(
        connection.name,
        _turned(connection.values(None, "initiator"), specs),
        {},
        tuple(_child(child, specs) for child in connection.children),
        connection.secret,
        connection.line,
    )


def _child(child: Child, specs: Mapping[str, SettingSpec]) -> Child:
    return replace(child, settings=_turned(child.settings, specs), accepts={})


def _turned(settings: Mapping[str, Value], specs: Mapping[str, SettingSpec]) -> dict[str, Value]:
    others = _counterparts(specs)
    found: dict[str, Value] = {}
    for setting, value in settings.items():
        spec = specs[setting]
        if setting in others:
            found[others[setting]] = value
        elif spec.agree != "none" or spec.kind == "proposals" or setting == "narrowing":
            found[setting] = value
    return found


def _counterparts(specs: Mapping[str, SettingSpec]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spec in specs.values():
        if spec.mirrors:
            found[spec.id] = spec.mirrors
            found.setdefault(spec.mirrors, spec.id)
    return found
