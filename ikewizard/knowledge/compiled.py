"""What is made of the trees once, so that no other run has to read YAML and to validate it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ikewizard.core.record import replace
from ikewizard.errors import KnowledgeError
from ikewizard.knowledge.check import usable_parts
from ikewizard.knowledge.configpart import ConfigPart, config_lines
from ikewizard.knowledge.privatepart import private_lines
from ikewizard.knowledge.readpart import ReadPart, ScanPart, read_lines, scan_lines
from ikewizard.knowledge.walkpart import walk_lines, walk_part
from ikewizard.logs import folded, hidden, timestamps
from ikewizard.logs.prepared import prepare


def compiled(folder: str) -> Mapping[str, list[bytes]]:
    """Return every part of the knowledge in ``folder`` as it is stored. Raises KnowledgeError."""
    parts, faults = usable_parts(Path(folder))
    if faults:
        raise KnowledgeError(tuple(faults))
    # What only proves a form of secrets right is of no use to a run.
    secrets = tuple(replace(secret, samples=(), near_misses=()) for secret in parts.secrets)
    own = (*timestamps.PATTERNS, *folded.PATTERNS, *hidden.PATTERNS)
    others = (*own, *(form for secret in secrets for form in secret.searched))
    scan = ScanPart(prepare(parts.dialects, others), secrets)
    return {
        "walk": walk_lines(walk_part(parts)),
        "read": read_lines(ReadPart(parts.dialects, parts.secrets)),
        "scan": scan_lines(scan),
        "code": [*scan.prepared.codes],
        "config": config_lines(ConfigPart(parts.manners, parts.weak, parts.flaws, parts.profiles)),
        "private": private_lines(parts.private),
    }
