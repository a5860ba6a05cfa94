"""One pass over a log: every line accounted for, whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.errors import KnowledgeError
from ikewizard.logs import keeping
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import MAX_LINE
from ikewizard.logs.scan import scan
from ikewizard.logs.sighting import LineCount
from ikewizard.logs.signature import Dialect, LineShape
from tests.logs.dialects import ALPHA, BETA, CATALOG, alpha, message

_PEER = r"(?P<peer>[0-9.]+)"


def test_every_line_is_accounted_for() -> None:
    """Understood, ignored and unknown lines add up to those read, and unknown ones can be listed."""
    lines = [*alpha("giving up at last", "daemon is ready", "what is this"), "", "cron[1]: a job ran"]
    found = scan(lines, CATALOG)
    assert found.lines == LineCount(read=5, understood=1, ignored=2, unknown=2)
    assert [(line.line, line.dialect) for line in found.unknown] == [(3, "alpha"), (5, "")]
    assert found.dialects == (("alpha", 3),)
    assert found.seen == {"a-timeout": 1, "a-noise": 1}


def test_a_sighting_carries_what_the_line_says() -> None:
    """Captures, tunnel, peer, line number and the text as it may be shown are kept."""
    line = "\x1b[1mNov 23 13:00:00 gw alphad: starting tunnel oslo to 192.0.2.7\x1b[0m\x00"
    (sighting,) = scan(["", line], CATALOG).sightings
    assert (sighting.line, sighting.connection, sighting.peer) == (2, "oslo", "192.0.2.7")
    assert sighting.captures == {"connection": "oslo", "peer": "192.0.2.7"}
    assert sighting.text == "Nov 23 13:00:00 gw alphad: starting tunnel oslo to 192.0.2.7"


def test_the_shape_of_a_line_names_its_tunnel_and_worker() -> None:
    """Where the message does not name the tunnel, the prefix of the line may."""
    (sighting,) = scan(["x alphad-07: <oslo> giving up at last"], CATALOG).sightings
    assert (sighting.connection, sighting.thread) == ("oslo", "07")


def test_a_message_relayed_by_another_daemon_is_read() -> None:
    """A message of one dialect inside the lines of another still counts."""
    found = scan(alpha("relayed: identity was refused"), CATALOG)
    assert [sighting.signature.id for sighting in found.sightings] == ["b-refused"]


def test_a_message_within_an_entry_is_read_by_itself() -> None:
    """What has to begin a line may stand within JSON; the shape that says so also tells whose entry it is."""
    inner = Dialect(
        "inner",
        "Inner",
        "box",
        (),
        (message("i-start", rf"^starting to {_PEER}", "initiated", side="initiator"),),
    )
    shape = LineShape(r'"payload": ?"(?P<inside>[^"\n]{1,200})', ())
    cloud = Dialect("cloud", "Cloud", "box", (shape,), speaks=("inner",))
    catalog = Catalog.build((inner, cloud))
    found = scan(
        ['{"id":1,"payload":"starting to 192.0.2.7"}', '{"id":2,"other":"starting to 192.0.2.7"}'], catalog
    )
    (sighting,) = found.sightings
    assert (sighting.signature.id, sighting.dialect, sighting.peer) == ("i-start", "cloud", "192.0.2.7")
    assert found.lines == LineCount(read=2, understood=1, ignored=0, unknown=1)


def test_entries_within_entries_end() -> None:
    """A line that wraps nothing but wrappings is looked at as far as it goes, and is unknown."""
    shape = LineShape(r'"payload": ?"(?P<inside>[^\n]{1,9999})', ())
    inner = Dialect("inner", "Inner", "box", (), (message("i-start", r"^starting", "initiated"),))
    catalog = Catalog.build((inner, Dialect("cloud", "Cloud", "box", (shape,), speaks=("inner",))))
    line = '"payload":"' * (MAX_LINE // 11) + " starting"
    assert scan([line], catalog).lines == LineCount(read=1, understood=0, ignored=0, unknown=1)


def test_the_shape_decides_between_dialects() -> None:
    """A text that two dialects know is read as that of the dialect whose line it is."""
    text = "no proposal was chosen by beta"
    assert scan([f"id=beta {text}"], CATALOG).sightings[0].dialect == "beta"
    assert scan(alpha(text), CATALOG).sightings[0].dialect == "alpha"


def test_several_messages_in_one_line_are_all_kept() -> None:
    """Messages that a unit runs together are all seen, in the order of the catalogue."""
    found = scan(alpha("no proposal was chosen, giving up at last"), CATALOG)
    assert [sighting.signature.id for sighting in found.sightings] == ["a-no-proposal", "a-timeout"]
    assert found.lines.understood == 1


def test_only_so_many_sightings_of_one_kind_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first and the last of very many are kept, and the count stays exact."""
    monkeypatch.setattr(keeping, "KEEP", 3)
    found = scan(["giving up at last"] * 10, CATALOG)
    assert [sighting.line for sighting in found.sightings] == [1, 2, 3, 8, 9, 10]
    assert found.seen == {"a-timeout": 10}


def test_a_log_printed_newest_first_is_turned() -> None:
    """The sightings come in the order of time, with the line numbers as printed."""
    lines = alpha("starting tunnel oslo to 192.0.2.7", "answer has come", "giving up at last")[::-1]
    found = scan(lines, CATALOG)
    assert found.newest_first
    assert [sighting.line for sighting in found.sightings] == [3, 2, 1]


def test_nothing_beyond_the_cap_is_looked_at() -> None:
    """A message far inside an endless line is not found, and costs nothing."""
    found = scan(["x" * MAX_LINE + " giving up at last"], CATALOG)
    assert found.lines.unknown == 1


def test_lines_are_taken_as_they_come() -> None:
    """A pipe is read as it comes: every line is asked for once, and the lines are no list."""
    pulled: list[int] = []

    def pipe() -> Iterator[str]:
        for number in range(50):
            pulled.append(number)
            yield "giving up at last"

    assert scan(pipe(), CATALOG).lines.read == len(pulled) == 50


def test_a_broken_pattern_is_named() -> None:
    """A pattern that does not compile is told with its dialect and signature, not as a stray error."""
    broken = Dialect("broken", "Broken", "", (), (message("bad", "literal (", "failed"),))
    with pytest.raises(KnowledgeError) as raised:
        scan(["literal"], Catalog.build([broken]))
    assert "'bad'" in raised.value.faults[0].message


@given(
    st.lists(
        st.sampled_from(
            [
                sample
                for sample in (
                    "giving up at last",
                    "no proposal was chosen",
                    "peer wants AES not DES",
                    "phase two of x is up",
                    "request from 192.0.2.1 taken",
                    "daemon is loading",
                    "id=beta negotiation complete",
                )
            ]
        )
        | st.text(max_size=80),
        max_size=3,
    )
)
def test_the_catalogue_finds_what_a_plain_loop_finds(parts: list[str]) -> None:
    """The literals that choose what to try never change what is found."""
    line = " ".join(parts)
    plain = [
        signature.id
        for dialect in (ALPHA, BETA)
        for signature in dialect.signatures
        if re.search(signature.pattern, line)
    ]
    assert [hit.signature.id for hit in CATALOG.hits(line)] == plain
