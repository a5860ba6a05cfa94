"""The command ``explain``: a log line by line with its meaning, then the ladder of the exchange."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ikewizard.cli.inputs import label
from ikewizard.cli.logs import LogReader
from ikewizard.cli.output import WIDEST, page_width, takes_unicode, write_document
from ikewizard.cli.paths import trees_at
from ikewizard.cli.times import window_of
from ikewizard.core.record import replace
from ikewizard.errors import UsageError
from ikewizard.knowledge.load import load
from ikewizard.logs.decode import clean, plain
from ikewizard.report.line_by_line import Log, Page, explain_lines, explanation, explanation_of_both
from ikewizard.report.redaction import redact_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ikewizard.core.facts import Side
    from ikewizard.logs.window import Window
    from ikewizard.report.line_by_line import Explained
    from ikewizard.report.masking import Level, Masker

MOST_LINES = 20_000
_MOST_CHARACTERS = 16 * 2**20


def explain(arguments: argparse.Namespace) -> int:
    """Print what each line of a log means, and the ladder of every tunnel in it or in both logs."""
    given = _given(arguments)
    window = window_of(arguments)
    knowledge = load(*trees_at(arguments.trees))
    reader = LogReader(knowledge)
    markdown = arguments.format == "markdown"
    page = Page(WIDEST, unicode=True) if markdown else Page(page_width(), takes_unicode())
    logs = [_read(reader, name, side, window) for side, name in given]
    masker = _masker(arguments.redact, reader, logs)
    if masker:
        logs = [_masked(masker, log) for log in logs]
    document = explanation_of_both(logs[0], logs[1], page) if logs[1:] else explanation(logs[0], page)
    told = masker.document(document) if masker else redact_document(document, knowledge.scan.secrets)
    write_document(told, arguments.format)
    if masker:
        from ikewizard.cli.masks import tell_replaced  # noqa: PLC0415 -- see _masker

        tell_replaced(masker)
    return 0


def _masker(level: Level, reader: LogReader, logs: Sequence[Log]) -> Masker | None:
    if level == "none":
        return None
    from ikewizard.cli.masks import masker_of_logs  # noqa: PLC0415 -- nothing to mask at level none
    from ikewizard.report.known import of_sightings  # noqa: PLC0415 -- see above

    masker = masker_of_logs(reader.knowledge, level, [log.reading for log in logs])
    masker.know([known for log in logs for known in of_sightings(log.found.sightings)])
    masker.learn(each.text for log in logs for each in log.explained)
    return masker


def _masked(masker: Masker, log: Log) -> Log:
    # Before lines are cut: a cut may go through a name.
    explained = [replace(each, text=masker.text(each.text)) for each in log.explained]
    return replace(log, explained=explained)


def _given(arguments: argparse.Namespace) -> list[tuple[Side | None, str]]:
    """Return the logs that are named, the initiator's first. Raises UsageError for none or too many."""
    sides: list[tuple[Side | None, str | None]] = [
        ("initiator", arguments.initiator),
        ("responder", arguments.responder),
    ]
    given = [(side, name) for side, name in sides if name is not None]
    if given and (arguments.log is not None or arguments.side):
        raise UsageError(
            "a log without its side, or --side, does not go with --initiator and --responder",
            hint="name one log alone, or the two of one tunnel: --initiator LOG --responder LOG",
        )
    if arguments.log is not None:
        return [(arguments.side, arguments.log)]
    if not given:
        raise UsageError(
            "no log is given",
            hint="name a LOG (- is standard input), or both: --initiator LOG --responder LOG",
        )
    if [name for _, name in given] == ["-", "-"]:
        raise UsageError("standard input can be one log only", hint="name '-' once")
    return given


def _read(reader: LogReader, name: str, side: Side | None, window: Window | None) -> Log:
    kept = _Kept()
    found = reader.scan_file(name, window, kept.take)
    reading = reader.reading(found, label(name), side)
    values = reader.values_by_line(found, side)
    explained = _blotted(reader, list(explain_lines(kept.lines, found, reader.catalog, values)))
    return Log(clean(label(name)), explained, found, reading, (*reading.note, *kept.note()), side)


class _Kept:
    """The lines that are explained one by one: the first ones of a log that is too long to be read."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []
        self._room = _MOST_CHARACTERS
        self._left_out = 0

    def take(self, number: int, line: str) -> None:
        if len(self.lines) < MOST_LINES and self._room > 0:
            self.lines.append((number, plain(line)))
            self._room -= len(self.lines[-1][1])
        else:
            self._left_out += 1

    def note(self) -> tuple[str, ...]:
        if not self._left_out:
            return ()
        return (
            f"The first {len(self.lines):,} lines are explained; the ladders are drawn from all of them. "
            "--since and --until choose others.",
        )


def _blotted(reader: LogReader, explained: list[Explained]) -> list[Explained]:
    # All at once, because a secret may have several lines; before lines are cut, because a cut may go
    # through one.
    texts = reader.blot("\n".join(each.text for each in explained)).split("\n")
    return [replace(each, text=text) for each, text in zip(explained, texts, strict=True)]
