"""What can be done at any question: hand in a log, go back, quit."""

from __future__ import annotations

from ikewizard.console import words
from ikewizard.console.desk import Desk
from ikewizard.console.screen import Chosen, Live, Menu, Option, Pasted
from ikewizard.core.deciding import decided_at
from ikewizard.core.engine import Situation
from ikewizard.core.events import Tried, WentBack
from ikewizard.core.progress import Progress, step_target
from ikewizard.core.tree import Ask, Form
from ikewizard.report.document import Document, Paragraph


def actions(desk: Desk, progress: Progress, situation: Situation | None = None) -> tuple[Option, ...]:
    """Return what can be done at any question instead of answering it."""
    back = (Option("back", words.BACK),) if _earlier(desk, progress) else ()
    other = desk.hand_out and situation and decided_at(situation)
    return (
        Option("log", words.HAND_IN),
        *((Option("other-side", words.OTHER_SIDE),) if other else ()),
        Option("call", words.CALL_OFF if desk.call.on else words.CALL_ON),
        *back,
        *_share(desk),
        Option("quit", words.QUIT),
    )


def handled(desk: Desk, progress: Progress, reply: Chosen | Pasted) -> bool:
    """Do what can be done at any question; tell whether the reply was such a thing and no answer."""
    from ikewizard.console.intake import hand_in, take_burst, take_pipe  # noqa: PLC0415 -- most answers hand in nothing

    if isinstance(reply, Pasted):
        (take_pipe if reply.piped else take_burst)(desk, reply.text)
    elif reply.id == "log":
        hand_in(desk)
    elif reply.id == "call":
        _switch_call(desk)
    elif reply.id == "other-side":
        from ikewizard.console.other_side import hand_over_card  # noqa: PLC0415 -- see above

        hand_over_card(desk, progress)
    elif reply.id == "back":
        _go_back(desk, progress)
    elif reply.id == "share":
        _pause(desk)
    elif reply.id == "quit":
        raise EOFError
    else:
        return False
    return True


def _switch_call(desk: Desk) -> None:
    desk.call.flip()
    told = words.CALL_IS_ON if desk.call.on else words.CALL_IS_OFF
    desk.screen.show(Document((Paragraph(told),)))


def _share(desk: Desk) -> tuple[Option, ...]:
    sharing = desk.sharing
    if sharing is None:
        return ()
    from ikewizard.console.sharing import label  # noqa: PLC0415 -- rarely shared

    return (Live("share", lambda: label(sharing), words.SHARE_KEY),)


def _pause(desk: Desk) -> None:
    from ikewizard.console.sharing import toggle  # noqa: PLC0415 -- rarely shared

    assert desk.sharing is not None, "what is not shared has no entry"
    desk.screen.show(Document((Paragraph(toggle(desk.sharing)),)))


def _earlier(desk: Desk, progress: Progress) -> tuple[Option, ...]:
    """Return what can be taken back, the latest first: results of steps, answers, and evidence.

    Answers that the walk does not pass any more, since a log told otherwise, are listed as well.
    """
    nodes = desk.playbook.tree.nodes
    steps = [
        Option(step_target(tried), words.earlier_step(_step_text(desk, tried), tried.result))
        for tried in progress.tried
    ]
    answers = [
        Option(node, words.earlier_answer(nodes[node], value))
        for node, value in progress.answers.items()
        if isinstance(nodes.get(node), Ask | Form)
    ]
    evidence = [Option(piece.id, words.earlier_evidence(piece)) for piece in progress.evidence]
    return (*reversed(steps), *reversed(answers), *reversed(evidence))


def _step_text(desk: Desk, tried: Tried) -> str:
    cause = desk.playbook.causes.get(tried.cause)
    steps = cause.steps if cause else ()
    return next((step.text for step in steps if step.id == tried.step), tried.step)


def _go_back(desk: Desk, progress: Progress) -> None:
    menu = Menu(
        title=words.BACK_WHERE,
        body=words.BACK_BODY,
        options=_earlier(desk, progress),
        actions=(Option("stay", words.BACK_STAY),),
    )
    reply = desk.screen.menu(menu)
    if isinstance(reply, Chosen) and reply.id != "stay":
        desk.journal.append(WentBack(desk.clock(), reply.id))
