"""Addresses that somebody hid before handing a log in (x.x.x.x, 203.0.x.x, <peer>), read as addresses."""

from __future__ import annotations

from collections.abc import Mapping

from ikewizard.core.late import late
from ikewizard.core.record import replace
from ikewizard.logs.blocks import Block, blocks
from ikewizard.logs.sighting import Scan, Sighting

# Four parts as of an address, at least one of them hidden: a star, or one letter up to three times.
_PARTS = r"\.".join(rf"(?:[0-9]{{1,3}}|\*{{1,3}}|([A-Za-z])\{number}{{0,2}})" for number in range(1, 5))
_QUAD = rf"(?<![\w*])(?<![\w*]\.)(?=[0-9.]{{0,12}}[A-Za-z*]){_PARTS}(?![\w*]|\.[\w*])"
# What stands for an address, where one is expected: before a port, or after the words that lead to one.
_NAME = r"(?:<[A-Za-z][\w .-]{0,30}>|\{{2,3}[A-Za-z][\w .]{0,30}\}{2,3}|\*[a-z]{3,12}\*)"
_PLACED = rf"(?:(?<= to )|(?<= from )|(?<= peer )|(?<=\.\.\.)){_NAME}|{_NAME}(?=\[[0-9]|:[0-9])"
# These are set aside for ever, and no unit has one (RFC 1112).
_STAND_IN = "240.0.0."
PATTERNS = (f"{_QUAD}|{_PLACED}", r"240\.0\.0\.[0-9]{1,3}")
"""What is looked for in a log and in what was found; their compiled forms are stored with the knowledge."""
_HIDDEN, _STANDS = map(late, PATTERNS)
_MOST = 250


def with_stand_ins(block: Block) -> tuple[Block, Mapping[str, str]] | None:
    """Return ``block``, a whole log, with an address for each hidden one, and which stands for what.

    None where nothing is hidden. The same mark may have stood for several addresses; it is one here.
    """
    text = "\n".join(block.raws or block.data.decode("utf-8").split("\n")[:-1])
    marks = list(dict.fromkeys(found[0] for found in _HIDDEN.finditer(text)))[:_MOST]
    if not marks or _STAND_IN in text:
        return None
    numbers = {mark: f"{_STAND_IN}{number}" for number, mark in enumerate(marks, 1)}
    shown = _HIDDEN.sub(lambda found: numbers.get(found[0], found[0]), text)
    for mark, number in numbers.items():
        # What is an address in one place is one in all others.
        if mark[0] in "<{*" and "." not in mark:
            shown = shown.replace(mark, number)
    return next(blocks(shown.split("\n"))), {number: mark for mark, number in numbers.items()}


def with_marks(found: Scan, marks: Mapping[str, str]) -> Scan:
    """Return what was found with the marks as they stood in the log.

    That two logs have the same mark for an address of this unit says nothing, so that is left out.
    """

    def back(text: str) -> str:
        return _STANDS.sub(lambda number: marks.get(number[0], number[0]), text)

    def told(sighting: Sighting) -> Sighting:
        captures = {
            name: back(value)
            for name, value in sighting.captures.items()
            if name != "own" or value not in marks
        }
        return replace(
            sighting,
            text=back(sighting.text),
            captures=captures,
            connection=back(sighting.connection),
            peer=back(sighting.peer),
        )

    return replace(
        found,
        sightings=tuple(map(told, found.sightings)),
        unknown=tuple(replace(each, text=back(each.text)) for each in found.unknown),
        first_lines={name: (line, back(text)) for name, (line, text) in found.first_lines.items()},
    )
