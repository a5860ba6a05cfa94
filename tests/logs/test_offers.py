"""Lists of proposals over several lines: whose they are, how far they go, and which of them count."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ikewizard.core.facts import Side
from ikewizard.logs import keeping
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.offerlint import lint_offers
from ikewizard.logs.reading import Reading, read_log
from ikewizard.logs.signature import Dialect, LineShape, Notation, Offer, Signature, What

_VALUE = r"cipher (?P<cipher>[a-z0-9]+)(?: length (?P<length>[0-9]+))?|group (?P<group>[0-9]+)"


def _line(name: str, pattern: str, *offers: Offer, what: What = "harmless") -> Signature:
    facts = {"phase1.state": "failed"} if what == "failed" else {}
    return Signature(name, pattern, what, f"{name}.", (), (), "made up for tests", facts=facts, offers=offers)


GAMMA = Dialect(
    "gamma",
    "Gamma gateway",
    "",
    (LineShape(r"\bgamma: (?:<(?P<connection>[a-z]+)> )?(?P<text>.*)", ()),),
    (
        _line("request", r"gamma.*request from (?P<peer>[0-9.]+)", what="received"),
        _line("refused", r"gamma.*nothing fits", what="failed"),
        _line("theirs", r"gamma.*the peer offers:", Offer(of="peer", phase="1", opens=True)),
        _line("mine", r"gamma.*we allow:", Offer(of="this", opens=True)),
        _line("next", r"gamma.*proposal number", Offer(next=True)),
        _line(
            "value",
            rf"gamma.*part (?:{_VALUE})",
            Offer(values={"encryption": "{cipher} {length}", "group": "{group}"}),
        ),
        _line("length", r"gamma.*its length (?P<bits>[0-9]+)", Offer(extends={"encryption": "{bits}"})),
        _line("end", r"gamma.*end of list", Offer(closes=True)),
        _line("always", r"gamma.*we always allow:", Offer(of="this", phase="1", opens=True, standing=True)),
        _line(
            "always-one",
            r"gamma.*always cipher (?P<c>[a-z0-9]+)",
            Offer(standing=True, values={"encryption": "{c}"}),
        ),
        _line(
            "pair",
            r"gamma.*(?P<mine>m[0-9]) has (?P<ours>[a-z]+), (?P<its>p[0-9]) has (?P<theirs>[a-z]+)",
            Offer(of="this", phase="1", key="{mine}", values={"encryption": "{ours}|other"}),
            Offer(of="peer", phase="1", key="{its}", values={"encryption": "{theirs}"}),
        ),
        _line(
            "no",
            r"gamma.*not our cipher",
            Offer(of="this", phase="1", inside=True, next=True, values={"encryption": "other"}),
        ),
        _line(
            "at-once",
            r"gamma.*all offered ",
            Offer(of="peer", opens=True, closes=True, notation="slashes", after="offered "),
        ),
        _line("nets", r"gamma.*our networks:", Offer(of="this", fills="local-networks", opens=True)),
        _line("net", r"gamma.*network (?P<net>[0-9./]+)", Offer(values={"value": "{net}"})),
    ),
    notations=(
        Notation(
            "slashes",
            r"(?:(?P<phase1>ONE)|(?P<phase2>TWO)):(?P<parts>[a-z0-9/+]+)",
            r"(?:c(?P<encryption>[0-9+]+)|g(?P<group>[0-9+]+))(?=/|$)",
            also="+",
            absent={"prf": "none"},
        ),
    ),
)
CATALOG = Catalog.build((GAMMA,))
REQUEST = "request from 192.0.2.7"


def read(*texts: str, side: Side = "responder") -> Reading:
    """Read the texts as a log."""
    return read_log((f"gamma: {text}" for text in texts), CATALOG, name="g.log", side=side)


def lists(reading: Reading) -> dict[str, str]:
    """Return the lists that were put together, without what is said about them."""
    return {
        finding.fact: finding.value.replace("via=offered; ", "").replace("via=own; ", "")
        for finding in reading.findings
        if finding.fact.endswith(("-offers", "-networks"))
    }


THEIRS = ("the peer offers:", "proposal number 1", "part cipher aes length 256", "part group 14")
MINE = ("we allow:", "proposal number 1", "part cipher des", "part group 14", "part group 2")


def test_lists_over_many_lines_are_put_together() -> None:
    """Each unit's proposals are collected from the lines of its list, alternatives of a part side by side."""
    found = read(REQUEST, *THEIRS, *MINE, "nothing fits")
    assert lists(found) == {
        "initiator.phase1-offers": "encryption=aes 256; group=14",
        "responder.phase1-offers": "encryption=des; group=14,2",
    }
    lines = [f.source.line for f in found.findings if f.fact.endswith("-offers")]
    assert lines == [2, 6]


def test_whose_list_it_is_depends_on_whose_log_it_is() -> None:
    """In the initiator's log the peer is the responder."""
    found = read(*THEIRS, "nothing fits", side="initiator")
    assert list(lists(found)) == ["responder.phase1-offers"]
    found = read(REQUEST, *THEIRS, "nothing fits", side="initiator")
    assert list(lists(found)) == ["initiator.phase1-offers"], "it shows that the unit was asked"


def test_what_is_offered_is_told_apart_from_what_is_allowed() -> None:
    """The list of the peer is marked as offered, this unit's as its own."""
    found = read(REQUEST, *THEIRS, *MINE, "nothing fits")
    marks = {f.fact: f.value.partition(";")[0] for f in found.findings if f.fact.endswith("-offers")}
    assert marks == {"initiator.phase1-offers": "via=offered", "responder.phase1-offers": "via=own"}


def test_several_proposals_stay_apart() -> None:
    """A line that begins a proposal ends the one before; the same one twice is one."""
    more = ("proposal number 2", "part cipher des", "proposal number 3", "part cipher des")
    assert lists(read(REQUEST, *THEIRS, *more, "nothing fits"))["initiator.phase1-offers"] == (
        "encryption=aes 256; group=14 | encryption=des"
    )


@pytest.mark.parametrize(
    "between",
    [("end of list",), ("nothing fits",), tuple(f"line {number}" for number in range(70))],
    ids=["closed", "failed", "far away"],
)
def test_a_line_after_the_list_is_not_of_it(between: tuple[str, ...]) -> None:
    """What comes after the end of a list, after the failure, or much later, is not added to it."""
    found = lists(
        read(REQUEST, "the peer offers:", "part group 14", *between, "part group 2", "nothing fits")
    )
    assert found == {"initiator.phase1-offers": "group=14"}


def test_a_line_without_a_list_says_nothing() -> None:
    """A part of a list whose beginning is not in the log is left alone."""
    assert lists(read(REQUEST, "part group 14", "nothing fits")) == {}


def test_one_offer_is_held_against_every_list_of_this_unit() -> None:
    """Where the lists of several gateways follow the peer's, all of them are what the unit allows."""
    found = lists(read(REQUEST, *THEIRS, *MINE, "we allow:", "part cipher camellia", "nothing fits"))
    assert found["responder.phase1-offers"] == "encryption=des; group=14,2 | encryption=camellia"


def test_the_last_exchange_of_an_attempt_counts() -> None:
    """A second exchange replaces both lists of the first; one that lacks a list leaves the first standing."""
    again = ("the peer offers:", "part group 5", "we allow:", "part group 2")
    found = lists(read(REQUEST, *THEIRS, *MINE, *again, "nothing fits"))
    assert found == {"initiator.phase1-offers": "group=5", "responder.phase1-offers": "group=2"}
    half = lists(read(REQUEST, *THEIRS, *MINE, *again[:2], "nothing fits"))
    assert half["initiator.phase1-offers"] == "encryption=aes 256; group=14"


def test_a_later_attempt_overrides_an_earlier_one() -> None:
    """The lists are those of the attempt that is reported on."""
    later = (REQUEST, "the peer offers:", "part group 5", "we allow:", "part group 2", "nothing fits")
    found = lists(read(REQUEST, *THEIRS, *MINE, "nothing fits", *later))
    assert found == {"initiator.phase1-offers": "group=5", "responder.phase1-offers": "group=2"}


def test_what_a_unit_always_allows_stands_in_for_its_list() -> None:
    """A list that was logged when the tunnel was loaded counts for all attempts that show none."""
    loaded = ("<hq> we always allow:", "<hq> always cipher des", "<hq> always cipher aes")
    attempt = (*(f"<hq> {text}" for text in THEIRS), "<hq> nothing fits")
    found = lists(read(*loaded, REQUEST, *attempt))
    assert found["responder.phase1-offers"] == "encryption=des,aes"
    assert lists(read(*loaded, REQUEST, "<hq> nothing fits")) == {}


def test_a_value_can_go_on_in_the_next_line() -> None:
    """What a later line adds belongs to the value before."""
    found = lists(read(REQUEST, "the peer offers:", "part cipher aes", "its length 256", "nothing fits"))
    assert found["initiator.phase1-offers"] == "encryption=aes 256"


def test_pairs_that_are_refused_give_the_proposals_of_both() -> None:
    """Lines about one pair each are put together by the proposals that they name."""
    pairs = ("m1 has des, p1 has aes", "m1 has des, p2 has camellia")
    assert lists(read(REQUEST, *pairs, "nothing fits")) == {
        "initiator.phase1-offers": "encryption=aes | encryption=camellia",
        "responder.phase1-offers": "encryption=des,other",
    }


def test_a_refusal_counts_only_while_a_list_is_open() -> None:
    """A line about the offer above says nothing where there is none."""
    found = lists(read(REQUEST, "the peer offers:", "part cipher aes", "not our cipher", "nothing fits"))
    assert found["responder.phase1-offers"] == "encryption=other"
    assert lists(read(REQUEST, "not our cipher", "nothing fits")) == {}


def test_proposals_in_one_line_are_read_by_their_notation() -> None:
    """A line with all proposals is taken apart, and says for which phase they are."""
    found = lists(read(REQUEST, "all offered ONE:c1+2/g5, ONE:c3/g7", "nothing fits"))
    assert found == {
        "initiator.phase1-offers": "encryption=1,2; group=5; prf=none | encryption=3; group=7; prf=none"
    }
    assert list(lists(read(REQUEST, "all offered TWO:c1", "nothing fits"))) == ["initiator.phase2-offers"]


@pytest.mark.parametrize("rest", ["ONE:c1/x9", "ONE:c1, THREE:c2", "ONE:c1/g5...", "ONE:c1 " + "z" * 5000])
def test_a_list_that_cannot_be_read_as_a_whole_is_none(rest: str) -> None:
    """An unknown part, an unknown proposal or a line that was cut off leaves no list to judge by."""
    assert lists(read(REQUEST, f"all offered {rest}", "nothing fits")) == {}


def test_networks_are_lists_as_well() -> None:
    """A list can fill a setting; where there were different ones, it is left open."""
    one = ("our networks:", "network 10.1.0.0/16", "network 10.2.0.0/16")
    found = lists(read(REQUEST, *one, "nothing fits"))
    assert found == {"responder.local-networks": "10.1.0.0/16, 10.2.0.0/16"}
    assert lists(read(REQUEST, *one, "our networks:", "network 10.3.0.0/16", "nothing fits")) == {}


def test_the_lists_of_the_last_attempt_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many attempts there were, and however little is kept, the lists of the last one are whole."""
    monkeypatch.setattr(keeping, "KEEP", 4)
    monkeypatch.setattr(keeping, "KEEP_IN_ALL", 400)
    attempt = (REQUEST, *THEIRS, *MINE, "nothing fits")
    last = (REQUEST, *THEIRS[:3], "part group 5", *MINE, "nothing fits")
    found = lists(read(*attempt * 300, *last))
    assert found["initiator.phase1-offers"] == "encryption=aes 256; group=5"
    assert found["responder.phase1-offers"] == "encryption=des; group=14,2"


def test_old_lists_make_room_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where very many tunnels list proposals, the oldest lists go before what is known of quiet tunnels."""
    monkeypatch.setattr(keeping, "KEEP", 4)
    monkeypatch.setattr(keeping, "KEEP_IN_ALL", 200)
    keeper = keeping.Keeper[str]()
    keeper.add("quiet tunnel", "quiet")
    for tunnel in range(12):
        for line in range(20):
            keeper.add(("offers", tunnel), f"{tunnel}/{line}", fewest=20)
    kept = keeper.all()
    assert "quiet" in kept
    assert [f"11/{line}" for line in range(20)] == [each for each in kept if each.startswith("11/")]
    assert "0/19" not in kept


def _issues(offers: Iterable[Offer] = (), notations: tuple[Notation, ...] = ()) -> list[str]:
    signature = _line("bad", r"gamma (?P<known>[a-z]+) text", *offers)
    dialect = Dialect("gamma", "Gamma", "", (), (signature,), notations=notations)
    return [issue.message for issue in lint_offers([dialect], ("encryption", "group"), ("local-networks",))]


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        (Offer(values={"encrypton": "x"}), "unknown part 'encrypton'"),
        (Offer(values={"group": "{knwon}"}), "'{knwon}' is no capture"),
        (Offer(of="peer", key="{other}"), "'{other}' is no capture"),
        (Offer(notation="slash", after="x"), "unknown notation 'slash'"),
        (Offer(of="this", opens=True, fills="networks"), "unknown setting 'networks'"),
    ],
)
def test_a_name_that_does_not_exist_is_found(offer: Offer, words: str) -> None:
    """Parts, captures, notations and settings that are not there are told."""
    assert [message for message in _issues([offer]) if words in message]


@pytest.mark.parametrize(
    ("notation", "words"),
    [
        (Notation("n", r"(?P<part>x)", r"(?P<group>x)"), "unknown part 'part'"),
        (Notation("n", r"(?P<parts>x)", r"(?P<grp>x)"), "unknown part 'grp'"),
        (Notation("n", r"(?P<parts>.*.*end)", r"(?P<group>x)"), "in a row"),
    ],
)
def test_a_faulty_notation_is_found(notation: Notation, words: str) -> None:
    """Unknown groups and slow patterns of a notation are told."""
    assert [message for message in _issues(notations=(notation,)) if words in message]


def test_a_list_that_begins_says_whose_it_is() -> None:
    """An offer that contradicts itself cannot be made."""
    with pytest.raises(ValueError, match="whose it is"):
        Offer(opens=True)
    with pytest.raises(ValueError, match="goes with after"):
        Offer(notation="slashes")
