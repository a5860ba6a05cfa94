"""The shapes of whole data files: one head, then what the folder holds. pydantic validates them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, TypeAdapter

from ikewizard.core.causes import Cause, How, Step
from ikewizard.core.facts import FactSpec
from ikewizard.core.glossary import Jargon, Term
from ikewizard.core.tree import Ask, Check, Conclude, Form, Retired
from ikewizard.logs.signature import Absence, LineShape, Notation, Signature
from ikewizard.report.private import KeptSpec, PrivateSpec
from ikewizard.report.redaction import SecretSpec
from ikewizard.settings.advice import Profile, WeakChoice
from ikewizard.settings.manner import Default, Mark
from ikewizard.settings.sealing import SecretFlaw
from ikewizard.settings.spec import SettingSpec

AnyNode = Annotated[Ask | Form | Check | Conclude, Field(discriminator="kind")]


@dataclass(frozen=True)
class Head:
    """What every data file opens with. ``id`` is the stem of the file's name."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    id: str
    title: str
    status: Literal["draft", "stable", "retired"]
    references: tuple[str, ...]


@dataclass(frozen=True)
class GuideFile(Head):
    """One branch of the tree."""

    nodes: tuple[AnyNode, ...]
    retired: tuple[Retired, ...] = ()


@dataclass(frozen=True)
class CausesFile(Head):
    """The causes of one scenario, and steps that causes share."""

    causes: tuple[Cause, ...] = ()
    steps: tuple[Step, ...] = ()
    retired: tuple[Retired, ...] = ()
    retired_steps: tuple[Retired, ...] = ()


@dataclass(frozen=True)
class SignaturesFile(Head):
    """One log dialect."""

    device: str
    lines: tuple[LineShape, ...]
    signatures: tuple[Signature, ...] = ()
    absences: tuple[Absence, ...] = ()
    speaks: tuple[str, ...] = ()
    notations: tuple[Notation, ...] = ()


@dataclass(frozen=True)
class DeviceFile(Head):
    """One device family."""

    log: How
    how: Mapping[str, How] = field(default_factory=dict)
    settings: Mapping[str, How] = field(default_factory=dict)


@dataclass(frozen=True)
class FactsFile(Head):
    """The vocabulary of facts."""

    facts: tuple[FactSpec, ...]


@dataclass(frozen=True)
class SettingsFile(Head):
    """The vocabulary of SA settings."""

    settings: tuple[SettingSpec, ...]


@dataclass(frozen=True)
class SecretsFile(Head):
    """What a shared secret looks like in a log or a configuration."""

    secrets: tuple[SecretSpec, ...]


@dataclass(frozen=True)
class PrivateFile(Head):
    """What identifies a unit, a site or a person in a log or a configuration."""

    forms: tuple[PrivateSpec, ...]
    kept: tuple[KeptSpec, ...] = ()
    ordinary: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConfigsFile(Head):
    """One manner of writing a configuration."""

    device: str = ""
    marks: tuple[Mark, ...] = ()
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: tuple[Default, ...] = ()
    irrelevant: tuple[str, ...] = ()
    refuse: str = ""


@dataclass(frozen=True)
class AdviceFile(Head):
    """Weak choices, ways in which secrets go wrong, and known-good profiles."""

    weak: tuple[WeakChoice, ...]
    flaws: tuple[SecretFlaw, ...]
    profiles: tuple[Profile, ...]


@dataclass(frozen=True)
class GlossaryFile(Head):
    """The field's terms in plain words, and words that are never read out."""

    terms: tuple[Term, ...]
    jargon: tuple[Jargon, ...] = ()


FOLDERS: Mapping[str, type[Head]] = {
    "guide": GuideFile,
    "causes": CausesFile,
    "signatures": SignaturesFile,
    "devices": DeviceFile,
    "configs": ConfigsFile,
}
SINGLE: Mapping[str, type[Head]] = {
    "facts": FactsFile,
    "settings": SettingsFile,
    "secrets": SecretsFile,
    "private": PrivateFile,
    "advice": AdviceFile,
    "glossary": GlossaryFile,
}
OPTIONAL = {"glossary"}
"""Single files that a folder of trees can do without."""


def schema(kind: type[Head]) -> dict[str, Any]:
    """Return the JSON schema of a kind of file, for editors that complete and check."""
    made = TypeAdapter(kind).json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
