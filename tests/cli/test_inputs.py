"""Logs are read as they are stored: packed, in any encoding, from a pipe, and never as a whole."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from ikewizard.cli import inputs, packed, run
from ikewizard.cli.inputs import log_lines
from ikewizard.cli.logs import LogReader
from ikewizard.core.facts import Side
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge
from tests.cli.conftest import CASES

LOG = (CASES / "psk-v1main-ss" / "responder.log").read_bytes()
LINES = LOG.decode().splitlines()
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}
SIDES: tuple[Side, ...] = ("initiator", "responder")
pytestmark = pytest.mark.usefixtures("eighty_columns")


def stored(folder: Path, data: bytes, name: str = "unit.log") -> str:
    """Return the name of a file with this content."""
    (folder / name).write_bytes(data)
    return str(folder / name)


@pytest.mark.parametrize("packer", PACKERS)
def test_a_packed_log_is_read_as_it_is(packer: str, tmp_path: Path) -> None:
    """The content tells how it is packed, whatever the name; several parts in a row are one log."""
    pack = PACKERS[packer]
    half = LOG.index(b"\n", len(LOG) // 2) + 1
    assert list(log_lines(stored(tmp_path, pack(LOG)))) == LINES
    assert list(log_lines(stored(tmp_path, pack(LOG[:half]) + pack(LOG[half:])))) == LINES


@pytest.mark.parametrize("packer", PACKERS)
def test_zeros_after_the_packed_data_are_padding(packer: str, tmp_path: Path) -> None:
    """Tapes and block devices pad with zeros."""
    assert list(log_lines(stored(tmp_path, PACKERS[packer](LOG) + bytes(3000)))) == LINES


@pytest.mark.parametrize("packer", PACKERS)
def test_packed_data_that_breaks_off_is_told(packer: str, tmp_path: Path) -> None:
    """A half copied file is named, with what to do; it is not read as a shorter log."""
    name = stored(tmp_path, PACKERS[packer](LOG)[:-20])
    with pytest.raises(InputError, match="breaks off") as caught:
        list(log_lines(name))
    assert caught.value.where == name


@pytest.mark.parametrize("packer", PACKERS)
def test_damaged_packed_data_is_told(packer: str, tmp_path: Path) -> None:
    """Bytes that were changed on the way are found by the format's own checks."""
    data = bytearray(PACKERS[packer](LOG))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(InputError, match=r"cannot be unpacked|breaks off"):
        list(log_lines(stored(tmp_path, bytes(data))))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_log_of_windows_in_and_out_of_a_packer(encoding: str, tmp_path: Path) -> None:
    """UTF-16 is read with its mark and without, packed or not."""
    data = LOG.decode().replace("\n", "\r\n").encode(encoding)
    assert list(log_lines(stored(tmp_path, data))) == LINES
    assert list(log_lines(stored(tmp_path, gzip.compress(data)))) == LINES


def test_packed_in_packed_is_refused(tmp_path: Path) -> None:
    """One layer is unpacked; what is inside has to be text."""
    with pytest.raises(InputError, match="this is gzip data"):
        list(log_lines(stored(tmp_path, gzip.compress(gzip.compress(LOG)))))


def test_text_without_end_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes that unpack to more than the stated size are told, with the file's name."""
    monkeypatch.setattr(inputs, "MOST", 4 * 2**20)
    name = stored(tmp_path, gzip.compress(b"x" * 63 + b"\n") * 2**17)
    with pytest.raises(InputError, match="longer than") as caught:
        list(log_lines(name))
    assert caught.value.where == name


@pytest.mark.parametrize("packer", PACKERS)
def test_the_memory_does_not_grow_with_the_text(packer: str, tmp_path: Path) -> None:
    """Sixteen megabytes of text pass through less, even with the eight that xz keeps by itself."""
    name = stored(tmp_path, PACKERS[packer]((b"x" * 127 + b"\n") * 2**17))
    tracemalloc.start()
    try:
        assert sum(1 for _ in log_lines(name)) == 2**17
        assert tracemalloc.get_traced_memory()[1] < 12 * 2**20
    finally:
        tracemalloc.stop()


def test_an_xz_that_asks_for_gigabytes_is_refused(tmp_path: Path) -> None:
    """The dictionary that a file asks for is memory: one of more than any preset is not granted."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 256 * 2**20}]
    with pytest.raises(InputError, match="cannot be unpacked"):
        list(log_lines(stored(tmp_path, lzma.compress(LOG, filters=filters))))


def test_zstd_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where neither Python nor a package can unpack zstd, the way out is told."""
    monkeypatch.setattr(packed, "_module", lambda _: None)
    with pytest.raises(InputError, match="zstd data") as caught:
        list(log_lines(stored(tmp_path, b"\x28\xb5\x2f\xfd" + bytes(40))))
    assert "ikewizard[zstd]" in caught.value.hint


ZSTD = packed._module("compression.zstd") or packed._module("backports.zstd")


def zstd(data: bytes) -> bytes:
    """Return ``data`` packed as one frame."""
    return bytes(ZSTD.compress(data))


@pytest.mark.skipif(ZSTD is None, reason="needs Python 3.14 or the extra zstd")
def test_zstd_where_it_can_be_unpacked(tmp_path: Path) -> None:
    """With Python 3.14 or the package it is read like the others: parts in a row, cut off, a long text."""
    assert list(log_lines(stored(tmp_path, zstd(LOG)))) == LINES
    assert list(log_lines(stored(tmp_path, zstd(LOG) + zstd(b"more\n")))) == [*LINES, "more"]
    assert sum(1 for _ in log_lines(stored(tmp_path, zstd(b"x" * 63 + b"\n") * 3))) == 3
    with pytest.raises(InputError, match="breaks off"):
        list(log_lines(stored(tmp_path, zstd(LOG)[:-20])))


def test_a_packed_log_through_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard input is unpacked like a file."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(LOG))))
    assert run(["diagnose", "-", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["causes"][0]["id"] == "psk-mismatch"


def test_every_error_names_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with a log is told with its name, also when it shows late."""
    name = stored(tmp_path, gzip.compress(LOG * 200)[:-9], "west.log.gz")
    assert run(["diagnose", name]) == 2
    assert f"ikewizard: {name}: the gzip data breaks off" in capsys.readouterr().err


def test_a_window_leaves_the_line_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What --since leaves out is not counted as read, and the proof keeps its line number in the file."""
    assert run(["diagnose", "--since", "13:55:52", "--format", "json", stored(tmp_path, LOG)]) == 1
    found = json.loads(capsys.readouterr().out)
    lines = [reason["line"] for reason in found["causes"][0]["because"] if reason["line"]]
    after = next(at for at, line in enumerate(LINES, 1) if "13:55:52" in line)
    assert lines
    assert min(lines) >= after
    assert found["lines"]["read"] == len(LINES) - after + 1
    assert found["lines"]["read"] == sum(found["lines"][key] for key in ("understood", "ignored", "unknown"))


def test_the_wizard_takes_a_packed_file_for_either_side(tmp_path: Path, knowledge: Knowledge) -> None:
    """A file handed in at a question is read as it is, once, and its evidence can be either unit's."""
    name = stored(tmp_path, gzip.compress(LOG.decode().encode("utf-16")), "east.log.gz")
    handed = LogReader(knowledge).hand_in_file(f"'{name}' ")
    Path(name).unlink()
    events = {side: handed.evidence(side, "evidence-1", "now") for side in SIDES}
    assert handed.side == "responder"
    assert handed.dialect == "strongswan"
    assert {side: event.side for side, event in events.items()} == {side: side for side in SIDES}
    assert {event.name for event in events.values()} == {"east.log.gz"}
    assert events["responder"].findings


def test_the_wizard_reads_a_hub_for_the_tunnel_that_the_first_log_is_about(knowledge: Knowledge) -> None:
    """That another tunnel of the hub is broken is not told of the one that the branch asks about."""
    folder = Path(__file__).parents[1] / "corpus" / "cases" / "mixed-psk-v2-lsw"
    logs = {side: (folder / f"{side}.log").read_text(encoding="utf-8") for side in SIDES}
    branch = "".join(line for line in logs["initiator"].splitlines(keepends=True) if '"oslo"' in line)
    reader = LogReader(knowledge)
    alone = reader.hand_in(logs["responder"], "hub.log").evidence("responder", "evidence-1", "now")
    assert "responder.says" in {finding.fact for finding in alone.findings}
    reader.hand_in(branch, "branch.log").evidence("initiator", "evidence-2", "now")
    event = reader.hand_in(logs["responder"], "hub.log").evidence("responder", "evidence-3", "now")
    found = {finding.fact: finding.value for finding in event.findings}
    assert found["phase2.state"] == "up"
    assert "responder.says" not in found
    assert "what it says of oslo is taken" in event.note[-1]


def test_the_wizard_takes_a_pipe(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log through a pipe can be read for either side, though the pipe gives it once."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lzma.compress(LOG))))
    handed = LogReader(knowledge).hand_in_file("-")
    assert handed.evidence("initiator", "evidence-1", "now").name == "standard input"
    assert handed.evidence("responder", "evidence-1", "now").findings


@pytest.mark.parametrize("name", ["none.log", "folder", "bad\0name"])
def test_the_wizard_says_what_is_wrong_with_a_file(name: str, tmp_path: Path, knowledge: Knowledge) -> None:
    """No file, a folder, and a name that cannot be one are told, each with the name."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as caught:
        LogReader(knowledge).hand_in_file(str(tmp_path / name))
    assert caught.value.where == str(tmp_path / name)
