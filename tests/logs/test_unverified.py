"""A message whose text nobody could look up is read, and whoever is told what it means is told that too."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikewizard.cli import run
from ikewizard.core.facts import NOT_VERIFIED
from ikewizard.logs.catalog import Catalog

SAMPLES = Path(__file__).parent / "samples"
REFUSED = SAMPLES / "safenet" / "refused-initiator.log"


def test_no_unverified_message_is_told_without_its_mark(shipped: Catalog) -> None:
    """Of all messages those carry the mark that say so, and no other."""
    signatures = [each for dialect in shipped.dialects for each in dialect.signatures]
    marked = [each.id for each in signatures if each.told.endswith(NOT_VERIFIED)]
    assert marked
    assert marked == [each.id for each in signatures if each.unverified]


@pytest.mark.parametrize(
    "command",
    [
        ["diagnose"],
        ["diagnose", "--format", "markdown"],
        ["diagnose", "--format", "json"],
        ["explain"],
    ],
    ids=" ".join,
)
def test_every_output_says_that_a_message_is_not_verified(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The line that decides is quoted with the mark, whatever the form."""
    run([*command, str(REFUSED)])
    assert f"The peer refuses what it was offered {NOT_VERIFIED}" in " ".join(capsys.readouterr().out.split())
