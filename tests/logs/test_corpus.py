"""The shipped signatures over real logs, whole and mangled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ikewizard.core.facts import Side
from ikewizard.logs.catalog import Catalog, Hit
from ikewizard.logs.decode import decode, plain, split_lines
from ikewizard.logs.reading import Reading, read_log
from ikewizard.logs.scan import scan
from tests.logs.dialects import compiled, values
from tests.shipped import scanned

CASES = Path(__file__).parents[1] / "corpus" / "cases"
HEALTHY = sorted(path.name for path in CASES.glob("ok-*-ss"))
SAMPLE = ("psk-v1main-ss/initiator", "ok-noisy-scanner-v2-ss/responder", "mixed-psk-v1main-ss/responder")


def _lines(name: str) -> list[str]:
    return split_lines(decode((CASES / f"{name}.log").read_bytes()))


def _read(name: str, catalog: Catalog) -> Reading:
    return read_log(_lines(name), catalog, name=name)


def _strongswan(case: str) -> list[str]:
    written = (CASES / case / "case.yaml").read_text(encoding="utf-8")
    return [side for side in ("initiator", "responder") if f"{side}: strongSwan" in written]


@pytest.mark.parametrize(
    ("name", "side", "facts"),
    [
        ("noresp-drop-v1aggr-ss/initiator", "initiator", {"initiator.says": "timeout"}),
        ("noresp-wrongaddr-v2-ss/initiator", "initiator", {"initiator.says": "timeout"}),
        ("psk-v1main-ss/initiator", "initiator", {"initiator.says": "malformed", "phase1.state": "failed"}),
        ("psk-v1main-ss/responder", "responder", {"responder.says": "psk", "phase1.state": "failed"}),
        ("p1-enc-v2-ss/initiator", "initiator", {"initiator.says": "no-proposal", "phase1.state": "failed"}),
        ("p2-enc-v2-ss/initiator", "initiator", {"initiator.says": "no-proposal", "phase1.state": "up",
                                                 "phase2.state": "failed"}),
        ("pfs-group-v2rekey-sw/initiator", "initiator", {"phase1.state": "up", "phase2.state": "failed"}),
        ("dead-v2-sw/initiator", "initiator", {"phase1.state": "up", "phase2.state": "failed"}),
    ],
)  # fmt: skip
def test_real_failures_read_right(name: str, side: str, facts: dict[str, str], shipped: Catalog) -> None:
    """Whose log it is and what failed are read from the log alone."""
    reading = _read(name, shipped)
    assert (reading.side, reading.side_guessed, reading.dialect) == (side, False, "strongswan")
    assert facts.items() <= values(reading).items()
    assert reading.connections[0].outcome == "failed"


def test_there_are_healthy_logs() -> None:
    """The corpus holds the healthy cases that the next test is about."""
    assert len(HEALTHY) >= 10


@pytest.mark.parametrize("case", HEALTHY)
def test_real_tunnels_that_came_up_read_as_up(case: str, shipped: Catalog) -> None:
    """A healthy tunnel is up in both logs, and nobody complains, whatever noise there is around."""
    for side in _strongswan(case):
        reading = _read(f"{case}/{side}", shipped)
        found = values(reading)
        assert reading.side == side
        assert found["phase2.state"] == "up"
        assert not [fact for fact in found if fact.endswith(".says")]


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("mixed-psk-v1main-ss/initiator", "bergen"),
        ("mixed-noresp-v1main-ss/initiator", "oslo"),
        ("mixed-psk-v1main-ss/responder", "198.51.100.10"),
    ],
)
def test_the_broken_one_of_many_tunnels_is_found(name: str, broken: str, shipped: Catalog) -> None:
    """Of five tunnels in one log the broken one failed, and the others came up."""
    outcomes = {connection.name: connection.outcome for connection in _read(name, shipped).connections}
    assert [tunnel for tunnel, outcome in outcomes.items() if outcome == "failed"] == [broken]
    assert len(outcomes) == 5


def test_every_line_of_the_corpus_is_counted_once() -> None:
    """Read is understood, ignored and unknown together, in every real log of every daemon."""
    for file in sorted(CASES.glob("*/responder.log")):
        lines = split_lines(decode(file.read_bytes()))
        count = scanned(file).lines
        assert count.read == len(lines) == count.understood + count.ignored + count.unknown


@pytest.mark.parametrize("name", SAMPLE)
def test_the_literals_never_change_what_is_found(name: str, shipped: Catalog) -> None:
    """On real lines the catalogue finds exactly what trying every pattern finds."""
    patterns = compiled(shipped)
    for line in _lines(name):
        found: tuple[Hit, ...] = shipped.hits(plain(line))
        assert [hit.signature.id for hit in found] == [
            i for i, pattern in patterns if pattern.search(plain(line))
        ]


@pytest.mark.parametrize("name", [*SAMPLE, "p1-enc-v2-ss/initiator", "ok-noisy-downup-v2-ss/initiator"])
def test_a_real_log_turned_round_says_the_same(name: str, shipped: Catalog) -> None:
    """A log handed in newest first gives the same facts and outcomes."""
    lines = _lines(name)
    straight, turned = read_log(lines, shipped, name="x"), read_log(lines[::-1], shipped, name="x")
    assert values(turned) == values(straight)
    assert sorted((c.name, c.outcome) for c in turned.connections) == sorted(
        (c.name, c.outcome) for c in straight.connections
    )


def test_the_work_grows_with_the_lines_and_not_faster(shipped: Catalog) -> None:
    """Ten times the log needs ten times the patterns tried, and gives the same verdict."""
    lines = _lines("psk-v1main-ss/responder")
    once, often = scan(lines, shipped), scan(lines * 50, shipped)
    assert sum(often.seen.values()) == 50 * sum(once.seen.values())
    assert values(read_log(lines * 50, shipped, name="x")) == values(read_log(lines, shipped, name="x"))


def test_one_endless_line_is_one_line(shipped: Catalog) -> None:
    """Ten megabytes without a line end are read, cut and counted."""
    reading = read_log(["07[IKE] " + "giving up after 5 retransmits " * 350_000], shipped, name="x")
    assert reading.lines.read == 1
    assert reading.connections[0].outcome == "failed"
    assert all(len(finding.source.text) < 5000 for finding in reading.findings)


def test_very_many_repeats_are_read_but_not_kept(shipped: Catalog) -> None:
    """A log that repeats itself does not fill the memory: of each message some are kept, all counted."""
    found = scan((f"07[IKE] retransmit {n % 9} of request with message ID 0" for n in range(20_000)), shipped)
    assert sum(found.seen.values()) == 20_000
    assert len(found.sightings) == 2_000


SIDES: tuple[Side | None, ...] = (None, "initiator", "responder")
REAL_LINES = [line for name in SAMPLE for line in _lines(name)]
DIRT = st.sampled_from(
    ["\x00", "\x1b[31m", "\x1b]0;x", "\u202e", "\ud800", "\t", "\r", "[1]", "192.0.2.1", "'", "x" * 5000]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mangled_real_lines_never_raise(shipped: Catalog, data: st.DataObject) -> None:
    """Real lines in any order, cut and dirtied anywhere, give a reading with nothing unprintable in it."""
    lines = []
    for line in data.draw(st.lists(st.sampled_from(REAL_LINES), max_size=30)):
        cut = data.draw(st.integers(0, len(line)))
        lines.append(
            data.draw(
                st.sampled_from([line, line[:cut], line[cut:], line[:cut] + data.draw(DIRT) + line[cut:]])
            )
        )
    side = data.draw(st.sampled_from(SIDES))
    reading = read_log(lines, shipped, name="x", side=side)
    assert reading.lines.read == len(lines)
    texts = [finding.source.text for finding in reading.findings] + [
        name.name for name in reading.connections
    ]
    assert not any(re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text) for text in texts)
    assert len({finding.fact for finding in reading.findings}) == len(reading.findings)
