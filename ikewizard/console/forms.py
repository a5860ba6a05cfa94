"""A form: SA settings of the two units side by side, any of them unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ikewizard.console import words
from ikewizard.console.screen import Chosen, Menu, Option, Pasted, Screen
from ikewizard.core.conditions import Condition, holds
from ikewizard.core.facts import UNKNOWN, FactBook, Side
from ikewizard.core.record import dataclass
from ikewizard.core.tree import Form
from ikewizard.errors import InputError
from ikewizard.report.document import Document, Paragraph

Filled = tuple[tuple[Side, str, str], ...]
_OTHER = " other"


@dataclass(frozen=True)
class Filling:
    """What was filled in, and what was chosen or pasted instead of going on; None where nothing was."""

    values: Filled = ()
    instead: Chosen | Pasted | None = None


@dataclass(frozen=True)
class Field:
    """One SA setting as a form shows it; ``normal`` brings typed text into its normal form.

    ``normal`` raises InputError, which says what would be accepted.
    """

    title: str
    ask: str
    look: str
    values: tuple[Option, ...]
    normal: Callable[[str], str]
    when: Condition | None = None
    several: bool = False


def fill_form(
    screen: Screen,
    form: Form,
    book: FactBook,
    fields: Mapping[str, Field],
    actions: tuple[Option, ...],
    number: int,
) -> Filling:
    """Show the form once. Return the values given for one setting, and what was chosen instead.

    ``Chosen("done")`` and ``Chosen("unknown")`` end the form; every other choice is one of ``actions``.
    """
    sides: tuple[Side, ...] = ("initiator", "responder") if form.units == "both" else (form.units,)
    asked = [s for s in form.settings if _applies(fields[s], book)]
    nothing = all(book.value(f"{side}.{setting}") is None for setting in asked for side in sides)
    rows = tuple(Option(setting, _row(fields[setting], setting, sides, book)) for setting in asked)
    end = Option(UNKNOWN, words.FORM_NONE) if nothing else Option("done", words.FORM_DONE)
    reply = screen.menu(
        Menu(
            title=form.ask,
            body=f"{form.say} {words.FORM_BODY}",
            options=(*rows, end),
            actions=actions,
            why=f"{form.why}\n\n{words.WHERE_TO_LOOK} {form.look}",
            number=number,
            default=_first_open(asked, sides, book) or end.id,
        )
    )
    if isinstance(reply, Pasted) or reply.id not in asked:
        return Filling(instead=reply)
    return _fill(screen, reply.id, fields[reply.id], sides, book, actions)


def _applies(field: Field, book: FactBook) -> bool:
    return field.when is None or holds(field.when, book.value) is not False


def _first_open(asked: list[str], sides: tuple[Side, ...], book: FactBook) -> str:
    return next((s for s in asked if any(book.value(f"{side}.{s}") is None for side in sides)), "")


def _row(field: Field, setting: str, sides: tuple[Side, ...], book: FactBook) -> str:
    values = (book.value(f"{side}.{setting}") for side in sides)
    shown = [f"{side}: {_label(field, value)}" for side, value in zip(sides, values, strict=True)]
    return f"{field.title} ({', '.join(shown)})"


def _label(field: Field, value: str | None) -> str:
    if value is None:
        return "?"
    return next((option.label for option in field.values if option.id == value), value)


def _fill(
    screen: Screen,
    setting: str,
    field: Field,
    sides: tuple[Side, ...],
    book: FactBook,
    actions: tuple[Option, ...],
) -> Filling:
    filled: list[tuple[Side, str, str]] = []
    for side in sides:
        value = _value(screen, field, side, book.value(f"{side}.{setting}"), actions)
        if isinstance(value, Pasted):
            return Filling(instead=value)
        if isinstance(value, Chosen):
            return Filling(tuple(filled), value)
        filled.append((side, setting, value))
    return Filling(tuple(filled))


def _value(
    screen: Screen, field: Field, side: Side, known: str | None, actions: tuple[Option, ...]
) -> str | Chosen | Pasted:
    title = f"{field.title}, {side}"
    if field.values:
        reply = screen.menu(
            Menu(
                title=title,
                body=field.ask,
                options=(*field.values, *_other(field)),
                actions=(Option(UNKNOWN, words.FORM_CLEAR), *actions),
                why=field.look,
                default=known or UNKNOWN,
            )
        )
        if isinstance(reply, Pasted) or reply.id in {action.id for action in actions}:
            return reply
        if reply.id != _OTHER:
            return reply.id
    return _typed(screen, title, field, known)


def _other(field: Field) -> tuple[Option, ...]:
    return (Option(_OTHER, words.FORM_OTHER),) if field.several else ()


def _typed(screen: Screen, title: str, field: Field, known: str | None) -> str | Pasted:
    empty = f"{words.LINE_KEEP} ({known})" if known else words.LINE_EMPTY
    while True:
        reply = screen.line(title, f"{field.ask} {field.look}\n{empty}")
        if isinstance(reply, Pasted):
            return reply
        if not reply.text:
            return known or UNKNOWN
        if known and reply.text == "-":
            return UNKNOWN
        try:
            return field.normal(reply.text)
        except InputError as error:
            taken = (Paragraph(f"{words.ACCEPTED} {error.hint}"),) if error.hint else ()
            screen.show(Document((Paragraph(error.what), *taken)))
