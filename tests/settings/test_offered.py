"""Two lists of proposals: which part of them differs, and what must not be said of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.core.facts import FactBook, Finding, Side, Source
from ikewizard.errors import InputError
from ikewizard.settings.compare import derive, disagreeing
from ikewizard.settings.normal import normal
from tests.settings.settings_data import SPECS

_CIPHERS = ("AES_CBC_128", "AES_CBC_256", "3DES_CBC", "CAMELLIA_CBC_256")
_HASHES = ("HMAC_SHA1_96", "HMAC_SHA2_256_128", "HMAC_MD5_96")
_GROUPS = ("MODP_1024", "MODP_2048", "ECP_256")


def _found(fact: str, value: str, side: Side = "responder", line: int = 1) -> Finding:
    return Finding(fact, value, Source("log", side, "r.log", line, "a line", "a list"))


def book_of(initiator: str, responder: str, *, phase: str = "1", offers: Side = "initiator") -> FactBook:
    """Return what is known of two lists; one unit made the offer, and the log is the other's."""
    name = f"phase{phase}-offers"
    marked = {
        side: " | ".join(f"via={'offered' if side == offers else 'own'}; {one}" for one in text.split(" | "))
        for side, text in (("initiator", initiator), ("responder", responder))
        if text
    }
    found = [_found(f"{side}.{name}", text, line=line) for line, (side, text) in enumerate(marked.items(), 3)]
    return derive(SPECS.values(), FactBook().add(found))


def differs(book: FactBook) -> dict[str, tuple[str, str]]:
    """Return what does not agree, with both values in words."""
    return {each.setting: (each.initiator, each.responder) for each in disagreeing(SPECS.values(), book)}


def agree(book: FactBook) -> dict[str, str]:
    """Return every outcome of a comparison."""
    return {
        finding.fact.removeprefix("agree."): finding.value
        for finding in book.findings
        if finding.fact.startswith("agree.")
    }


@pytest.mark.parametrize(
    ("initiator", "responder", "expected"),
    [
        (
            "encryption=AES_CBC 256; integrity=SHA1; group=MODP2048",
            "encryption=aes256; integrity=HMAC-SHA1; group=2",
            {"phase1-dh-group": ("Group 14 (2048-bit MODP)", "Group 2 (1024-bit MODP)")},
        ),
        (
            "encryption=AES_CBC_128,AES_CBC_256; group=14",
            "encryption=3DES; group=MODP_2048",
            {"phase1-encryption": ("AES-128-CBC, AES-256-CBC", "3DES")},
        ),
        (
            "encryption=3DES; integrity=MD5; prf=PRF_HMAC_SHA1",
            "encryption=3DES; integrity=MD5; prf=PRF_HMAC_SHA2_256",
            {"phase1-prf": ("PRF-SHA-1", "PRF-SHA2-256")},
        ),
        (
            "encryption=3DES; method=pre-share",
            "encryption=3DES; method=RSA_SIG",
            {"authentication-method": ("Pre-shared key", "Certificate (digital signature)")},
        ),
        (
            "encryption=3DES; integrity=MD5 | encryption=DES; integrity=MD5",
            "encryption=AES256; integrity=SHA256",
            {"phase1-encryption": ("DES, 3DES", "AES-256-CBC"), "phase1-hash": ("MD5", "SHA2-256")},
        ),
    ],
)
def test_the_part_without_a_common_value_is_named(
    initiator: str, responder: str, expected: dict[str, tuple[str, str]]
) -> None:
    """Of two lists exactly the parts that differ are told, in the normal form whoever's spelling it was."""
    assert differs(book_of(initiator, responder)) == expected


def test_the_place_of_the_second_list_is_told() -> None:
    """What rests on the lists of one log names that log, and the line where the later list begins."""
    found = book_of("group=14", "group=2").best("agree.phase1-dh-group")
    assert found
    assert (found.source.file, found.source.line) == ("r.log", 4)


def test_a_combination_that_nobody_shares_accuses_no_part() -> None:
    """Where every part is shared and no proposal as a whole, only that is said."""
    book = book_of(
        "encryption=AES256; integrity=SHA256 | encryption=3DES; integrity=SHA1",
        "encryption=AES256; integrity=SHA1",
    )
    assert list(differs(book)) == ["phase1-offers"]
    assert agree(book) == {"phase1-encryption": "yes", "phase1-hash": "yes", "phase1-offers": "no"}


def test_the_nearest_proposals_tell_where_to_look() -> None:
    """Where no combination is shared, the part is told in which the most similar ones differ."""
    responder = "encryption=AES256; integrity=SHA256; group=19 | encryption=AES128; integrity=SHA1; group=14"
    said = book_of("encryption=AES256; integrity=SHA256; group=14", responder).best("agree.phase1-offers")
    assert said
    assert said.source.means.endswith("most alike differ in: Phase 1 DH group.")


def test_lists_that_agree_accuse_nothing() -> None:
    """Where a whole proposal is shared, the refusal has another reason."""
    book = book_of("encryption=AES256; group=14 | encryption=DES; group=1", "encryption=aes-256; group=14,19")
    assert differs(book) == {}
    assert agree(book)["phase1-offers"] == "yes"


@pytest.mark.parametrize(
    ("initiator", "responder"),
    [
        ("encryption=AES_CTR_256", "encryption=3DES"),
        ("encryption=3DES", "encryption=3DES,SERPENT"),
        ("encryption=AES256; group=14", "encryption=AES256"),
        ("encryption=AES256 | group=14", "encryption=3DES"),
        ("encryption=AES_GCM_16_256; prf=SHA1", "encryption=AES_GCM_16_256; integrity=SHA1; prf=SHA1"),
    ],
    ids=["not known", "half known", "not shown", "not in every proposal", "authenticates by itself"],
)
def test_what_cannot_be_read_is_not_accused(initiator: str, responder: str) -> None:
    """A value that nobody knows, or a part that is not shown in every proposal, proves no disagreement."""
    assert differs(book_of(initiator, responder)) == {}


def test_sequence_numbers_count_where_both_lists_show_them_and_are_nothing_where_one_does_not() -> None:
    """What one unit demands and the other does not allow is told; a list without them still agrees."""
    algorithms = "encryption=AES_CBC_256; integrity=HMAC_SHA2_256_128"
    both = book_of(f"{algorithms}; esn=EXT_SEQ", f"{algorithms}; esn=NO_EXT_SEQ", phase="2")
    assert differs(both)["phase2-esn"] == ("Extended (64 bits)", "Not extended (32 bits)")
    assert agree(both)["phase2-offers"] == "no"
    one = book_of(f"{algorithms}; esn=YES,NO", algorithms, phase="2")
    assert agree(one)["phase2-offers"] == "yes"
    assert "phase2-esn" not in agree(one)


def test_a_value_that_the_log_does_not_show_is_said_to_be_another() -> None:
    """A refusal that tells the part and not this unit's value names the part, and the value offered."""
    book = book_of("group=2; encryption=3DES", "group=other")
    assert differs(book) == {
        "phase1-dh-group": ("Group 2 (1024-bit MODP)", "another one, which the log does not show")
    }


def test_a_value_that_another_proposal_has_is_shared_all_the_same() -> None:
    """That one pair of proposals differs in a part does not mean that all do."""
    pairs = "encryption=3DES,other; integrity=MD5,other | encryption=AES256,other; integrity=MD5,other"
    book = book_of("encryption=AES256; integrity=SHA1 | encryption=3DES; integrity=SHA1", pairs)
    assert differs(book) == {"phase1-hash": ("SHA-1", "MD5")}


@pytest.mark.parametrize(
    ("initiator", "responder", "offers", "expected"),
    [
        ("encryption=3DES; group=14", "encryption=3DES", "initiator", {"pfs": ("On", "Off")}),
        ("encryption=3DES", "encryption=3DES; group=14", "initiator", {}),
        ("encryption=3DES", "encryption=3DES; group=14", "responder", {"pfs": ("Off", "On")}),
        ("ike=v1; encryption=3DES", "encryption=3DES; group=14", "initiator", {"pfs": ("Off", "On")}),
        ("encryption=3DES; group=none", "encryption=3DES; group=14", "initiator", {"pfs": ("Off", "On")}),
        (
            "encryption=3DES; group=14",
            "encryption=3DES; group=19",
            "initiator",
            {"pfs-dh-group": ("Group 14 (2048-bit MODP)", "Group 19 (256-bit ECP)")},
        ),
    ],
    ids=[
        "offered",
        "IKEv2, first exchange",
        "offered by the other",
        "IKEv1",
        "said to be off",
        "groups differ",
    ],
)
def test_pfs_is_off_only_where_that_is_sure(
    initiator: str, responder: str, offers: Side, expected: dict[str, tuple[str, str]]
) -> None:
    """A group that is not there means that PFS is off in IKEv1, or beside an offer that has one."""
    assert differs(book_of(initiator, responder, phase="2", offers=offers)) == expected


def test_only_one_list_tells_that_units_settings() -> None:
    """With one list nothing is compared, but its values are known for the log of the other unit."""
    book = book_of("encryption=AES_CBC_256; group=MODP_2048", "")
    assert agree(book) == {}
    assert book.value("initiator.phase1-dh-group") == "group-14"
    other = derive(SPECS.values(), book.add([_found("responder.phase1-dh-group", "group-5")]))
    assert differs(other) == {"phase1-dh-group": ("Group 14 (2048-bit MODP)", "Group 5 (1536-bit MODP)")}


def test_a_disagreement_that_was_logged_by_itself_is_told_in_normal_form() -> None:
    """Where a line says that two values differ, they are told in words; one that cannot be read, as it is."""
    told = [
        _found("agree.pfs-dh-group", "no"),
        _found("initiator.pfs-dh-group", "2"),
        _found("responder.pfs-dh-group", "0"),
    ]
    assert differs(FactBook().add(told)) == {"pfs-dh-group": ("Group 2 (1024-bit MODP)", "0")}


lists = st.lists(
    st.tuples(st.sampled_from(_CIPHERS), st.sampled_from(_HASHES), st.sampled_from(_GROUPS)).map(
        lambda parts: f"encryption={parts[0]}; integrity={parts[1]}; group={parts[2]}"
    ),
    min_size=1,
    max_size=4,
).map(" | ".join)


@given(lists, lists)
def test_two_full_lists_are_compared_as_a_machine_would(first: str, second: str) -> None:
    """Lists agree exactly if a proposal stands in both, and a part differs exactly where none is shared."""
    book = book_of(first, second)
    ours, theirs = set(first.split(" | ")), set(second.split(" | "))
    assert agree(book)["phase1-offers"] == ("yes" if ours & theirs else "no")
    apart = differs(book)
    for place, setting in enumerate(("phase1-encryption", "phase1-hash", "phase1-dh-group")):
        values = [{one.split("; ")[place] for one in side} for side in (ours, theirs)]
        assert (setting in apart) == (not values[0] & values[1])


@given(lists, lists)
def test_comparing_again_changes_nothing(first: str, second: str) -> None:
    """What follows from lists follows once."""
    book = book_of(first, second)
    assert derive(SPECS.values(), book) == book


@pytest.mark.parametrize("text", ["nonsense", "colour=red", "encryption", "encryption=3DES; =x"])
def test_what_is_no_list_is_refused(text: str) -> None:
    """A text that names no known part is not taken for proposals, and compares with nothing."""
    with pytest.raises(InputError):
        normal(SPECS["phase1-offers"], text)
    assert agree(book_of(text, "encryption=3DES")) == {}
