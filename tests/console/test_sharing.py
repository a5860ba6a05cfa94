"""Sharing at the console: the menu tells how many follow, and one key pauses it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace

from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from ikewizard.console.actions import actions, handled
from ikewizard.console.numbered import match
from ikewizard.console.painting import Frame, paint_menu
from ikewizard.console.plain_screen import PlainScreen
from ikewizard.console.pointing import pointing
from ikewizard.console.questionary_screen import QuestionaryScreen
from ikewizard.console.screen import Chosen, Live, Menu, Option
from ikewizard.console.scripted_screen import ScriptedScreen
from ikewizard.core.progress import replay
from ikewizard.report.document import Paragraph
from tests.console.talk import Memory, desk


@dataclass
class Page:
    """A page that is shared, as the console sees it."""

    watchers: int = 0
    state: str = "live"
    orders: list[bool] = field(default_factory=list)

    def pause(self, paused: bool) -> None:
        """Note the order."""
        self.orders.append(paused)
        self.state = "paused" if paused else "live"


def menu_of(page: Page) -> Menu:
    """Return a menu with the entry of a shared page."""
    entry = Live("share", lambda: f"{page.watchers} follow", "!")
    return Menu("Is it up?", (Option("yes", "Yes"),), actions=(entry, Option("quit", "Quit")))


def painted(menu: Menu) -> str:
    """Return the menu as it is drawn now."""
    lines = paint_menu(menu, pointing(menu), Frame(24, 80))
    return "\n".join("".join(text for _, text in line) for line in lines)


def test_the_entry_tells_how_it_is_now() -> None:
    """The same menu, drawn again, has the number of this moment."""
    page = Page()
    menu = menu_of(page)
    assert "2) 0 follow" in painted(menu)
    page.watchers = 12
    assert "2) 12 follow" in painted(menu)


def test_one_key_chooses_it_at_once() -> None:
    """On the screen without Enter, and as text in a line of its own."""
    menu = menu_of(Page())
    with create_pipe_input() as pipe:
        pipe.send_text("!")
        assert QuestionaryScreen(pipe, DummyOutput()).menu(menu) == Chosen("share")
    assert match(menu, "!") == menu.actions[0]
    said = io.StringIO()
    assert PlainScreen(io.StringIO("!\n"), said, {}).menu(menu) == Chosen("share")
    assert "2) [s] 0 follow" in said.getvalue()


def test_without_a_page_there_is_no_entry() -> None:
    """Sharing is off unless it was asked for, and then no key means anything."""
    quiet = desk(ScriptedScreen([]), Memory())
    assert "share" not in [entry.id for entry in actions(quiet, replay(quiet.journal.events))]
    assert match(Menu("x", (Option("a", "A"),)), "!") is None


def test_the_entry_pauses_and_lets_go_on() -> None:
    """What was pressed is done and said; the page that is closed says how to open a new one."""
    page, screen = Page(3), ScriptedScreen([])
    shared = replace(desk(screen, Memory()), sharing=page)
    progress = replay(shared.journal.events)
    labels = []
    for state in ("live", "paused", "over"):
        page.state = state
        (entry,) = [each for each in actions(shared, progress) if each.id == "share"]
        labels.append(entry.label)
        assert handled(shared, progress, Chosen("share"))
    assert labels == ["Share: 3 follow (! pauses)", "Share: paused, 3 follow (! goes on)", "Share: closed"]
    assert page.orders == [True, False]
    told = [block.text for each in screen.documents for block in each.blocks if isinstance(block, Paragraph)]
    assert ["Paused" in told[0], "goes on" in told[1], "closed" in told[2]] == [True] * 3
