"""The command ``diagnose``: logs in, causes out, nobody asked."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ikewizard.cli.logs import LogReader
from ikewizard.cli.named import STATUS, is_many, named_logs
from ikewizard.cli.output import write, write_document
from ikewizard.cli.paths import cache_folder, knowledge_folder
from ikewizard.cli.times import window_of
from ikewizard.core.lint import did_you_mean
from ikewizard.core.playbook import Playbook
from ikewizard.errors import InputError, UsageError
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.logs.decode import clean
from ikewizard.logs.reading import Reading
from ikewizard.report.diagnosis import Diagnosis
from ikewizard.report.diagnosis import diagnose as diagnosis_of
from ikewizard.report.document import Document, Heading, Quote
from ikewizard.settings.compare import Difference
from ikewizard.settings.normal import normal
from ikewizard.settings.spec import SettingSpec

if TYPE_CHECKING:
    from ikewizard.report.configured import Configured

Unknown = list[tuple[str, int, str]]
"""Lines that nothing explains: file, line and text."""


def diagnose(arguments: argparse.Namespace) -> int:
    """Print the diagnosis; the exit status tells the verdict."""
    named, many, window = named_logs(arguments), is_many(arguments), window_of(arguments)
    if arguments.card and (many or arguments.format in ("json", "jsonl")):
        raise UsageError("a card is text about one tunnel", hint="use --card with text or Markdown only")
    knowledge = load(knowledge_folder(arguments.trees), cache_folder())
    stated = stated_facts(arguments.fact, knowledge.playbook, tuple(knowledge.walk.settings.values()))
    reader = LogReader(knowledge)
    if many:
        from ikewizard.cli.many import diagnose_many  # noqa: PLC0415 -- one log is what most have

        return diagnose_many(arguments, reader, stated, window)
    readings = [reader.open(name, side, window) for side, name in named]
    configured = configured_by(arguments, knowledge)
    if not (readings or stated or configured):
        raise UsageError(
            "no log, no configuration and no fact is given",
            hint="name a log file, or - for standard input; see --help",
        )
    readings = [reader.blotted_reading(reading) for reading in readings]
    found = diagnosis_of(knowledge.playbook, readings, stated, configured)
    if arguments.card:
        from ikewizard.cli.card import write_cards  # noqa: PLC0415 -- few ask for it

        write_cards(found.main, knowledge, arguments.format or "text")
        return STATUS[found.main.verdict]
    unknown = _unknown(reader, readings) if arguments.show_unknown else None
    differ = differing(reader, found)
    _write(arguments.format or "text", found, knowledge.playbook, readings, differ, unknown)
    return STATUS[found.main.verdict]


def configured_by(arguments: argparse.Namespace, knowledge: Knowledge) -> Configured | None:
    """Return the configurations that the command line names, or None. Raises InputError."""
    if not (arguments.initiator_config or arguments.responder_config):
        return None
    from ikewizard.cli.configs import ConfigReader  # noqa: PLC0415 -- no configuration, no readers
    from ikewizard.report.configured import Configured  # noqa: PLC0415 -- see above

    reader = ConfigReader(knowledge)
    initiator, responder = (
        reader.open(name) if name else None
        for name in (arguments.initiator_config, arguments.responder_config)
    )
    return Configured(knowledge.walk.settings, initiator, responder, arguments.connection or "")


def stated_facts(
    given: Sequence[str], playbook: Playbook, settings: Sequence[SettingSpec]
) -> Mapping[str, str]:
    """Return the facts of ``--fact NAME=VALUE``, in their normal form. Raises UsageError."""
    specs = {spec.id: spec for spec in settings}
    facts: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--fact takes NAME=VALUE, not '{text}'", hint="such as symptom=no-traffic")
        spec = playbook.facts.get(name)
        if spec is None:
            hint = (
                did_you_mean(name, playbook.facts) or "the facts are listed in facts.yaml and settings.yaml"
            )
            raise UsageError(f"there is no fact named '{name}'", hint=hint)
        side, _, setting = name.partition(".")
        if side in ("initiator", "responder") and setting in specs:
            value = _normal_setting(specs[setting], value)
        elif spec.values and value not in {known.id for known in spec.values}:
            known = [each.id for each in spec.values]
            hint = did_you_mean(value, known) or f"its values are: {', '.join(known)}"
            raise UsageError(f"the fact '{name}' has no value '{value}'", hint=hint)
        facts[name] = value
    return facts


def _normal_setting(spec: SettingSpec, value: str) -> str:
    try:
        return normal(spec, value)
    except InputError as error:
        raise UsageError(error.what, hint=error.hint) from None


def differing(reader: LogReader, found: Diagnosis) -> tuple[Difference, ...]:
    """Return on which settings the units are known to disagree, where a cause is looked for."""
    if found.main.verdict not in ("cause-found", "possible-causes"):
        return ()
    from ikewizard.settings.compare import disagreeing  # noqa: PLC0415 -- most logs show no settings

    specs = tuple(reader.knowledge.walk.settings.values())
    return reader.blotted_differences(disagreeing(specs, found.main.situation.book))


def _write(
    form: str,
    found: Diagnosis,
    playbook: Playbook,
    readings: Sequence[Reading],
    differ: Sequence[Difference],
    unknown: Unknown | None,
) -> None:
    if form == "json":
        from ikewizard.report.json_report import diagnosis_json  # noqa: PLC0415 -- one form is asked for

        data = diagnosis_json(found, playbook, readings, differ)
        if unknown is not None:
            data["unknown_lines"] = [{"file": f, "line": n, "text": text} for f, n, text in unknown]
        write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
        return
    from ikewizard.report.summary import diagnosis_document  # noqa: PLC0415 -- see above

    document = diagnosis_document(found, playbook, readings, differ)
    if unknown:
        lines = "\n".join(f"{file}:{line}: {text}" for file, line, text in unknown)
        heading = Heading("Lines that nothing explains", 2)
        document = Document((*document.blocks, heading, Quote(lines)))
    write_document(document, form)


def _unknown(reader: LogReader, readings: Sequence[Reading]) -> Unknown:
    return [
        (clean(reading.name), unknown.line, reader.blot(unknown.text))
        for reading in readings
        for unknown in reading.unknown
    ]
