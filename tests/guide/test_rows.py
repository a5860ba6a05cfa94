"""Every row of the guide, given to ``diagnose`` as a real log: its causes, in order, with all its steps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ikewizard.cli import run
from tests.guide.rows import ROWS, Form, Row, log_lines, symptom

FORMS: tuple[Form, ...] = ("syslog", "exported")


def diagnosis(row: Row, form: Form, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what ``diagnose --format json`` says of a log that shows the row."""
    log = folder / "unit.log"
    log.write_text("\n".join(log_lines(row, form)) + "\n", encoding="utf-8")
    side = "responder" if row.side == "responder" else "initiator"
    fact = ["--fact", f"symptom={symptom(row)}"] if symptom(row) else []
    status = run(["diagnose", f"--{side}", str(log), "--format", "json", *fact])
    told = capsys.readouterr()
    assert (status, told.err) == (1, "")
    found = json.loads(told.out)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_leads_to_its_causes_in_order(
    row: Row, form: Form, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The row's first cause is the first one named, and all others of the row follow in its order."""
    causes = [cause["id"] for cause in diagnosis(row, form, tmp_path, capsys)["causes"]]
    assert causes[0] == row.cause[0]
    assert [cause for cause in causes if cause in row.cause] == list(row.cause)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_each_check_of_a_row_is_a_step_to_take(
    row: Row, tmp_path: Path, capsys: pytest.CaptureFixture[str], carriers_of: dict[str, set[str]]
) -> None:
    """Whatever the guide tells to check is among the steps of the diagnosis."""
    found = diagnosis(row, "syslog", tmp_path, capsys)
    steps = {step["id"] for cause in found["causes"] for step in cause["steps"]}
    for number in range(1, len(row.checks) + 1):
        assert carriers_of[f"{row.id}/{number}"] & steps, row.checks[number - 1]


@pytest.mark.parametrize("row", [row for row in ROWS if row.log], ids=lambda row: row.id)
def test_the_row_is_the_evidence(row: Row, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line of the row is quoted as the reason, with its number, file and meaning."""
    found = diagnosis(row, "syslog", tmp_path, capsys)
    reasons = [reason for reason in found["causes"][0]["because"] if reason["file"] == "unit.log"]
    quoted = [reason for reason in reasons if any(text in reason["text"] for text in row.log)]
    assert quoted
    assert all(reason["line"] > 0 and reason["means"] for reason in quoted)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if len(row.cause) > 1 and row.log], ids=lambda row: row.id
)
def test_a_row_with_several_causes_names_the_question_that_would_decide(
    row: Row, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the row leaves several causes open none is certain, and what would decide is told."""
    found = diagnosis(row, "syslog", tmp_path, capsys)
    assert found["verdict"] == "possible-causes"
    assert found["next_question"]
    assert all(cause["certainty"] != "certain" for cause in found["causes"])
