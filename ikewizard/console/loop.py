"""The conversation: asks what the engine leaves open until a fix is verified or nothing is left to try."""

from __future__ import annotations

from ikewizard.console import words
from ikewizard.console.actions import actions, handled
from ikewizard.console.calling import conclusion_at, screen_at
from ikewizard.console.desk import Desk
from ikewizard.console.screen import Chosen, Menu, Option, Screen
from ikewizard.core.conclusion import Conclusion
from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import Answered, Ending, Finished, SettingGiven
from ikewizard.core.facts import DONE, UNKNOWN
from ikewizard.core.progress import Progress, replay
from ikewizard.core.tree import Ask, Form
from ikewizard.report.document import Document, Paragraph


def converse(desk: Desk) -> Ending:
    """Lead the session to its end, and return how it ended.

    KeyboardInterrupt and EOFError of the screen pass through: everything said until then is stored.
    """
    shown: Document | None = None
    while True:
        _warn(desk)
        progress = replay(desk.journal.events)
        situation = survey(desk.playbook, progress)
        conclusion = situation.conclusion
        if conclusion is None:
            _ask(desk, progress, situation)
            continue
        from ikewizard.console.treat import treat  # noqa: PLC0415 -- the first question comes sooner without
        from ikewizard.report.narrative import conclusion_document  # noqa: PLC0415 -- see above

        document = conclusion_document(situation, desk.playbook)
        if document != shown:
            desk.screen.show(conclusion_at(desk, situation, document))
            shown = document
        if conclusion.outcome == "causes" and conclusion.node.id not in progress.answers:
            # On a small screen the steps would push the conclusion out of sight before it is read.
            _go_on(desk, progress, situation, conclusion)
            continue
        ending = treat(desk, progress, situation, conclusion)
        if ending is not None:
            desk.journal.append(Finished(desk.clock(), ending))
            return ending


def _go_on(desk: Desk, progress: Progress, situation: Situation, conclusion: Conclusion) -> None:
    instead = actions(desk, progress, situation)
    menu = Menu(words.GO_ON_TITLE, (Option(DONE, words.GO_ON),), actions=instead)
    if not handled(desk, progress, screen_at(desk, progress, situation).menu(menu)):
        desk.journal.append(Answered(desk.clock(), conclusion.node.id, DONE))


def _warn(desk: Desk) -> None:
    warning = desk.journal.take_warning()
    if warning:
        desk.screen.show(Document((Paragraph(warning),)))


def _ask(desk: Desk, progress: Progress, situation: Situation) -> None:
    question = situation.question
    number = 1 + sum(1 for visit in situation.visits if visit.how in ("answered", "not-known"))
    if isinstance(question, Form):
        _ask_form(desk, progress, situation, question, number)
    elif isinstance(question, Ask):
        _ask_fact(desk, progress, situation, question, number)


def _ask_fact(desk: Desk, progress: Progress, situation: Situation, question: Ask, number: int) -> None:
    screen = screen_at(desk, progress, situation)
    menu = Menu(
        title=question.ask,
        body=question.say,
        options=tuple(Option(choice.value, choice.label) for choice in question.choices),
        actions=(Option(UNKNOWN, words.DONT_KNOW), *actions(desk, progress, situation)),
        why=f"{question.why}\n\n{words.WHERE_TO_LOOK} {question.look}",
        number=number,
    )
    reply = screen.menu(menu)
    if handled(desk, progress, reply):
        return
    assert isinstance(reply, Chosen)
    if reply.id == UNKNOWN and not _go_on_without(desk, screen, progress, question):
        return
    desk.journal.append(Answered(desk.clock(), question.id, reply.id))


def _go_on_without(desk: Desk, screen: Screen, progress: Progress, question: Ask) -> bool:
    menu = Menu(
        title=words.FIND_OUT,
        body=question.unknown.how,
        options=(Option("again", words.ASK_AGAIN), Option("on", words.GO_ON_WITHOUT)),
        actions=actions(desk, progress),
        default="again",
        why=question.why,
    )
    reply = screen.menu(menu)
    return not handled(desk, progress, reply) and isinstance(reply, Chosen) and reply.id == "on"


def _tell_agreement(desk: Desk, before: Situation, setting: str) -> None:
    """Say at once how the two units' values of a setting compare, and what that means."""
    fact = f"agree.{setting}"
    now = survey(desk.playbook, replay(desk.journal.events)).book.best(fact)
    if now is not None and now != before.book.best(fact):
        desk.screen.show(Document((Paragraph(f"{now.source.text}. {now.source.means}"),)))


def _ask_form(desk: Desk, progress: Progress, situation: Situation, form: Form, number: int) -> None:
    from ikewizard.console.forms import fill_form  # noqa: PLC0415 -- see converse

    screen, instead = screen_at(desk, progress, situation), actions(desk, progress, situation)
    outcome = fill_form(screen, form, situation.book, desk.fields(), instead, number)
    for side, setting, value in outcome.values:
        desk.journal.append(SettingGiven(desk.clock(), side, setting, value))
    if outcome.values:
        _tell_agreement(desk, situation, outcome.values[0][1])
    reply = outcome.instead
    if reply is not None and not handled(desk, progress, reply):
        assert isinstance(reply, Chosen)
        desk.journal.append(Answered(desk.clock(), form.id, reply.id))
