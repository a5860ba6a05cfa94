"""From the conclusion to the fix: step by step, verified before it is believed, else escalated."""

from __future__ import annotations

from ikewizard.console import words
from ikewizard.console.actions import actions, handled
from ikewizard.console.calling import screen_at, step_at
from ikewizard.console.desk import Desk
from ikewizard.console.screen import Chosen, Menu, Option
from ikewizard.core.conclusion import Conclusion
from ikewizard.core.engine import Situation
from ikewizard.core.events import Ending, StepResult, Tried, Verified
from ikewizard.core.progress import Progress
from ikewizard.core.treatment import Solved, TakeStep, UsedUp, VerifyFix, next_action
from ikewizard.report.document import Document, Paragraph
from ikewizard.report.narrative import escalation_document

_RESULTS: dict[str, StepResult] = {
    "fixed": "fixed",
    "did-not-help": "did-not-help",
    "cannot-check": "cannot-check",
}


def treat(desk: Desk, progress: Progress, situation: Situation, conclusion: Conclusion) -> Ending | None:
    """Do the next thing after a conclusion; return how the session ended, or None while it goes on."""
    if conclusion.outcome != "causes":
        return _close(desk, progress, situation, conclusion.outcome)
    action = next_action(conclusion, progress)
    if isinstance(action, Solved):
        solved = words.solved(action.suspect.cause.title, action.step.text)
        desk.screen.show(Document((Paragraph(solved),)))
        return "solved"
    if isinstance(action, UsedUp):
        desk.screen.show(escalation_document(situation, progress, desk.playbook))
        return _close(desk, progress, situation, "escalated")
    if isinstance(action, TakeStep):
        _take_step(desk, progress, situation, action)
    else:
        _verify(desk, progress, situation, action)
    return None


def _take_step(desk: Desk, progress: Progress, situation: Situation, action: TakeStep) -> None:
    desk.screen.show(step_at(desk, progress, situation, action))
    menu = Menu(
        title=words.step_title(action.number, action.total),
        options=(
            Option("fixed", words.STEP_FIXED),
            Option("did-not-help", words.STEP_DID_NOT_HELP),
            Option("cannot-check", words.STEP_CANNOT_CHECK),
        ),
        actions=actions(desk, progress, situation),
        default="did-not-help",
        why=action.suspect.cause.why,
    )
    reply = screen_at(desk, progress, situation).menu(menu)
    if handled(desk, progress, reply):
        return
    assert isinstance(reply, Chosen)
    result = _RESULTS[reply.id]
    desk.journal.append(Tried(desk.clock(), action.suspect.cause.id, action.step.id, result))


def _verify(desk: Desk, progress: Progress, situation: Situation, action: VerifyFix) -> None:
    menu = Menu(
        title=words.VERIFY_TITLE,
        body=action.suspect.cause.verify,
        options=(Option("yes", words.VERIFY_YES), Option("no", words.VERIFY_NO)),
        actions=actions(desk, progress),
        why=words.VERIFY_WHY,
    )
    reply = screen_at(desk, progress, situation).menu(menu)
    if handled(desk, progress, reply):
        return
    assert isinstance(reply, Chosen)
    works = reply.id == "yes"
    desk.journal.append(Verified(desk.clock(), action.suspect.cause.id, action.step.id, works))


def _close(desk: Desk, progress: Progress, situation: Situation, ending: Ending) -> Ending | None:
    menu = Menu(
        title=words.CLOSE_TITLE,
        body=words.CLOSE_BODY,
        options=(Option("finish", words.CLOSE_FINISH),),
        actions=actions(desk, progress),
    )
    screen = screen_at(desk, progress, situation)
    return None if handled(desk, progress, screen.menu(menu)) else ending
