"""Every row, check and rule of the guide is carried by something that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikewizard.knowledge.load import Knowledge
from tests.conftest import Golden
from tests.guide.coverage import carriers, page
from tests.guide.rows import ROWS, RULES, Row, Rule

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def test_the_guide_has_its_rows_and_rules() -> None:
    """None of the 24 rows and 10 rules was lost on the way here."""
    assert (len(ROWS), len(RULES)) == (24, 10)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_carried(row: Row, knowledge: Knowledge) -> None:
    """A row is named by what recognises it or asks for it, and each of its causes exists."""
    assert carriers(knowledge).get(row.id)
    assert set(row.cause) <= set(knowledge.walk.causes)


@pytest.mark.parametrize("row", [row for row in ROWS if row.log], ids=lambda row: row.id)
def test_a_row_with_a_text_has_a_signature(row: Row, knowledge: Knowledge) -> None:
    """A message text of the guide is recognised, not only asked for."""
    assert any(place.startswith("signature") for place in carriers(knowledge)[row.id])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_check_of_a_row_is_a_step_of_one_of_its_causes(row: Row, knowledge: Knowledge) -> None:
    """What the guide tells the technician to check is a step to take."""
    carried = {
        name for cause in row.cause for step in knowledge.walk.causes[cause].steps for name in step.guide
    }
    assert {f"{row.id}/{number}" for number in range(1, len(row.checks) + 1)} <= carried


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_carried(rule: Rule, knowledge: Knowledge) -> None:
    """A rule of the prose is named by a question, a cause, a step or a setting."""
    assert carriers(knowledge).get(rule.id)


def test_nothing_names_a_row_that_does_not_exist(knowledge: Knowledge) -> None:
    """A misspelt row id would pretend a coverage that is not there."""
    known = {rule.id for rule in RULES} | {row.id for row in ROWS}
    known |= {f"{row.id}/{number}" for row in ROWS for number in range(1, len(row.checks) + 1)}
    assert set(carriers(knowledge)) <= known


def test_the_page_is_fresh(knowledge: Knowledge, golden: Golden) -> None:
    """docs/guide-coverage.md says what the trees hold now."""
    golden(str(DOCS / "guide-coverage.md"), page(knowledge))
