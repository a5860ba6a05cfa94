"""One ``ikev2`` policy of ``iked.conf``: which word of it says what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ikewizard.settings.desk import PARTS, Desk
from ikewizard.settings.proposals import Proposal
from ikewizard.settings.readers.iked_words import Word
from ikewizard.settings.units import Line

_FLAGS = {
    "quick": "match", "skip": "match", "default": "match", "active": "start", "passive": "start",
    "ipcomp": "ipcomp", "tunnel": "mode", "transport": "mode", "natt": "natt", "esp": "protocol",
    "ah": "protocol", "inet": "family", "inet6": "family",
}  # fmt: skip
_WITH_ONE = (
    "rdomain",
    "peer",
    "local",
    "srcid",
    "dstid",
    "ikelifetime",
    "lifetime",
    "bytes",
    "iface",
    "tag",
    "tap",
)
_METHODS = ("rsa", "ecdsa256", "ecdsa384", "ecdsa521", "rfc7427", "signature")
_TRANSFORMS = {"auth": "integrity", "enc": "encryption", "prf": "prf", "group": "groups"}
_KEYWORDS = frozenset(
    {*_FLAGS, *_WITH_ONE, *_METHODS, *_TRANSFORMS, "ikesa", "childsa", "proto", "from", "to", "psk", "eap"}
    | {"config", "request", "port", "esn", "noesn", "file"}
)


@dataclass
class Transforms:
    """The transforms of one ``ikesa`` or ``childsa``."""

    word: Word
    said: list[tuple[str, str]] = field(default_factory=list)

    def values(self, desk: Desk, setting: str) -> tuple[Proposal, list[str]]:
        """Return the proposal that they make, as far as they go, and the words that are not known."""
        settings = {
            **{kind: PARTS[setting][kind] for kind in PARTS[setting]},
            "groups": "phase1-dh-group" if setting == "phase1-proposals" else "pfs-dh-group",
        }
        found: dict[str, list[str]] = {}
        unknown: list[str] = []
        for kind, text in self.said:
            value = desk.term(settings[kind], text) if kind in settings else None
            if value:
                found.setdefault(kind, []).append(value)
            elif not (kind == "groups" and text == "none"):
                unknown.append(text)
        parts = (tuple(found.get(kind, ())) for kind in ("encryption", "integrity", "prf", "groups"))
        return Proposal(*parts), unknown


@dataclass(frozen=True)
class Flow:
    """One ``from ... to ...``."""

    source: Word
    target: Word
    source_port: Word | None = None
    target_port: Word | None = None


@dataclass
class Policy:
    """What a policy says; ``words`` holds what is said once, by its keyword."""

    words: dict[str, Word] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    protocols: list[Word] = field(default_factory=list)
    ikesa: list[Transforms] = field(default_factory=list)
    childsa: list[Transforms] = field(default_factory=list)
    psk: Word | None = None
    hidden: frozenset[tuple[str, int]] = frozenset()
    strange: list[Word] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Return what is said of ``key``, or nothing."""
        return self.words[key].text if key in self.words else ""

    def place(self, key: str) -> Line | None:
        """Return the line of ``key``, without its text where a secret stands in it."""
        return self.at(self.words[key]) if key in self.words else None

    def at(self, word: Word) -> Line:
        """Return the line of ``word``, without its text where a secret stands in it."""
        line = word.line
        return Line(line.file, line.number, "") if (line.file, line.number) in self.hidden else line


def policy_of(words: Sequence[Word]) -> Policy:
    """Return the policy that ``words``, those after ``ikev2``, make."""
    return _Parser(words).policy


class _Parser:
    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._place = 0
        self.policy = Policy()
        if words and (words[0].quoted or words[0].text not in _KEYWORDS):
            self.policy.words["name"] = self._next()
        while self._place < len(words):
            self._take(self._next())

    def _next(self) -> Word:
        self._place += 1
        return self._words[self._place - 1]

    def _value(self) -> Word | None:
        """Return the next word, unless there is none or it is a keyword of its own."""
        if self._place >= len(self._words):
            return None
        word = self._words[self._place]
        if not word.quoted and word.text in _KEYWORDS and word.text != "default":
            return None
        return self._next()

    def _take(self, word: Word) -> None:
        text = "" if word.quoted else word.text
        if text in _FLAGS:
            self.policy.words[_FLAGS[text]] = word
        elif text in _WITH_ONE:
            self._one(text)
        elif text in _METHODS:
            self.policy.words["method"] = word
        elif text in ("ikesa", "childsa"):
            self._transforms(word, self.policy.ikesa if text == "ikesa" else self.policy.childsa)
        else:
            self._take_rest(text, word)

    def _take_rest(self, text: str, word: Word) -> None:
        if text in ("from", "to"):
            self._flow(reverse=text == "to")
        elif text == "proto":
            self._protocols()
        elif text in ("config", "request"):
            self._value()
            self._value()
        elif text == "psk":
            self._psk(word)
        elif text == "eap":
            self.policy.words["method"] = word
            self._value()
        elif text != ",":
            self.policy.strange.append(word)

    def _one(self, key: str) -> None:
        value = self._value()
        if value:
            self.policy.words[key] = value
            if value.missing:
                self.policy.strange.append(value)

    def _psk(self, word: Word) -> None:
        self.policy.words["method"] = word
        if self._place < len(self._words) and self._words[self._place].is_one_of("file"):
            self._next()
            self._value()
            return
        # A secret may be any word at all.
        if self._place < len(self._words):
            value = self._next()
            self.policy.psk = None if value.missing else value
            here = {(value.line.file, value.line.number), (word.line.file, word.line.number)}
            self.policy.hidden = frozenset(here)

    def _flow(self, *, reverse: bool) -> None:
        first, first_port = self._host()
        if self._place < len(self._words) and self._words[self._place].is_one_of("from" if reverse else "to"):
            self._next()
            second, second_port = self._host()
            if first and second:
                ends = (second, first) if reverse else (first, second)
                ports = (second_port, first_port) if reverse else (first_port, second_port)
                self.policy.flows.append(Flow(*ends, *ports))

    def _host(self) -> tuple[Word | None, Word | None]:
        host, port = self._value(), None
        while self._place < len(self._words):
            here = self._words[self._place]
            if here.is_one_of("port"):
                self._next()
                port = self._value()
            elif here.is_one_of("("):
                # The network before translation; what is negotiated stands before it.
                while self._place < len(self._words) and not self._next().is_one_of(")"):
                    pass
            else:
                break
        return host, port

    def _protocols(self) -> None:
        if self._place < len(self._words) and self._words[self._place].is_one_of("{"):
            self._next()
            while self._place < len(self._words) and not (word := self._next()).is_one_of("}"):
                if not word.is_one_of(","):
                    self.policy.protocols.append(word)
            return
        value = self._value()
        if value:
            self.policy.protocols.append(value)

    def _transforms(self, word: Word, where: list[Transforms]) -> None:
        found = Transforms(word)
        where.append(found)
        while self._place < len(self._words):
            here = self._words[self._place]
            if here.is_one_of("esn", "noesn"):
                self._next()
            elif here.is_one_of(*_TRANSFORMS):
                self._next()
                value = self._value()
                if value:
                    found.said.append((_TRANSFORMS[here.text], value.text))
            else:
                break
