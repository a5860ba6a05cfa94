"""Configurations that somebody broke, by accident or on purpose: read as far as can be, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.errors import InputError
from tests.settings.config_data import manners, read, tunnels

TEXTS = {name: tunnel.end("east", next(iter(tunnel.ends))) for name, tunnel in tunnels().items()}


@pytest.mark.parametrize("manner", sorted(TEXTS))
def test_a_text_cut_off_anywhere_is_read_or_refused(manner: str) -> None:
    """A configuration that ends in the middle never gets anything worse than one clear refusal."""
    text = TEXTS[manner]
    for end in range(0, len(text), 7):
        told = "read"
        try:
            read(text[:end], manner=manner)
        except InputError as error:
            told = error.what
        assert told
        assert "\n" not in told


@pytest.mark.parametrize("manner", sorted(TEXTS))
@given(junk=st.text(max_size=80), place=st.integers(0, 40))
def test_junk_among_the_lines_is_listed_not_fatal(manner: str, junk: str, place: int) -> None:
    """Whatever stands between the lines, nothing crashes, and every line is accounted for."""
    lines = TEXTS[manner].splitlines()
    lines.insert(place % (len(lines) + 1), junk)
    try:
        account = read("\n".join(lines), manner=manner).account
    except InputError:
        return
    assert account.read == account.understood + account.irrelevant + len(account.unread)


@pytest.mark.parametrize("manner", sorted(TEXTS))
def test_unknown_keys_are_listed_and_the_rest_is_read(manner: str) -> None:
    """Lines that nobody knows do not keep the tunnel from being found."""
    if manner in ("pfsense", "opnsense", "palo-alto-xml"):
        pytest.skip("an XML file has no lines of its own")
    found = read(f"{TEXTS[manner]}\nfrobnicate the-tunnel twice\n", manner=manner)
    assert len(found.connections) == 1
    assert [unread.line.text for unread in found.account.unread] == ["frobnicate the-tunnel twice"]


def test_a_text_of_no_known_manner_is_refused_with_what_is_known() -> None:
    """The refusal names the manners that can be chosen."""
    with pytest.raises(InputError) as caught:
        read("shopping list\nmilk\n")
    assert all(name in caught.value.hint for name in manners())
