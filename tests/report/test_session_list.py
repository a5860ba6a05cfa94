"""The list of sessions as text of any width, and as data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.cleaning import UNSAFE
from ikewizard.core.listed import Listed
from ikewizard.report.session_list import list_data, list_lines
from ikewizard.report.text import cells
from tests.conftest import Golden
from tests.report.stories import EVIL, PLAYBOOK

FOUND = (
    Listed("abcdef", "", "2026-03-02T00:09:15Z", "solved", 3, "", ("pfs-mismatch",), ("203.0.113.7",)),
    Listed(
        *("bcdefg", "", "2026-03-01T11:59:00Z", None, 2, "", ("pfs-mismatch", "phase2-mismatch")),
        *(("2001:db8:1234:5678:9abc:def0:1234:5678",), ("sonicwall",), "S2", "phase2-end"),
    ),
    Listed("cdefgh", "", "2026-02-27T09:00:00Z", None, 0, place="Q1", node="says"),
    Listed("defghi", "", "2026-02-26T09:00:00Z", "undetermined", 4, node="gone"),
    Listed("efghij", fault="the session 'efghij' cannot be used: it is empty"),
)


@pytest.mark.parametrize("width", [0, 60, 100])
def test_the_list_as_text(golden: Golden, width: int) -> None:
    """One session a line where there is room, else two; in a pipe whole lines."""
    name = f"sessions-{width or 'pipe'}.txt"
    golden(name, "".join(f"{line}\n" for line in list_lines(FOUND, PLAYBOOK, width, "...")))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.integers(60, 120))
def test_no_line_is_too_long_or_obeyed(peer: str, last: str, width: int) -> None:
    """Whatever logs and files say, each line fits and holds nothing that a terminal would obey."""
    row = Listed("abcdef", "", last, None, 1, "", (peer,), (peer, EVIL), (), EVIL[:3], "x")
    for line in list_lines([row, row._replace(fault=EVIL)], PLAYBOOK, width, "..."):
        assert cells(line) <= width
        assert not UNSAFE.search(line)
        assert "\n" not in line


def test_the_list_as_data() -> None:
    """An open session has no ending; of one that cannot be read there is the reason and nothing else."""
    first, second, *_, last = list_data(FOUND)
    assert (first["ending"], second["ending"]) == ("solved", None)
    assert second["causes"] == ["pfs-mismatch", "phase2-mismatch"]
    assert second["place"] == "S2"
    assert last == {"id": "efghij", "fault": "the session 'efghij' cannot be used: it is empty"}
