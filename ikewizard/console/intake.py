"""Taking in a log at any question: a paste, a file, or a burst of keys that was meant as a log."""

from __future__ import annotations

from collections.abc import Callable

from ikewizard.console import words
from ikewizard.console.desk import Desk, HandedIn
from ikewizard.console.screen import Menu, Option, Pasted
from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import Side
from ikewizard.core.progress import replay
from ikewizard.core.record import replace
from ikewizard.core.tree import Ask
from ikewizard.errors import IkewizardError
from ikewizard.report.document import Document, Heading, Items, Paragraph
from ikewizard.report.narrative import contradiction_sentences


def take_burst(desk: Desk, text: str) -> None:
    """Ask what a burst of keys was meant to be; it never answers a question."""
    lines = len(text.splitlines())
    menu = Menu(
        title=words.burst_title(lines),
        body=words.BURST_BODY,
        options=(
            Option("take", words.BURST_TAKE),
            Option("more", words.BURST_MORE),
            Option("drop", words.BURST_DROP),
        ),
    )
    reply = desk.screen.menu(menu)
    if isinstance(reply, Pasted):
        # Two pastes are two texts: the end of one must not run into the beginning of the other.
        take_burst(desk, f"{text.rstrip()}\n{reply.text}")
    elif reply.id == "take":
        _take_text(desk, text)
    elif reply.id == "more":
        # What came is complete, and what comes now is another text: it may take its time.
        _take_text(desk, f"{text.rstrip()}\n{desk.screen.take_paste(words.PASTE_BODY)}")


def take_pipe(desk: Desk, text: str) -> None:
    """Take in what came through a pipe where answers were expected, and say so."""
    tell_piped(desk)
    _take_text(desk, text)


def tell_piped(desk: Desk) -> None:
    """Say that what comes through a pipe is taken as a log, and how to have it read without questions."""
    desk.screen.show(Document((Paragraph(words.PIPED),)))


def hand_in(desk: Desk) -> None:
    """Take in a log: pasted, or from a file."""
    menu = Menu(
        title=words.HAND_IN_HOW,
        body=words.HAND_IN_BODY,
        options=(
            Option("paste", words.HAND_IN_PASTE),
            Option("file", words.HAND_IN_FILE),
            Option("none", words.HAND_IN_NONE),
        ),
    )
    reply = desk.screen.menu(menu)
    if isinstance(reply, Pasted):
        take_burst(desk, reply.text)
    elif reply.id == "paste":
        _take_text(desk, desk.screen.take_paste(words.PASTE_BODY))
    elif reply.id == "file":
        _take_file(desk)


def _take_file(desk: Desk) -> None:
    reply = desk.screen.line(words.FILE_NAME, words.FILE_BODY)
    if isinstance(reply, Pasted):
        take_burst(desk, reply.text)
    elif reply.text == "-":
        _take_text(desk, desk.screen.take_paste(words.PASTE_BODY))
    elif reply.text:
        _accept(desk, lambda: desk.read_file(reply.text))


def _take_text(desk: Desk, text: str) -> None:
    if text.strip():
        name = words.paste_name(_next_number(desk))
        _accept(desk, lambda: desk.read_text(text, name))


def _accept(desk: Desk, read: Callable[[], HandedIn]) -> None:
    try:
        handed = read()
    except IkewizardError as error:
        hint = (Paragraph(f"{words.HINT} {error.hint}"),) if error.hint else ()
        where = f"{error.where}: " if error.where else ""
        desk.screen.show(Document((Paragraph(f"{where}{error.what}"), *hint)))
        return
    take_in(desk, handed)


def take_in(desk: Desk, handed: HandedIn) -> None:
    """Show what a log says, ask whose it is where it does not tell, and make it evidence."""
    desk.screen.show(Document((Items(handed.note),)))
    meant = _meant(desk, handed)
    if meant is not None:
        _take_in(desk, meant)


def _meant(desk: Desk, handed: HandedIn) -> HandedIn | None:
    """Return the part that is meant of what was handed in, or None when it is thrown away."""
    if not handed.choices or handed.choose is None:
        return handed
    part = _which(desk, handed)
    return replace(handed.choose(part), text=handed.text) if part else None


def _take_in(desk: Desk, handed: HandedIn) -> None:
    # Where no line is of a known kind, nothing depends on whose log it is.
    try:
        side = _whose(desk, handed) if handed.guessed and handed.dialect else handed.side
    except (EOFError, KeyboardInterrupt):
        # Who leaves here has handed the log in all the same.
        _keep(desk, handed, handed.side)
        raise
    if side is None:
        return
    before_it = survey(desk.playbook, replay(desk.journal.events))
    before = set(contradiction_sentences(before_it, desk.playbook))
    # With the other unit's log at hand, there may be more to say than of this one alone.
    more = _keep(desk, handed, side).note[len(handed.note) :]
    if more:
        desk.screen.show(Document((Items(more),)))
    situation = survey(desk.playbook, replay(desk.journal.events))
    aside = _answered(before_it) - _answered(situation)
    if aside:
        desk.screen.show(Document((Paragraph(words.SET_ASIDE), Items(_in_words(before_it, aside)))))
    told = _told(desk, situation)
    if told:
        desk.screen.show(Document((Paragraph(words.TOLD), Items(told))))
    after = contradiction_sentences(situation, desk.playbook)
    new = tuple(sentence for sentence in after if sentence not in before)
    if new:
        desk.screen.show(Document((Heading(words.CONTRADICTION, 3), Items(new))))


def _keep(desk: Desk, handed: HandedIn, side: Side) -> EvidenceGiven:
    event = handed.evidence(side, f"evidence-{_next_number(desk)}", desk.clock())
    desk.journal.append(event)
    if handed.text:
        desk.keep(event.id, handed.text)
    return event


def _next_number(desk: Desk) -> int:
    # What was taken back counts as well: a number is never used twice in a session.
    return 1 + sum(1 for event in desk.journal.events if isinstance(event, EvidenceGiven))


def _answered(situation: Situation) -> set[str]:
    return {visit.node.id for visit in situation.visits if visit.how in ("answered", "not-known")}


def _in_words(situation: Situation, nodes: set[str]) -> tuple[str, ...]:
    return tuple(
        words.earlier_answer(visit.node, visit.value) for visit in situation.visits if visit.node.id in nodes
    )


def _told(desk: Desk, situation: Situation) -> tuple[str, ...]:
    """Return the questions on the way that evidence answers, each with its answer."""
    return tuple(
        f"{visit.node.ask} {desk.playbook.label(visit.node.fact, visit.value)}"
        for visit in situation.visits
        if isinstance(visit.node, Ask) and visit.how == "evidence"
    )


def _which(desk: Desk, handed: HandedIn) -> str:
    """Ask which connection of a configuration is meant; empty when it is thrown away."""
    options = (*(Option(part, label) for part, label in handed.choices), Option("drop", words.BURST_DROP))
    reply = _choice(desk, Menu(title=words.WHICH_CONNECTION, body=words.WHICH_BODY, options=options))
    return "" if reply == "drop" else reply


def _whose(desk: Desk, handed: HandedIn) -> Side | None:
    is_log = handed.kind == "log"
    menu = Menu(
        title=words.WHOSE_LOG if is_log else words.WHOSE_CONFIGURATION,
        body=words.WHOSE_LOG_BODY if is_log else words.WHOSE_CONFIGURATION_BODY,
        options=(
            Option("initiator", words.INITIATOR_LOG),
            Option("responder", words.RESPONDER_LOG),
            Option("drop", words.BURST_DROP),
        ),
        default=handed.side,
    )
    sides: dict[str, Side] = {"initiator": "initiator", "responder": "responder"}
    return sides.get(_choice(desk, menu))


def _choice(desk: Desk, menu: Menu) -> str:
    reply = desk.screen.menu(menu)
    while isinstance(reply, Pasted):
        desk.screen.show(Document((Paragraph(words.WHOSE_LOG_FIRST),)))
        reply = desk.screen.menu(menu)
    return reply.id
