"""The command ``explain``: a log line by line with its meaning, then the ladder of the exchange."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from ikewizard.cli.inputs import label
from ikewizard.cli.logs import LogReader
from ikewizard.cli.output import WIDEST, page_width, takes_unicode, write_document
from ikewizard.cli.paths import cache_folder, knowledge_folder
from ikewizard.cli.times import window_of
from ikewizard.knowledge.load import load
from ikewizard.logs.decode import clean, plain
from ikewizard.report.line_by_line import Page, explain_lines, explanation
from ikewizard.report.redaction import redact_document

if TYPE_CHECKING:
    from ikewizard.report.line_by_line import Explained

MOST_LINES = 20_000
_MOST_CHARACTERS = 16 * 2**20


def explain(arguments: argparse.Namespace) -> int:
    """Print what each line of a log means, and the ladder of every tunnel in it."""
    window = window_of(arguments)
    knowledge = load(knowledge_folder(arguments.trees), cache_folder())
    reader = LogReader(knowledge)
    kept = _Kept()
    found = reader.scan_file(arguments.log, window, kept.take)
    name = label(arguments.log)
    reading = reader.reading(found, name, arguments.side)
    values = reader.values_by_line(found, arguments.side)
    explained = _blotted(reader, list(explain_lines(kept.lines, found, reader.catalog, values)))
    markdown = arguments.format == "markdown"
    document = explanation(
        explained,
        found,
        title=clean(name),
        note=(*reading.note, *kept.note()),
        side=arguments.side,
        page=Page(WIDEST, unicode=True) if markdown else Page(page_width(), takes_unicode()),
    )
    write_document(redact_document(document, knowledge.read.secrets), arguments.format)
    return 0


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
