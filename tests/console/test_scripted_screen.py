"""The screen that answers by itself."""

from __future__ import annotations

import pytest

from ikewizard.console.screen import Chosen, Menu, Option, Pasted, Typed
from ikewizard.console.scripted_screen import ScriptedScreen
from ikewizard.report.document import Document, Paragraph

MENU = Menu("Which?", (Option("a", "A"),), actions=(Option("quit", "Quit"),))


def test_replies_come_in_order_and_all_is_kept() -> None:
    """Each method takes the next reply, and what was asked can be looked at."""
    screen = ScriptedScreen(["a", Pasted("log"), "quit", " 10.0.0.1 ", "the log"])
    assert [screen.menu(MENU), screen.menu(MENU), screen.menu(MENU)] == [
        Chosen("a"),
        Pasted("log"),
        Chosen("quit"),
    ]
    assert screen.line("Address?") == Typed("10.0.0.1")
    assert screen.take_paste("Paste.") == "the log"
    screen.show(Document((Paragraph("said"),)))
    assert screen.menus == [MENU] * 3
    assert screen.lines == [("Address?", "")]
    assert screen.pastes == ["Paste."]
    assert screen.documents == [Document((Paragraph("said"),))]


def test_an_unknown_entry_is_the_test_s_mistake() -> None:
    """An id that the menu does not have is refused, with those that it has."""
    with pytest.raises(ValueError, match=r"'b' is no entry of 'Which\?', which has a, quit"):
        ScriptedScreen(["b"]).menu(MENU)


def test_exceptions_are_raised_and_the_end_is_the_end_of_input() -> None:
    """Ctrl-C can be scripted, and after the last reply the input has ended."""
    screen = ScriptedScreen([KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        screen.menu(MENU)
    with pytest.raises(EOFError):
        screen.line("Name?")
