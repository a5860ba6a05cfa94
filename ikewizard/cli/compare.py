"""The command ``compare``: two configurations in, what disagrees out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ikewizard.cli.configs import ConfigReader
from ikewizard.cli.logs import LogReader
from ikewizard.cli.output import write, write_document
from ikewizard.cli.paths import trees_at
from ikewizard.core.lint import did_you_mean
from ikewizard.errors import UsageError
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.report.comparison import Measure
from ikewizard.report.comparison import compare as compared
from ikewizard.report.diagnosis import Verdict
from ikewizard.report.redaction import redact_document
from ikewizard.settings.units import Configuration

if TYPE_CHECKING:
    from ikewizard.report.masking import Level, Masker

_MEETS, _DOES_NOT = 0, 1
STATUS: Mapping[Verdict, int] = {"established": 0, "cause-found": 1, "possible-causes": 1, "undetermined": 3}


def compare(arguments: argparse.Namespace) -> int:
    """Print what two configurations disagree in; the exit status tells the verdict."""
    if arguments.local == "-" and arguments.remote == "-":
        raise UsageError("standard input can be one configuration only", hint="name '-' once")
    if bool(arguments.remote) == bool(arguments.profile):
        raise UsageError(
            "compare takes the other unit's configuration, or --with and a profile",
            hint="ikewizard compare LOCAL REMOTE, or ikewizard compare LOCAL --with rfc-current",
        )
    knowledge = load(*trees_at(arguments.trees))
    reader = ConfigReader(knowledge)
    if arguments.profile:
        return _by_profile(arguments, knowledge, reader)
    local = reader.open(arguments.local, arguments.dialect or "")
    remote = reader.open(arguments.remote, arguments.remote_dialect or "")
    walk, part = knowledge.walk, knowledge.config
    by = Measure(knowledge.playbook, walk.settings, part.weak, tuple(part.profiles.values()))
    found = compared(local, remote, by, only=arguments.connection or "")
    masker = masker_of(arguments.redact, knowledge, (local, remote))
    if arguments.connection and not found.pairs:
        raise UsageError(
            f"no connection named '{arguments.connection}' meets one of the other unit",
            hint="the connections are listed when none is named",
        )
    if arguments.format == "json":
        from ikewizard.report.comparison_json import comparison_json  # noqa: PLC0415 -- one form is asked for

        told = comparison_json(found, knowledge.playbook, (local, remote))
        told_as = masker.value(told) if masker else _blotted(told, LogReader(knowledge).blot)
        write(json.dumps(told_as, indent=2, ensure_ascii=False) + "\n")
    else:
        from ikewizard.report.comparison_document import comparison_document  # noqa: PLC0415 -- see above

        flaws = {flaw.id: flaw.why for flaw in part.flaws}
        document = comparison_document(found, knowledge.playbook, (local, remote), flaws, walk.settings)
        shown = masker.document(document) if masker else redact_document(document, knowledge.scan.secrets)
        write_document(shown, arguments.format)
    tell(masker)
    return STATUS[found.main.verdict] if found.main else STATUS["undetermined"]


def masker_of(level: Level, knowledge: Knowledge, units: Sequence[Configuration]) -> Masker | None:
    """Return what masks what is told of configurations; None where only secrets are blotted out."""
    if level == "none":
        return None
    from ikewizard.cli.masks import masker_of_logs  # noqa: PLC0415 -- nothing to mask at level none

    return masker_of_logs(knowledge, level, (), units)


def tell(masker: Masker | None) -> None:
    """Say how much was masked."""
    if masker:
        from ikewizard.cli.masks import tell_replaced  # noqa: PLC0415 -- see masker_of

        tell_replaced(masker)


def _by_profile(arguments: argparse.Namespace, knowledge: Knowledge, reader: ConfigReader) -> int:
    from ikewizard.report.baseline import baseline_document, baseline_json, measure  # noqa: PLC0415 -- one of two

    profiles = knowledge.config.profiles
    profile = profiles.get(arguments.profile)
    if profile is None:
        hint = did_you_mean(arguments.profile, profiles) or f"known are: {', '.join(profiles)}"
        raise UsageError(f"there is no profile named '{arguments.profile}'", hint=hint)
    local = reader.open(arguments.local, arguments.dialect or "")
    masker = masker_of(arguments.redact, knowledge, [local])
    wanted = [each for each in local.connections if arguments.connection in (None, each.name)]
    if not wanted:
        raise UsageError("there is no such connection in it", hint=connection_names(local, masker))
    measured = [measure(each, profile, knowledge.walk.settings) for each in wanted]
    if arguments.format == "json":
        data = baseline_json(local.name, measured)
        write(json.dumps(masker.value(data) if masker else data, indent=2, ensure_ascii=False) + "\n")
    else:
        document = baseline_document(local.name, measured, knowledge.walk.settings)
        write_document(masker.document(document) if masker else document, arguments.format)
    tell(masker)
    return _MEETS if all(each.meets for each in measured) else _DOES_NOT


def _blotted(value: object, blot: Callable[[str], str]) -> object:
    # Text by text: a secret's form that runs to the end of a line would eat the quotation mark after it.
    if isinstance(value, dict):
        return {key: _blotted(each, blot) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_blotted(each, blot) for each in value]
    return blot(value) if isinstance(value, str) else value


def connection_names(configuration: Configuration, masker: Masker | None = None) -> str:
    """Return in words which connections a configuration holds."""
    names = ", ".join(each.name or "unnamed" for each in configuration.connections)
    told = f"it holds: {names}" if names else "it holds none"
    return masker.text(told) if masker else told
