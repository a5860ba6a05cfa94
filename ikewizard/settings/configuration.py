"""Reading a configuration: which manner it is in, then its reader, then what became of every line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from ikewizard.core.record import dataclass
from ikewizard.errors import InputError
from ikewizard.settings.desk import Desk
from ikewizard.settings.manner import Manner
from ikewizard.settings.readers import READERS
from ikewizard.settings.sealing import Sealer
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Configuration, Line

_ENOUGH = 5_000
"""Lines, blank ones aside, after which what is shown by then is believed."""
_SURE = 4
"""The weight of marks from which on a text is taken for a configuration without being told so."""
_LONGEST = 4_000
"""Characters of a line that count; none that a device writes about a tunnel is longer, but in XML, where
a line cut short would be no XML any more."""
_HEADING = re.compile(
    r"\s*[#!;]+[\s-]*(?P<name>(?:\S*/)?[\w.+-]+\.(?:conf|secrets|xml|cfg|rsc|txt))[\s-]*\Z", re.IGNORECASE
)
_COMMENT = re.compile(r"\s*(?:#|!|//|;)")


@dataclass(frozen=True)
class Reading:
    """What is needed to read any configuration: the manners, the vocabulary, and who seals secrets."""

    manners: Mapping[str, Manner]
    specs: Mapping[str, SettingSpec]
    sealer: Sealer


def read_configuration(
    name: str, lines: Sequence[Line], known: Reading, *, manner: str = ""
) -> Configuration:
    """Return what the configuration in ``lines`` says; ``manner`` overrides what it is recognised as.

    Raises InputError for a text that is recognised as no manner, or that its reader cannot make sense of.
    """
    chosen = known.manners.get(manner) if manner else recognised(lines, known.manners.values())
    if chosen is None:
        if manner:
            raise InputError(f"there is no manner of configuration named '{manner}'", hint=_listed(known))
        raise InputError("no known manner of configuration is in it", where=name, hint=_listed(known))
    if chosen.refuse:
        raise InputError(chosen.refuse, where=name)
    desk = Desk(chosen, known.specs, known.sealer)
    READERS[chosen.id](lines, desk)
    return desk.result(name, [line for line in lines if counts(line)])


def lines_of(name: str, text: str) -> list[Line]:
    """Return the lines of ``text``; after a comment that is a file's name they are of that file.

    A pasted configuration is often several files one after another. Lines are numbered as pasted.
    """
    file = name
    found: list[Line] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        heading = _HEADING.match(raw)
        if heading:
            file = heading["name"]
        found.append(Line(file, number, raw if raw.lstrip().startswith("<") else raw[:_LONGEST]))
    return found


def counts(line: Line) -> bool:
    """Return whether ``line`` is to be accounted for: neither blank nor a comment."""
    return bool(line.text.strip()) and not _COMMENT.match(line.text)


def recognised(lines: Sequence[Line], manners: Iterable[Manner]) -> Manner | None:
    """Return the manner that most of the marks in ``lines`` speak for, or None."""
    shown = _shown(lines)
    weighed = [(_weight(manner, shown), manner) for manner in manners]
    best = max(weighed, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None


def is_configuration(lines: Sequence[Line], manners: Iterable[Manner]) -> bool:
    """Return whether ``lines`` are those of a configuration, rather than of a log that speaks of one."""
    shown = _shown(lines)
    return max((_weight(manner, shown) for manner in manners), default=0) >= _SURE


def _shown(lines: Sequence[Line]) -> list[str]:
    return list(islice((line.text[:_LONGEST] for line in lines if line.text.strip()), _ENOUGH))


def _weight(manner: Manner, lines: Sequence[str]) -> int:
    return sum(mark.weight for mark in manner.marks if any(map(re.compile(mark.pattern).search, lines)))


def _listed(known: Reading) -> str:
    names = ", ".join(name for name, manner in known.manners.items() if not manner.refuse)
    return f"name it with --dialect; known are: {names}"
