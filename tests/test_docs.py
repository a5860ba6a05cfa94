"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ikewizard.cli.parser import COMMANDS
from ikewizard.cli.trees import schema_texts

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("name", schema_texts())
def test_a_schema_is_fresh(name: str) -> None:
    """Editors complete and check with the shapes that the loader holds: `ikewizard trees schemas trees`."""
    file = ROOT / "trees" / "schema" / f"{name}.schema.json"
    assert file.read_text(encoding="utf-8") == schema_texts()[name]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    """Each command stands in the README or the docs."""
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert command == "start" or f"ikewizard {command}" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """No page points at a file that is not there."""
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_ci_runs_the_command_of_the_readme() -> None:
    """The README has exactly one test command, and CI takes it from there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("<!-- the test command -->") == 1
    assert "<!-- the test command -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
