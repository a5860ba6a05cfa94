"""The part of the knowledge that a walk needs, and the playbook that is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from ikewizard.core.causes import Cause, Device
from ikewizard.core.facts import FactBook, FactSpec
from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass
from ikewizard.core.tree import ROOT, Node, Tree
from ikewizard.settings.spec import SettingSpec

if TYPE_CHECKING:
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


def walk_part(parts: Parts) -> WalkPart:
    """Return the walk's part of everything that the files hold."""
    settings = {spec.id: spec for spec in parts.settings}
    return WalkPart(parts.nodes, parts.causes, parts.facts, parts.devices, settings, parts.terms)


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
        glossary=part.glossary,
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
    # The comparison is only loaded once there is a setting to compare: the first question needs none.
    if not book.findings:
        return book
    from ikewizard.settings.compare import derive  # noqa: PLC0415 -- see above

    return derive(tuple(settings.values()), book)


def _alike(settings: Mapping[str, SettingSpec], fact: str, value: str, other: str) -> bool:
    side, _, setting = fact.partition(".")
    if side not in ("initiator", "responder") or setting not in settings:
        return False
    from ikewizard.settings.agreement import may_be_one  # noqa: PLC0415 -- see _derive

    return may_be_one(settings[setting], value, other)
