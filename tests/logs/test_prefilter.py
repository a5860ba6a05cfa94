"""Every way of choosing what to try on which line leads to what a plain loop over all patterns finds."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ikewizard.logs import blocks as cutting
from ikewizard.logs import keeping
from ikewizard.logs.blocks import blocks
from ikewizard.logs.catalog import Backend, Catalog
from ikewizard.logs.decode import MAX_LINE, decode, plain, split_lines
from ikewizard.logs.keeping import Keeper
from ikewizard.logs.prefilter import Finding, Texts, Words
from ikewizard.logs.prefilter_native import native
from ikewizard.logs.scan import scan
from ikewizard.logs.signature import Dialect
from tests.logs.dialects import ALPHA, alpha, compiled, message

CASES = Path(__file__).parents[1] / "corpus" / "cases"
NAMES = ("psk-v1main-ss/initiator", "ok-noisy-scanner-v2-ss/responder", "mixed-psk-v1main-ss/responder")
LINES = sorted({line for name in NAMES for line in split_lines(decode((CASES / f"{name}.log").read_bytes()))})
HAS_NATIVE = find_spec("hyperscan") is not None
ALL: tuple[Backend, ...] = ("finding", "words", "native")
BACKENDS = [name for name in ALL if name != "native" or HAS_NATIVE]
each_backend = pytest.mark.parametrize("backend", BACKENDS)

DIRT = st.sampled_from(
    [
        "\x00",
        "\x1b[31m",
        "\u202e",
        "\ufeff",
        "\u2028",
        "\x85",
        "\xa0",
        "\t",
        "\n",
        "é",
        "\ud800",
        " ",
        "x" * 5000,
    ]
)
mangled = st.builds(
    lambda line, cut, dirt, keep: line[:cut] + dirt + line[cut if keep else cut + 3 :],
    st.sampled_from(LINES),
    st.integers(0, 120),
    DIRT | st.sampled_from(LINES) | st.text(max_size=6),
    st.booleans(),
)
logs = st.lists(st.sampled_from(LINES) | mangled | st.text(max_size=30), max_size=12)
unhurried = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _by_plain_loop(lines: list[str], catalog: Catalog) -> list[tuple[int, str]]:
    patterns = compiled(catalog)

    def names(line: str) -> list[str]:
        return [name for name, pattern in patterns if pattern.search(line)]

    return [
        (number, name)
        for number, line in enumerate(map(plain, lines), start=1)
        if line.strip()
        # What is indented, quoted or filled up is tried by itself as well.
        for name in names(line) or names(line.lstrip(" \t>").rstrip(" \t"))
    ]


def _proposed(lines: list[str], catalog: Catalog, backend: Backend) -> Iterator[tuple[int, str]]:
    read = 0
    for block in blocks(lines):
        data = block.data
        for start, end, patterns in catalog.prefilter(backend).propose(data):
            line = data[start:end].decode("utf-8")[:MAX_LINE]
            for known, _ in catalog.confirm(line, patterns) if line.strip() else ():
                yield read + data.count(b"\n", 0, start) + 1, known.id
        read += data.count(b"\n")


@each_backend
@unhurried
@given(logs)
def test_mangled_lines_give_what_a_plain_loop_gives(
    shipped: Catalog, backend: Backend, lines: list[str]
) -> None:
    """Every sighting of every line, in order, whatever was done to real lines."""
    assert list(_proposed(lines, shipped, backend)) == _by_plain_loop(lines, shipped)


@each_backend
def test_real_logs_give_what_a_plain_loop_gives(shipped: Catalog, backend: Backend) -> None:
    """Every line of some real logs, in blocks as long as they come."""
    lines = LINES[::3]
    found = list(_proposed(lines, shipped, backend))
    assert len(found) > 100
    assert found == _by_plain_loop(lines, shipped)


@each_backend
def test_the_whole_scan_is_the_same_with_every_backend(
    shipped: Catalog, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sightings, counts, dialects and the unknown lines, over many small blocks."""
    lines = [*LINES, "", "cron[1]: a job ran", "  "] * 3
    expected = scan(lines, shipped, backend="finding")
    monkeypatch.setattr(cutting, "BLOCK", 3000)
    monkeypatch.setattr("ikewizard.logs.scan._SHORT", 0)
    assert scan(lines, shipped, backend=backend) == expected


@unhurried
@given(logs, st.lists(st.integers(1, 400)), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_a_file_in_pieces_reads_like_its_lines(
    shipped: Catalog, monkeypatch: pytest.MonkeyPatch, lines: list[str], cuts: list[int], end: str, last: bool
) -> None:
    """Wherever a file is cut, and however its lines end, it is read like the lines in it."""
    monkeypatch.setattr(cutting, "BLOCK", 200)
    # A file is UTF-8, and holds its line ends nowhere else.
    lines = [re.sub(r"[\n\r\ud800-\udfff]", "?", line) for line in lines]
    data = (end.join(lines) + (end if last else "")).encode("utf-8")
    pieces, place = [], 0
    for cut in cuts:
        pieces.append(data[place : place + cut])
        place += cut
    pieces.append(data[place:])
    assert scan(pieces, shipped) == scan(split_lines(data.decode("utf-8").replace(end, "\n")), shipped)


def test_an_endless_line_of_a_file_takes_bounded_memory() -> None:
    """Pieces without any line end do not pile up, and what comes after the line is read again."""
    pieces = [b"x" * 100_000] * 100 + [b"\nnext\n"]
    found = list(blocks(pieces))
    assert max(len(block.data) for block in found) <= cutting.LONGEST + cutting.BLOCK
    assert [line for block in found for line in block.data.splitlines()][-1] == b"next"


@pytest.mark.parametrize("blank", ["", " ", "\t ", "\xa0", "\u3000 ", "\u2009", "\x00"])
def test_blank_lines_are_counted(blank: str) -> None:
    """A line of nothing but white space is blank wherever it stands."""
    for lines in ([blank], [blank, "x"], ["x", blank, blank], ["x ", "é", blank, "y"]):
        (block,) = blocks(lines)
        assert block.blank == lines.count(blank)


def test_without_the_extra_the_words_do_it(shipped: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where hyperscan is not installed, scanning works all the same."""
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    catalog = Catalog.build(shipped.dialects)
    assert isinstance(catalog.prefilter("native"), Words)


@pytest.mark.skipif(not HAS_NATIVE, reason="hyperscan is not installed")
def test_the_native_prefilter_is_used_where_it_is_installed(shipped: Catalog) -> None:
    """The extra is not in vain; and with nothing to look for there is nothing native."""
    assert not isinstance(shipped.prefilter("native"), Words)
    assert native(Texts([])) is None


def test_many_brief_logs_are_worth_making_something_ready_for() -> None:
    """The first few are searched for each text; all of them give the same."""
    catalog = Catalog.build((ALPHA,))
    lines = [*alpha("starting tunnel oslo to 192.0.2.7"), "nothing"]
    kinds = {type(catalog.prefilter("words", brief=True)) for _ in range(4)}
    found = [scan(lines, catalog, backend="words").seen for _ in range(20)]
    assert kinds == {Finding}
    assert isinstance(catalog.prefilter("words", brief=True), Words)
    assert found[0]
    assert found == found[:1] * 20


@each_backend
def test_a_pattern_without_a_text_is_tried_on_every_line(backend: Backend) -> None:
    """Patterns that no text can propose are slow, and found all the same, in the catalogue's order."""
    slow = Dialect(
        "slow", "Slow", "", (), (message("any", "[0-9][a-z]", "failed"), message("no", "(?i)NO", "failed"))
    )
    catalog = Catalog.build([slow, ALPHA])
    lines = ["7up", "answer has come", "no 7up, giving up at last"]
    assert list(_proposed(lines, catalog, backend)) == [
        (1, "any"), (2, "a-answer"), (3, "any"), (3, "no"), (3, "a-timeout"),
    ]  # fmt: skip


@each_backend
def test_texts_without_a_word_and_alike_are_found(backend: Backend) -> None:
    """Texts of digits, texts inside one another, and the same text of two patterns."""
    patterns = {
        "digits": "[a-z]12345",
        "part": "connect",
        "whole": "disconnected now",
        "same": "connect[a-z]+",
        "forked": "(?:was disconnected|giving in) ",
        "first-way": "was disconnected",
        "other-way": "giving in [a-z]",
    }
    messages = tuple(message(name, pattern, "failed") for name, pattern in patterns.items())
    kind = Dialect("kind", "Kind", "", (), messages)
    lines = ["x12345", "12345", "was disconnected now, a12345", "connect", "was disconnected, giving in now"]
    catalog = Catalog.build([kind])
    assert list(_proposed(lines, catalog, backend)) == _by_plain_loop(lines, catalog)


def test_very_many_new_words_do_not_lose_the_old_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the memory for words is full, it is begun anew, and nothing is missed."""
    monkeypatch.setattr("ikewizard.logs.prefilter._LONGEST_MEMORY", 5)
    words = Words(Texts([("giving up at last",)]))
    block = b"giving up at last\none two three four five six\n"
    assert [len(list(words.propose(block))) for _ in range(3)] == [1, 1, 1]


def test_an_endless_line_of_words_is_not_searched_for_each_of_them() -> None:
    """In a line beyond what is matched, texts are found at its beginning, and its end is passed over."""
    words = Words(Texts([("giving up at last",)]))
    block = b"giving up at last " + b"giving up again " * 60_000 + b"\n"
    assert [end for _, end, _ in words.propose(block)] == [len(block) - 1]
    assert not list(words.propose(b"giving up again " * 2000 + b"giving up at last\n"))


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many things and kinds of them come, so many are kept: the first and last, the latest kinds."""
    monkeypatch.setattr(keeping, "KEEP_IN_ALL", 100)
    keeper = Keeper[int]()
    for number in range(1000):
        keeper.add("one", number)
        keeper.add(f"many {number // 3}", number)
    kept = keeper.all()
    assert len(kept) <= 100
    assert kept == sorted(kept)
    assert kept.count(999) == 2
    assert 0 in kept
