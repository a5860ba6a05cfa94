"""A text that was masked before is masked as what is known by now asks for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ikewizard.knowledge.load import Knowledge
from ikewizard.report.masking import Masker
from ikewizard.report.private import Known

TEXTS = (
    "the tunnel zqeast to 203.0.113.9 is down",
    "zqeast and zqwest, psk=planted",
    "zqwest came up, PEER-A said",
    "198.51.100.7[500] sent PEER-B",
    "nothing in it",
)
NAMES = ("zqeast", "zqwest", "198.51.100.7", "203.0.113.9")
told = st.sampled_from(TEXTS)


def masker(knowledge: Knowledge, *known: Known) -> Masker:
    """Return what masks everything."""
    return Masker("all", knowledge.scan.secrets, private=knowledge.private, known=known)


def test_a_name_that_is_learnt_later_is_masked_from_then_on(knowledge: Knowledge) -> None:
    """What was remembered of a text ends when there is more to hide in it."""
    masks = masker(knowledge)
    for _ in range(3):
        assert "zqeast" in masks.text(TEXTS[0])
    masks.know([Known("name", "zqeast")])
    assert "zqeast" not in masks.text(TEXTS[0])


class Forgetful(dict[str, tuple[str, int, set[str]]]):
    """A memory that nothing stays in."""

    def __setitem__(self, text: str, made: tuple[str, int, set[str]]) -> None:
        """Forget it."""


@given(st.lists(told | st.sampled_from(NAMES), max_size=12))
def test_what_is_remembered_is_what_would_be_made(knowledge: Knowledge, steps: list[str]) -> None:
    """Whatever was masked and learnt before, a masker that forgets it all gives the same and counts it."""
    remembers, forgets = masker(knowledge), masker(knowledge)
    forgets._made = Forgetful()
    for step in steps:
        for each in (remembers, forgets):
            if step in NAMES:
                each.know([Known("name", step)])
        assert remembers.text(step) == forgets.text(step)
        remembers.learn(TEXTS)
        forgets.learn(TEXTS)
        assert remembers.replaced() == forgets.replaced()
    assert remembers.names == forgets.names
    assert not forgets._made


def test_what_is_told_again_is_counted_once_it_is_told(knowledge: Knowledge) -> None:
    """A text that was only learnt is not among what was masked; told out of memory it is."""
    masks = masker(knowledge, Known("name", "zqeast"))
    masks.learn([TEXTS[1], TEXTS[1]])
    assert masks.replaced() == ()
    masks.text(TEXTS[1])
    masks.text(TEXTS[1])
    assert masks.replaced() == ("2 secrets", "1 name")
