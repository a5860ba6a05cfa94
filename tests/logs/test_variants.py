"""The recorded logs, written in other ways that change nothing of what they say, are diagnosed the same.

Each variant is tried on a few cases, another few each; ``python -m tests.benchmarks.variants`` tries all.
"""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from tests.benchmarks.variants import Changed, changes, known_cases, logs_of
from tests.logs.variants import EQUAL, PARTS, Variant, apart, beheaded, on_ipv6, renamed, with_debug

CASES = list(known_cases().values())
A_FEW = 2


def changed(name: str, variant: Variant, few: int = A_FEW) -> list[Changed]:
    """Return the changes by a variant in a few cases that can be written that way."""
    random = Random(name)
    found: list[Changed | None] = []
    for case in random.sample(CASES, len(CASES)):
        logs = max(logs_of(case), key=len, default=[])
        if not logs or any(variant(lines, Random(0)) is None for _, lines in logs):
            continue
        found.append(changes(case, logs, name, variant, random))
        if len(found) == few:
            break
    assert found
    return [each for each in found if each]


@pytest.mark.parametrize("name", EQUAL)
def test_the_verdict_does_not_depend_on_how_a_log_is_kept(name: str) -> None:
    """Other prefixes, names, addresses, line ends and other programs' lines change no verdict."""
    assert [str(each) for each in changed(name, EQUAL[name])] == []


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_log_is_never_wrong_for_sure(name: str) -> None:
    """What is left of a log may tell less; it accuses no healthy tunnel and is sure of no wrong cause."""
    assert [str(each) for each in changed(name, PARTS[name], few=4) if each.is_wrong] == []


def test_a_line_comes_apart() -> None:
    """The time, the program and its message are told apart whatever has kept them."""
    kept = [
        "Nov 23 13:54:16 gw pluto[25410]: listening",
        "2026-11-23T13:56:05.666282+00:00 gw1 pluto[12928]: listening",
        "Nov 23 13:57:05.655999: listening",
    ]
    assert [(line.program, line.text) for line in apart(kept)] == [("pluto", "listening")] * 3


def test_variants_change_what_they_say() -> None:
    """A variant is no copy: names, addresses and the level do change."""
    case = known_cases()["psk-v2-lsw"]
    lines = next(islice(logs_of(case), 1))[0][1]
    for variant in (renamed, on_ipv6, with_debug, beheaded):
        assert variant(lines, Random(1)) not in (None, lines)
