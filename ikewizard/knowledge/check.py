"""All checks of a folder of trees: what must hold to use them, and what `trees check` holds besides."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ikewizard.core.heirlint import lint_heirs
from ikewizard.core.lint import Issue, lint_cases, lint_causes, lint_devices, lint_facts, lint_tree
from ikewizard.core.playbook import Playbook
from ikewizard.core.speech_lint import lint_commands, lint_speech, lint_unused_terms
from ikewizard.errors import Fault
from ikewizard.knowledge.assemble import Parts, Sources, assemble
from ikewizard.knowledge.config_lint import lint_advice, lint_manners
from ikewizard.knowledge.files import SINGLE
from ikewizard.knowledge.read import DataFile, read_folder
from ikewizard.knowledge.walkpart import make_playbook, walk_part
from ikewizard.logs.lint import lint_patterns, lint_samples
from ikewizard.logs.offerlint import lint_offers
from ikewizard.report.lint import lint_private, lint_secrets
from ikewizard.settings.lint import lint_settings

# What a broken file would have held is missing, so names from it would be reported as unknown: such an
# issue is only told while the files that it follows from can be read.
_FOLLOWS_FROM = {
    "unknown-node": {"guide"},
    "unreachable": {"guide"},
    "no-root": {"guide"},
    "never-concluded": {"guide"},
    "unknown-cause": {"causes"},
    "unknown-fact": {"facts", "settings"},
    "unknown-value": {"facts", "settings"},
    "unknown-setting": {"settings"},
    "offer": {"settings"},
    "unknown-name": {"causes", "settings"},
    "unknown-dialect": {"signatures"},
    "unknown-device": {"devices"},
    "unknown-heir": {"guide", "causes"},
}


def usable_parts(folder: Path) -> tuple[Parts, list[Fault]]:
    """Return the parts of ``folder`` and every fault that forbids using them."""
    parts, _, _, faults = _examine(folder)
    return parts, faults


def check(folder: Path) -> list[Fault]:
    """Return every fault of ``folder``, in the order of files and lines."""
    parts, sources, playbook, faults = _examine(folder)
    issues = lint_samples(parts.dialects) + lint_speech(playbook, parts.jargon) + lint_commands(parts.devices)
    if not faults:
        issues += lint_cases(playbook) + lint_unused_terms(playbook)
    faults = faults + _faults(issues, sources)
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))


def _examine(folder: Path) -> tuple[Parts, Sources, Playbook, list[Fault]]:
    files, faults = read_folder(folder)
    parts, sources, doubled = assemble(files)
    playbook = make_playbook(walk_part(parts))
    faults = faults + doubled + _unheaded(files)
    broken = {file.folder for file in files if file.model is None}
    broken |= SINGLE.keys() - {file.folder for file in files}
    names = [spec.id for spec in parts.settings]
    specs = {spec.id: spec for spec in parts.settings}
    issues = [
        *lint_tree(playbook, names),
        *lint_causes(playbook),
        *lint_facts(playbook.facts),
        *lint_heirs(playbook),
        *lint_devices(parts.devices, playbook, names),
        *lint_settings(parts.settings, parts.causes, parts.facts),
        *lint_patterns(parts.dialects, parts.facts, parts.devices),
        *lint_offers(parts.dialects, _proposal_parts(parts), names),
        *lint_secrets(parts.secrets),
        *lint_private(parts.private),
        *lint_manners(parts.manners.values(), parts.devices, specs),
        *lint_advice(parts.weak, parts.flaws, parts.profiles.values(), specs),
    ]
    told = [issue for issue in issues if not broken & _FOLLOWS_FROM.get(issue.issue, set())]
    return parts, sources, playbook, faults + _faults(told, sources)


def _proposal_parts(parts: Parts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.id for spec in parts.settings for part in spec.parts))


def _faults(issues: Iterable[Issue], sources: Sources) -> list[Fault]:
    return [
        sources.fault(issue.subject[0], issue.subject[1], issue.place, issue.message, issue.hint)
        for issue in issues
    ]


def _unheaded(files: Iterable[DataFile]) -> list[Fault]:
    return [
        Fault(
            file.text.file,
            1,
            "the first line does not name the file's schema",
            "begin with: # yaml-language-server: $schema=...",
        )
        for file in files
        if not file.schema_line
    ]
