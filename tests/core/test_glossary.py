"""Terms are found where a sentence has them, and nowhere else."""

from __future__ import annotations

import pytest

from ikewizard.core.glossary import Term, acronyms_in, terms_in

TERMS = [
    Term("nat", "NAT", "several addresses share one", "RFC 2663"),
    Term("nat-t", "NAT Traversal", "lets the tunnel through", "RFC 3947"),
    Term("phase1", "first phase", "the boxes get to know each other", "RFC 2409", also=("first-phase",)),
    Term("log", "log", "what a box did and when", "RFC 5424"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is NAT Traversal on?", ["nat-t"]),
        ("Is there a NAT router, and is NAT Traversal on?", ["nat", "nat-t"]),
        ("Logs of the first-phase settings.", ["log", "phase1"]),
        ("First phase", ["phase1"]),
        ("The login page of nato's catalog, nat", []),
        ("", []),
    ],
)
def test_terms_are_found_in_their_order(text: str, found: list[str]) -> None:
    """The longer term counts, capitals tell an acronym, a plural is the same, a part of a word is not."""
    assert [term.id for term in terms_in(text, TERMS)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IKEv2, NAT-T and IPsec, SAs and the SA", ["IKEv2", "NAT-T", "SA"]),
        ("Please open the web page. I wait.", []),
        ("UDP port 4500 of the ISP's router", ["UDP", "ISP"]),
    ],
)
def test_acronyms_are_told_by_their_capitals(text: str, found: list[str]) -> None:
    """Each is named once, a plural as the single one; the beginning of a sentence is none."""
    assert [name for name in acronyms_in(text) if name != "IPsec"] == found


def test_a_term_carries_its_source() -> None:
    """What nobody can look up says that it is not verified."""
    with pytest.raises(ValueError, match="source"):
        Term("x", "X", "something")
    assert Term("x", "X", "something", unverified=True).unverified
