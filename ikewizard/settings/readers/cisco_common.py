"""What the configurations of Cisco's devices have in common: commands, and those that stand below one.

What stands below a command is indented. Text that was typed, or pasted without its indentation, is told
by which commands can only stand below which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ikewizard.settings.units import Line

Words = tuple[str, ...]
Below = Callable[[Words, str], bool]
"""Whether a command (the text) that is not indented still stands below the one of these words."""

_PROMPT = re.compile(r"\s*[\w.-]{1,63}(?:/[\w/-]{1,40})?(?:\([\w-]{1,40}\))?[#>][ \t]*(?=\S)")
_COMMENT = re.compile(r"\s*(?:#|!|//|;|:|\Z)")


@dataclass
class Block:
    """A command, its words, and the commands below it."""

    line: Line
    words: Words
    inner: list[Block] = field(default_factory=list)

    def all(self, *prefix: str) -> list[Block]:
        """Return the commands below that begin with ``prefix``."""
        return [each for each in self.inner if each.words[: len(prefix)] == prefix]

    def last(self, *prefix: str) -> Block | None:
        """Return the last command below that begins with ``prefix``: it is the one that counts."""
        return next(iter(reversed(self.all(*prefix))), None)


def parse(lines: Sequence[Line], stands_below: Below) -> list[Block]:
    """Return the commands that stand at the margin, each with all that stand below it, however deep."""
    texts = [(line, _without_prompt(line.text)) for line in lines]
    texts = [(line, text) for line, text in texts if not _COMMENT.match(text)]
    margin = min((_depth(text) for _, text in texts), default=0)
    found: list[Block] = []
    for line, text in texts:
        block = Block(line, tuple(text.split()))
        below = found and (_depth(text) > margin or stands_below(found[-1].words, text.strip()))
        (found[-1].inner if below else found).append(block)
    return found


def begins(words: Sequence[str], prefixes: Iterable[Words]) -> bool:
    """Return whether ``words`` begin with one of ``prefixes``."""
    return any(tuple(words[: len(prefix)]) == prefix for prefix in prefixes)


def _without_prompt(text: str) -> str:
    found = _PROMPT.match(text)
    return text[found.end() :] if found else text


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip())
