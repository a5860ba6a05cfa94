"""The items of RouterOS's menus, and what they say of algorithms and times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ikewizard.settings.desk import Desk, DraftChild, DraftConnection
from ikewizard.settings.readers.routeros import Command
from ikewizard.settings.units import Line

_CLOCK = re.compile(r"(?P<more>(?:[0-9]{1,4}[wd]){0,2}) ?(?P<h>[0-9]{1,4}):(?P<m>[0-9]{2}):(?P<s>[0-9]{2})")


@dataclass
class Item:
    """One item of a menu, with what later commands set of it."""

    words: dict[str, str]
    default: bool = False
    lines: list[Line] = field(default_factory=list)
    places: dict[str, Line] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    strange: bool = False
    """Whether it holds an algorithm that is not known: then its lines stay unread."""

    def take(self, command: Command) -> None:
        """Take over what ``command`` says."""
        self.words.update(command.words)
        self.places.update(command.places)
        self.lines.extend(command.lines)
        self.cut |= command.cut

    def get(self, key: str) -> str:
        """Return the value of ``key``, or nothing."""
        return self.words.get(key, "")

    def at(self, key: str) -> Line | None:
        """Return the line of ``key``."""
        return None if self.strange else self.places.get(key)

    def is_cut(self, key: str) -> bool:
        """Return whether the text ends within the value of ``key``."""
        return key in self.cut

    @property
    def line(self) -> Line | None:
        """The first line of the item, without its text: a secret may stand in it."""
        return Line(self.lines[0].file, self.lines[0].number, "") if self.lines else None

    @property
    def off(self) -> bool:
        """Whether the item is disabled."""
        return self.get("disabled") in ("yes", "true")

    def understood(self, desk: Desk) -> None:
        """Note that the lines of the item were used."""
        for line in () if self.strange else self.lines:
            desk.understood(line)


def words_of(text: str) -> tuple[str, ...]:
    """Return the parts of a list; RouterOS divides them by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def seconds(text: str) -> str:
    """Return a time as the vocabulary reads it: RouterOS writes 1d, 30m, 1w2d03:00:00."""
    found = _CLOCK.fullmatch(text)
    return f"{found['more']}{int(found['h'])}h{int(found['m'])}m{int(found['s'])}s" if found else text


def say(draft: DraftConnection | DraftChild, setting: str, item: Item, key: str, when: str) -> None:
    """Put down what ``item`` says of ``setting``, or RouterOS's default."""
    if item.get(key):
        draft.say(setting, seconds(item.get(key)), item.at(key))
    else:
        draft.assume(setting, when)


def algorithms(
    desk: Desk, item: Item, keys: Sequence[tuple[str, str]], when: str
) -> tuple[list[tuple[str, ...]], Line | None, str]:
    """Return the algorithms of each of ``keys`` (setting, word), a line that names one, and a source.

    A source is there only when everything is as RouterOS has it by itself. A word that is no known
    algorithm leaves the list empty, for then nothing can be said of what the units share.
    """
    found: list[tuple[str, ...]] = []
    line: Line | None = None
    source = ""
    for setting, key in keys:
        if key in item.words:
            line = line or item.at(key)
            known = [desk.term(setting, word) for word in words_of(item.get(key))]
            strange = [word for word, value in zip(words_of(item.get(key)), known, strict=True) if not value]
            if strange:
                for each in item.lines:
                    desk.unread(each, f"unknown algorithm: {', '.join(strange)}")
                item.strange = True
            found.append(() if strange else tuple(dict.fromkeys(value for value in known if value)))
        else:
            usual = desk.default(setting, when)
            source = source or (usual.default if usual else "")
            found.append(words_of(usual.value) if usual else ())
    return found, line, "" if line else source
