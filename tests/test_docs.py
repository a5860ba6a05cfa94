"""The documentation says what the program does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from ikewizard.cli.parser import COMMANDS
from ikewizard.cli.trees import schema_texts
from ikewizard.knowledge.files import FOLDERS, SINGLE

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


# To make them takes as long as all other tests of this module, and collecting tests needs only their names.
schemas = cache(schema_texts)


def test_every_kind_of_file_has_a_schema() -> None:
    """None is left out, and none is there of what is no kind of file any more."""
    written = {file.name.partition(".")[0] for file in (ROOT / "trees" / "schema").iterdir()}
    assert written == schemas().keys()


@pytest.mark.parametrize("name", [*FOLDERS, *SINGLE])
def test_a_schema_is_fresh(name: str) -> None:
    """Editors complete and check with the shapes that the loader holds: `ikewizard trees schemas trees`."""
    file = ROOT / "trees" / "schema" / f"{name}.schema.json"
    assert file.read_text(encoding="utf-8") == schemas()[name]


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
