"""Configurations that somebody broke, by accident or on purpose: read as far as can be, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.errors import InputError
from ikewizard.settings.configuration import counts, lines_of
from ikewizard.settings.units import Account
from tests.settings.config_data import manners, read, tunnels
from tests.settings.hostile_texts import TEXTS as MADE
from tests.settings.hostile_texts import Hostile

REFUSED = [made for made in MADE if made.refused]
READ = [made for made in MADE if not made.refused]
TEXTS = {name: tunnel.end("east", next(iter(tunnel.ends))) for name, tunnel in tunnels().items()}


def is_of(account: Account, text: str) -> bool:
    """Return whether every line of ``text`` that counts is accounted for, once."""
    return account.read == sum(map(counts, lines_of("unit.conf", text)))


def names_of(made: Hostile) -> str:
    """Return what a hostile text is called in the list of tests."""
    return f"{made.manner}-{made.kind}"


@pytest.mark.parametrize("made", READ, ids=names_of)
def test_a_text_made_to_be_slow_or_to_break_the_reader_is_read_to_its_end(made: Hostile) -> None:
    """Nothing crashes, every line is accounted for, and what stands beside in order is found."""
    text = made.make(made.few)
    found = read(text, manner=made.manner)
    names = [connection.name for connection in found.connections]
    assert (len(names), len(found.account.unread)) == (made.connections, made.unread)
    assert made.beside in names or not made.beside
    assert is_of(found.account, text)


@pytest.mark.parametrize("made", REFUSED, ids=names_of)
def test_a_long_text_that_cannot_be_read_is_refused_with_the_reason(made: Hostile) -> None:
    """What is opened and never closed is told in one line."""
    with pytest.raises(InputError, match=made.refused) as caught:
        read(made.make(made.few), manner=made.manner)
    assert "\n" not in caught.value.what


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


# Reading takes as long as thinking up what to read: half the examples, with up to three pieces of junk each.
@settings(max_examples=50)
@pytest.mark.parametrize("manner", sorted(TEXTS))
@given(
    pieces=st.lists(st.tuples(st.text(max_size=80), st.floats(0, 1)), min_size=1, max_size=3),
)
def test_junk_among_the_lines_is_listed_not_fatal(manner: str, pieces: list[tuple[str, float]]) -> None:
    """Whatever stands between the lines, nothing crashes, and every line is accounted for."""
    lines = TEXTS[manner].splitlines()
    for junk, place in pieces:
        lines.insert(round(place * len(lines)), junk)
    text = "\n".join(lines)
    try:
        account = read(text, manner=manner).account
    except InputError:
        return
    assert is_of(account, text)


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
