"""The public API, used as a program of somebody else's would use it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import ikewizard
from tests.shipped import CACHE

LINES = ['id=firewall fw=192.0.2.1 msg="IKE Responder: ESP Perfect Forward Secrecy mismatch"']


def test_a_log_is_diagnosed_with_the_public_names_alone() -> None:
    """Knowledge, a reading and a diagnosis need nothing that is not offered."""
    knowledge = ikewizard.load_knowledge(cache=os.environ.get(CACHE))
    reading = ikewizard.read_log(LINES, ikewizard.catalog(knowledge), name="east.log", side="responder")
    found = ikewizard.diagnose(knowledge.playbook, [reading], {})
    assert (found.main.verdict, found.main.causes) == ("cause-found", ("pfs-mismatch",))


def test_every_public_name_is_listed_sorted_and_there() -> None:
    """``__all__`` is what the package offers."""
    assert ikewizard.__all__ == sorted(ikewizard.__all__)
    assert all(getattr(ikewizard, name) for name in ikewizard.__all__)


def test_an_unknown_name_is_refused_as_anywhere() -> None:
    """A misspelt name is an AttributeError, as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'diagnoze'"):
        _ = ikewizard.diagnoze


def test_the_package_itself_imports_nothing_heavy() -> None:
    """Importing the package loads neither pydantic nor YAML nor a terminal library."""
    heavy = "{'pydantic', 'yaml', 'prompt_toolkit', 'questionary'}"
    code = f"import sys, ikewizard; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
