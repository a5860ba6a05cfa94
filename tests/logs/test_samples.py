"""Whole logs of each dialect, and what must be read out of them.

Beside each ``NAME.log`` in ``samples/<dialect>/`` stands a ``NAME.yaml``: ``side`` (whose log it is, as the
user would tell it, or null), ``source`` (where the lines are from), ``connections`` (how many, where it
matters), ``outcome`` (of the worst of them), ``facts`` that must be established, ``absent`` facts that
must not be, ``differs`` (the settings that the log shows not to agree, each with the initiator's and the
responder's value in words: these and no others), and ``agree`` (settings that it shows to agree).
``first`` is the cause that a diagnosis of the log alone has first, or its verdict where it has none, and
``certain`` whether it is said to be so; ``no-traffic`` the first cause once the user has told that symptom.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from ikewizard.core.facts import FactBook, Side
from ikewizard.knowledge.load import Knowledge
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.reading import Reading, read_log
from ikewizard.report.diagnosis import diagnose
from ikewizard.settings.compare import derive, disagreeing
from tests.benchmarks.accuracy import first_of
from tests.logs.dialects import values
from tests.logs.scenarios import NO_TRAFFIC, SYMPTOM
from tests.settings.settings_data import SPECS
from tests.yamlfiles import texts_in

SAMPLES = Path(__file__).parent / "samples"
LOGS = sorted(SAMPLES.glob("*/*.log"))
KEYS = {
    *("side", "source", "connections", "outcome", "facts", "absent", "differs", "agree"),
    *("first", "certain", NO_TRAFFIC),
}
SIDES: Mapping[str, Side | None] = {"initiator": "initiator", "responder": "responder", "null": None}


@cache
def _expected(log: Path) -> Mapping[str, Any]:
    written = texts_in(log.with_suffix(".yaml"))
    assert set(written) <= KEYS, f"{log.stem}.yaml has unknown keys"
    assert written["source"], f"{log.stem}.yaml does not say where its lines are from"
    return MappingProxyType(written)


def _read(log: Path, side: str, catalog: Catalog) -> Reading:
    return read_log(split_lines(decode(log.read_bytes())), catalog, name=log.name, side=SIDES[side])


def _outcome(reading: Reading) -> str:
    found = {connection.outcome for connection in reading.connections}
    return next((each for each in ("failed", "up") if each in found), "open")


@pytest.mark.parametrize("log", LOGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_whole_log_says_what_it_shows(log: Path, shipped: Catalog) -> None:
    """The dialect, how it ended and the facts are read from a whole log, and nothing more than it shows."""
    expected = _expected(log)
    reading = _read(log, expected["side"], shipped)
    found = values(reading)
    assert reading.dialect == log.parent.name
    assert _outcome(reading) == expected["outcome"]
    facts = expected["facts"] or {}
    assert {name: found.get(name) for name in facts} == facts
    assert not set(expected["absent"] or ()) & set(found)
    if "connections" in expected:
        assert len(reading.connections) == int(expected["connections"])


WITH_VALUES = [log for log in LOGS if {"differs", "agree"} & set(_expected(log))]


@pytest.mark.parametrize("log", WITH_VALUES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_whole_log_shows_both_values_of_what_does_not_agree(log: Path, shipped: Catalog) -> None:
    """Where a log shows what was offered and what is allowed, the settings that differ are told with both."""
    expected = _expected(log)
    book = derive(SPECS.values(), FactBook().add(_read(log, expected["side"], shipped).findings))
    found = {each.setting: [each.initiator, each.responder] for each in disagreeing(SPECS.values(), book)}
    assert found == (expected.get("differs") or {})
    for setting in expected.get("agree") or ():
        assert book.value(f"agree.{setting}") == "yes"


WITH_CAUSES = [log for log in LOGS if {"first", NO_TRAFFIC} & set(_expected(log))]


@pytest.mark.parametrize("log", WITH_CAUSES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_whole_log_leads_to_its_cause(log: Path, shipped: Catalog, knowledge: Knowledge) -> None:
    """The cause that an expert would name first is first, and certain only where he would be."""
    expected = _expected(log)
    reading = _read(log, expected["side"], shipped)
    for key, told in (("first", {}), (NO_TRAFFIC, SYMPTOM)):
        if key in expected:
            found = diagnose(knowledge.playbook, [reading], told)
            assert first_of(found)[0] == expected[key]
            assert key != "first" or first_of(found)[1] == (expected.get("certain") == "yes")


@pytest.mark.parametrize("log", LOGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nearly_every_line_is_known(log: Path, shipped: Catalog) -> None:
    """At most one line in ten of a whole log (one at least) is not understood nor known to be harmless."""
    reading = _read(log, "null", shipped)
    assert reading.lines.unknown <= max(1, reading.lines.read // 10), [each.text for each in reading.unknown]


def test_every_expectation_has_its_log() -> None:
    """No expectation is left behind without the log that it is about."""
    written = sorted(path.with_suffix("") for path in SAMPLES.glob("*/*.yaml"))
    assert written == sorted(path.with_suffix("") for path in LOGS)
