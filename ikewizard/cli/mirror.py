"""The command ``mirror``: one unit's configuration in, the settings sheet for the other out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ikewizard.cli.compare import connection_names, masker_of, tell
from ikewizard.cli.configs import ConfigReader
from ikewizard.cli.output import write_document
from ikewizard.cli.paths import trees_at
from ikewizard.core.causes import Device
from ikewizard.core.lint import did_you_mean
from ikewizard.errors import InputError, UsageError
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.report.redaction import redact_document
from ikewizard.report.settings_sheet import settings_sheet
from ikewizard.settings.units import Configuration, Connection

if TYPE_CHECKING:
    from ikewizard.report.masking import Masker


def mirror(arguments: argparse.Namespace) -> int:
    """Print the sheet."""
    knowledge = load(*trees_at(arguments.trees))
    device = _device(arguments.device, knowledge) if arguments.device else None
    configuration = ConfigReader(knowledge).open(arguments.config, arguments.dialect or "")
    masker = masker_of(arguments.redact, knowledge, [configuration])
    connection = _connection(configuration, arguments.connection, masker)
    document = settings_sheet(configuration, connection, device, knowledge.walk.settings)
    told = masker.document(document) if masker else redact_document(document, knowledge.scan.secrets)
    write_document(told, arguments.format)
    tell(masker)
    return 0


def _device(name: str, knowledge: Knowledge) -> Device:
    devices = knowledge.walk.devices
    if name not in devices:
        hint = did_you_mean(name, devices) or f"known are: {', '.join(devices)}"
        raise UsageError(f"there is no make named '{name}'", hint=hint)
    return devices[name]


def _connection(configuration: Configuration, name: str | None, masker: Masker | None) -> Connection:
    if not configuration.connections:
        raise InputError("there is no connection in it", where=configuration.name)
    found = [each for each in configuration.connections if name in (None, each.name)]
    if not found:
        raise UsageError(
            f"there is no connection named '{name}'", hint=connection_names(configuration, masker)
        )
    if len(found) > 1:
        hint = f"name one with --connection; {connection_names(configuration, masker)}"
        raise UsageError("the configuration holds several connections", hint=hint)
    return found[0]
