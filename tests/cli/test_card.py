"""``diagnose --card``: what to ask the other side, from a log of one unit."""

from __future__ import annotations

import pytest

from ikewizard.cli import run
from tests.cli.conftest import CASES

FACTS = ["--fact", "symptom=negotiation-fails", "--fact", "initiator.says=no-proposal"]
LOG = CASES / "authm-ipsk-pcert-v2-lsw" / "initiator.log"
TITLE = "A question about our VPN tunnel"

pytestmark = pytest.mark.usefixtures("eighty_columns")


def test_the_card_asks_for_the_unit_whose_log_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """The initiator's log alone leaves open what the responder's says; the status is the verdict's."""
    status = run(["diagnose", "--initiator", str(LOG), "--card"])
    out = capsys.readouterr().out
    assert status in (1, 3)
    assert out.count(TITLE) == 1
    assert "the unit that is called (the responder)" in " ".join(out.split())


def test_the_card_names_the_device_and_comes_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    """Its log's place, with the commands in fences."""
    run(["diagnose", *FACTS, "--fact", "responder.device=fortigate", "--card", "--format", "markdown"])
    out = capsys.readouterr().out
    assert out.startswith(f"# {TITLE}")
    assert "```text\ndiagnose debug enable\n```" in out


def test_where_nothing_is_open_that_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """One cause that is proved needs nobody to be asked."""
    run(["diagnose", "--fact", "responder.says=pfs", "--card"])
    assert capsys.readouterr().out == "Nothing is open that the other side could tell.\n"


@pytest.mark.parametrize("more", [["--format", "json"], ["--format", "jsonl"], ["--table"]])
def test_a_card_is_no_data(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Neither JSON nor a table of many tunnels has a place for it."""
    assert run(["diagnose", str(LOG), "--card", *more]) == 2
    assert "a card is text about one tunnel" in capsys.readouterr().err
