"""Which dialects are held by whole logs, and of what: the page docs/dialects.md is made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from ikewizard.core.facts import Side
from ikewizard.knowledge.load import Knowledge, load
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.reading import read_log
from ikewizard.report.diagnosis import diagnose
from tests.conftest import Golden
from tests.logs.conftest import SIGNATURES

TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs"
LOGS = sorted(
    [
        *TESTS.glob("logs/samples/*/*.log"),
        *TESTS.glob("corpus/cases/*/initiator.log"),
        *TESTS.glob("corpus/cases/*/responder.log"),
        *TESTS.glob("cli/logs/*.log"),
    ]
)
KINDS: Mapping[str, str] = {
    "established": "came up",
    "no-response": "no response",
    "negotiation-failure": "negotiation fails",
    "no-traffic": "no traffic",
    "undetermined": "says no cause",
}
HEAD = """# What is read, and by which whole logs it is held

Every message of every maker has its own samples in `trees/signatures/`. Beside those there are whole logs,
from the first line of an attempt to its end. This page counts them by maker and by what they are read to say,
each by itself; `pytest tests/logs --golden=write` writes it.
A column that is empty for a maker is not a gap in what is recognised, but in what was seen as a whole.

"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Return the shipped knowledge."""
    return load(None, tmp_path_factory.mktemp("compiled"))


def side_of(path: Path) -> Side | None:
    """Return whose log it is, where the name of a recorded one tells."""
    sides: dict[str, Side] = {"initiator": "initiator", "responder": "responder"}
    return sides.get(path.stem)


def page(knowledge: Knowledge) -> tuple[str, set[str]]:
    """Return the page, and the dialects that have a whole log."""
    catalog = Catalog.build(knowledge.read.dialects)
    counts: Counter[tuple[str, str]] = Counter()
    for path in LOGS:
        lines = split_lines(decode(path.read_bytes()))
        reading = read_log(lines, catalog, name=path.name, side=side_of(path))
        main = diagnose(knowledge.playbook, [reading], {}).main
        conclusion = main.situation.conclusion
        suspects = conclusion.suspects if conclusion else ()
        kind = suspects[0].cause.scenario if suspects else main.verdict
        counts[reading.dialect, kind] += 1
    titles = {each.id: each.title for each in knowledge.read.dialects}
    rows = [
        " | ".join(["", titles[name], *(str(counts[name, kind] or "") for kind in KINDS), ""]).strip()
        for name in sorted(titles, key=lambda name: titles[name].casefold())
    ]
    head = [f"| make | {' | '.join(KINDS.values())} |", f"|---|{'---|' * len(KINDS)}"]
    return HEAD + "\n".join([*head, *rows]) + "\n", {name for name, _ in counts}


@cache
def dialects() -> list[str]:
    """Return the names of all dialects."""
    return sorted(path.stem for path in SIGNATURES.glob("*.yaml"))


def test_every_dialect_has_a_whole_log_and_the_page_is_fresh(knowledge: Knowledge, golden: Golden) -> None:
    """docs/dialects.md says which whole logs there are; no dialect is held by single lines alone."""
    text, held = page(knowledge)
    assert held - {""} == set(dialects())
    golden(str(DOCS / "dialects.md"), text)
