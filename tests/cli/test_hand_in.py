"""Configurations handed in at the wizard: told from logs, held against each other, without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikewizard.cli.hand_in import Intake
from ikewizard.console.desk import HandedIn
from ikewizard.core.facts import FactBook, Side
from ikewizard.knowledge.load import Knowledge

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "cases"


def text(case: str, file: str) -> str:
    """Return a file of a recorded case."""
    return (CORPUS / case / file).read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def intake(knowledge: Knowledge) -> Intake:
    """Return an intake that has read nothing yet."""
    return Intake(knowledge)


def book(*handed: tuple[HandedIn, Side]) -> FactBook:
    """Return what pieces of evidence say together."""
    events = [each.evidence(side, str(number), "now") for number, (each, side) in enumerate(handed)]
    return FactBook().add(finding for event in events for finding in event.findings)


def test_a_configuration_is_told_from_a_log(intake: Intake) -> None:
    """What is pasted is read as what it is, without being asked about."""
    log = intake.text(text("psk-v2-lsw", "initiator.log"), "paste")
    configuration = intake.text(text("psk-v2-lsw", "initiator.conf"), "paste")
    assert (log.kind, configuration.kind) == ("log", "configuration")
    assert configuration.dialect == "libreswan-ipsec"
    assert "Libreswan" in configuration.note[0]


def test_two_units_are_held_against_each_other(intake: Intake) -> None:
    """The second configuration is taken for the other unit's, and their secrets are compared."""
    first = intake.text(text("psk-v2-lsw", "initiator.conf"), "one")
    second = intake.text(text("psk-v2-lsw", "responder.conf"), "two")
    assert (first.side, second.side) == ("initiator", "responder")
    found = book((first, "initiator"), (second, "responder"))
    assert found.value("agree.shared-secret") == "no"
    assert found.value("responder.ike-version") == "ikev2"
    assert "lab-dummy-secret" not in repr(found)


def test_the_second_configuration_is_the_other_units(intake: Intake) -> None:
    """Once the first was said to be the responder's, the next one is taken for the initiator's."""
    first = intake.text(text("psk-v2-lsw", "responder.conf"), "one")
    first.evidence("responder", "1", "now")
    assert intake.text(text("psk-v2-lsw", "initiator.conf"), "two").side == "initiator"


def test_the_connection_that_is_meant_is_asked_for_once(intake: Intake) -> None:
    """Of several connections one is chosen; the other unit's is then the one that meets it."""
    first = intake.text(text("mixed-noresp-v1main-ss", "initiator.conf"), "one")
    assert [label for _, label in first.choices] == ["oslo", "bergen", "kiel", "gent", "lyon"]
    assert first.choose is not None
    chosen = first.choose(first.choices[2][0])
    second = intake.text(text("mixed-noresp-v1main-ss", "responder.conf"), "two")
    assert second.choices == ()
    found = book((chosen, "initiator"), (second, "responder"))
    assert found.value("initiator.peer-gateway") == found.value("responder.own-address") == "203.0.113.62"


def test_a_file_that_is_named_may_be_a_configuration(intake: Intake) -> None:
    """A file is looked at before it is read, and its side is not asked for where it was told."""
    handed = intake.file(str(CORPUS / "psk-v2-lsw" / "responder.conf"), "responder")
    assert (handed.kind, handed.side, handed.guessed) == ("configuration", "responder", False)
    assert intake.file(str(CORPUS / "psk-v2-lsw" / "responder.log")).kind == "log"
