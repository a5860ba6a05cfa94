"""Where the pointer of a menu stands, and where a key moves it. Pure."""

from __future__ import annotations

from ikewizard.console.screen import Menu, Option
from ikewizard.core.record import dataclass, replace


@dataclass(frozen=True)
class Pointing:
    """A pointer on one of ``entries``; ``digits`` are those typed in a row so far."""

    entries: tuple[Option, ...]
    at: int = 0
    digits: str = ""

    @property
    def entry(self) -> Option:
        """The entry under the pointer."""
        return self.entries[self.at]

    def moved(self, by: int) -> Pointing:
        """Return the pointer moved ``by`` entries, round the ends for single steps only."""
        last = len(self.entries) - 1
        to = (self.at + by) % (last + 1) if abs(by) == 1 else min(max(self.at + by, 0), last)
        return replace(self, at=to, digits="")

    def at_end(self, *, last: bool) -> Pointing:
        """Return the pointer on the first or the last entry."""
        return replace(self, at=len(self.entries) - 1 if last else 0, digits="")

    def numbered(self, digit: str) -> Pointing:
        """Return the pointer on the entry whose number was typed; digits in a row make one number.

        A digit that makes no number of an entry any more starts a number of its own; one that cannot
        start a number either is passed over.
        """
        for digits in (self.digits + digit, digit):
            if 1 <= int(digits) <= len(self.entries):
                return replace(self, at=int(digits) - 1, digits=digits)
        return replace(self, digits="")

    def lettered(self, letter: str) -> Pointing:
        """Return the pointer on the next entry that begins with ``letter``, the present one last."""
        count = len(self.entries)
        for step in range(1, count + 1):
            at = (self.at + step) % count
            if first_letter(self.entries[at].label) == letter.casefold():
                return replace(self, at=at, digits="")
        return replace(self, digits="")


def pointing(menu: Menu) -> Pointing:
    """Return the pointer of a menu that is shown for the first time. Raises ValueError without entries."""
    entries = (*menu.options, *menu.actions)
    if not entries:
        raise ValueError(f"the menu '{menu.title}' has nothing to choose")
    ids = [entry.id for entry in entries]
    return Pointing(entries, ids.index(menu.default) if menu.default in ids else 0)


def first_letter(label: str) -> str:
    """Return the first letter of a label in lower case, or nothing: quotes and digits are passed over."""
    return next((character.casefold() for character in label if character.isalpha()), "")
