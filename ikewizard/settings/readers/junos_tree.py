"""The statements of a Junos configuration as one tree of words, however they were written down."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ikewizard.settings.units import Line

_IKE = ("security", "ike")
_IPSEC = ("security", "ipsec")
_ANY = "*"
_ARGUMENTS: Mapping[tuple[str, ...], Mapping[str, int]] = {
    (*_IKE, "proposal", _ANY): {
        "authentication-method": 1,
        "authentication-algorithm": 1,
        "encryption-algorithm": 1,
        "dh-group": 1,
        "lifetime-seconds": 1,
        "description": 1,
    },
    (*_IKE, "policy", _ANY): {
        "mode": 1,
        "proposals": 1,
        "proposal-set": 1,
        "pre-shared-key": 2,
        "description": 1,
    },
    (*_IKE, "gateway", _ANY): {
        "ike-policy": 1,
        "address": 1,
        "external-interface": 1,
        "local-address": 1,
        "version": 1,
        "no-nat-traversal": 0,
        "general-ikeid": 0,
        "local-identity": 2,
        "remote-identity": 2,
        "description": 1,
    },
    (*_IPSEC, "proposal", _ANY): {
        "protocol": 1,
        "authentication-algorithm": 1,
        "encryption-algorithm": 1,
        "lifetime-seconds": 1,
        "lifetime-kilobytes": 1,
        "description": 1,
    },
    (*_IPSEC, "policy", _ANY): {
        "proposals": 1,
        "proposal-set": 1,
        "perfect-forward-secrecy": 2,
        "description": 1,
    },
    (*_IPSEC, "vpn", _ANY): {"bind-interface": 1, "establish-tunnels": 1, "df-bit": 1, "description": 1},
    (*_IPSEC, "vpn", _ANY, "ike"): {"gateway": 1, "ipsec-policy": 1, "no-anti-replay": 0, "idle-time": 1},
    (*_IPSEC, "vpn", _ANY, "ike", "proxy-identity"): {"local": 1, "remote": 1, "service": 1},
    (*_IPSEC, "vpn", _ANY, "traffic-selector", _ANY): {"local-ip": 1, "remote-ip": 1},
    ("security", "policies", "from-zone", _ANY, "to-zone", _ANY, "policy", _ANY, "match"): {
        "source-address": 1,
        "destination-address": 1,
        "application": 1,
    },
}
"""How many words follow a keyword before the next keyword of the same hierarchy may stand on its line."""
_KEYWORDS = frozenset(word for words in _ARGUMENTS.values() for word in words)
_ONLY_IKE = ("authentication-method", "dh-group", "mode", "pre-shared-key", "certificate")
_ONLY_IPSEC = ("protocol", "perfect-forward-secrecy")
_MOST_INHERITED = 50_000


@dataclass(eq=False, repr=False)
class Node:
    """A word of a statement. ``line`` is where it was first written, ``ends`` the statements that end in it.

    ``inherited`` tells that it is from a configuration group: what is written itself comes first.
    """

    word: str
    line: Line | None = None
    parent: Node | None = None
    nodes: dict[str, Node] = field(default_factory=dict)
    ends: list[Line] = field(default_factory=list)
    opens: list[Line] = field(default_factory=list)
    inactive: Line | None = None
    inherited: bool = False

    def child(self, word: str, line: Line | None) -> Node:
        """Return the child of that word, a new one where there is none."""
        if word not in self.nodes:
            self.nodes[word] = Node(word, line, self)
        return self.nodes[word]

    def find(self, *words: str) -> Node | None:
        """Return what stands under ``words``, deactivated or not."""
        here: Node | None = self
        for word in words:
            here = here.nodes.get(word) if here else None
        return here

    def at(self, *words: str) -> Node | None:
        """Return what stands under ``words`` and is not deactivated."""
        here: Node | None = self
        for word in words:
            here = here.nodes.get(word) if here else None
            if here is None or here.inactive:
                return None
        return here

    def each(self, *words: str) -> list[Node]:
        """Return all that stands under ``words``, without what is deactivated."""
        here = self.at(*words)
        found = [node for node in here.nodes.values() if not node.inactive] if here else []
        own = [node for node in found if not node.inherited]
        return [*own, *(node for node in found if node.inherited)]

    def last(self, *words: str) -> Node | None:
        """Return the one value under ``words``: the last that was written, before any that is inherited."""
        found = self.each(*words)
        own = [node for node in found if not node.inherited]
        return own[-1] if own else (found[0] if found else None)

    def path(self) -> tuple[str, ...]:
        """Return the words that lead here."""
        found: list[str] = []
        here: Node | None = self
        while here is not None and here.parent is not None:
            found.append(here.word)
            here = here.parent
        return tuple(reversed(found))

    def switched_off(self) -> Line | None:
        """Return the line that deactivates it or what it stands in, or None."""
        here: Node | None = self
        while here is not None:
            if here.inactive:
                return here.inactive
            here = here.parent
        return None

    def walk(self) -> Iterator[Node]:
        """Yield it and everything under it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.nodes.values()


def put(base: Node, words: Sequence[str], line: Line) -> list[Node]:
    """Put a statement into the tree under ``base``, and return the nodes that it ends in.

    Several keywords of one hierarchy may stand on one line, and several values in brackets.
    """
    here, ends = base, [base]
    place = 0
    while place < len(words):
        word, holder = words[place], here
        if word == "[":
            close = words.index("]", place) if "]" in words[place:] else len(words)
            ends = [here.child(each, line) for each in words[place + 1 : close]]
            place = close + 1
            continue
        here = here.child(word, line)
        ends = [here]
        place += 1
        count = _arguments(holder, word)
        if count is not None and words[place : place + 1] != ["distinguished-name"]:
            ends, place = _take(here, words, place, count, line)
            _end(ends, line)
            here = holder
    _end(ends, line)
    return ends


def _take(here: Node, words: Sequence[str], place: int, count: int, line: Line) -> tuple[list[Node], int]:
    if words[place : place + 1] == ["["]:
        close = words.index("]", place) if "]" in words[place:] else len(words)
        return [here.child(each, line) for each in words[place + 1 : close]], close + 1
    for word in words[place : place + count]:
        here = here.child(word, line)
    return [here], place + count


def _end(nodes: Sequence[Node], line: Line) -> None:
    for node in nodes:
        if not node.ends or node.ends[-1] is not line:
            node.ends.append(line)
        if node.parent and not node.nodes:
            # What is set again is the last word on it.
            node.line = line
            node.parent.nodes[node.word] = node.parent.nodes.pop(node.word)


def _arguments(holder: Node, word: str) -> int | None:
    if word not in _KEYWORDS:
        return None
    path = holder.path()
    for pattern, known in _ARGUMENTS.items():
        if len(pattern) == len(path) and all(
            one in (_ANY, other) for one, other in zip(pattern, path, strict=True)
        ):
            return known.get(word)
    return None


def adopt(root: Node) -> None:
    """Put what was shown without its upper levels (``show security ike``) where it belongs."""
    for word in ("ike", "ipsec", "policies", "zones", "address-book"):
        _hang(root, root.nodes.get(word), ("security",))
    for kind in ("proposal", "policy", "gateway", "vpn"):
        above = root.nodes.get(kind)
        for node in list(above.nodes.values()) if above else ():
            of_ike = kind == "gateway" or any(word in node.nodes for word in _ONLY_IKE)
            if above and not (of_ike and any(word in node.nodes for word in _ONLY_IPSEC)):
                _hang(above, node, (*(_IKE if of_ike else _IPSEC), kind))


def _hang(above: Node, node: Node | None, path: Sequence[str]) -> None:
    if node is None:
        return
    root = above
    while root.parent:
        root = root.parent
    place = root
    for word in path:
        place = place.child(word, node.line)
    del above.nodes[node.word]
    waiting = [(place, node)]
    while waiting:
        here, moved = waiting.pop()
        known = here.nodes.get(moved.word)
        if known is None:
            here.nodes[moved.word], moved.parent = moved, here
            continue
        known.ends += moved.ends
        known.opens += moved.opens
        known.inactive = known.inactive or moved.inactive
        waiting += [(known, each) for each in moved.nodes.values()]


def apply_groups(root: Node) -> None:
    """Put what configuration groups say where ``apply-groups`` asks for it (names may be patterns)."""
    groups = root.at("groups")
    left = _MOST_INHERITED
    if groups is None:
        return
    for applied in [node for node in root.walk() if node.word == "apply-groups"]:
        place = applied.parent
        for name in applied.each() if place else ():
            group = groups.at(name.word, *(place.path() if place else ()))
            if place and group and left > 0 and "groups" not in place.path()[:1]:
                left = _merge(place, group, left)


def _merge(place: Node, group: Node, left: int) -> int:
    waiting = [(place, group)]
    while waiting and left > 0:
        here, source = waiting.pop()
        for word, node in source.nodes.items():
            left -= 1
            if word.startswith("<") and word.endswith(">"):
                same = [each for each in here.nodes.values() if fnmatch.fnmatchcase(each.word, word[1:-1])]
            else:
                if word not in here.nodes:
                    here.nodes[word] = Node(word, node.line, here, inherited=True)
                same = [here.nodes[word]]
            waiting += [(each, node) for each in same if not node.inactive]
    return left
