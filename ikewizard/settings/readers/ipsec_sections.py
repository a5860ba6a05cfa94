"""The syntax of ``ipsec.conf``: sections that begin at the margin, and indented ``key=value`` lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ikewizard.errors import InputError
from ikewizard.settings.desk import Desk
from ikewizard.settings.readers.secret_file import is_entry
from ikewizard.settings.units import Line

_SECTION = re.compile(r"(?P<kind>config|conn|ca|include|version)\s+(?P<name>\S.*?)\s*(?:#.*)?\Z")
_PARAMETER = re.compile(r"\s+(?P<key>[A-Za-z][\w.-]*)\s*=\s*(?P<value>.*?)\s*\Z")
_MOST_ALSO = 64


@dataclass
class Section:
    """A section and its parameters; a parameter that stands twice keeps both lines, the last one counts."""

    kind: str
    name: str
    line: Line
    parameters: dict[str, tuple[str, Line]] = field(default_factory=dict)
    also: list[tuple[str, Line]] = field(default_factory=list)


def sections(lines: Sequence[Line], desk: Desk) -> tuple[list[Section], list[Line]]:
    """Return the sections, and the lines that belong to none of them (secrets, other files)."""
    found: list[Section] = []
    others: list[Line] = []
    current: Section | None = None
    file = lines[0].file if lines else ""
    for line in lines:
        if line.file != file:
            file, current = line.file, None
        text = line.text.rstrip()
        heading = _SECTION.match(text)
        if heading and not is_entry(line):
            current = Section(heading["kind"], heading["name"], line)
            found.append(current)
            continue
        parameter = _PARAMETER.match(text)
        if current is None or not parameter:
            if text.strip() and not text.lstrip().startswith("#"):
                others.append(line)
            continue
        key, value = parameter["key"].lower(), _value(parameter["value"])
        if key == "also":
            current.also.append((value, line))
            desk.understood(line)
        else:
            current.parameters[key] = (value, line)
    return found, others


def resolved(section: Section, known: Mapping[str, Section], desk: Desk) -> dict[str, tuple[str, Line]]:
    """Return the parameters of a connection with those of ``also=`` and of ``%default`` under them.

    Raises InputError for an ``also=`` that leads back to itself.
    """
    default = known.get("%default")
    parts = [default] if default else []
    parts += reversed(_chain(section, known, desk, ()))
    return {key: value for part in parts for key, value in part.parameters.items()}


def _chain(
    section: Section, known: Mapping[str, Section], desk: Desk, above: tuple[str, ...]
) -> list[Section]:
    if section.name in above or len(above) > _MOST_ALSO:
        raise InputError(
            f"conn {section.name} includes itself by also=",
            where=f"{section.line.file}:{section.line.number}",
            hint="take one of the also= lines out",
        )
    found = [section]
    for name, line in section.also:
        other = known.get(name)
        if other is None:
            desk.unread(line, f"there is no conn {name}")
        else:
            found += _chain(other, known, desk, (*above, section.name))
    return found


def _value(text: str) -> str:
    if text.startswith('"'):
        end = text.find('"', 1)
        return text[1:end] if end > 0 else text[1:]
    return re.sub(r"\s+#.*\Z", "", text).strip()
