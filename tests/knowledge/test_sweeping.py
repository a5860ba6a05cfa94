"""What is out of date in the cache goes, and nothing else: neither another program's, nor another run's."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ikewizard.knowledge.cached import write_lines
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.knowledge.sweeping import LATELY, sweep

NOW = 2_000_000_000.0
OLD, NEW, WALK = "a" * 24, "b" * 24, "c" * 24
PROGRAM, BEFORE = "0123abcd", "ffff0000"
CURRENT = {f"{NEW}-{PROGRAM}.scan", f"{NEW}-{PROGRAM}.code", f"{WALK}-{PROGRAM}.walk", "00000001.files"}
STALE = {
    f"{OLD}-{PROGRAM}.scan",
    f"{NEW}-{BEFORE}.scan",
    f"{WALK}-{BEFORE}.walk",
    "tmpab12cd_3.new",
    "00000002.files",
}
FOREIGN = {
    "notes.txt",
    f"{OLD}.json",
    f"x{OLD}-{PROGRAM}.scan",
    "tmp.new",
    "0001.files",
    f"{OLD}-{PROGRAM}.scan.bak",
}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return a cache of two folders of trees, of which the second is there no more, and of other things."""
    (tmp_path / "trees").mkdir()
    folder = tmp_path / "cache"
    digests = [f"walk {WALK}".encode(), f"all {NEW}".encode(), f"program {PROGRAM}9999".encode()]
    for name in CURRENT | STALE | FOREIGN:
        write_lines(str(folder / name), [b"content"])
    for memory, trees in (("00000001.files", "trees"), ("00000002.files", "gone")):
        write_lines(str(folder / memory), [f"{tmp_path / trees}\0facts.yaml 1 2 3 4".encode(), *digests])
    (folder / f"{OLD}-{PROGRAM}.folder").mkdir()
    for file in folder.iterdir():
        _age(file, LATELY + 1)
    return folder


def _age(file: Path, seconds: float) -> None:
    os.utime(file, (NOW - seconds, NOW - seconds))


def _names(cache: Path) -> set[str]:
    return {file.name for file in cache.iterdir() if file.is_file()}


def test_what_is_out_of_date_goes(cache: Path) -> None:
    """Parts that no trees need, those of another program, halves, and what remembers trees that are gone."""
    sweep(str(cache), NOW, ())
    assert _names(cache) == CURRENT | FOREIGN
    assert (cache / f"{OLD}-{PROGRAM}.folder").is_dir()


def test_what_this_run_uses_stays(cache: Path) -> None:
    """Its trees may have been changed so lately that nothing remembers them yet."""
    sweep(str(cache), NOW, {f"{OLD}-{PROGRAM}.scan"})
    assert f"{OLD}-{PROGRAM}.scan" in _names(cache)


def test_what_was_written_lately_stays(cache: Path) -> None:
    """Another run may be about to read it, or still writing it."""
    for name in STALE:
        _age(cache / name, LATELY - 1)
    sweep(str(cache), NOW, ())
    assert _names(cache) == CURRENT | STALE | FOREIGN


def test_a_memory_that_is_damaged_holds_nothing_back(cache: Path) -> None:
    """It is of no use to any run, and goes with what it named."""
    (cache / "00000001.files").write_bytes(b"rubbish")
    _age(cache / "00000001.files", LATELY + 1)
    sweep(str(cache), NOW, ())
    assert _names(cache) == FOREIGN


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    """A cache that could not be made is swept in silence."""
    sweep(str(tmp_path / "none"), NOW, ())


def test_two_runs_at_once_do_each_other_no_harm(cache: Path) -> None:
    """Each may find gone what the other has removed; what is current stays for both."""
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(20):
                write_lines(str(cache / f"{OLD}-{PROGRAM}.scan"), [b"content"])
                _age(cache / f"{OLD}-{PROGRAM}.scan", LATELY + 1)
                sweep(str(cache), NOW, ())
        except FileNotFoundError:
            pass  # the other one removed it before its time could be set
        except BaseException as error:  # handed to the test
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert _names(cache) >= CURRENT | FOREIGN


def test_compiling_tidies_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was left by an older program goes when something is compiled, and is told while it goes on."""
    told: list[str] = []

    @contextmanager
    def meanwhile() -> Iterator[None]:
        told.append("begun")
        yield
        told.append("done")

    def compile_(_: Knowledge) -> dict[str, list[bytes]]:
        assert told == ["begun"]
        return {"walk": [b"lines"], "scan": [b"lines"]}

    stale = tmp_path / f"{OLD}-{PROGRAM}.scan"
    write_lines(str(stale), [b"content"])
    os.utime(stale, (1, 1))
    monkeypatch.setattr(Knowledge, "_compile", compile_)
    knowledge = load(cache=tmp_path, meanwhile=meanwhile)
    for _ in range(2):
        assert knowledge._part("walk", list) == [b"lines"]
    assert told == ["begun", "done"]
    assert not stale.exists()
    assert sorted(name.rpartition(".")[2] for name in _names(tmp_path)) == ["files", "scan", "walk"]
