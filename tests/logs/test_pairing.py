"""Which tunnel of one log is which of the other, and what only both logs together show."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.core.facts import Side
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.decode import decode, split_lines
from ikewizard.logs.merge import Merged, are_of_two_units, beside, merge
from ikewizard.logs.pairing import Seen, match
from ikewizard.logs.reading import Reading, read_log
from tests.logs.dialects import CATALOG, alpha, values
from tests.logs.hubs import hub_with, seen

CASES = Path(__file__).parents[1] / "corpus" / "cases"
MIXED = ("mixed-noresp-v1main-ss", "mixed-p2-v1main-lsw", "mixed-psk-v1main-ss", "mixed-psk-v2-lsw")
SITES = ("oslo", "bergen", "kiel", "gent", "lyon")
START, UP = "starting tunnel oslo to 192.0.2.7", "phase two of oslo is up as c1c39822"
REQUEST, ACCEPTED = "request from 192.0.2.1 taken", "phase two of hub is up as c1c39822"
RETRIED, TIMEOUT = "sending it again", "giving up at last"
ASKED, HEARD = "asking the peer again", "sign of life has come"
TORN, TOLD = "I take hub down", "peer takes oslo down"
HUB = "203.0.113.60 203.0.113.61"


@pytest.mark.parametrize(
    ("ours", "theirs", "pairs"),
    [
        # The same SPI counts more than the same name.
        ([seen("a", keys="c1"), seen("b", keys="c2")], [seen("a", keys="c2"), seen("b", keys="c1")],
         {(0, 1), (1, 0)}),
        # A key that stands in two tunnels tells nothing.
        ([seen(keys="c1")], [seen(keys="c1"), seen(keys="c1")], set()),
        # More keys in common are the better fit.
        ([seen(keys="c1 c2")], [seen(keys="c1"), seen(keys="c1 c2")], {(0, 1)}),
        # The peer of one is the own address of the other.
        ([seen(peer="203.0.113.60"), seen(peer="203.0.113.61")],
         [seen(own="203.0.113.61", unit=HUB), seen(own="203.0.113.60", unit=HUB)], {(0, 1), (1, 0)}),
        # Two units of one name that talk to other addresses are not the two ends of a tunnel.
        ([seen("hq", peer="203.0.113.60")], [seen("hq", own="203.0.113.61", unit=HUB)], set()),
        # Behind a NAT the peer sees another address.
        ([seen("hq", peer="203.0.113.60", own="192.168.1.5")],
         [seen("hq", own="203.0.113.60", peer="198.51.100.9")], {(0, 0)}),
        # The only one left on each side, unless the addresses say otherwise.
        ([seen("a")], [seen(peer="198.51.100.1")], {(0, 0)}),
        ([seen("a", own="198.51.100.7")], [seen(peer="198.51.100.1")], set()),
        ([seen("a"), seen("b")], [seen("c"), seen("d")], set()),
        # Two that fit equally well.
        ([seen(peer="203.0.113.60")], [seen(own="203.0.113.60"), seen(own="203.0.113.60")], set()),
    ],
)  # fmt: skip
def test_tunnels_are_paired_by_what_both_logs_say(
    ours: list[Seen], theirs: list[Seen], pairs: set[tuple[int, int]]
) -> None:
    """Keys, then addresses and names, then what is left; where two fit, none is taken."""
    assert set(match(ours, theirs).pairs) == pairs
    mirrored = {(left, right) for right, left in match(theirs, ours).pairs}
    assert mirrored == pairs


def test_the_tunnels_of_a_hub_are_paired_each_with_its_own() -> None:
    """Hundreds of tunnels to one address, and as many strangers, are not taken for each other."""
    many = 300
    assert set(match(*hub_with(many)).pairs) == {(n, 2 * many - 1 - n) for n in range(many)}


def read(lines: list[str], side: Side = "initiator") -> Reading:
    """Read lines of the first dialect as the log of ``side``."""
    return read_log(lines, CATALOG, name=side, side=side)


def both(ours: list[str], theirs: list[str]) -> Merged:
    """Put the initiator's and the responder's lines side by side."""
    return merge(read(ours), read(theirs, "responder"))


def paired(merged: Merged) -> dict[str, str]:
    """Return the names of the tunnels that were paired."""
    return {
        pair.initiator.name: pair.responder.name for pair in merged.pairs if pair.initiator and pair.responder
    }


@given(st.integers(-10 * 3600, 10 * 3600))
def test_what_begins_together_belongs_together_whatever_the_clocks_say(ahead: int) -> None:
    """One tunnel is known by its SPI; it tells how far the clocks are apart, and that pairs another one."""
    gap = [""] * 60
    ours = alpha(START, "", UP, *gap, "starting tunnel kiel to 192.0.2.8", *gap,
                 "starting tunnel gent to 192.0.2.9")  # fmt: skip
    theirs = alpha(REQUEST, "", ACCEPTED, *gap, "request from 192.0.2.2 taken", *gap,
                   "request from 192.0.2.3 taken", start=13 * 3600 + ahead)  # fmt: skip
    merged = both(ours, theirs)
    assert merged.offset == ahead
    assert paired(merged) == {"oslo": "hub", "kiel": "192.0.2.2", "gent": "192.0.2.3"}


SILENT = (START, UP, "", "", ASKED, ASKED, ASKED)


def test_a_tunnel_whose_peer_hears_on_is_up_after_all() -> None:
    """One log breaks off in a message that is sent again; the other shows that the peers went on talking."""
    alone = values(read(alpha(*SILENT)))
    assert alone["tunnel.lost"] == "dead"
    theirs = alpha(REQUEST, ACCEPTED, *[""] * 8, HEARD)
    (pair,) = both(alpha(*SILENT), theirs).pairs
    known = {finding.fact: finding.value for finding in pair.findings}
    assert (known["tunnel.lost"], known["phase2.state"]) == ("no", "up")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        # Nothing was heard after that.
        (SILENT, (REQUEST, ACCEPTED, HEARD)),
        # The initiator gave up, whatever the responder heard.
        ((*SILENT, TIMEOUT), (REQUEST, ACCEPTED, *[""] * 8, HEARD)),
        # The responder heard of another attempt.
        (SILENT, (REQUEST, ACCEPTED, *[""] * 7, REQUEST, HEARD)),
        # The responder's tunnel is down as well.
        (SILENT, (REQUEST, ACCEPTED, *[""] * 7, TOLD.replace("oslo", "hub"), HEARD)),
    ],
)
def test_a_tunnel_is_not_up_again_for_less(ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    """Only what was heard in the same tunnel, and after the silence, speaks against it."""
    (pair,) = both(alpha(*ours), alpha(*theirs)).pairs
    assert ("tunnel.lost", "no") not in [(found.fact, found.value) for found in pair.joint]


def test_what_begins_at_the_same_time_as_two_others_is_not_paired() -> None:
    """Nobody can tell which of two requests of one second it was."""
    ours = alpha(
        START, UP, *[""] * 60, "starting tunnel kiel to 192.0.2.8", "starting tunnel gent to 192.0.2.9"
    )
    theirs = alpha(
        REQUEST, ACCEPTED, *[""] * 60, "request from 192.0.2.2 taken", "request from 192.0.2.3 taken"
    )
    assert paired(both(ours, theirs)) == {"oslo": "hub"}


def stale(merged: Merged) -> list[tuple[str, str]]:
    """Return what was found by putting the two logs together."""
    return [(finding.fact, finding.value) for pair in merged.pairs for finding in pair.joint]


@given(st.integers(-10 * 3600, 10 * 3600))
def test_a_tunnel_taken_down_unheard_is_stale_whatever_the_clocks_say(ahead: int) -> None:
    """The responder deletes the SA; the initiator, who was told nothing, then tries to go on in it."""
    ours = alpha(START, UP, "", "", "", RETRIED, "", TIMEOUT)
    theirs = alpha(REQUEST, ACCEPTED, TORN, start=13 * 3600 + ahead)
    merged = both(ours, theirs)
    assert stale(merged) == [("tunnel.lost", "stale"), ("responder.tore-down", "yes")]
    (pair,) = merged.pairs
    assert [f.value for f in pair.findings if f.fact == "tunnel.lost"] == ["stale"]
    lines = {f.fact: (f.source.file, f.source.line) for f in pair.joint}
    assert lines == {"tunnel.lost": ("initiator", 3), "responder.tore-down": ("responder", 3)}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        # The initiator was in trouble first; that the responder then took the tunnel down is no wonder.
        ((START, UP, RETRIED, TIMEOUT), (REQUEST, ACCEPTED, "", "", "", "", TORN)),
        # It was told.
        ((START, UP, "", TOLD, "", RETRIED, TIMEOUT), (REQUEST, ACCEPTED, TORN)),
        # It never tried to go on.
        ((START, UP), (REQUEST, ACCEPTED, TORN)),
        # The responder had given the peer up.
        ((START, UP, "", "", "", "", RETRIED, TIMEOUT), (REQUEST, ACCEPTED, RETRIED, TIMEOUT, TORN)),
        # It did not stay down.
        ((START, UP, "", "", RETRIED, "", TIMEOUT), (REQUEST, ACCEPTED, TORN, "", REQUEST, ACCEPTED)),
        # They are not the same tunnel: other SPIs.
        ((START, UP, "", "", RETRIED, TIMEOUT), (REQUEST, "phase two of hub is up as deadbeef", TORN)),
    ],
)
def test_a_teardown_is_not_always_the_fault(ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    """Only what was deleted first, unasked, unheard and for good makes the other unit's SA a stale one."""
    assert stale(both(alpha(*ours), alpha(*theirs))) == []


def test_without_times_nobody_knows_who_was_first() -> None:
    """A log without times proves nothing about the order."""
    ours = alpha(START, UP, "", "", RETRIED, TIMEOUT)
    theirs = alpha(REQUEST, ACCEPTED, TORN)
    assert stale(both(ours, theirs)) != []
    assert stale(both([line.partition("gw ")[2] for line in ours], theirs)) == []


def test_the_second_log_is_read_for_the_tunnel_that_the_first_one_is_about() -> None:
    """A hub's log tells of many tunnels; that another one of them has failed is not about this one."""
    branch = read(alpha(START, UP))
    texts = (REQUEST, ACCEPTED, "request from 192.0.2.3 taken", "no proposal was chosen")
    hub = read(alpha(*texts), "responder")
    assert values(hub)["responder.says"] == "phase1"
    found = beside(branch, hub)
    assert values(found)["phase2.state"] == "up"
    assert "responder.says" not in values(found)
    assert found.note[-1] == "The other log is about oslo: of this one, what it says of hub is taken."
    assert beside(hub, branch).note[-1] != found.note[-1]


def test_a_second_log_of_other_tunnels_stays_as_it_is() -> None:
    """Where it is not plain which tunnel is meant, the log is read as if it were alone, and says so."""
    branch = read(alpha("starting tunnel gent to 192.0.2.9"))
    hub = read(alpha("request from 192.0.2.2 taken", "", "request from 192.0.2.3 taken"), "responder")
    assert beside(branch, hub).findings == hub.findings
    assert "is not plain" in beside(branch, hub).note[-1]
    assert beside(read([]), hub) is hub


def test_what_both_logs_show_comes_with_the_second_one() -> None:
    """Whichever log is handed in last, the stale SA is told with it."""
    ours = read(alpha(START, UP, "", "", "", RETRIED, "", TIMEOUT))
    theirs = read(alpha(REQUEST, ACCEPTED, TORN), "responder")
    for first, second in ((ours, theirs), (theirs, ours)):
        assert values(beside(first, second))["tunnel.lost"] == "stale"


def test_two_logs_of_one_side_may_be_of_two_units() -> None:
    """The addresses tell two units that both began from two parts of one unit's log."""
    here = read(alpha("packet from 192.0.2.7 came to 192.0.2.1", START, UP))
    there = read(alpha("packet from 192.0.2.1 came to 192.0.2.7", "starting tunnel hub to 192.0.2.1"))
    assert are_of_two_units(here, there)
    assert not are_of_two_units(here, here)
    assert not are_of_two_units(read(alpha(START)), read(alpha(START)))


def real(case: str, side: Side, catalog: Catalog, change: Callable[[str], str] = str) -> Reading:
    """Read a log of the corpus, changed before."""
    text = decode((CASES / case / f"{side}.log").read_bytes())
    return read_log(split_lines(change(text)), catalog, name=side, side=side)


def renamed(text: str) -> str:
    """Return the text with other names for the tunnels, as another administrator would have given them."""
    for site in SITES:
        text = text.replace(site, f"from-{site[::-1]}")
    return text


@pytest.mark.parametrize("case", MIXED)
def test_real_tunnels_are_paired_under_other_names(case: str, shipped: Catalog) -> None:
    """SPIs and addresses of the recorded logs tell the five tunnels apart, without their names."""
    plain = merge(real(case, "initiator", shipped), real(case, "responder", shipped))
    other = merge(real(case, "initiator", shipped), real(case, "responder", shipped, renamed))
    assert len(paired(plain)) >= 4
    assert paired(other) == {ours: renamed(theirs) for ours, theirs in paired(plain).items()}


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_real_tunnels_are_paired_whatever_the_clock_says(shipped: Catalog, data: st.DataObject) -> None:
    """A clock that is hours ahead changes no pair and no finding of either log."""
    case = data.draw(st.sampled_from(MIXED))
    hour = data.draw(st.integers(0, 23))
    ours, theirs = real(case, "initiator", shipped), real(case, "responder", shipped)
    late = real(case, "responder", shipped, lambda text: re.sub(r"\b13:(?=\d\d:\d\d)", f"{hour:02}:", text))
    assert paired(merge(ours, late)) == paired(merge(ours, theirs))
