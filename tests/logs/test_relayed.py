"""A message of one maker is read inside the log of another: a relay writes many logs into one."""

from __future__ import annotations

from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.scan import scan
from ikewizard.logs.sighting import Scan
from tests.logs.conftest import SIGNATURES

TESTS = Path(__file__).parents[1]
DIALECTS = sorted(path.stem for path in SIGNATURES.glob("*.yaml"))
RECORDED = {
    "sonicwall": TESTS / "cli" / "logs" / "sonicwall-retry.log",
    "strongswan": TESTS / "corpus" / "cases" / "ok-v2-transport-ss" / "initiator.log",
}
MOST = 40


def log_of(dialect: str) -> list[str]:
    """Return the first lines of a whole log of a dialect."""
    found = RECORDED.get(dialect) or min((TESTS / "logs" / "samples" / dialect).glob("*.log"))
    return split_lines(decode(found.read_bytes()))[:MOST]


def messages(dialect: str, catalog: Catalog) -> dict[str, tuple[str, str]]:
    """Return a sample of every message that says something: id to what it is, and its line."""
    found = catalog.dialect(dialect)
    assert found is not None
    return {
        each.id: (each.what, each.samples[0].line)
        for each in found.signatures
        if each.what != "harmless" and each.samples
    }


def seen(found: Scan, line: int) -> set[tuple[str, str]]:
    """Return what was recognised in a line: the kind of message, and its dialect."""
    return {(each.signature.what, each.dialect) for each in found.sightings if each.line == line}


@cache
def writers(line: str, catalog: Catalog) -> set[str]:
    """Return the dialects that have a message like this line."""
    return {hit.dialect.id for hit in catalog.hits(line)}


@pytest.mark.parametrize(("host", "guest"), [*permutations(DIALECTS, 2)], ids=lambda dialect: dialect)
def test_a_message_inside_the_log_of_another_make_is_read(host: str, guest: str, shipped: Catalog) -> None:
    """Every message of the guest is read as what it is, but for a text that the host writes as well."""
    around, given = log_of(host), messages(guest, shipped)
    found = scan([*around, *(line for _, line in given.values())], shipped)
    for number, (name, (what, line)) in enumerate(given.items(), start=len(around) + 1):
        shared = host in writers(line, shipped)
        assert shared or (what, guest) in seen(found, number), name
