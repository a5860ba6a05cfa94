"""Call mode at the console: switched at any question, and the same answers lead the same way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from ikewizard.console import words
from ikewizard.console.desk import Desk, Switch
from ikewizard.console.loop import converse
from ikewizard.console.screen import Menu, Option, Pasted
from ikewizard.console.scripted_screen import Reply, ScriptedScreen
from ikewizard.core.tree import Ask
from ikewizard.errors import InputError
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.document import Document
from ikewizard.report.text import render_text
from tests.console.talk import OPEN, Memory, Talk, desk, talk


@dataclass
class HandedOut:
    """Keeps what is handed out. The name ``taken`` is taken, and a second copy is refused."""

    written: dict[str, Document] = field(default_factory=dict)
    copied: list[Document] = field(default_factory=list)

    def masked(self, document: Document) -> Document:
        """Return the document as it is."""
        return document

    def write(self, document: Document, name: str) -> str:
        """Keep the document. Raises InputError for the name that is taken."""
        if name == "taken":
            raise InputError("there is such a file already", where=name, hint="name another one")
        self.written[name] = document
        return f"/home/{name}"

    def copy(self, document: Document) -> str:
        """Keep the document. Raises InputError the second time."""
        if self.copied:
            raise InputError("there is no terminal")
        self.copied.append(document)
        return "Copied."


def call(replies: list[Reply], *, on: bool = True, out: HandedOut | None = None) -> Talk:
    """Hold a conversation on a call."""
    screen, journal = ScriptedScreen(replies), Memory()
    made: Desk = replace(desk(screen, journal), call=Switch(on), hand_out=(lambda: out) if out else None)
    try:
        ending = converse(made)
    except EOFError:
        ending = None
    return Talk(screen, journal, ending)


def test_call_mode_and_a_shared_page_go_together() -> None:
    """The entry whose words change is there on a call too, and pauses what others follow."""

    class Page:
        """A page that two follow."""

        watchers, state = 2, "live"

        def pause(self, paused: bool) -> None:
            self.state = "paused" if paused else "live"

    page, screen = Page(), ScriptedScreen(["share"])
    made: Desk = replace(desk(screen, Memory()), call=Switch(True), sharing=page)
    with pytest.raises(EOFError):
        converse(made)
    first, second = screen.menus
    assert [entry.label for entry in first.actions if entry.id == "share"] == [
        entry.label for entry in second.actions if entry.id == "share"
    ]
    assert page.state == "paused"


def leads(menu: Menu) -> dict[str, str]:
    """Return what each entry of a menu leads to."""
    return {entry.id: entry.lead for entry in (*menu.options, *menu.actions) if entry.lead}


def test_a_question_is_made_to_be_read_out() -> None:
    """The number and the sentence come first, then the technician's words; each answer says what it means."""
    menu = call([]).screen.menus[0]
    assert menu.title == 'Q1  Say: "Please look at symptom."'
    assert (menu.body, menu.number) == ("symptom?", 0)
    assert leads(menu) == {
        "fails": "then: says?",
        "works": "the tunnel is up as far as can be seen",
        "unknown": "no cause can be named yet",
    }


def test_it_is_switched_at_any_question() -> None:
    """On and off again, at a question and at a step, and nothing is answered by it."""
    held = call(["call", "fails", "call", "mode", "done", "call"], on=False)
    titles = held.titles
    assert titles[0] == "symptom?"
    assert titles[1].startswith("Q1  Say:")
    assert titles[3] == "says?"
    assert titles[-2:] == ["Step 1 of 2: what came of it?", 'S1  Say: "Do 1."']
    assert words.CALL_IS_ON in " ".join(held.shown.split())
    assert held.progress.answers == {"symptom": "fails", "says": "mode", "mode-end": "done"}


def test_the_same_answers_lead_the_same_way() -> None:
    """On a call and without one the same events are kept."""
    replies: list[Reply] = [
        "fails",
        "unknown",
        "on",
        "key",
        "1",
        "2",
        "done",
        "done",
        "did-not-help",
        "fixed",
    ]
    assert call(list(replies)).journal.events == talk(list(replies)).journal.events


def test_a_form_and_its_fields_stand_under_one_place() -> None:
    """The form has the sentence; each of its fields is asked with its own question."""
    held = call([*OPEN[:3], "mode", "aes", "aes", "key", ""])
    form, field_menu = held.screen.menus[3], held.screen.menus[4]
    assert form.title == 'Q3  Say: "Please read."'
    assert form.body.startswith("Settings?\n")
    assert words.FORM_BODY in form.body
    assert (field_menu.title, field_menu.body) == ("Q3  Cipher, initiator", 'Say: "Which one?"')
    assert held.screen.lines[0][0] == "Q3  Key length, initiator"
    assert held.screen.lines[0][1].startswith('Say: "How long is it?"')


def test_how_to_find_out_keeps_its_words() -> None:
    """It is for the agent to tell in their own words, under the number of the question."""
    menu = call(["unknown"]).screen.menus[1]
    assert (menu.title, menu.body) == (f"Q1  {words.FIND_OUT}", "Look at the log.")


def test_conclusion_step_and_verification_have_their_sentences() -> None:
    """Each with its place; the sentence stands with the question, and what is shown before has it not."""
    held = call(["fails", "key", "done", "fixed", "no", "did-not-help", "finish"])
    titles = held.titles
    assert titles[2] == 'C  Say: "We know what is wrong. The key."'
    assert titles[3] == 'S1  Say: "Do 1."'
    assert titles[4].startswith('S1  Say: "Please try again')
    assert titles[5] == 'S2  Say: "Do 2."'
    assert titles[6].startswith('End  Say: "We have tried')
    assert not any("Say:" in render_text(shown, 100) for shown in held.screen.documents)
    assert render_text(held.screen.documents[1], 100).startswith("S1 The key: step 1 of 2\n")
    assert held.shown.count("What was found") == 2  # once as the conclusion, once for the next tier
    assert leads(held.screen.menus[3])["fixed"] == "then: see whether traffic passes"


def test_a_paste_on_a_call_is_a_paste() -> None:
    """It answers nothing there either."""
    held = call([Pasted("says=mode"), "take"])
    assert len(held.logs) == 1


def test_the_card_is_shown_written_and_copied() -> None:
    """For the unit that is named; what goes wrong is told, and the question comes again."""
    out = HandedOut()
    card: list[Reply] = ["other-side", "responder", "write", "taken", "write", "", "copy", "copy", "done"]
    held = call([*OPEN[:3], *card], on=False, out=out)
    (name,) = out.written
    assert name == "ikewizard-abcdef-Q3-responder.txt"
    assert f"/home/{name}" in held.shown
    assert "taken: there is such a file already" in held.shown
    assert "there is no terminal" in held.shown
    assert [*out.written.values()] == out.copied
    assert "abcdef Q3" in render_text(out.copied[0], 100)
    assert held.titles[-1] == "Settings?"


def test_no_card_is_offered_where_nothing_is_to_be_asked() -> None:
    """Not at the first question, not at a conclusion with one cause, not without a way out."""
    out = HandedOut()
    held = call(["fails", "key"], on=False, out=out)
    assert not any(action.id == "other-side" for action in held.screen.menus[0].actions)
    assert not any(action.id == "other-side" for action in held.screen.menus[-1].actions)
    assert not any(action.id == "other-side" for menu in talk(OPEN).screen.menus for action in menu.actions)


def test_the_card_can_be_left_and_a_paste_hands_out_nothing() -> None:
    """Neither unit, or a burst of keys, leads back to the question."""
    out = HandedOut()
    held = call(
        [*OPEN[:3], "other-side", "neither", "other-side", Pasted("x\ny"), "other-side", "initiator"], out=out
    )
    assert held.titles[-1] == words.CARD_NEXT
    assert (out.written, out.copied) == ({}, [])


def test_an_entry_shows_what_it_leads_to_after_its_label() -> None:
    """And is answered by its label alone."""
    assert Option("a", "Yes", "then: more").shown == "Yes -> then: more"
    assert Option("a", "Yes").shown == "Yes"


def test_no_answer_of_a_question_is_taken_for_what_can_be_done_instead(knowledge: Knowledge) -> None:
    """Choices and actions share a menu, so no value of a choice may be the name of an action."""
    out = HandedOut()
    menu = call([*OPEN[:3]], out=out).screen.menus[-1]
    doing = {action.id for action in menu.actions}
    assert {"other-side", "call", "back"} <= doing
    asked = [node for node in knowledge.playbook.tree.nodes.values() if isinstance(node, Ask)]
    assert doing.isdisjoint(choice.value for node in asked for choice in node.choices)
