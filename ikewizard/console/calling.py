"""Call mode at the console: the same questions and steps, made to be read out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ikewizard.console import words
from ikewizard.console.desk import Desk
from ikewizard.console.screen import Chosen, Menu, Option, Pasted, Screen, Typed
from ikewizard.core.engine import Situation
from ikewizard.core.progress import Progress
from ikewizard.report.document import Document

if TYPE_CHECKING:
    from ikewizard.core.treatment import TakeStep
    from ikewizard.report.calling import Call


def screen_at(desk: Desk, progress: Progress, situation: Situation) -> Screen:
    """Return the screen to ask at: the desk's own, or (on a call) one that shows what to read out."""
    if not desk.call.on:
        return desk.screen
    from ikewizard.report.calling import call_at, glosses  # noqa: PLC0415 -- only on a call

    call = call_at(desk.playbook, progress, situation)
    return CallScreen(desk.screen, call, lambda text: glosses(text, desk.playbook))


def conclusion_at(desk: Desk, situation: Situation, document: Document) -> Document:
    """Return the conclusion as it is shown, on a call or not."""
    if not desk.call.on:
        return document
    from ikewizard.report.calling import call_conclusion  # noqa: PLC0415 -- see above

    return call_conclusion(situation, document)


def step_at(desk: Desk, progress: Progress, situation: Situation, action: TakeStep) -> Document:
    """Return a step as it is shown, on a call or not."""
    if desk.call.on:
        from ikewizard.report.calling import call_step  # noqa: PLC0415 -- see above

        return call_step(desk.playbook, progress, situation, action)
    from ikewizard.report.narrative import step_document  # noqa: PLC0415 -- no step, no narrative

    return step_document(action, desk.playbook, situation.book)


class CallScreen:
    """Shows one question of the conversation with the sentence to read out, and what belongs to it as well.

    The first menu is the question itself; what comes after it (how to find out, the fields of a form)
    keeps its own words, under the same place.
    """

    def __init__(self, screen: Screen, call: Call, glossed: Callable[[str], tuple[str, ...]]) -> None:
        self._screen, self._call, self._glossed = screen, call, glossed
        self._asked = False

    def menu(self, menu: Menu) -> Chosen | Pasted:
        """Show the menu as it is read out."""
        turned = self._within(menu) if self._asked else self._question(menu)
        self._asked = True
        return self._screen.menu(turned)

    def line(self, title: str, body: str = "") -> Typed | Pasted:
        """Ask for one line, under the place of the question."""
        return self._screen.line(f"{self._call.place}  {title}", self._said(body))

    def take_paste(self, body: str) -> str:
        """Take in text."""
        return self._screen.take_paste(body)

    def show(self, document: Document) -> None:
        """Show a document."""
        self._screen.show(document)

    def _question(self, menu: Menu) -> Menu:
        from ikewizard.report.calling import spelled_lines  # noqa: PLC0415 -- see screen_at

        call = self._call
        rest = menu.body.removeprefix(call.say).strip()
        always = (f"After any answer, {call.always}",) if call.always else ()
        body = (menu.title, rest, *always, *call.glosses, *spelled_lines(call.spelled))
        more = (words.WORDS_ON_SCREEN, *call.more_glosses) if call.more_glosses else ()
        return replace(
            menu,
            title=call.line,
            body="\n".join(line for line in body if line),
            options=tuple(self._led(option) for option in menu.options),
            actions=tuple(self._led(option) for option in menu.actions),
            why="\n".join((f"{menu.why}\n", *more)) if more else menu.why,
            number=0,
        )

    def _within(self, menu: Menu) -> Menu:
        return replace(menu, title=f"{self._call.place}  {menu.title}", body=self._said(menu.body), number=0)

    def _said(self, body: str) -> str:
        """Return a text with the question at its beginning, if it has one, marked as what to read out."""
        from ikewizard.report.calling import quotable  # noqa: PLC0415 -- see screen_at

        question, asked, rest = body.partition("?")
        if not asked:
            return body
        lines = (f'Say: "{quotable(question)}?"', *self._glossed(question), rest.strip())
        return "\n".join(line for line in lines if line)

    def _led(self, option: Option) -> Option:
        lead = self._call.leads.get(option.id)
        # What leads nowhere stays what it is: the words of a live entry are no copy's.
        return replace(option, lead=lead) if lead else option
