"""What a typed line chooses in a numbered menu. Pure."""

from __future__ import annotations

from ikewizard.console.screen import Menu, Option
from ikewizard.core.cleaning import clean_line
from ikewizard.core.record import dataclass


@dataclass(frozen=True)
class Unclear:
    """A number that is also the text of another entry, which has ``number``."""

    number: int
    option: Option


def lettered(menu: Menu) -> dict[str, str]:
    """Return the letter of each action, by its id: the first letter of the id, to the first that has it."""
    letters: dict[str, str] = {}
    for action in menu.actions:
        letter = action.id[:1].casefold()
        if letter.isalpha() and letter not in letters.values():
            letters[action.id] = letter
    return letters


def match(menu: Menu, said: str) -> Option | Unclear | None:
    """Return the entry that ``said`` means: its number, ``#`` and its number, id, label, or letter.

    Nothing said means the default, where the menu has one. A number that is also the whole text of
    another entry (DH group 5 as the third answer) is Unclear rather than guessed.
    """
    entries = (*menu.options, *menu.actions)
    wanted = clean_line(said).casefold()
    if not wanted:
        return next((entry for entry in entries if entry.id == menu.default), None)
    at_once = next((entry for entry in menu.actions if entry.key == wanted), None)
    if at_once:
        return at_once
    numbered = _numbered(entries, wanted.removeprefix("#"))
    if wanted.startswith("#") and numbered:
        return numbered
    for number, entry in enumerate(entries, 1):
        if wanted in (entry.id.casefold(), clean_line(entry.label).casefold()):
            return Unclear(number, entry) if numbered not in (None, entry) else entry
    if numbered:
        return numbered
    letters = lettered(menu)
    return next((entry for entry in menu.actions if letters.get(entry.id) == wanted), None)


def _numbered(entries: tuple[Option, ...], wanted: str) -> Option | None:
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 6):
        return None
    return entries[int(wanted) - 1] if 1 <= int(wanted) <= len(entries) else None
