"""The command ``diagnose``: logs in, causes out, nobody asked."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping, Sequence

from ikewizard.cli.logs import LogReader
from ikewizard.cli.named import named_logs
from ikewizard.cli.paths import cache_folder, knowledge_folder
from ikewizard.core.lint import did_you_mean
from ikewizard.core.playbook import Playbook
from ikewizard.errors import InputError, UsageError
from ikewizard.knowledge.load import load
from ikewizard.logs.reading import Reading
from ikewizard.report.diagnosis import Diagnosis
from ikewizard.report.diagnosis import diagnose as diagnosis_of
from ikewizard.settings.normal import normal
from ikewizard.settings.spec import SettingSpec

_STATUS = {"established": 0, "cause-found": 1, "possible-causes": 1, "undetermined": 3}


def diagnose(arguments: argparse.Namespace) -> int:
    """Print the diagnosis; the exit status tells the verdict."""
    knowledge = load(knowledge_folder(arguments.trees), cache_folder())
    stated = stated_facts(arguments.fact, knowledge.playbook, tuple(knowledge.walk.settings.values()))
    reader = LogReader(knowledge)
    readings = [reader.open(name, side) for side, name in named_logs(arguments)]
    if not readings and not stated:
        raise UsageError(
            "no log and no fact is given", hint="name a log file, or - for standard input; see --help"
        )
    readings = [reader.blotted_reading(reading) for reading in readings]
    found = diagnosis_of(knowledge.playbook, readings, stated)
    sys.stdout.write(_render(arguments.format, found, knowledge.playbook, readings))
    if arguments.show_unknown:
        _show_unknown(reader, readings)
    return _STATUS[found.main.verdict]


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


def _render(form: str, found: Diagnosis, playbook: Playbook, readings: Sequence[Reading]) -> str:
    from ikewizard.report.json_report import diagnosis_json  # noqa: PLC0415 -- one form is asked for

    if form == "json":
        return json.dumps(diagnosis_json(found, playbook, readings), indent=2, ensure_ascii=False) + "\n"
    from ikewizard.report.markdown import render_markdown  # noqa: PLC0415 -- one form is asked for
    from ikewizard.report.summary import diagnosis_document  # noqa: PLC0415 -- see above
    from ikewizard.report.text import render_text  # noqa: PLC0415 -- see above

    document = diagnosis_document(found, playbook, readings)
    if form == "markdown":
        return render_markdown(document)
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    width = shutil.get_terminal_size((80, 24)).columns
    return render_text(document, max(40, min(width, 100)), encoding.lower().startswith("utf"))


def _show_unknown(reader: LogReader, readings: Sequence[Reading]) -> None:
    for reading in readings:
        for unknown in reading.unknown:
            sys.stdout.write(f"{reading.name}:{unknown.line}: {reader.blot(unknown.text)}\n")
