"""Whatever a text holds, no name of it survives, and masking it again changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Level, Masker
from ikewizard.report.private import PrivateForms
from ikewizard.report.pseudonyms import PSEUDONYM
from tests.hostile_lines import OF_NAMES, line_of_names
from tests.report.maskers import lines_with_names, many_names, masker

LEVELS: tuple[Level, ...] = ("public", "all")

ADDRESSES = st.one_of(
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(str),
    st.ip_addresses(v=6).map(lambda a: a.exploded),
)
NAMES = st.from_regex(r"Zq[a-z0-9]{3,8}(?:[-_.][a-z0-9]{2,6}){0,2}", fullmatch=True)
FRAMES = st.sampled_from(
    [
        "08[IKE] <{}|7> initiating",
        "authentication of '{}' (myself)",
        "vpn.{}.example",
        '"{}" #1: x',
        "user={}",
        "{}@zq.example",
        "C=DE, O={0}, CN={0}",
        "Nov 21 10:00:00 {} charon: x",
        "conn {}",
        "{}[500]",
        "from {} to {}:4500",
        "TS {}/24 === {}",
        "{}",
    ]
)
NOISE = st.sampled_from(
    ["", " ", "PEER-A", "NAME-1", "[redacted]", "psk=", "Group = ", "'", "..", "-", ":", "1.2", "/24"]
)
LINES = st.tuples(NOISE, FRAMES, ADDRESSES | NAMES, NOISE).map(
    lambda p: p[0] + p[1].replace("{}", p[2]).replace("{0}", p[2]) + p[3]
)
TEXTS = st.lists(LINES, max_size=4).map("\n".join) | st.text(max_size=60)


@given(st.sampled_from(LEVELS), TEXTS)
def test_masking_again_changes_nothing(knowledge: Knowledge, level: Level, text: str) -> None:
    """What is masked stays as it is, for the same masker and for another; lines stay lines."""
    here = masker(knowledge, level)
    here.learn([text])
    once = here.text(text)
    assert here.text(once) == once
    assert once.count("\n") == text.count("\n")
    assert masker(knowledge, level).text(once) == once


@given(st.lists(st.tuples(FRAMES, NAMES), min_size=1, max_size=5))
def test_names_in_the_usual_forms_do_not_survive(knowledge: Knowledge, parts: list[tuple[str, str]]) -> None:
    """A name in any of the usual forms is gone at the level all, wherever else it stands alone."""
    forms = [
        (frame, name)
        for frame, name in parts
        if frame not in ("{}", "{}[500]", "from {} to {}:4500", "TS {}/24 === {}")
    ]
    text = "\n".join(frame.replace("{}", name).replace("{0}", name) for frame, name in forms)
    here = masker(knowledge, "all")
    here.learn([text])
    clean = here.text(f"{text}\n" + " ".join(name for frame, name in forms if "." not in frame))
    assert not [name for _, name in forms if name in clean], clean


@given(
    st.lists(st.ip_addresses(v=4), min_size=1, max_size=8, unique=True),
    st.sampled_from(["{}[500]", "{}", "x={},", "{}:4500"]),
)
def test_no_address_survives_and_none_is_taken_for_another(
    knowledge: Knowledge, found: list[object], frame: str
) -> None:
    """Every address but those that are nobody's is replaced, each by its own pseudonym."""
    from ikewizard.report.addresses import reach  # noqa: PLC0415 -- only here

    own = [str(each) for each in found if reach(str(each)) != "nobody"]
    here = masker(knowledge, "all")
    told = here.text("\n".join(frame.format(each) for each in own)).split("\n") if own else []
    assert len(set(told)) == len(own)
    assert not [each for each in own if any(each in line for line in told)]
    assert all(PSEUDONYM.search(line) for line in told)


@pytest.mark.parametrize("unit", OF_NAMES)
def test_a_line_of_beginnings_hides_no_address_after_it(knowledge: Knowledge, unit: str) -> None:
    """However often a name or an address seems to begin, the line is done with at its end, and is masked."""
    here = masker(knowledge, "all")
    told = here.text(f"{line_of_names(unit, 300)}\nto 203.0.113.9")
    assert told.split("\n")[1:] == [f"to {here.text('203.0.113.9')}"]
    assert "203.0.113.9" not in told
    assert here.text(told) == told


def test_each_of_many_names_is_hidden() -> None:
    """However many names have been met, each is hidden: it is looked up, none is tried."""
    here = Masker("all", (), private=PrivateForms(), known=many_names(2_000))
    assert "kiel" not in here.text("\n".join(lines_with_names(300)))
