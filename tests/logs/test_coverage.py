"""Which dialects are held by whole logs, and of what: the page docs/dialects.md is made of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ikewizard.knowledge.load import Knowledge
from tests.conftest import Golden
from tests.logs.conftest import SIGNATURES
from tests.logs.scenarios import SCENARIOS, can_show, shown
from tests.shipped import catalog

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
KINDS = {**SCENARIOS, "undetermined": "says no cause"}
HEAD = """# What is read, and by which whole logs it is held

Every message of every maker has its own samples in `trees/signatures/`. Beside those there are whole logs,
from the first line of an attempt to its end. This page counts them by maker and by what they are read to say,
each by itself; `pytest tests/logs --golden=write` writes it.
A log of a tunnel that came up counts a second time, under "no traffic", where it is held what it says once
the user has told that nothing passes. "never" stands where no message of a maker leads to that scenario;
for all others there is a whole log (`tests/logs/test_scenarios.py` holds that).

"""


def page(knowledge: Knowledge) -> tuple[str, set[str]]:
    """Return the page, and the dialects that have a whole log."""
    counts: Counter[tuple[str, str]] = Counter()
    for path in LOGS:
        wrote, scenarios = shown(path, knowledge.playbook)
        counts.update((wrote, scenario) for scenario in scenarios)
    rows = []
    for dialect in sorted(catalog().dialects, key=lambda each: each.title.casefold()):
        missing = [kind for kind in SCENARIOS if not counts[dialect.id, kind]]
        possible = can_show(dialect, catalog(), knowledge.playbook) if missing else ()
        never = {kind: "never" for kind in missing if kind not in possible}
        cells = [str(counts[dialect.id, kind] or never.get(kind, "")) for kind in KINDS]
        rows.append(" | ".join(["", dialect.title, *cells, ""]).strip())
    head = [f"| make | {' | '.join(KINDS.values())} |", f"|---|{'---|' * len(KINDS)}"]
    return HEAD + "\n".join([*head, *rows]) + "\n", {name for name, _ in counts}


def test_every_dialect_has_a_whole_log_and_the_page_is_fresh(knowledge: Knowledge, golden: Golden) -> None:
    """docs/dialects.md says which whole logs there are; no dialect is held by single lines alone."""
    text, held = page(knowledge)
    assert held - {""} == {path.stem for path in SIGNATURES.glob("*.yaml")}
    golden(str(DOCS / "dialects.md"), text)
