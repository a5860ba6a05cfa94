"""Digests that are remembered while no file has changed, and no longer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ikewizard.errors import InputError
from ikewizard.knowledge.cached import read_lines, write_lines
from ikewizard.knowledge.fresh import digests_of

LONG_AGO = 1_700_000_000


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """Return a folder of two files that have not been changed for long."""
    folder = tmp_path / "trees"
    (folder / "inner").mkdir(parents=True)
    for name in ("facts.yaml", "inner/a.yaml"):
        _write(folder / name, "id: one\n")
    return folder


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    os.utime(file, (LONG_AGO, LONG_AGO))


def _digests(trees: Path, cache: Path | None) -> dict[str, str]:
    wanted = {"all": lambda _: True, "inner": lambda name: name.startswith("inner/")}
    return dict(digests_of(str(trees), {}, str(cache) if cache else None, wanted))


def test_a_digest_is_of_the_files_that_count_for_it(trees: Path) -> None:
    """A change of another file does not change it."""
    before = _digests(trees, None)
    _write(trees / "facts.yaml", "id: two\n")
    after = _digests(trees, None)
    assert (before["inner"] == after["inner"], before["all"] == after["all"]) == (True, False)


def test_it_is_remembered_and_the_files_not_read_again(
    trees: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That saves the reading of all trees at every run."""
    monkeypatch.setattr("ikewizard.knowledge.fresh.time.time", lambda: 10.0 * LONG_AGO)
    before = _digests(trees, tmp_path / "cache")
    monkeypatch.setattr("ikewizard.knowledge.fresh._digest", None)
    assert _digests(trees, tmp_path / "cache") == before


@pytest.mark.parametrize("change", ["text", "more", "fewer"])
def test_any_change_makes_it_anew(
    trees: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Be it of the same size, with its old time put back."""
    monkeypatch.setattr("ikewizard.knowledge.fresh.time.time", lambda: 10.0 * LONG_AGO)
    before = _digests(trees, tmp_path / "cache")
    if change == "text":
        (trees / "inner" / "a.yaml").unlink()
        _write(trees / "inner" / "b.yaml", "id: two\n")
        (trees / "inner" / "b.yaml").rename(trees / "inner" / "a.yaml")
    elif change == "more":
        _write(trees / "inner" / "b.yaml", "")
    else:
        (trees / "facts.yaml").unlink()
    after = _digests(trees, tmp_path / "cache")
    assert after["all"] != before["all"]
    assert after == _digests(trees, None)


def test_what_was_changed_just_now_is_not_relied_upon(trees: Path, tmp_path: Path) -> None:
    """Its next change might not show in its times."""
    (trees / "facts.yaml").write_text("id: now\n", encoding="utf-8")
    _digests(trees, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_memory_that_is_damaged_is_none(
    trees: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are read then."""
    monkeypatch.setattr("ikewizard.knowledge.fresh.time.time", lambda: 10.0 * LONG_AGO)
    before = _digests(trees, tmp_path / "cache")
    (memory,) = (tmp_path / "cache").iterdir()
    memory.write_bytes(memory.read_bytes()[:-1])
    assert _digests(trees, tmp_path / "cache") == before


def test_a_folder_that_is_none_is_an_input_error(tmp_path: Path) -> None:
    """With a hint."""
    with pytest.raises(InputError, match="not a folder of trees"):
        _digests(tmp_path / "none", None)


def test_lines_are_kept_under_a_seal(tmp_path: Path) -> None:
    """What does not fit it is not read."""
    file = tmp_path / "folder" / "lines"
    write_lines(str(file), [b"one", b"", "zwölf".encode()])
    assert read_lines(str(file)) == [b"one", b"", "zwölf".encode()]
    file.write_bytes(file.read_bytes().replace(b"one", b"two"))
    with pytest.raises(ValueError, match="damaged"):
        read_lines(str(file))
