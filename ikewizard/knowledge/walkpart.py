"""The part of the knowledge that a walk needs, and the playbook that is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ikewizard.core.causes import Cause, Device, How, RecordedCase, Step
from ikewizard.core.conditions import Condition
from ikewizard.core.facts import FactBook, FactSpec, FactValue
from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass
from ikewizard.core.shelf import Reader, Shelf, written
from ikewizard.core.tree import (
    ROOT,
    Ask,
    Branch,
    Candidate,
    Check,
    Choice,
    Conclude,
    DontKnow,
    Form,
    Heirs,
    Node,
    Retired,
    Tree,
)
from ikewizard.settings.spec import ProposalPart, SettingSpec, SettingValue, is_of_setting, tells_of_settings

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ikewizard.core.glossary import Term
    from ikewizard.knowledge.assemble import Parts


@dataclass(frozen=True)
class WalkPart:
    """What the walk needs."""

    nodes: Mapping[str, Node]
    causes: Mapping[str, Cause]
    facts: Mapping[str, FactSpec]
    devices: Mapping[str, Device]
    settings: Mapping[str, SettingSpec]
    glossary: Mapping[str, Term]
    heirs: Heirs
    confirmed: Mapping[str, Condition]
    """What confirms each cause that can be confirmed: the causes are long, and a walk ends with a few."""


def walk_part(parts: Parts) -> WalkPart:
    """Return the walk's part of everything that the files hold."""
    settings = {spec.id: spec for spec in parts.settings}
    confirmed = {name: cause.confirmed_when for name, cause in parts.causes.items() if cause.confirmed_when}
    of_devices = (parts.devices, settings, parts.terms)
    return WalkPart(parts.nodes, parts.causes, parts.facts, *of_devices, parts.heirs, confirmed)


_KINDS = ("nodes", "causes", "facts", "devices", "settings", "glossary")
_READER = Reader(
    *(Ask, Branch, Candidate, Check, Choice, Conclude, Condition, DontKnow, Form, Heirs, Retired),
    *(Cause, Device, How, RecordedCase, Step),
    *(FactSpec, FactValue, ProposalPart, SettingSpec, SettingValue),
)


def walk_lines(part: WalkPart) -> list[bytes]:
    """Return the part as it is stored: the names of all items, then each item in a line of its own."""
    names = {kind: tuple(getattr(part, kind)) for kind in _KINDS}
    head = {"names": names, "heirs": part.heirs, "confirmed": part.confirmed}
    return [written(head), *(written(item) for kind in _KINDS for item in getattr(part, kind).values())]


def read_walk(lines: Sequence[bytes]) -> WalkPart:
    """Return the part that is stored in ``lines``; most items a walk does not need, or not until its end."""
    head, place = _READER.read(lines[0]), 1
    names = head["names"]
    shelves: dict[str, Shelf[Any]] = {}
    for kind in _KINDS:
        found = dict(zip(names[kind], lines[place:], strict=False))
        shelves[kind] = Shelf(found, _term if kind == "glossary" else _READER.read)
        place += len(found)
    return WalkPart(**shelves, heirs=head["heirs"], confirmed=head["confirmed"])


def _term(line: bytes) -> Term:
    # What a term is made of is only loaded where one is shown, which is on a call.
    from ikewizard.core.glossary import Term as Made  # noqa: PLC0415 -- see above

    term: Term = Reader(Made).read(line)
    return term


def make_playbook(part: WalkPart) -> Playbook:
    """Return the playbook of a walk's part: the tree with the comparison of settings built in."""
    return Playbook(
        tree=Tree(ROOT, part.nodes),
        causes=part.causes,
        facts=part.facts,
        devices=part.devices,
        derive=partial(_derive, part.settings),
        alike=partial(_alike, part.settings),
        setting_titles=_Titles(part.settings),
        heirs=part.heirs,
        glossary=part.glossary,
        confirmed_when=part.confirmed,
    )


class _Titles(Mapping[str, str]):
    """The title of each setting; a setting is only thawed when its title is asked for."""

    def __init__(self, settings: Mapping[str, SettingSpec]) -> None:
        self._settings = settings

    def __getitem__(self, setting: str) -> str:
        return self._settings[setting].title

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)


def _derive(settings: Mapping[str, SettingSpec], book: FactBook) -> FactBook:
    # The comparison is only loaded once there is a setting to compare: most logs show none.
    if not tells_of_settings(book.findings, settings):
        return book
    from ikewizard.settings.compare import derive  # noqa: PLC0415 -- see above

    return derive(tuple(settings.values()), book)


def _alike(settings: Mapping[str, SettingSpec], fact: str, value: str, other: str) -> bool:
    if not is_of_setting(fact, settings):
        return False
    from ikewizard.settings.agreement import may_be_one  # noqa: PLC0415 -- see _derive

    return may_be_one(settings[fact.partition(".")[2]], value, other)
