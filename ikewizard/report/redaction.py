"""Blotting out shared secrets, passwords and keys in text. What a secret looks like is data."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from ikewizard.core.late import late
from ikewizard.core.record import CLOSED, dataclass, replace
from ikewizard.report.document import Block, Document, Items, Quote, Table

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

REDACTED = "[redacted]"
"""What stands for a secret: always the same, so that nothing can be learnt about what it was."""

_LONGEST_BLOCK = 150
"""Lines after which an end that has not come is not waited for: a key of 8,192 bits has about 100."""

_AT_ONCE = 512
"""Lines that are looked at together."""


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

    @property
    def searched(self) -> tuple[str, ...]:
        """Return the patterns as they are searched for."""
        return tuple(_whatever_case(each) for each in (self.pattern, self.body, self.until) if each)


def _whatever_case(pattern: str) -> str:
    # Not a flag, with which it would be of the module for patterns, that a paste can do without.
    return f"(?i:{pattern})"


@cache
def _form(pattern: str) -> re.Pattern[str]:
    return late(_whatever_case(pattern))


def redact(text: str, specs: Sequence[SecretSpec]) -> str:
    """Return ``text`` with every secret that the specs know replaced by ``REDACTED``.

    Line ends stay where they are, and redacting again changes nothing.
    """
    return "\n".join(redact_lines(text.split("\n"), specs))


def redact_lines(lines: Iterable[str], specs: Sequence[SecretSpec]) -> Iterator[str]:
    """Yield each of ``lines`` as ``redact`` leaves it in its text.

    No more of them are held than the longest block of secret lines may have.
    """
    window = _Window(lines, specs)
    open_blocks: list[SecretSpec] = []
    secret = 0
    while (taken := window.take()) is not None:
        line, likely = taken
        if secret:
            content = line.strip()
            line = line.replace(content, REDACTED) if content else line
            secret -= 1
        if open_blocks:
            line, open_blocks = _within_blocks(line, open_blocks)
        if not likely:
            yield line
            continue
        begun = [spec for spec in likely if spec.body and _form(spec.pattern).search(line)]
        yield _redacted_line(line, [spec.pattern for spec in likely])
        for spec in begun:
            end = window.end_of(spec)
            if end is None:
                open_blocks.append(spec)
            else:
                secret = max(secret, end)


def redact_document(document: Document, specs: Sequence[SecretSpec]) -> Document:
    """Return ``document`` with every secret in its texts blotted out."""
    return Document(tuple(_redacted_block(block, specs) for block in document.blocks))


def _redacted_block(block: Block, specs: Sequence[SecretSpec]) -> Block:
    if isinstance(block, Items):
        return replace(block, items=tuple(redact(item, specs) for item in block.items))
    if isinstance(block, Table):
        rows = tuple(tuple(redact(cell, specs) for cell in row) for row in block.rows)
        return replace(block, rows=rows)
    if isinstance(block, Quote):
        return replace(block, text=redact(block.text, specs), origin=redact(block.origin, specs))
    return replace(block, text=redact(block.text, specs))


def _within_blocks(line: str, blocks: list[SecretSpec]) -> tuple[str, list[SecretSpec]]:
    """Return a line without what is secret in it as a line of ``blocks``, and those that it belongs to."""
    going_on = []
    for spec in blocks:
        if _form(spec.body).search(line):
            line = _redacted_line(line, [spec.body])
            going_on.append(spec)
    return line, going_on


class _Words:
    """Which of some specs are tried in which lines: by a word that is in the line, or in every line."""

    def __init__(self, specs: Sequence[SecretSpec]) -> None:
        self.specs = specs
        self.everywhere = [number for number, spec in enumerate(specs) if not spec.words]
        self.by_word: dict[str, list[int]] = {}
        for number, spec in enumerate(specs):
            for word in spec.words:
                self.by_word.setdefault(word, []).append(number)


_LATEST: list[_Words] = []


def _words_of(specs: Sequence[SecretSpec]) -> _Words:
    # A run has one tuple of specs, with which each single text is redacted.
    for known in _LATEST:
        if known.specs is specs:
            return known
    made = _Words(specs)
    if isinstance(specs, tuple):
        _LATEST[:] = [made]
    return made


class _Window:
    """The lines of a text as they are taken, each with the specs of which a word is in it."""

    def __init__(self, lines: Iterable[str], specs: Sequence[SecretSpec]) -> None:
        self._lines = iter(lines)
        self._words = _words_of(specs)
        self._ahead: deque[tuple[str, list[SecretSpec]]] = deque()

    def take(self) -> tuple[str, list[SecretSpec]] | None:
        """Return the next line, or None at the end."""
        return self._ahead.popleft() if self._ahead or self._fill() else None

    def end_of(self, spec: SecretSpec) -> int | None:
        """Return how many lines from here on are secret before the end of a block, if it comes soon."""
        if not spec.until:
            return None
        while len(self._ahead) < _LONGEST_BLOCK and self._fill():
            pass
        soon = enumerate(islice(self._ahead, _LONGEST_BLOCK))
        return next((n for n, (line, _) in soon if _form(spec.until).search(line)), None)

    def _fill(self) -> bool:
        lines = list(islice(self._lines, _AT_ONCE))
        # Words are sought in many lines at once: in most of them there is none.
        text = "\n".join(lines).lower()
        found: dict[int, set[int]] = {}
        for word, numbers in self._words.by_word.items():
            place = done = 0
            while (at := text.find(word, done)) >= 0:
                place += text.count("\n", done, at)
                found.setdefault(place, set(self._words.everywhere)).update(numbers)
                # Once in a line is enough.
                done = text.find("\n", at)
                if done < 0:
                    break
        for number, line in enumerate(lines):
            likely = sorted(found.get(number, self._words.everywhere))
            self._ahead.append((line, [self._words.specs[each] for each in likely]))
        return bool(lines)


def _redacted_line(line: str, patterns: Sequence[str]) -> str:
    # Twice: what is blotted out of a line can bring a keyword and a value of it side by side.
    for _ in range(2):
        spans = [
            found.span("secret")
            for pattern in patterns
            for found in _form(pattern).finditer(line)
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
