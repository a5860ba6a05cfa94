"""The card for the other side: shown, and on request written to a file or copied."""

from __future__ import annotations

from ikewizard.console import words
from ikewizard.console.desk import Desk
from ikewizard.console.hand_out import HandOut
from ikewizard.console.screen import Menu, Option, Pasted
from ikewizard.core.deciding import UNITS, Unit, decided_at, far_unit
from ikewizard.core.engine import Situation, survey
from ikewizard.core.place import place
from ikewizard.core.progress import Progress
from ikewizard.errors import IkewizardError
from ikewizard.report.document import Document, Paragraph
from ikewizard.report.other_side import Asked, other_side_card

_LABELS = {"initiator": words.CARD_INITIATOR, "responder": words.CARD_RESPONDER}


def hand_over_card(desk: Desk, progress: Progress) -> None:
    """Show the card for what is open now, and hand it out as the user wants."""
    situation = survey(desk.playbook, progress)
    units = decided_at(situation)
    if desk.hand_out is None or not units:
        return
    unit = _which(desk, units, situation)
    if unit is None:
        return
    hand_out = desk.hand_out()
    session = progress.started.session if progress.started else ""
    here = place(situation, progress)
    mark = f"{session} {here}".strip()
    card = hand_out.masked(other_side_card(Asked(unit, mark), desk.playbook, progress, situation))
    desk.screen.show(card)
    _hand_out(desk, hand_out, card, f"ikewizard-{mark.replace(' ', '-')}-{unit}.txt")


def _which(desk: Desk, units: tuple[Unit, ...], situation: Situation) -> Unit | None:
    if len(units) == 1:
        return units[0]
    menu = Menu(
        title=words.CARD_SIDE,
        body=words.CARD_SIDE_BODY,
        options=(*(Option(unit, _LABELS[unit]) for unit in UNITS), Option("neither", words.CARD_NEITHER)),
        default=far_unit(situation) or "",
    )
    reply = desk.screen.menu(menu)
    if isinstance(reply, Pasted):
        return None
    return next((unit for unit in UNITS if unit == reply.id), None)


def _hand_out(desk: Desk, hand_out: HandOut, card: Document, name: str) -> None:
    menu = Menu(
        title=words.CARD_NEXT,
        options=(
            Option("done", words.CARD_DONE),
            Option("write", words.CARD_WRITE),
            Option("copy", words.CARD_COPY),
        ),
    )
    while True:
        reply = desk.screen.menu(menu)
        if isinstance(reply, Pasted) or reply.id == "done":
            return
        try:
            told = hand_out.copy(card) if reply.id == "copy" else _written(desk, hand_out, card, name)
        except IkewizardError as error:
            hint = f" {words.HINT} {error.hint}" if error.hint else ""
            where = f"{error.where}: " if error.where else ""
            told = f"{where}{error.what}.{hint}"
        if told:
            desk.screen.show(Document((Paragraph(told),)))


def _written(desk: Desk, hand_out: HandOut, card: Document, name: str) -> str:
    reply = desk.screen.line(words.CARD_NAME, f"{words.CARD_NAME_BODY} {name}")
    if isinstance(reply, Pasted):
        return ""
    return f"{words.CARD_WRITTEN} {hand_out.write(card, reply.text or name)}"
