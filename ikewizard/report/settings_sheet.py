"""The settings sheet for the other unit: what to enter where, in that device's words, never a secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ikewizard.core.causes import Device
from ikewizard.core.facts import NOT_VERIFIED
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.settings.mirror import mirrored
from ikewizard.settings.normal import in_words
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Child, Configuration, Connection, Value

_NOT_TOLD = {"phase1-proposals", "phase2-proposals", "narrowing"}


def settings_sheet(
    configuration: Configuration,
    connection: Connection,
    device: Device | None,
    specs: Mapping[str, SettingSpec],
) -> Document:
    """Return the sheet for the peer of ``connection``; ``device`` None: in words of no maker."""
    return Document(tuple(_blocks(configuration, connection, device, specs)))


def _blocks(
    configuration: Configuration,
    connection: Connection,
    device: Device | None,
    specs: Mapping[str, SettingSpec],
) -> Iterator[Block]:
    other = mirrored(connection, specs)
    title = device.title if device else "the other unit"
    yield Heading(f"Settings for {title}", 1)
    yield Paragraph(
        f"The other half of {connection.name or 'the tunnel'} in {configuration.name}. Enter these at the "
        "unit at the other end. Where several values stand in one row, any of them will do."
    )
    yield Heading("The SA (phase 1)", 2)
    yield _table(other.settings, device, specs)
    for child in other.children:
        yield from _child(child, len(other.children), device, specs)
    yield Heading("Not on this sheet", 2)
    yield Items(tuple(_left_out(connection)))


def _child(
    child: Child, among: int, device: Device | None, specs: Mapping[str, SettingSpec]
) -> Iterator[Block]:
    name = f": {child.name}" if child.name and among > 1 else ""
    yield Heading(f"Networks and phase 2{name}", 2)
    yield _table(child.settings, device, specs)


def _left_out(connection: Connection) -> Iterator[str]:
    methods = [
        value.value for name, value in connection.settings.items() if name.endswith("authentication-method")
    ]
    if connection.secret or any("psk" in method for method in methods):
        yield (
            "The shared secret. It is the same one as in the first unit; tell it by another way than "
            "this sheet, and never by mail."
        )
    if any("certificate" in method for method in methods):
        yield "The certificates: each unit must trust the authority that signed the other's."
    yield "Firewall rules and routes: both units must let IKE (UDP 500 and 4500) and ESP through."


def _table(settings: Mapping[str, Value], device: Device | None, specs: Mapping[str, SettingSpec]) -> Table:
    rows = [
        _row(spec, settings[spec.id], device)
        for spec in specs.values()
        if spec.id in settings and spec.id not in _NOT_TOLD
    ]
    return Table(("setting", "value", "where"), tuple(rows))


def _row(spec: SettingSpec, value: Value, device: Device | None) -> tuple[str, str, str]:
    place = device.settings.get(spec.id) if device else None
    where = f"{place.text}{f' {NOT_VERIFIED}' if place.unverified else ''}" if place else ""
    return spec.title, in_words(spec, value.value), where
