"""The command ``diagnose``: logs in, causes out, nobody asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from ikewizard.cli.logs import LogReader
from ikewizard.cli.named import STATUS, is_many, named_logs
from ikewizard.cli.output import write, write_document
from ikewizard.cli.paths import trees_at
from ikewizard.errors import InputError, UsageError
from ikewizard.knowledge.load import load
from ikewizard.logs.decode import clean
from ikewizard.report.diagnosis import diagnose as diagnosis_of
from ikewizard.settings.spec import is_of_setting, tells_of_settings

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ikewizard.core.playbook import Playbook
    from ikewizard.knowledge.load import Knowledge
    from ikewizard.logs.reading import Reading
    from ikewizard.logs.window import Window
    from ikewizard.report.configured import Configured
    from ikewizard.report.diagnosis import Diagnosis
    from ikewizard.report.masking import Level, Masker
    from ikewizard.settings.compare import Difference
    from ikewizard.settings.spec import SettingSpec

Unknown = list[tuple[str, int, str]]
"""Lines that nothing explains: file, line and text."""


def diagnose(arguments: argparse.Namespace) -> int:
    """Print the diagnosis; the exit status tells the verdict."""
    named, many, window = named_logs(arguments), is_many(arguments), _window_of(arguments)
    if arguments.card and (many or arguments.format in ("json", "jsonl")):
        raise UsageError("a card is text about one tunnel", hint="use --card with text or Markdown only")
    knowledge = load(*trees_at(arguments.trees))
    stated = stated_facts(arguments.fact, knowledge.playbook, knowledge.walk.settings)
    reader = LogReader(knowledge)
    if many:
        from ikewizard.cli.many import diagnose_many  # noqa: PLC0415 -- one log is what most have

        return diagnose_many(arguments, reader, stated, window)
    readings = [reader.open(name, side, window) for side, name in named]
    _tell_of_configurations([name for _, name in named], readings, knowledge)
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
        from ikewizard.cli.masks import masker_of_logs  # noqa: PLC0415 -- see above

        others = masker_of_logs(knowledge, arguments.redact, readings)
        write_cards(found.main, knowledge.playbook, others, arguments.format or "text")
        return STATUS[found.main.verdict]
    unknown = _unknown(reader, readings) if arguments.show_unknown else None
    differ = differing(reader, found)
    masker = _masker(arguments.redact, knowledge, readings, configured)
    form = (arguments.format or "text", masker)
    _write(form, found, knowledge.playbook, readings, differ, unknown)
    return STATUS[found.main.verdict]


def _tell_of_configurations(names: Sequence[str], readings: Sequence[Reading], knowledge: Knowledge) -> None:
    """Tell of what was handed in as a log and is a configuration."""
    for name, reading in zip(names, readings, strict=True):
        if name == "-" or reading.lines.understood:
            continue
        from ikewizard.cli.configs import ConfigReader, looks_like_one  # noqa: PLC0415 -- nearly all are logs

        if looks_like_one(ConfigReader(knowledge), name):
            sys.stderr.write(
                f"ikewizard: {clean(reading.name)} looks like a configuration: hand it in with "
                "--initiator-config or --responder-config, or use 'ikewizard compare'\n"
            )


def _window_of(arguments: argparse.Namespace) -> Window | None:
    if arguments.since is None and arguments.until is None:
        return None
    from ikewizard.cli.times import window_of  # noqa: PLC0415 -- rarely asked for

    return window_of(arguments)


def _masker(
    level: Level, knowledge: Knowledge, readings: Sequence[Reading], configured: Configured | None
) -> Masker | None:
    if level == "none":
        return None
    from ikewizard.cli.masks import masker_of_logs  # noqa: PLC0415 -- nothing to mask at level none

    units = (configured.initiator, configured.responder) if configured else ()
    return masker_of_logs(knowledge, level, readings, [unit for unit in units if unit])


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
    given: Sequence[str], playbook: Playbook, settings: Mapping[str, SettingSpec]
) -> Mapping[str, str]:
    """Return the facts of ``--fact NAME=VALUE``, in their normal form. Raises UsageError."""
    facts: dict[str, str] = {}
    if not given:
        return facts
    from ikewizard.core.lint import did_you_mean  # noqa: PLC0415 -- rarely asked for

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
        if is_of_setting(name, settings):
            value = _normal_setting(settings[name.partition(".")[2]], value)
        elif spec.values and value not in {known.id for known in spec.values}:
            known = [each.id for each in spec.values]
            hint = did_you_mean(value, known) or f"its values are: {', '.join(known)}"
            raise UsageError(f"the fact '{name}' has no value '{value}'", hint=hint)
        facts[name] = value
    return facts


def _normal_setting(spec: SettingSpec, value: str) -> str:
    from ikewizard.settings.normal import normal  # noqa: PLC0415 -- rarely asked for

    try:
        return normal(spec, value)
    except InputError as error:
        raise UsageError(error.what, hint=error.hint) from None


def differing(reader: LogReader, found: Diagnosis) -> tuple[Difference, ...]:
    """Return on which settings the units are known to disagree, where a cause is looked for."""
    settings, book = reader.knowledge.walk.settings, found.main.situation.book
    known = tells_of_settings(book.findings, settings)
    if not known or found.main.verdict not in ("cause-found", "possible-causes"):
        return ()
    from ikewizard.settings.compare import disagreeing  # noqa: PLC0415 -- most logs show no settings

    return reader.blotted_differences(disagreeing(tuple(settings.values()), book))


def _write(
    how: tuple[str, Masker | None],
    found: Diagnosis,
    playbook: Playbook,
    readings: Sequence[Reading],
    differ: Sequence[Difference],
    unknown: Unknown | None,
) -> None:
    form, masker = how
    if form == "json":
        import json  # noqa: PLC0415 -- one form is asked for

        from ikewizard.report.json_report import diagnosis_json  # noqa: PLC0415 -- see above

        data = diagnosis_json(found, playbook, readings, differ)
        if unknown is not None:
            data["unknown_lines"] = [{"file": f, "line": n, "text": text} for f, n, text in unknown]
        told = masker.value(data) if masker else data
        write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        _tell(masker)
        return
    from ikewizard.report.summary import diagnosis_document  # noqa: PLC0415 -- see above

    document = diagnosis_document(found, playbook, readings, differ)
    if unknown:
        from ikewizard.report.document import Document, Heading, Quote  # noqa: PLC0415 -- rarely asked for

        lines = "\n".join(f"{file}:{line}: {text}" for file, line, text in unknown)
        heading = Heading("Lines that nothing explains", 2)
        document = Document((*document.blocks, heading, Quote(lines)))
    write_document(masker.document(document) if masker else document, form)
    _tell(masker)


def _tell(masker: Masker | None) -> None:
    if masker:
        from ikewizard.cli.masks import tell_replaced  # noqa: PLC0415 -- see _masker

        tell_replaced(masker)


def _unknown(reader: LogReader, readings: Sequence[Reading]) -> Unknown:
    return [
        (clean(reading.name), unknown.line, reader.blot(unknown.text))
        for reading in readings
        for unknown in reading.unknown
    ]
