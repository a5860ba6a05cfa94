"""Many logs, each by itself: the view of somebody who keeps the logs of many tunnels."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ikewizard.cli.inputs import label
from ikewizard.cli.logs import LogReader
from ikewizard.cli.named import STATUS
from ikewizard.cli.output import page_width, write, write_document
from ikewizard.core.record import replace
from ikewizard.errors import InputError
from ikewizard.logs.decode import clean
from ikewizard.report.diagnosis import diagnose
from ikewizard.report.overview import Row, overview_document, row_json, rows_of
from ikewizard.report.redaction import redact_document

if TYPE_CHECKING:
    from ikewizard.logs.window import Window
    from ikewizard.report.masking import Masker

_WORST_FIRST = (1, 3, 0)
_BAD_INPUT = 2
# A table that is not looked at on a screen is as wide as its cells are.
_NO_END = 10_000


def diagnose_many(
    arguments: argparse.Namespace, reader: LogReader, stated: Mapping[str, str], window: Window | None
) -> int:
    """Print a row or an object for every tunnel of every log; the worst verdict is the exit status.

    A file that cannot be used is told on standard error and passed over. One that was named makes the
    status 2, one that lay in a folder does not, unless no other was there.
    """
    masker = None
    if arguments.redact != "none":
        from ikewizard.cli.masks import masker_for  # noqa: PLC0415 -- nothing to mask at none

        masker = masker_for(reader.knowledge, "", (), arguments.redact)
    work = _Work(reader, stated, window, masker, lines=arguments.format == "jsonl")
    for name, named in _files(arguments.logs):
        work.take(name, named=named)
    if not work.rows:
        raise InputError("there is no log to read in all of this", where=clean(arguments.logs[0]))
    if arguments.format != "jsonl":
        document = overview_document([*_shortened(work.rows, arguments.logs)], reader.knowledge.playbook)
        width = page_width() if sys.stdout.isatty() else _NO_END
        secrets = reader.knowledge.scan.secrets
        masked = work.masker.document(document) if work.masker else redact_document(document, secrets)
        write_document(masked, arguments.format or "text", width)
    if work.masker:
        from ikewizard.cli.masks import tell_replaced  # noqa: PLC0415 -- see above

        tell_replaced(work.masker)
    if work.refused:
        return _BAD_INPUT
    found = {STATUS[row.verdict] for row in work.rows}
    return next(status for status in _WORST_FIRST if status in found)


class _Work:
    def __init__(
        self,
        reader: LogReader,
        stated: Mapping[str, str],
        window: Window | None,
        masker: Masker | None,
        *,
        lines: bool,
    ) -> None:
        self._reader = reader
        self._stated = stated
        self._window = window
        self.masker = masker
        self._lines = lines
        self.rows: list[Row] = []
        self.refused = False

    def take(self, name: str, *, named: bool) -> None:
        try:
            reading = self._reader.open(name, None, self._window)
        except InputError as error:
            self._refuse(error, name)
            self.refused = self.refused or named
            return
        found = diagnose(self._reader.knowledge.playbook, [reading], self._stated)
        rows = [
            replace(row, name=self._reader.blot(row.name))
            for row in rows_of(clean(label(name) if name == "-" else name), found)
        ]
        self.rows += rows
        if self.masker:
            from ikewizard.report.known import of_file, of_readings  # noqa: PLC0415 -- see diagnose_many

            self.masker.know([*of_readings([reading], self._reader.knowledge.walk.settings), *of_file(name)])
        if self._lines:
            told = [self.masker.value(row_json(row)) if self.masker else row_json(row) for row in rows]
            write("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in told))
            sys.stdout.flush()

    @staticmethod
    def _refuse(error: InputError, name: str) -> None:
        where = error.where or name
        sys.stderr.write(f"ikewizard: {clean(f'{where}: {error.what}')} (passed over)\n")


def _files(names: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield every log to read, and whether it was named: of a folder each file in it, and in those in it."""
    for name in names:
        if name == "-" or not Path(name).is_dir():
            yield name, True
            continue
        for folder, folders, files in os.walk(name, onerror=_tell_folder):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for file in sorted(files):
                path = Path(folder, file)
                # A pipe or a device in a folder could keep the reader waiting for ever.
                if not file.startswith(".") and path.is_file():
                    yield str(path), False


def _tell_folder(error: OSError) -> None:
    reason = error.strerror or str(error)
    sys.stderr.write(f"ikewizard: {clean(f'{error.filename}: the folder cannot be read: {reason}')}\n")


def _shortened(rows: list[Row], names: list[str]) -> Iterator[Row]:
    """Yield the rows with the files as they are called in the folder, where there is but one."""
    only = clean(str(Path(names[0]))) + os.sep if len(names) == 1 else ""
    for row in rows:
        yield replace(row, file=row.file.removeprefix(only) if only else row.file)
