"""The conversation's forms, and its way from the conclusion to the fix or to the next tier."""

from __future__ import annotations

import pytest

from ikewizard.console import words
from ikewizard.console.screen import Pasted
from ikewizard.console.scripted_screen import Reply
from ikewizard.core.events import Finished, SettingGiven, Tried, Verified
from ikewizard.report.text import render_text
from tests.console.talk import OPEN, STEPS, Memory, talk

FORM: list[Reply] = ["fails", "unknown", "on"]
CAUSE: list[Reply] = ["fails", "key", "done"]


def given(replies: list[Reply]) -> list[tuple[str, str, str]]:
    """Return the settings that a form put down, one after another."""
    events = talk([*FORM, *replies]).journal.events
    return [(e.side, e.setting, e.value) for e in events if isinstance(e, SettingGiven)]


def test_a_form_lists_its_settings_side_by_side() -> None:
    """Nothing is known at first; the way out is that none is."""
    menu = talk(FORM).screen.menus[-1]
    assert (menu.title, menu.number) == ("Settings?", 3)
    assert [option.label for option in menu.options] == [
        "Key length (initiator: ?, responder: ?)",
        "Cipher (initiator: ?, responder: ?)",
        words.FORM_NONE,
    ]


def test_a_setting_is_filled_in_for_both_units() -> None:
    """Both are asked one after the other, the form shows them, and points at the next that is open."""
    held = talk([*FORM, "key", "128", "256"])
    assert held.progress.settings == {("initiator", "key"): "128", ("responder", "key"): "256"}
    menu = held.screen.menus[-1]
    assert menu.options[0].label == "Key length (initiator: 128, responder: 256)"
    assert menu.options[-1].label == words.FORM_DONE
    assert menu.default == "mode"


def test_a_value_is_chosen_typed_or_not_known() -> None:
    """A setting with known values offers them; another value is typed, and brought into its normal form."""
    assert given(["mode", "aes", "unknown"]) == [
        ("initiator", "mode", "aes"),
        ("responder", "mode", "unknown"),
    ]
    assert given(["mode", " other", "Camellia", " other", ""]) == [
        ("initiator", "mode", "camellia"),
        ("responder", "mode", "unknown"),
    ]


def test_a_value_that_cannot_be_is_told_and_asked_again() -> None:
    """What is wrong comes with what would be taken, and nothing is put down meanwhile."""
    held = talk([*FORM, "key", "many"])
    assert "'many' is no number" in held.shown
    assert f"{words.ACCEPTED} digits only" in held.shown
    assert held.progress.settings == {}
    assert given(["key", "many", "128", ""])[0] == ("initiator", "key", "128")


def test_a_value_can_be_cleared() -> None:
    """A dash takes it back; the value that stood is the default of a menu."""
    held = talk([*FORM, "key", "128", "256", "key", "-", "256", "mode", "aes", "des", "mode"])
    assert ("initiator", "key") not in held.progress.settings
    assert held.screen.menus[-1].default == "aes"


def test_an_empty_line_keeps_what_is_there() -> None:
    """Who only wants to change the other unit's value does not lose this one's."""
    held = talk([*FORM, "key", "128", "256", "key", "", "192"])
    assert held.progress.settings == {("initiator", "key"): "128", ("responder", "key"): "192"}


def test_the_result_of_a_step_can_be_taken_back() -> None:
    """A slip of the finger at a step does not cost the step."""
    held = talk([*CAUSE, "did-not-help", "back", "key/key-1"])
    assert held.progress.tried == ()
    assert words.GO_ON_TITLE in held.titles[-1] or held.titles[-1] == STEPS[0]


def test_a_paste_into_a_form_puts_nothing_down() -> None:
    """Also not the value of the first unit, when it comes at the second."""
    assert given(["key", "128", Pasted("a\nb"), "drop"]) == []
    assert given(["mode", "aes", Pasted("a\nb"), "drop"]) == []


def test_whatever_can_be_done_at_a_question_can_be_done_at_a_value() -> None:
    """A log, back and quitting are entries there too, and what the first unit has is kept."""
    held = talk([*OPEN[:3], "mode", "aes", "log", "paste", "agree.key=yes"])
    assert len(held.logs) == 1
    assert held.progress.settings == {("initiator", "mode"): "aes"}
    back = talk([*OPEN[:3], "mode", "back", "stay", "mode", "quit"])
    assert back.ending is None
    assert back.progress.settings == {}
    values = [menu for menu in back.screen.menus if menu.title.endswith(", initiator")]
    assert all(
        {"unknown", "log", "call", "back", "quit"} == {each.id for each in menu.actions} for menu in values
    )


def test_a_form_that_is_done_leads_on() -> None:
    """What was filled in is kept, and the conclusion follows."""
    held = talk([*FORM, "key", "128", "256", "done", "done"])
    assert held.progress.answers["settings"] == "done"
    assert held.titles[-1] == STEPS[0]


def test_the_conclusion_is_shown_once_and_then_the_steps_one_by_one() -> None:
    """The evidence and the cause come before the first step, and not again before the second."""
    held = talk([*CAUSE, "did-not-help"])
    assert held.titles[-2:] == STEPS
    texts = [render_text(document, 100) for document in held.screen.documents]
    assert len(texts) == 3
    assert "What was found" in texts[0]
    assert "says? Key" in texts[0]
    assert "Do 1." in texts[1]
    assert "Do 2." in texts[2]


def test_a_fix_is_verified_and_ends_the_session() -> None:
    """Fixed alone is not believed; traffic that passes is."""
    held = talk([*CAUSE, "fixed", "yes"])
    assert held.titles[-1] == words.VERIFY_TITLE
    assert "Look again." in held.screen.menus[-1].body
    assert held.ending == "solved"
    assert held.journal.events[-3:] == [
        Tried("noon", "key", "key-1", "fixed"),
        Verified("noon", "key", "key-1", True),
        Finished("noon", "solved"),
    ]


def test_a_fix_that_does_not_hold_leads_to_the_next_step() -> None:
    """The second step comes, as if the first had not helped."""
    held = talk([*CAUSE, "fixed", "no"])
    assert held.titles[-1] == STEPS[1]
    assert held.ending is None


def test_the_next_cause_comes_after_the_first() -> None:
    """A step that cannot be checked is passed like one that did not help."""
    held = talk([*OPEN, "done", "did-not-help", "cannot-check"])
    assert held.titles[-1] == STEPS[0]
    assert "The mode: step 1 of 2" in held.shown


@pytest.mark.parametrize("last", ["did-not-help", "cannot-check"])
def test_when_all_is_used_up_the_card_for_the_next_tier_comes(last: str) -> None:
    """It says what was tried and who must act, and finishing ends the session as escalated."""
    held = talk([*CAUSE, "did-not-help", last, "finish"])
    card = render_text(held.screen.documents[-1], 100)
    assert "For the next tier" in card
    assert "Do 1." in card
    assert "the administrator: The key" in card
    assert held.titles[-1] == words.CLOSE_TITLE
    assert held.ending == "escalated"


def test_instead_of_finishing_an_answer_can_be_taken_back() -> None:
    """Another answer leads to the other cause, whose steps have not been tried."""
    used_up: list[Reply] = [*CAUSE, "did-not-help", "did-not-help"]
    held = talk([*used_up, "back", "says", "mode", "done"])
    assert held.titles[-1] == STEPS[0]
    assert held.ending is None
    assert "The mode: step 1 of 2" in held.shown


def test_instead_of_finishing_a_log_can_be_handed_in() -> None:
    """It contradicts what was answered, and the conclusion is shown anew."""
    held = talk(["unknown", "on", Pasted("says=mode"), "take", "done"])
    assert words.CLOSE_TITLE in held.titles
    assert held.titles[-1] == STEPS[0]
    assert "The mode" in held.shown


def test_a_conclusion_without_a_cause_ends_the_session_as_it_is() -> None:
    """A tunnel that works, and one of which nothing is known, have no steps."""
    assert talk(["works", "finish"]).ending == "established"
    assert talk(["unknown", "on", "finish"]).ending == "undetermined"


def test_a_session_goes_on_at_the_step_where_it_was_left() -> None:
    """Who comes back sees the conclusion again, and the step that was open."""
    journal = Memory(talk([*CAUSE, "did-not-help"]).journal.events)
    held = talk(["fixed", "yes"], journal)
    assert held.titles == [STEPS[1], words.VERIFY_TITLE]
    assert "What was found" in held.shown
    assert held.ending == "solved"
