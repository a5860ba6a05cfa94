"""What is read out is checked with the rest of the trees, with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

from ikewizard.knowledge.check import check
from ikewizard.knowledge.locate import shipped_trees
from ikewizard.knowledge.read import read_folder
from tests.knowledge.test_read import spoil


def test_what_is_wrong_with_a_sentence_is_told_with_its_line(tmp_path: Path) -> None:
    """A missing one, an acronym without a gloss, jargon, and a command that is not in its text."""
    # Nothing of this is in the signatures, which take most of the time.
    without = shutil.ignore_patterns("signatures", "configs")
    trees = Path(shutil.copytree(shipped_trees(), tmp_path / "trees", ignore=without))
    shared, guide, asa = "causes/shared.yaml", "guide/no-traffic.yaml", "devices/cisco-asa.yaml"
    spoil(trees / shared, r"^    say: >-\n(      .*\n)+", "")
    jargon = spoil(trees / guide, r"^    say: (Has .*)$", r"    say: \1 Or an SPI of the peer?")
    command = spoil(trees / asa, r"'show logging'", "'show loggings'")
    found = {str(fault).splitlines()[0] for fault in check(trees)}
    assert any(fault.startswith(f"trees/{shared}:") and "has no 'say'" in fault for fault in found)
    assert any(fault.startswith(f"trees/{guide}:{jargon}: ") and "'SPI'" in fault for fault in found)
    assert any(fault.startswith(f"trees/{guide}:{jargon}: ") and "'peer'" in fault for fault in found)
    assert any(fault.startswith(f"trees/{asa}:{command}: the command 'show loggings'") for fault in found)


def test_a_folder_can_do_without_a_glossary(tmp_path: Path) -> None:
    """An organisation's own trees are read without one; the vocabularies are needed."""
    (tmp_path / "trees").mkdir()
    _, faults = read_folder(tmp_path / "trees")
    missing = {fault.file for fault in faults}
    assert "trees/facts.yaml" in missing
    assert "trees/glossary.yaml" not in missing
