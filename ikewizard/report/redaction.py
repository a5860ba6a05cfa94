"""Blotting out shared secrets, passwords and keys in text. What a secret looks like is data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ikewizard.core.record import CLOSED, dataclass, replace
from ikewizard.report.document import Block, Document, Items, Table

REDACTED = "[redacted]"
"""What stands for a secret: always the same, so that nothing can be learnt about what it was."""

_LONGEST_BLOCK = 150
"""Lines after which an end that has not come is not waited for: a key of 8,192 bits has about 100."""


@dataclass(frozen=True)
class SecretSample:
    """Text in which exactly ``secrets`` are secret: lines of one text, when a block is shown."""

    __pydantic_config__ = CLOSED
    line: str
    secret: tuple[str, ...]


@dataclass(frozen=True)
class SecretSpec:
    """One form in which a secret is written.

    ``pattern`` is searched in each line, whatever the case, and its group ``secret`` is blotted out.
    It is only tried in lines that hold one of ``words`` (lower case; none means in every line). A form
    of several lines also has ``body``, which each line that follows must match to belong to it, and
    may have ``until``: when that line comes soon, everything before it is secret, whatever it matches.
    """

    __pydantic_config__ = CLOSED
    id: str
    pattern: str
    samples: tuple[SecretSample, ...]
    near_misses: tuple[str, ...]
    words: tuple[str, ...] = ()
    body: str = ""
    until: str = ""
    source: str = ""
    unverified: bool = False

    def __post_init__(self) -> None:
        if not self.source and not self.unverified:
            raise ValueError("a form of secrets carries its source, or says unverified: true")
        if "(?P<secret>" not in self.pattern:
            raise ValueError("the pattern needs a group named secret")
        if self.until and not self.body:
            raise ValueError("until goes with body")


def redact(text: str, specs: Sequence[SecretSpec]) -> str:
    """Return ``text`` with every secret that the specs know replaced by ``REDACTED``.

    Line ends stay where they are, and redacting again changes nothing.
    """
    lines = text.split("\n")
    changed = False
    for number, line in enumerate(lines):
        lowered = line.lower()
        likely = [spec for spec in specs if not spec.words or any(word in lowered for word in spec.words)]
        if not likely:
            continue
        blocks = [spec for spec in likely if spec.body and re.search(spec.pattern, line, re.IGNORECASE)]
        clean = _redacted_line(line, [spec.pattern for spec in likely])
        changed = changed or clean != line
        lines[number] = clean
        for spec in blocks:
            changed = _redact_block(lines, number + 1, spec) or changed
    return "\n".join(lines) if changed else text


def redact_document(document: Document, specs: Sequence[SecretSpec]) -> Document:
    """Return ``document`` with every secret in its texts blotted out."""
    return Document(tuple(_redacted_block(block, specs) for block in document.blocks))


def _redacted_block(block: Block, specs: Sequence[SecretSpec]) -> Block:
    if isinstance(block, Items):
        return replace(block, items=tuple(redact(item, specs) for item in block.items))
    if isinstance(block, Table):
        rows = tuple(tuple(redact(cell, specs) for cell in row) for row in block.rows)
        return replace(block, rows=rows)
    return replace(block, text=redact(block.text, specs))


def _redact_block(lines: list[str], start: int, spec: SecretSpec) -> bool:
    """Blot out the lines that belong to a block begun before ``start``; say whether any did."""
    end = _end_of_block(lines, start, spec)
    if end is not None:
        for number in range(start, end):
            content = lines[number].strip()
            if content:
                lines[number] = lines[number].replace(content, REDACTED)
        return end > start
    number = start
    while number < len(lines) and re.search(spec.body, lines[number], re.IGNORECASE):
        lines[number] = _redacted_line(lines[number], [spec.body])
        number += 1
    return number > start


def _end_of_block(lines: list[str], start: int, spec: SecretSpec) -> int | None:
    if not spec.until:
        return None
    within = range(start, min(start + _LONGEST_BLOCK, len(lines)))
    return next((n for n in within if re.search(spec.until, lines[n], re.IGNORECASE)), None)


def _redacted_line(line: str, patterns: Sequence[str]) -> str:
    # Twice: what is blotted out of a line can bring a keyword and a value of it side by side.
    for _ in range(2):
        spans = [
            found.span("secret")
            for pattern in patterns
            for found in re.finditer(pattern, line, re.IGNORECASE)
            if found["secret"] and not found["secret"].startswith(REDACTED)
        ]
        if not spans:
            return line
        line = _blotted(line, spans)
    return line


def _blotted(line: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    reached = 0
    for begin, end in sorted(spans):
        if end <= reached:
            continue
        if begin >= reached:
            parts += [line[reached:begin], REDACTED]
        reached = end
    return "".join([*parts, line[reached:]])
