"""The command ``compare``: two configurations in, what disagrees out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from ikewizard.cli.configs import ConfigReader
from ikewizard.cli.logs import LogReader
from ikewizard.cli.output import write, write_document
from ikewizard.cli.paths import cache_folder, knowledge_folder
from ikewizard.errors import UsageError
from ikewizard.knowledge.load import load
from ikewizard.report.comparison import Measure
from ikewizard.report.comparison import compare as compared
from ikewizard.report.diagnosis import Verdict
from ikewizard.report.redaction import redact_document

STATUS: Mapping[Verdict, int] = {"established": 0, "cause-found": 1, "possible-causes": 1, "undetermined": 3}


def compare(arguments: argparse.Namespace) -> int:
    """Print what two configurations disagree in; the exit status tells the verdict."""
    if arguments.local == "-" and arguments.remote == "-":
        raise UsageError("standard input can be one configuration only", hint="name '-' once")
    knowledge = load(knowledge_folder(arguments.trees), cache_folder())
    reader = ConfigReader(knowledge)
    local = reader.open(arguments.local, arguments.dialect or "")
    remote = reader.open(arguments.remote, arguments.remote_dialect or "")
    walk, part = knowledge.walk, knowledge.config
    found = compared(
        local, remote, Measure(knowledge.playbook, walk.settings, part.weak), only=arguments.connection or ""
    )
    if arguments.connection and not found.pairs:
        raise UsageError(
            f"no connection named '{arguments.connection}' meets one of the other unit",
            hint="the connections are listed when none is named",
        )
    if arguments.format == "json":
        from ikewizard.report.comparison_json import comparison_json  # noqa: PLC0415 -- one form is asked for

        text = json.dumps(
            comparison_json(found, knowledge.playbook, (local, remote)), indent=2, ensure_ascii=False
        )
        write(LogReader(knowledge).blot(text) + "\n")
    else:
        from ikewizard.report.comparison_document import comparison_document  # noqa: PLC0415 -- see above

        flaws = {flaw.id: flaw.why for flaw in part.flaws}
        document = comparison_document(found, knowledge.playbook, (local, remote), flaws, walk.settings)
        write_document(redact_document(document, knowledge.read.secrets), arguments.format)
    return STATUS[found.main.verdict] if found.main else STATUS["undetermined"]
