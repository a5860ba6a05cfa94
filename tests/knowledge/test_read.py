"""Every fault of every file is reported at once, with file, line and a way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from ikewizard.knowledge.check import check, usable_parts
from ikewizard.knowledge.configpart import ConfigPart
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.knowledge.locate import shipped_trees, tree_files
from ikewizard.knowledge.walkpart import walk_part
from ikewizard.logs.catalog import Catalog
from tests.shipped import catalog, copied_trees


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """Return a copy of the shipped trees that a test may spoil."""
    return copied_trees(tmp_path)


def spoil(file: Path, pattern: str, replacement: str) -> int:
    """Replace the first match of ``pattern``; return the line (from 1) on which it was."""
    text = file.read_text(encoding="utf-8")
    found = re.search(pattern, text, re.MULTILINE)
    assert found, f"{pattern} is not in {file.name}"
    file.write_text(text[: found.start()] + found.expand(replacement) + text[found.end() :], encoding="utf-8")
    return text.count("\n", 0, found.start()) + 1


def faults(trees: Path) -> list[str]:
    """Return the faults as the user sees them."""
    return [str(fault) for fault in check(trees)]


def test_the_shipped_trees_have_no_fault() -> None:
    """What we ship passes every check that we hold others to."""
    assert check(shipped_trees()) == []


def test_a_copy_that_is_spoilt_below_had_no_fault(trees: Path) -> None:
    """What is found in it is what the test did to it."""
    assert check(trees) == []


def test_a_misspelt_key_is_refused_with_the_key_that_was_meant(trees: Path) -> None:
    """A key that no model knows is an error, never a silent default."""
    line = spoil(trees / "guide/start.yaml", r"^    why:", "    wy:")
    found = faults(trees)
    assert any(f"trees/guide/start.yaml:{line}: unknown key 'wy'" in fault for fault in found)
    assert any("the key 'why' is missing" in fault for fault in found)


def test_a_repeated_key_is_refused(trees: Path) -> None:
    """Plain YAML would keep the last one without a word."""
    line = spoil(trees / "guide/start.yaml", r"^    kind: ask$", "    kind: ask\n    kind: ask")
    assert faults(trees)[0].startswith(
        f"trees/guide/start.yaml:{line + 1}: the key 'kind' stands twice in one mapping"
    )


def test_an_unknown_node_is_named_with_the_nearest_one(trees: Path) -> None:
    """The fault stands on the line of the goto, and says what was probably meant."""
    line = spoil(trees / "guide/start.yaml", r"goto: responder-table$", "goto: responder-tabel")
    assert (
        f"trees/guide/start.yaml:{line}: node 'start' goes to unknown node 'responder-tabel'\n"
        "  hint: did you mean 'responder-table'?"
    ) in faults(trees)


def test_faults_of_several_files_come_at_once(trees: Path) -> None:
    """One run shows all that there is to mend."""
    spoil(trees / "guide/start.yaml", r"goto: responder-table$", "goto: nowhere")
    spoil(trees / "causes/no-traffic.yaml", r"^    scenario: no-traffic", "    scenario: no-trafic")
    spoil(trees / "settings.yaml", r"^    kind: choice", "    kind: choise")
    files = {fault.partition(":")[0] for fault in faults(trees)}
    assert {"trees/causes/no-traffic.yaml", "trees/settings.yaml"} <= files


def test_a_missing_dont_know_is_a_fault(trees: Path) -> None:
    """Every question leads on for who does not know."""
    spoil(trees / "guide/start.yaml", r"^    unknown:\n(      .*\n)+", "")
    assert any("the key 'unknown' is missing" in fault for fault in faults(trees))


def test_a_cause_without_a_case_is_a_fault(trees: Path) -> None:
    """Each cause is reached by a recorded case."""
    spoil(trees / "causes/no-traffic.yaml", r"^    cases:\n(      .*\n)+", "    cases: []\n")
    assert any("has no recorded case" in fault for fault in faults(trees))


def test_a_loop_is_a_fault(trees: Path) -> None:
    """No walk can go round in a circle."""
    spoil(trees / "guide/start.yaml", r"otherwise: symptom", "otherwise: start")
    assert any("the walk can loop" in fault for fault in faults(trees))


def test_a_sample_that_its_signature_does_not_match_is_a_fault(trees: Path) -> None:
    """Samples are not decoration."""
    spoil(trees / "signatures/sonicwall.yaml", r"(samples:\n +- (\{)?line: ).*", r"\1\2nothing like it}")
    assert any("the sample matches nothing" in fault for fault in faults(trees))


def test_a_dialect_of_an_unknown_device_is_a_fault(trees: Path) -> None:
    """A log would tell a make for which no step has any words."""
    line = spoil(trees / "signatures/sonicwall.yaml", r"^device: sonicwall$", "device: sonicwal")
    assert (
        f"trees/signatures/sonicwall.yaml:{line}: dialect 'sonicwall' is of the unknown device 'sonicwal'\n"
        "  hint: did you mean 'sonicwall'?"
    ) in faults(trees)


def test_a_pattern_that_could_be_slow_is_a_fault(trees: Path) -> None:
    """A tree that somebody mailed cannot hang the program."""
    spoil(trees / "signatures/sonicwall.yaml", r"^    pattern: .*", "    pattern: '(hello+)+world'")
    assert any("exponential" in fault for fault in faults(trees))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"", "should be a dictionary"),
        (b"- 1\n", "should be a dictionary"),
        (b"id: [1\n", "not valid YAML"),
    ],
)
def test_a_file_that_is_no_tree_is_a_fault(trees: Path, content: bytes, message: str) -> None:
    """Whatever stands in a file, the user gets its name and a reason."""
    (trees / "guide/start.yaml").write_bytes(content)
    assert any(fault.startswith("trees/guide/start.yaml:") and message in fault for fault in faults(trees))


def test_a_file_where_none_belongs_is_a_fault(trees: Path) -> None:
    """A file in a folder that nobody reads would be silently without effect."""
    (trees / "guides").mkdir()
    (trees / "guides/more.yaml").write_text("id: more\n", encoding="utf-8")
    assert any("no kind of data file belongs here" in fault for fault in faults(trees))


def test_a_missing_file_is_a_fault(trees: Path) -> None:
    """A folder of trees without its vocabulary is told so."""
    (trees / "settings.yaml").unlink()
    assert any("settings.yaml:1: the file is missing" in fault for fault in faults(trees))


@pytest.mark.parametrize("path", tree_files(shipped_trees()), ids=lambda path: path.stem)
def test_a_data_file_opens_with_the_same_head(path: Path) -> None:
    """The schema line, then id, title, status and references, in this order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# yaml-language-server: $schema=")
    assert (path.parent / lines[0].partition("$schema=")[2]).is_file()
    keys = [line.partition(":")[0] for line in lines if re.match(r"[a-z_]+:", line)]
    assert keys[:4] == ["id", "title", "status", "references"]


def test_what_was_compiled_is_what_was_written(trees: Path, tmp_path: Path) -> None:
    """Knowledge from the cache is the same as what it was compiled to."""
    cache = tmp_path / "cache"
    fresh, cached = load(trees, cache), load(trees, cache)
    assert fresh.walk.nodes
    assert {file.suffix for file in cache.iterdir()} >= {".walk", ".read", ".scan", ".config", ".private"}
    assert (cached.walk, cached.read, cached.scan) == (fresh.walk, fresh.read, fresh.scan)
    assert cached.private == fresh.private


def test_the_shipped_knowledge_is_what_was_written(knowledge: Knowledge) -> None:
    """Knowledge from the cache is the same as knowledge from the files."""
    written, _ = usable_parts(shipped_trees())
    assert (knowledge.walk, knowledge.read.dialects) == (walk_part(written), written.dialects)
    assert (knowledge.read.secrets, knowledge.private) == (written.secrets, written.private)
    assert knowledge.config == ConfigPart(written.manners, written.weak, written.flaws, written.profiles)


def test_a_stored_catalog_finds_what_the_written_one_does(knowledge: Knowledge) -> None:
    """Each sample and near miss gives the same messages, captures and line shapes from the cache."""
    written, stored = catalog(), knowledge.catalog
    signatures = [each for dialect in knowledge.read.dialects for each in dialect.signatures]
    lines = [sample.line for each in signatures for sample in each.samples[:1]]
    lines += [miss for each in signatures for miss in each.near_misses[:1]]
    told = [_told(stored, lines), _told(written, lines)]
    assert told[0] == told[1]
    assert len(told[0][0]) > len(signatures) / 2


def _told(catalog: Catalog, lines: list[str]) -> tuple[dict[int, object], object]:
    """Return what a catalogue makes of some lines, proposed as in a paste."""
    block = "".join(f"{line}\n" for line in lines).encode()
    found: dict[int, object] = {}
    for begin, end, proposed in catalog.prefilter("finding").propose(block):
        hits = catalog.confirm(block[begin:end].decode(), proposed)
        found[begin] = [(hit.name, hit.id, hit.signature.means, match.groupdict()) for hit, match in hits]
    shapes = [
        [(each.dialect.id, each.connection, each.thread) for each in catalog.shapes(line)] for line in lines
    ]
    return found, shapes


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"ask", b"axe"),
        lambda _: b"",
    ],
    ids=["torn", "changed", "emptied"],
)
def test_a_damaged_cache_is_made_anew(trees: Path, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """A file in the cache that is torn or was changed costs time, nothing else."""
    cache = tmp_path / "cache"
    walk = load(trees, cache).walk
    for file in cache.iterdir():
        file.write_bytes(damage(file.read_bytes()))
    assert load(trees, cache).walk == walk


@pytest.mark.parametrize("cache", [None, "file"])
def test_trees_are_compiled_once_without_a_cache(
    trees: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str | None
) -> None:
    """A program that asks for none, and a read-only home, cost time at each start and nothing else."""
    (tmp_path / "file").touch()
    compilations: list[Knowledge] = []
    real = Knowledge._compile

    def compile_(self: Knowledge) -> Mapping[str, Sequence[bytes]]:
        compilations.append(self)
        return real(self)

    monkeypatch.setattr(Knowledge, "_compile", compile_)
    known = load(trees, cache and tmp_path / cache)
    assert known.walk.nodes
    assert known.catalog.hits("IKE Responder: ESP Perfect Forward Secrecy mismatch")
    assert known.config.manners
    assert len(compilations) == 1


def test_a_change_of_any_file_makes_another_digest(trees: Path) -> None:
    """The cache can never hold yesterday's trees."""
    before = load(trees).digest
    with (trees / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert load(trees).digest != before


def test_a_broken_file_does_not_hide_the_faults_of_the_others(trees: Path) -> None:
    """A misspelt key in one file and a misspelt goto, a loop and a wrong value in others: one run."""
    spoil(trees / "causes/no-traffic.yaml", r"^    title:", "    titel:")
    goto = spoil(trees / "guide/start.yaml", r"goto: responder-table$", "goto: responder-tabel")
    loop = spoil(trees / "guide/start.yaml", r"otherwise: symptom", "otherwise: start")
    found = "\n".join(faults(trees))
    assert "unknown key 'titel'" in found
    assert f"start.yaml:{goto}: node 'start' goes to unknown node 'responder-tabel'" in found
    assert f"start.yaml:{loop}: node" in found
    assert "the walk can loop" in found
    assert "names unknown cause" not in found
