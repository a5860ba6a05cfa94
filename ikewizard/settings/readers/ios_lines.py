"""The lines of a Cisco IOS configuration as blocks: a command, and those that stand below it.

What stands below a command is indented. Text that was typed, or pasted without its indentation, is told
by which commands can only stand below which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ikewizard.settings.units import Line

Words = tuple[str, ...]

_PROMPT = re.compile(r"\s*+[\w.-]{1,63}+(?:\([\w-]{1,40}\))?#\s*+")
_COMMENT = re.compile(r"\s*+(?:#|!|//|;|\Z)")
_POLICY = "encr encryption hash authentication group lifetime"
_MAP = "set match description reverse-route responder-only"
_BELOW: tuple[tuple[Words, str], ...] = (
    (("crypto", "isakmp", "policy"), _POLICY),
    (("crypto", "isakmp", "peer"), "set description"),
    (
        ("crypto", "isakmp", "profile"),
        "keyring self-identity match local-address initiate client isakmp ca vrf keepalive "
        "accounting virtual-template",
    ),
    (("crypto", "isakmp", "client", "configuration", "group"), "key pool acl dns domain wins save-password"),
    (("crypto", "keyring"), "pre-shared-key local-address description rsa-pubkey"),
    (("crypto", "ipsec", "transform-set"), "mode"),
    (("crypto", "ipsec", "profile"), _MAP),
    (("crypto", "map"), _MAP),
    (("crypto", "dynamic-map"), _MAP),
    (("crypto", "ikev2", "proposal"), "encryption integrity prf group"),
    (("crypto", "ikev2", "policy"), "proposal match"),
    (("crypto", "ikev2", "keyring"), "peer"),
    (("peer",), "address host hostname identity pre-shared-key description"),
    (
        ("crypto", "ikev2", "profile"),
        "match identity authentication keyring lifetime dpd nat pki virtual-template aaa ivrf "
        "config-exchange initial-contact description reconnect",
    ),
    (("interface",), "tunnel shutdown description"),
    (("ip", "access-list"), "permit deny remark"),
    (("object-group",), "host range group-object description any"),
)
_TYPED = re.compile(r"ip address |crypto map \S+(?: redundancy \S+)?\s*\Z|no shutdown\Z|no ip address\Z")
_NUMBERED = re.compile(r"\d+ (?:permit|deny|remark) ")
_NETWORK = re.compile(r"[0-9.]{7,15}[ /][0-9.]{1,15}\Z")
_DESCRIBED = {prefix: frozenset(below.split()) for prefix, below in _BELOW}


@dataclass
class Block:
    """A command, its words, and the commands below it."""

    line: Line
    words: Words
    inner: list[Block] = field(default_factory=list)

    def after(self, *prefix: str) -> Words:
        """Return what follows ``prefix`` in the last command below that begins with it, or nothing."""
        found = self.all(*prefix)
        return found[-1].words[len(prefix) :] if found else ()

    def at(self, *prefix: str) -> Line | None:
        """Return the line of the last command below that begins with ``prefix``."""
        found = self.all(*prefix)
        return found[-1].line if found else None

    def all(self, *prefix: str) -> list[Block]:
        """Return the commands below that begin with ``prefix``."""
        return [each for each in self.inner if each.words[: len(prefix)] == prefix]

    def everything(self) -> Iterator[Block]:
        """Yield every command below, however deep."""
        waiting = list(reversed(self.inner))
        while waiting:
            block = waiting.pop()
            yield block
            waiting.extend(reversed(block.inner))


def parse(lines: Sequence[Line]) -> list[Block]:
    """Return the commands that stand below no other."""
    found: list[Block] = []
    above: list[tuple[int, Block]] = []
    banner = ""
    for line in lines:
        if banner:
            found[-1].inner.append(Block(line, tuple(line.text.split())))
            banner = "" if banner in line.text else banner
            continue
        prompt = _PROMPT.match(line.text)
        text = line.text[prompt.end() :] if prompt else line.text
        if _COMMENT.match(text):
            continue
        words = tuple(text.split())
        block = Block(line, words)
        if words == ("exit",):
            # It closes whatever is open; where that ends is told by what follows.
            found.append(block)
            continue
        depth = len(text) - len(text.lstrip())
        while above and depth <= above[-1][0] and not _stands_below(above[-1][1], words):
            above.pop()
        (above[-1][1].inner if above else found).append(block)
        banner = _open_banner(text) if not above else ""
        above.append((depth, block))
    return found


def _open_banner(text: str) -> str:
    """Return the mark that ends the banner that ``text`` begins, if it does not end in that line."""
    found = re.match(r"\s*banner \S+ (\^.|\S)(.*)", text)
    return "" if found is None or found[1] in found[2] else found[1]


def _stands_below(block: Block, words: Words) -> bool:
    kind = next((block.words[:size] for size in (5, 3, 2, 1) if block.words[:size] in _DESCRIBED), ())
    if not kind:
        return False
    text = " ".join(words)
    first = words[1] if words[0] == "no" and len(words) > 1 else words[0]
    if kind == ("interface",) and _TYPED.match(text):
        return True
    if kind == ("ip", "access-list") and _NUMBERED.match(text):
        return True
    if kind == ("object-group",) and _NETWORK.match(text):
        return True
    return first in _DESCRIBED[kind]
