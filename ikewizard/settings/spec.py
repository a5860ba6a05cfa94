"""The vocabulary of SA settings as data: closed, frozen shapes."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping
from functools import cached_property

from ikewizard.core.conditions import Condition
from ikewizard.core.facts import Finding
from ikewizard.core.kinds import Literal
from ikewizard.core.record import CLOSED, dataclass, field

Kind = Literal["choice", "text", "identity", "address", "networks", "number", "proposals", "offers"]
Agreement = Literal["equal", "share-one", "mirror", "none"]


def is_of_setting(fact: str, settings: Container[str]) -> bool:
    """Return whether a fact is the value of one of the settings, of either unit."""
    side, _, setting = fact.partition(".")
    return side in ("initiator", "responder") and setting in settings


def tells_of_settings(findings: Iterable[Finding], settings: Mapping[str, SettingSpec]) -> bool:
    """Return whether the findings say whether the units agree on a setting, or may let that be worked out.

    Where they do not there is nothing to compare, and nothing of what compares is needed: values that one
    unit alone shows, each written as the vocabulary has it, are held against none; nor are its identities,
    of which no tree asks the value, so that their normal form can wait until the other unit's are known.
    """
    units = set()
    for each in findings:
        if each.fact.startswith("agree."):
            return True
        if is_of_setting(each.fact, settings):
            unit, _, setting = each.fact.partition(".")
            units.add(unit)
            spec = settings[setting]
            if len(units) > 1 or (spec.kind != "identity" and each.value not in spec.titles):
                return True
    return False


def spelling_key(text: str) -> str:
    """Return what is left of a spelling without case, blanks and punctuation: equal for equal spellings."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@dataclass(frozen=True)
class SettingValue:
    """One value of a setting, in words, and the other spellings under which makers know it."""

    __pydantic_config__ = CLOSED
    id: str
    title: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposalPart:
    """One part of a proposal, and the setting whose values it has.

    ``switch`` is the setting that is on where the part is there. That it is not there says that it is off
    in the IKE version ``absent_in``; else only where the peer offers it. A part that may be ``unsaid`` is
    left out of many lists, and says nothing about agreement where one list has not got it.
    """

    __pydantic_config__ = CLOSED
    id: str
    setting: str
    switch: str = ""
    absent_in: str = ""
    unsaid: bool = False


@dataclass(frozen=True)
class SettingSpec:
    """One SA setting: what it is, its values, and how the two units must agree on it.

    ``agree``: ``equal`` values; lists that ``share-one``; one side's that must ``mirror`` the setting
    ``mirrors`` of the other (networks by their addresses); or ``none`` of these. The initiator's value
    is held against the responder's; a mirror whose counterpart is not compared by itself is held both
    ways. A disagreement is the cause ``cause``, and breaks nothing where that is empty. ``differ`` and
    ``same`` say what each outcome means. The outcome is the fact ``agree.<id>``, ``yes`` or ``no``.
    ``when`` takes the comparison out once it is known not to hold. With ``narrows_when`` networks need
    only overlap (IKEv2 narrows them, RFC 7296 section 2.9). A setting that is ``part`` of the proposals
    ``part_of`` is judged by those as a whole where both units' are known. ``fails_at`` names, by IKE
    version, the message at which a disagreement shows. ``parts`` are those of the proposals that a log lists,
    which agree where one of them is the same in every part.
    """

    __pydantic_config__ = CLOSED
    id: str
    title: str
    kind: Kind
    agree: Agreement
    ask: str
    look: str
    values: tuple[SettingValue, ...] = ()
    parts: tuple[ProposalPart, ...] = ()
    mirrors: str = ""
    cause: str = ""
    differ: str = ""
    same: str = ""
    when: Condition | None = None
    narrows_when: Condition | None = None
    part_of: str = ""
    part: str = ""
    fails_at: Mapping[str, str] = field(default_factory=dict)
    guide: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.agree == "mirror") != bool(self.mirrors):
            raise ValueError("agree: mirror goes with mirrors, and only with it")
        if (self.kind == "choice") != bool(self.values):
            raise ValueError("kind: choice goes with values, and only with it")
        if bool(self.part_of) != bool(self.part):
            raise ValueError("part goes with part_of, and only with it")
        if (self.kind == "offers") != bool(self.parts):
            raise ValueError("kind: offers goes with parts, and only with it")
        if self.agree != "none" and not (self.differ and self.same):
            raise ValueError("a setting that is compared says what differ and same mean")

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of its values by their ids."""
        return {value.id: value.title for value in self.values}

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """The ids of its values by the keys of their spellings."""
        return {
            spelling_key(spelling): value.id
            for value in self.values
            for spelling in (value.id, value.title, *value.also)
        }
