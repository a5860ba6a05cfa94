"""Reads SonicOS CLI text into a tree of commands: as ``show current-config`` indents it, or as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ikewizard.settings.units import Line

_WORD = re.compile(r""""([^"]*)"?|'([^']*)'?|((?:[^\s"'\\]|\\.?)+)""")
_COMMENT = ("#", "!", "//", ";")
_BLOCKS = {
    "vpn": {"ikev2", "ike-dpd", "frag-packets", "dhcp-over-vpn", "l2tp-server"},
    "vpn policy": {"auth-method"},
    "interface": {"ip-assignment"},
    "tunnel-interface": {"ip-assignment"},
}
_AUTHENTICATION = {"shared-secret", "ike-id", "certificate"}
_START_AGAIN = {"end", "config", "configure", "conf"}
_LONGEST_NAME_AND_VALUE = 3


@dataclass
class Command:
    """One command: its words without the ``no`` before them (``off``), and the commands of its block."""

    line: Line
    words: tuple[str, ...]
    off: bool = False
    below: list[Command] = field(default_factory=list)

    def starts(self, *words: str) -> bool:
        """Return whether the command begins with ``words``."""
        return self.words[: len(words)] == words

    def word(self, place: int) -> str:
        """Return the word at ``place``, or nothing."""
        return self.words[place] if place < len(self.words) else ""

    def every(self) -> Iterator[Command]:
        """Yield every command of the block, at whatever depth, in the order in which they stand."""
        waiting = list(reversed(self.below))
        while waiting:
            command = waiting.pop()
            yield command
            waiting.extend(reversed(command.below))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a line; quotes, or a backslash before a blank, hold a name together."""
    found: list[str] = []
    for part in _WORD.finditer(text):
        quoted = part[1] if part[1] is not None else part[2]
        found.append(quoted if quoted is not None else re.sub(r"\\(.)", r"\1", part[3]))
    return tuple(found)


def commands(lines: Iterable[Line]) -> tuple[list[Command], list[Line]]:
    """Return the commands outside every block, with those of their blocks, and the lines that end blocks."""
    counted = [line for line in lines if line.text.strip() and not line.text.lstrip().startswith(_COMMENT)]
    if any(line.text[0].isspace() for line in counted):
        return _indented(counted)
    return _typed(counted)


def _command(line: Line) -> Command:
    words = words_of(line.text)
    off = len(words) > 1 and words[0] == "no"
    return Command(line, words[1:] if off else words, off)


def _indented(lines: Sequence[Line]) -> tuple[list[Command], list[Line]]:
    top: list[Command] = []
    ends: list[Line] = []
    above: list[tuple[int, Command]] = []
    for line in lines:
        text = line.text.expandtabs()
        depth = len(text) - len(text.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        if text.strip() in ("exit", "end"):
            ends.append(line)
            continue
        command = _command(line)
        (above[-1][1].below if above else top).append(command)
        above.append((depth, command))
    return top, ends


def _typed(lines: Sequence[Line]) -> tuple[list[Command], list[Line]]:
    """Read commands as a person types them: nothing but ``exit`` and ``end`` tells where a block ends."""
    top: list[Command] = []
    ends: list[Line] = []
    above: list[Command] = []
    policy: Command | None = None
    for line in lines:
        command = _command(line)
        first = command.word(0)
        if first == "exit" or first in _START_AGAIN or first == "commit":
            ends.append(line)
            above = above[:-1] if first == "exit" else [] if first in _START_AGAIN else above
            continue
        if above and above[-1].starts("auth-method") and first not in _AUTHENTICATION:
            above.pop()
        if _opens_at_top(command, above):
            above = []
        # Guides leave the policy with "end" and go on with its proposals.
        if not above and first == "proposal" and policy is not None:
            above = [policy]
        (above[-1].below if above else top).append(command)
        if command.starts("vpn", "policy"):
            policy = command
        if not command.off and _opens(command, above):
            above.append(command)
    return top, ends


def _opens_at_top(command: Command, above: Sequence[Command]) -> bool:
    if command.starts("vpn", "policy") or command.words == ("vpn",):
        return True
    if command.word(0) in ("interface", "tunnel-interface"):
        return True
    in_group = bool(above) and above[-1].starts("address-group")
    return command.word(0) in ("address-object", "address-group") and not in_group


def _opens(command: Command, above: Sequence[Command]) -> bool:
    first = command.word(0)
    if above:
        owner = "vpn policy" if above[-1].starts("vpn", "policy") else above[-1].word(0)
        return first in _BLOCKS.get(owner, ()) and command.word(1) != "manual-key"
    if first == "address-object":
        return len(command.words) <= _LONGEST_NAME_AND_VALUE
    return first in ("vpn", "interface", "tunnel-interface", "address-group", "zone")
