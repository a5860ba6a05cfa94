"""The usual command line is read without the parser to the very same as with it, and loads little."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.cli import run
from ikewizard.cli.output import NARROWEST, WIDEST, page_width
from ikewizard.cli.parser import parse
from ikewizard.cli.paths import cache_folder
from ikewizard.cli.straight import straight
from ikewizard.logs.marks import days_to

WORDS = ["a.log", "-", "b c", "", "3", "-5", "-x", "--", "json", "text", "jsonl", "diagnose"]
OPTIONS = ["--initiator", "--responder", "--format", "--format=json", "--form", "--table", "--trees"]
SLOW = (
    *("argparse", "dataclasses", "datetime", "hashlib", "inspect", "ipaddress", "json", "pathlib"),
    *("platformdirs", "pydantic", "shutil", "typing", "yaml"),
)
LOG = Path(__file__).parents[1] / "corpus" / "cases" / "psk-v1main-ss" / "initiator.log"


@given(st.lists(st.sampled_from(WORDS + OPTIONS), max_size=6))
def test_what_is_read_straight_is_what_the_parser_reads(words: list[str]) -> None:
    """Where it is read at all, nothing differs; a line that the parser refuses is left to it."""
    found = straight(["diagnose", *words])
    if found is not None:
        with contextlib.redirect_stderr(io.StringIO()):
            assert vars(found) == vars(parse(["diagnose", *words]))


@pytest.mark.parametrize(
    "words",
    [["a"], ["-"], ["a", "b"], ["--initiator", "a", "--responder", "b"], ["a", "--format", "json"], []],
    ids=" ".join,
)
def test_the_usual_lines_are_read_straight(words: list[str]) -> None:
    """That is what it is for."""
    assert straight(["diagnose", *words]) is not None


@pytest.mark.parametrize(
    "argv", [[], ["a.log"], ["start"], ["diagnose", "-h"], ["diagnose", "--format", "x"]]
)
def test_any_other_is_left_to_the_parser(argv: list[str]) -> None:
    """Help, faults, abbreviations and the other commands."""
    assert straight(argv) is None


@pytest.mark.usefixtures("eighty_columns")
def test_a_diagnosis_does_without_the_slow_parts_of_the_library() -> None:
    """Each of these takes long to import beside the reading of a paste; who needs one imports it late."""
    told = (
        "import sys; from ikewizard.cli import run; run(sys.argv[1:]); "
        f"sys.stderr.write(' '.join(sorted({set(SLOW)} & set(sys.modules))))"
    )
    run(["diagnose", str(LOG)])
    # Files that were changed just now are read again, and their digest takes hashlib.
    hashing = {"hashlib"}
    done = subprocess.run(
        [sys.executable, "-I", "-c", told, "diagnose", str(LOG)], capture_output=True, text=True, check=True
    )
    assert set(done.stderr.split()) <= hashing


@pytest.mark.parametrize("base", [None, "", "  ", "/somewhere", "relative"])
def test_the_cache_is_where_platformdirs_has_it(base: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told here without importing that."""
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if base is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", base)
    if base != "relative":  # what becomes of that is different from version to version
        assert cache_folder() == platformdirs.user_cache_dir("ikewizard", appauthor=False)
    assert Path(cache_folder()).is_absolute()


@pytest.mark.parametrize("columns", ["72", "0", "-3", "wide", "", "1000", "7"])
def test_the_page_is_as_wide_as_shutil_has_it(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told here without importing that."""
    monkeypatch.setenv("COLUMNS", columns)
    assert page_width() == max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))


@given(st.dates())
def test_days_are_counted_as_datetime_does(day: date) -> None:
    """It is told here without importing that."""
    assert days_to(day.year, day.month, day.day) == day.toordinal()


@pytest.mark.parametrize(("year", "month", "day"), [(2026, 2, 29), (2026, 4, 31), (2026, 13, 1), (0, 1, 1)])
def test_what_is_no_day_counts_as_none(year: int, month: int, day: int) -> None:
    """A log may say anything."""
    assert days_to(year, month, day) == 0
