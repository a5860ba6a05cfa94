"""A tunnel that came up and was taken down after that; and what only looks like it."""

from __future__ import annotations

import pytest

from ikewizard.core.record import replace
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.merge import merge
from ikewizard.logs.reading import Reading, read_log
from ikewizard.logs.signature import Ends, Signature
from tests import shipped
from tests.logs.dialects import ALPHA, alpha, message

START = "starting tunnel oslo to 192.0.2.7"
REQUEST = "request from 192.0.2.1 taken"
UP1, UP2 = "phase one of oslo is up", "phase two of oslo is up"
MINE, THEIRS, GONE = "oslo is ended by its owner", "the peer wants it ended", "one SA is cleared away"
DEAD = "the peer seems dead"


def _ending(id_: str, text: str, ends: Ends, **facts: str) -> Signature:
    told = {f"this.{name.replace('_', '-')}": value for name, value in facts.items()}
    return replace(message(id_, text, "torn-down", facts=told), ends=ends)


MORE = (
    _ending("a-mine", r"(?P<connection>[a-z]+) is ended by its owner", "tunnel", tore_down="yes"),
    _ending("a-theirs", THEIRS, "phase2", saw_delete="yes"),
    _ending("a-gone", GONE, "phase2"),
    replace(message("a-dead", DEAD, "torn-down", facts={"tunnel.lost": "dead"}), ends="tunnel"),
)
CATALOG = Catalog.build((replace(ALPHA, signatures=(*ALPHA.signatures, *MORE)),))


def told(reading: Reading) -> tuple[str, int] | None:
    """Return by whom the first tunnel was taken down, and in which line."""
    down = reading.connections[0].down
    return (down.value, down.source.line) if down else None


@pytest.mark.parametrize(
    ("texts", "down"),
    [
        ((START, UP1, UP2), None),
        ((START, UP1, UP2, MINE), ("initiator", 4)),
        ((START, UP1, UP2, THEIRS), ("responder", 4)),
        ((START, UP1, UP2, GONE), ("unknown", 4)),
        ((START, UP1, UP2, GONE, THEIRS), ("responder", 5)),
        # Built again, by whichever unit.
        ((START, UP1, UP2, MINE, START, UP1, UP2), None),
        ((START, UP1, UP2, THEIRS, UP2), None),
        # Renewed: the old SA goes once the new one is up; both may be gone in the end.
        ((START, UP1, UP2, UP2, GONE), None),
        ((START, UP1, UP2, UP2, GONE, GONE), ("unknown", 6)),
        # What came up first in this piece may have been a renewal.
        ((UP2, GONE), None),
        ((UP2, MINE), ("initiator", 2)),
        # It never was up; or it is known how it was lost.
        ((START, UP1, MINE), None),
        ((START, UP1, UP2, DEAD), None),
    ],
)  # fmt: skip
def test_who_took_it_down_is_told(texts: tuple[str, ...], down: tuple[str, int] | None) -> None:
    """It is told of what was up and is not any more, with the line that says by whom; of nothing else."""
    reading = read_log(alpha(*texts), CATALOG, name="test.log", side="initiator")
    assert told(reading) == down


def test_the_note_says_by_whom() -> None:
    """Whoever hands the log in reads it at once."""
    reading = read_log(alpha(START, UP1, UP2, THEIRS), CATALOG, name="test.log", side="initiator")
    assert "The connection oslo came up, and was taken down after that by the responder (line 4)." in (
        reading.note
    )


def test_of_two_logs_the_one_that_knows_by_whom_is_heard() -> None:
    """That the other one does not tell it is no contradiction."""
    ours = read_log(alpha(START, UP1, UP2, GONE), CATALOG, name="ours.log", side="initiator")
    theirs = read_log(alpha(REQUEST, UP1, UP2, MINE), CATALOG, name="theirs.log", side="responder")
    (pair,) = merge(ours, theirs).pairs
    found = [each.value for each in pair.findings if each.fact == "tunnel.taken-down"]
    assert found == ["responder"]


UP = [
    "initiating IKE_SA west[1] to 192.0.2.7",
    "IKE_SA west[1] established between 192.0.2.1[a]...192.0.2.7[b]",
    "CHILD_SA net{1} established with SPIs c0000001_i c0000002_o and TS 10.1.0.0/16 === 10.2.0.0/16",
]
REKEYED = [
    "CHILD_SA net{2} established with SPIs c0000003_i c0000004_o and TS 10.1.0.0/16 === 10.2.0.0/16",
    "received DELETE for ESP CHILD_SA with SPI c0000002",
    "closing CHILD_SA net{1} with SPIs c0000001_i (0 bytes) c0000002_o (0 bytes) and TS "
    "10.1.0.0/16 === 10.2.0.0/16",
    "sending DELETE for ESP CHILD_SA with SPI c0000001",
]
RENEWED = [
    "IKE_SA west[2] rekeyed between 192.0.2.1[a]...192.0.2.7[b]",
    "received DELETE for IKE_SA west[1]",
    "deleting IKE_SA west[1] between 192.0.2.1[a]...192.0.2.7[b]",
]
ENDED = [
    "received DELETE for IKE_SA west[2]",
    "deleting IKE_SA west[2] between 192.0.2.1[a]...192.0.2.7[b]",
]
IDLE = [
    "closing CHILD_SA net{2} with SPIs c0000003_i (0 bytes) c0000004_o (0 bytes) and TS "
    "10.1.0.0/16 === 10.2.0.0/16",
    "sending DELETE for ESP CHILD_SA with SPI c0000003",
]


@pytest.mark.parametrize(
    ("texts", "down"),
    [
        (UP, None),
        (UP + REKEYED, None),
        (UP + REKEYED + RENEWED, None),
        (UP + REKEYED + RENEWED + ENDED, ("responder", 11)),
        (UP + REKEYED + IDLE, ("unknown", 8)),
        (REKEYED, None),
        (REKEYED + IDLE, ("unknown", 5)),
    ],
)  # fmt: skip
def test_charon_names_the_sas(texts: list[str], down: tuple[str, int] | None) -> None:
    """By their numbers and SPIs the old SA of a renewal is told from the last one that was up."""
    lines = [f"Nov 23 13:57:{n:02} gw charon: 05[IKE] {text}" for n, text in enumerate(texts)]
    reading = read_log(lines, shipped.catalog(), name="charon.log", side="initiator")
    assert reading.connections[0].outcome == "up"
    assert told(reading) == down
