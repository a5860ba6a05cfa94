"""How a thing is done on a device, for who dictates it: each command alone on its line."""

from __future__ import annotations

from collections.abc import Iterator

from ikewizard.core.causes import How
from ikewizard.core.facts import NOT_VERIFIED
from ikewizard.report.document import Block, Paragraph, Quote

_BEFORE, _AFTER = "( ,;.", "'),.;: "


def dictated(lead: str, how: How) -> tuple[Block, ...]:
    """Return the text of ``how`` after ``lead``, broken wherever a command stands in it."""
    return tuple(_blocks(lead, how))


def _blocks(lead: str, how: How) -> Iterator[Block]:
    rest, lead = how.text, f"{lead}: " if lead else ""
    for command in how.commands:
        before, found, after = rest.partition(command)
        if not found:
            continue
        words = f"{lead}{_own(before)}"
        said = words.rstrip(_BEFORE)
        if said:
            # Where a sentence ended, the command begins another one.
            ended = "." if set(words[len(said) :]) & {".", ";"} else ":"
            yield Paragraph(said if said.endswith(":") else f"{said}{ended}")
        yield Quote(command, typed=True)
        # What comes after a command has lost the quote and the stop that belonged to it.
        rest, lead = after.removeprefix('"').lstrip(_AFTER), ""
    end = " ".join(
        part for part in (f"{lead}{_own(rest)}".strip(), NOT_VERIFIED if how.unverified else "") if part
    )
    if end:
        yield Paragraph(end)


def _own(text: str) -> str:
    """Return ``text`` without brackets and quotes whose other half stands beyond a command."""
    if text.count('"') % 2:
        place = text.rindex('"')
        text = text[:place] + text[place + 1 :]
    opened: list[int] = []
    lonely: set[int] = set()
    for place, character in enumerate(text):
        if character == "(":
            opened.append(place)
        elif character == ")":
            lonely.update(() if opened else (place,))
            opened = opened[:-1]
    lonely.update(opened)
    return "".join(character for place, character in enumerate(text) if place not in lonely)
