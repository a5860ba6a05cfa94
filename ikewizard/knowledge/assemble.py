"""From validated files to one body of knowledge: everything by its id, and where each thing is written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ikewizard.core.causes import Cause, Device, Step
from ikewizard.core.facts import FactSpec, FactValue
from ikewizard.core.glossary import Jargon, Term
from ikewizard.core.tree import Heirs, Node, Retired
from ikewizard.errors import Fault
from ikewizard.knowledge.files import (
    AdviceFile,
    CausesFile,
    ConfigsFile,
    DeviceFile,
    FactsFile,
    GlossaryFile,
    GuideFile,
    PrivateFile,
    SecretsFile,
    SettingsFile,
    SignaturesFile,
)
from ikewizard.knowledge.read import DataFile
from ikewizard.knowledge.yamltext import Path, YamlText
from ikewizard.logs.signature import Dialect
from ikewizard.report.private import PrivateForms, PrivateSpec
from ikewizard.report.redaction import SecretSpec
from ikewizard.settings.advice import Profile, WeakChoice
from ikewizard.settings.manner import Manner
from ikewizard.settings.sealing import SecretFlaw
from ikewizard.settings.spec import SettingSpec

Item = TypeVar("Item")


@dataclass
class Sources:
    """Where each thing is written: (kind, id) to a file and a path in it."""

    places: dict[tuple[str, str], tuple[YamlText, Path]] = field(default_factory=dict)

    def fault(self, kind: str, name: str, path: Path, message: str, hint: str = "") -> Fault:
        """Return a fault about ``path`` inside the thing ``name`` of ``kind``."""
        text, base = self.places[kind, name]
        return Fault(text.file, text.line((*base, *path)), message, hint)


@dataclass(frozen=True)
class Parts:
    """Everything that the files hold, by id, as the compiled cache stores it."""

    nodes: Mapping[str, Node]
    causes: Mapping[str, Cause]
    facts: Mapping[str, FactSpec]
    devices: Mapping[str, Device]
    settings: tuple[SettingSpec, ...]
    secrets: tuple[SecretSpec, ...]
    dialects: tuple[Dialect, ...]
    manners: Mapping[str, Manner] = field(default_factory=dict)
    weak: tuple[WeakChoice, ...] = ()
    flaws: tuple[SecretFlaw, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    private: PrivateForms = field(default_factory=PrivateForms)
    heirs: Heirs = field(default_factory=Heirs)
    terms: Mapping[str, Term] = field(default_factory=dict)
    jargon: tuple[Jargon, ...] = ()


def assemble(files: Iterable[DataFile]) -> tuple[Parts, Sources, list[Fault]]:
    """Put the files together; faults are ids that stand twice and shared steps that do not exist."""
    gather = _Gather()
    for file in files:
        gather.take(file)
    causes = {cause.id: gather.with_steps(cause) for cause in gather.causes.values()}
    for spec in gather.settings.values():
        gather.facts.update(_setting_facts(spec))
    parts = Parts(
        gather.nodes,
        causes,
        gather.facts,
        gather.devices,
        tuple(gather.settings.values()),
        tuple(gather.secrets.values()),
        tuple(gather.dialects.values()),
        gather.manners,
        tuple(gather.weak.values()),
        tuple(gather.flaws.values()),
        gather.profiles,
        gather.private,
        Heirs(gather.retired["node"], gather.retired["cause"], gather.retired["step"]),
        gather.terms,
        tuple(gather.jargon.values()),
    )
    return parts, gather.sources, gather.faults


@dataclass
class _Gather:
    nodes: dict[str, Node] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    facts: dict[str, FactSpec] = field(default_factory=dict)
    settings: dict[str, SettingSpec] = field(default_factory=dict)
    secrets: dict[str, SecretSpec] = field(default_factory=dict)
    forms: dict[str, PrivateSpec] = field(default_factory=dict)
    private: PrivateForms = field(default_factory=PrivateForms)
    devices: dict[str, Device] = field(default_factory=dict)
    dialects: dict[str, Dialect] = field(default_factory=dict)
    manners: dict[str, Manner] = field(default_factory=dict)
    weak: dict[str, WeakChoice] = field(default_factory=dict)
    flaws: dict[str, SecretFlaw] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    retired: dict[str, dict[str, Retired]] = field(
        default_factory=lambda: {"node": {}, "cause": {}, "step": {}}
    )
    terms: dict[str, Term] = field(default_factory=dict)
    jargon: dict[str, Jargon] = field(default_factory=dict)
    sources: Sources = field(default_factory=Sources)
    faults: list[Fault] = field(default_factory=list)

    def take(self, file: DataFile) -> None:
        model = file.model
        if isinstance(model, GuideFile):
            self._keep("node", self.nodes, file, "nodes", {n: (x.id, x) for n, x in enumerate(model.nodes)})
            self._retire("node", file, "retired", model.retired)
        elif isinstance(model, CausesFile):
            self._keep(
                "cause", self.causes, file, "causes", {n: (x.id, x) for n, x in enumerate(model.causes)}
            )
            self._keep("step", self.steps, file, "steps", {n: (x.id, x) for n, x in enumerate(model.steps)})
            self._own_steps(file, model)
            self._retire("cause", file, "retired", model.retired)
            self._retire("step", file, "retired_steps", model.retired_steps)
        elif isinstance(model, FactsFile):
            self._keep("fact", self.facts, file, "facts", {n: (x.id, x) for n, x in enumerate(model.facts)})
        elif isinstance(model, SettingsFile):
            found = {n: (x.id, x) for n, x in enumerate(model.settings)}
            self._keep("setting", self.settings, file, "settings", found)
        elif isinstance(model, SecretsFile | PrivateFile):
            self._take_of_outputs(file, model)
        elif isinstance(model, DeviceFile):
            device = Device(model.id, model.title, model.log, model.how, model.settings)
            self._keep("device", self.devices, file, "", {0: (device.id, device)})
        elif isinstance(model, SignaturesFile):
            self._take_dialect(file, model)
        else:
            self._take_of_configurations(file)
            self._take_words(file)

    def _take_of_outputs(self, file: DataFile, model: SecretsFile | PrivateFile) -> None:
        if isinstance(model, SecretsFile):
            found = {n: (x.id, x) for n, x in enumerate(model.secrets)}
            self._keep("secret", self.secrets, file, "secrets", found)
        else:
            forms = {n: (x.id, x) for n, x in enumerate(model.forms)}
            self._keep("private", self.forms, file, "forms", forms)
            self.private = PrivateForms(tuple(self.forms.values()), model.kept, model.ordinary)

    def _take_of_configurations(self, file: DataFile) -> None:
        model = file.model
        if isinstance(model, ConfigsFile):
            manner = Manner(
                model.id,
                model.title,
                model.device,
                model.marks,
                model.spellings,
                model.defaults,
                model.irrelevant,
                model.refuse,
            )
            self._keep("manner", self.manners, file, "", {0: (manner.id, manner)})
        elif isinstance(model, AdviceFile):
            self._keep("weak", self.weak, file, "weak", {n: (x.id, x) for n, x in enumerate(model.weak)})
            self._keep("flaw", self.flaws, file, "flaws", {n: (x.id, x) for n, x in enumerate(model.flaws)})
            self._keep(
                "profile",
                self.profiles,
                file,
                "profiles",
                {n: (x.id, x) for n, x in enumerate(model.profiles)},
            )

    def _take_words(self, file: DataFile) -> None:
        model = file.model
        if isinstance(model, GlossaryFile):
            self._keep("term", self.terms, file, "terms", {n: (x.id, x) for n, x in enumerate(model.terms)})
            jargon = {n: (x.id, x) for n, x in enumerate(model.jargon)}
            self._keep("jargon", self.jargon, file, "jargon", jargon)

    def _take_dialect(self, file: DataFile, model: SignaturesFile) -> None:
        dialect = Dialect(
            model.id,
            model.title,
            model.device,
            model.lines,
            model.signatures,
            model.absences,
            model.speaks,
            model.notations,
        )
        self._keep("dialect", self.dialects, file, "", {0: (dialect.id, dialect)})
        found = {n: (f"{model.id}/{x.id}", x) for n, x in enumerate(model.signatures)}
        self._keep("signature", {}, file, "signatures", found)

    def _retire(self, kind: str, file: DataFile, key: str, retired: tuple[Retired, ...]) -> None:
        found = {n: (x.id, x) for n, x in enumerate(retired)}
        self._keep(f"retired {kind}", self.retired[kind], file, key, found)

    def _own_steps(self, file: DataFile, model: CausesFile) -> None:
        for number, cause in enumerate(model.causes):
            for place, step in enumerate(cause.steps):
                if step.id:
                    path: Path = ("causes", number, "steps", place)
                    self._place("step", step.id, file.text, path, step.id in self.steps)
                    self.steps[step.id] = step

    def _keep(
        self,
        kind: str,
        into: dict[str, Item],
        file: DataFile,
        key: str,
        found: Mapping[int, tuple[str, Item]],
    ) -> None:
        for number, (name, item) in found.items():
            self._place(kind, name, file.text, (key, number) if key else (), name in into)
            into[name] = item

    def _place(self, kind: str, name: str, text: YamlText, path: Path, twice: bool) -> None:
        if twice or (kind, name) in self.sources.places:
            other, place = self.sources.places[kind, name]
            where = f"{other.file}:{other.line(place)}"
            self.faults.append(
                Fault(text.file, text.line((*path, "id")), f"the {kind} '{name}' is already at {where}")
            )
        else:
            self.sources.places[kind, name] = (text, path)

    def with_steps(self, cause: Cause) -> Cause:
        """Return the cause with each shared step in its place; a missing one is a fault."""
        steps: list[Step] = []
        for number, step in enumerate(cause.steps):
            found = self.steps.get(step.use) if step.use else step
            if found is None:
                near = difflib.get_close_matches(step.use, self.steps, n=1)
                hint = f"did you mean '{near[0]}'?" if near else ""
                message = f"cause '{cause.id}' uses unknown step '{step.use}'"
                path: Path = ("steps", number, "use")
                self.faults.append(self.sources.fault("cause", cause.id, path, message, hint))
            else:
                guide = tuple(dict.fromkeys((*found.guide, *step.guide)))
                steps.append(replace(found, guide=guide, when=step.when or found.when))
        return replace(cause, steps=tuple(steps))


def _setting_facts(spec: SettingSpec) -> dict[str, FactSpec]:
    values = tuple(FactValue(value.id, value.title) for value in spec.values)
    if spec.agree == "share-one":
        values = ()
    made = [
        FactSpec(f"{side}.{spec.id}", f"{spec.title} ({side})", values, partial=spec.kind == "offers")
        for side in ("initiator", "responder")
    ]
    if spec.agree != "none":
        agree = (FactValue("yes", "They agree"), FactValue("no", "They differ"))
        made.append(FactSpec(f"agree.{spec.id}", f"Whether the units agree on: {spec.title}", agree))
    return {fact.id: fact for fact in made}
