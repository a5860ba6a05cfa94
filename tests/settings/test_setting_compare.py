"""Two units held against each other: what is found, only what is found, and what it breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.facts import Finding, Source
from ikewizard.settings.compare import derive, differences
from ikewizard.settings.normal import in_words, normal
from ikewizard.settings.spec import SettingSpec, tells_of_settings
from tests.settings.settings_data import (
    AGREEING,
    COMPARED,
    SINGLE,
    SPECS,
    book,
    disagreeing,
    outcome,
    row_of,
    swapped,
)

_OTHER = {
    "address": st.integers(2, 254).map(lambda n: f"192.0.2.{n}"),
    "text": st.sampled_from(["tcp:443", "udp:53", "gre"]),
    "identity": st.sampled_from(["north", "south", "hq@example.net"]),
    "networks": st.sampled_from(["10.1.0.0/17", "172.16.0.0/12", "10.1.0.0/16, 10.9.0.0/16", "0.0.0.0/0"]),
    "number": st.integers(1, 3599).map(str),
    "offers": st.sampled_from(["encryption=3des", "encryption=3des | encryption=des"]),
}
some_networks = st.lists(
    st.tuples(st.integers(0, 3), st.integers(22, 28)).map(lambda n: f"10.0.{n[0]}.0/{n[1]}"),
    min_size=1,
    max_size=4,
).map(", ".join)


def _facts_of(spec: SettingSpec) -> set[str]:
    facts = {f"initiator.{spec.id}", f"responder.{spec.mirrors or spec.id}"}
    if spec.mirrors and SPECS[spec.mirrors].agree == "none":
        facts |= {f"initiator.{spec.mirrors}", f"responder.{spec.id}"}
    return facts


@st.composite
def one_change(draw: st.DrawFn) -> tuple[str, str]:
    """Draw one fact of the agreeing units, and another value for it."""
    fact = draw(st.sampled_from(sorted(AGREEING)))
    spec = SPECS[fact.partition(".")[2]]
    if spec.kind != "choice":
        return fact, draw(_OTHER[spec.kind])
    return fact, draw(st.sampled_from([v.id for v in spec.values if v.id != AGREEING[fact]]))


def test_units_that_agree_agree_in_every_setting() -> None:
    """Two units that fit each other are found to agree in each compared setting, and nothing else."""
    assert outcome(AGREEING) == {spec.id: "yes" for spec in SINGLE}
    assert {d.breaks for d in differences(SPECS.values(), book(AGREEING))} == {""}


@pytest.mark.parametrize("spec", SINGLE, ids=lambda spec: spec.id)
def test_every_compared_setting_can_be_the_only_disagreement(spec: SettingSpec) -> None:
    """For each compared setting there is a pair of values that it alone is reported for."""
    fact = f"responder.{spec.mirrors or spec.id}"
    other = {
        "address": "192.0.2.9",
        "text": "gre",
        "identity": "north",
        "networks": "172.16.0.0/12",
        "number": "60",
    }
    value = other.get(spec.kind) or next(v.id for v in spec.values if v.id != AGREEING[fact])
    values = {**AGREEING, fact: value}
    assert disagreeing(values) == {spec.id}
    row = row_of(spec.id, values)
    assert (row.agree, row.why, row.breaks) == ("no", spec.differ, spec.cause)
    assert row.responder == in_words(SPECS[fact.partition(".")[2]], value)


@given(one_change())
def test_a_single_change_is_the_one_reported(change: tuple[str, str]) -> None:
    """Whatever one setting of one unit is changed, exactly the comparison that it is part of disagrees."""
    fact, value = change
    assert disagreeing({**AGREEING, fact: value}) == {s.id for s in COMPARED if fact in _facts_of(s)}


@given(some_networks, some_networks)
def test_a_unit_agrees_with_its_own_mirror(local: str, destination: str) -> None:
    """Whatever networks one unit has, a peer with the same ones the other way round agrees."""
    values = {
        "initiator.local-networks": local,
        "initiator.destination-networks": destination,
        "responder.local-networks": destination,
        "responder.destination-networks": local,
    }
    assert outcome(values) == {"local-networks": "yes", "destination-networks": "yes"}


@given(some_networks, some_networks, some_networks, some_networks)
def test_swapping_the_units_swaps_the_answer(first: str, second: str, third: str, fourth: str) -> None:
    """With the units in each other's place, the two comparisons of networks change places."""
    values = {
        "initiator.local-networks": first,
        "initiator.destination-networks": second,
        "responder.local-networks": third,
        "responder.destination-networks": fourth,
    }
    found, turned = outcome(values), outcome(swapped(values))
    assert found == {
        "local-networks": turned["destination-networks"],
        "destination-networks": turned["local-networks"],
    }
    same = normal(SPECS["local-networks"], first) == normal(SPECS["local-networks"], fourth)
    assert found["local-networks"] == ("yes" if same else "no")


@given(one_change())
def test_swapping_the_units_keeps_every_other_answer(change: tuple[str, str]) -> None:
    """A setting that is no mirror of another has the same outcome from either side."""
    values = {**AGREEING, change[0]: change[1]}
    plain = {spec.id for spec in COMPARED if not spec.mirrors}
    assert disagreeing(values) & plain == disagreeing(swapped(values)) & plain


@given(
    st.dictionaries(
        st.sampled_from(sorted(AGREEING)),
        st.one_of(st.text(), st.sampled_from(sorted(set(AGREEING.values())))),
    )
)
def test_deriving_twice_is_deriving_once(values: dict[str, str]) -> None:
    """Any values at all can be compared, and comparing again changes nothing."""
    once = derive(SPECS.values(), book(values))
    assert derive(SPECS.values(), once) == once
    assert once.findings[: len(values)] == book(values).findings
    assert len(differences(SPECS.values(), book(values))) <= len(COMPARED)


def test_a_changed_value_leaves_no_old_outcome() -> None:
    """When a better source corrects a value, what followed from the old one is gone."""
    before = derive(SPECS.values(), book({"initiator.pfs": "yes", "responder.pfs": "no"}))
    log = Finding("responder.pfs", "yes", Source("log", "responder", line=3))
    after = derive(SPECS.values(), before.add([log]))
    assert [finding.value for finding in after.about("agree.pfs")] == ["yes"]
    assert log in after.findings


def test_what_was_stated_about_agreement_is_kept() -> None:
    """A statement that two units agree is no comparison, and stays beside what the values say."""
    stated = Finding("agree.pfs", "yes", Source("given"))
    after = derive(SPECS.values(), book({"initiator.pfs": "yes", "responder.pfs": "no"}).add([stated]))
    assert [finding.value for finding in after.about("agree.pfs")] == ["yes", "no"]


def test_a_disagreement_shows_both_values_in_words() -> None:
    """The finding quotes both values, says what it means, and names the setting and its guide rows."""
    spec = SPECS["phase1-dh-group"]
    found = derive(SPECS.values(), book({f"initiator.{spec.id}": "modp2048", f"responder.{spec.id}": "DH 2"}))
    assert found.best("agree.phase1-dh-group") == Finding(
        "agree.phase1-dh-group",
        "no",
        Source(
            "settings",
            text="Phase 1 DH group: initiator Group 14 (2048-bit MODP), responder Group 2 (1024-bit MODP)",
            means=spec.differ,
            ref=spec.id,
            guide=spec.guide,
        ),
    )


def test_a_mirrored_value_is_shown_under_its_own_name() -> None:
    """Where two different settings are compared, the text names both."""
    found = derive(
        SPECS.values(), book({"initiator.peer-gateway": "192.0.2.1", "responder.own-address": "192.0.2.2"})
    )
    best = found.best("agree.peer-gateway")
    assert best is not None
    assert best.source.text == "Peer gateway: initiator 192.0.2.1, responder (Own WAN address) 192.0.2.2"


@pytest.mark.parametrize("setting", ["phase1-lifetime", "phase2-lifetime"])
def test_lifetimes_that_differ_break_nothing(setting: str) -> None:
    """A lifetime mismatch is a disagreement, but no cause, and says so."""
    values = {f"initiator.{setting}": "8 h", f"responder.{setting}": "3600"}
    row = row_of(setting, values)
    assert (row.initiator, row.responder, row.agree, row.breaks) == (
        "28800 s (8 h)",
        "3600 s (1 h)",
        "no",
        "",
    )
    assert "break nothing" in row.why
    assert disagreeing({**values, f"responder.{setting}": "28800s"}) == set()


def test_one_shared_proposal_is_enough() -> None:
    """Units that offer several algorithms agree as soon as one is common to both."""
    values = {"initiator.phase1-encryption": "aes256, 3des", "responder.phase1-encryption": "des, 3DES"}
    assert outcome(values) == {"phase1-encryption": "yes"}
    assert disagreeing({**values, "responder.phase1-encryption": "des, aes128"}) == {"phase1-encryption"}


def test_each_gateway_has_its_own_cause() -> None:
    """A wrong gateway at the initiator reaches nobody; at the responder it leaves no SA for the peer."""
    wrong_at_initiator = {**AGREEING, "initiator.peer-gateway": "192.0.2.9"}
    wrong_at_responder = {**AGREEING, "responder.peer-gateway": "192.0.2.9"}
    rows = differences(SPECS.values(), book(wrong_at_initiator))
    assert [row.breaks for row in rows if row.breaks] == ["peer-unreachable"]
    rows = differences(SPECS.values(), book(wrong_at_responder))
    assert [row.breaks for row in rows if row.breaks] == ["no-matching-sa"]


def test_the_table_names_what_is_missing() -> None:
    """A setting known of one unit only is listed as open; one that nobody knows is not listed."""
    rows = differences(SPECS.values(), book({"initiator.pfs": "yes", "responder.nat-t": "on"}))
    assert [(row.setting, row.agree, row.why) for row in rows] == [
        ("pfs", "unknown", "The responder's value is not known."),
        ("nat-t", "unknown", "The initiator's value is not known."),
    ]


def test_a_value_that_cannot_be_read_is_not_known() -> None:
    """What a log or a caller states in words that nobody knows is no value, and no disagreement."""
    assert outcome({"initiator.pfs": "sometimes", "responder.pfs": "no"}) == {}


def test_the_most_trusted_source_is_compared() -> None:
    """Of several sources about one unit's setting, the comparison takes the one that is reasoned with."""
    log = Finding("responder.phase1-dh-group", "MODP_2048", Source("log", "responder"))
    stated = book({"initiator.phase1-dh-group": "14", "responder.phase1-dh-group": "2"})
    assert derive(SPECS.values(), stated).value("agree.phase1-dh-group") == "no"
    assert derive(SPECS.values(), stated.add([log])).value("agree.phase1-dh-group") == "yes"


@pytest.mark.parametrize("unit", ["initiator", "responder"])
@pytest.mark.parametrize("fact", sorted(AGREEING))
def test_where_nothing_is_said_to_be_told_nothing_is_worked_out(fact: str, unit: str) -> None:
    """Who skips the comparison by that word misses nothing: neither an outcome nor a value's normal form.

    One unit's identities are not looked at for it either: there is nothing to hold them against.
    """
    setting = fact.partition(".")[2]
    one = book({f"{unit}.{setting}": AGREEING[fact]})
    assert tells_of_settings(one.findings, SPECS) == (SPECS[setting].kind not in ("choice", "identity"))
    assert derive(SPECS.values(), one).findings == one.findings
    assert normal(SPECS[setting], AGREEING[fact]) == AGREEING[fact]


def test_what_may_have_something_to_compare_is_said_to() -> None:
    """Values of both units, a spelling that is not the vocabulary's, and an outcome that a log tells."""
    both = book({"initiator.pfs": "yes", "responder.nat-t": "on"})
    for told in (both, book({"initiator.pfs": "Enabled"}), book({"agree.pfs": "no"})):
        assert tells_of_settings(told.findings, SPECS)
    assert not tells_of_settings(book({"symptom": "no-traffic"}).findings, SPECS)
