"""Where a reader puts down what it reads: connections in normal form, and what became of every line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ikewizard.errors import InputError
from ikewizard.settings.manner import Manner
from ikewizard.settings.normal import normal
from ikewizard.settings.proposals import TYPES, Proposal, write
from ikewizard.settings.sealing import Sealer
from ikewizard.settings.spec import SettingSpec, spelling_key
from ikewizard.settings.units import (
    UNVERIFIED,
    Account,
    Child,
    Configuration,
    Connection,
    Line,
    Sealed,
    Unread,
    Value,
)

PARTS: Mapping[str, Mapping[str, str]] = {
    "phase1-proposals": {
        "encryption": "phase1-encryption",
        "integrity": "phase1-hash",
        "prf": "phase1-prf",
        "groups": "phase1-dh-group",
    },
    "phase2-proposals": {"encryption": "phase2-encryption", "integrity": "phase2-authentication"},
}
"""The settings that hold, one by one, what a set of proposals holds as a whole."""


_LONGEST = 4_000
"""Characters of a line in which a pattern is searched."""


class Desk:
    """Takes down one configuration. ``version`` is the device's, once the reader knows it."""

    def __init__(self, manner: Manner, specs: Mapping[str, SettingSpec], sealer: Sealer) -> None:
        self.manner = manner
        self.version = ""
        self._specs = specs
        self._sealer = sealer
        self._connections: list[DraftConnection] = []
        self._fate: dict[tuple[str, int], str] = {}
        self._why: dict[tuple[str, int], str] = {}
        self._irrelevant = re.compile("|".join(manner.irrelevant) or r"(?!)")

    def connection(self, name: str, line: Line | None = None) -> DraftConnection:
        """Return a new connection to fill in."""
        made = DraftConnection(self, name, line)
        self._connections.append(made)
        self.understood(line)
        return made

    def turned(self, name: str) -> DraftConnection:
        """Return the last connection to fill in again, as it is if the unit is its other end."""
        made = DraftConnection(self, name, self._connections[-1].line)
        self._connections[-1].turned = made
        return made

    def term(self, setting: str, word: str) -> str | None:
        """Return the value that ``word`` stands for in this maker's spelling or any, or None."""
        key = spelling_key(word)
        own = self.manner.keyed.get(setting, {}).get(key)
        return self._specs[setting].spellings.get(key) if own is None else own

    def values(self, setting: str) -> tuple[str, ...]:
        """Return every value that ``setting`` can have."""
        return tuple(known.id for known in self._specs[setting].values)

    def value(self, setting: str, text: str, line: Line | None = None, default: str = "") -> Value | None:
        """Return ``text`` as a value in normal form; one that cannot be read leaves its line unread."""
        spec = self._specs[setting]
        try:
            found = normal(spec, self._spelt(setting, text))
        except InputError as error:
            self.unread(line, error.what)
            return None
        self.understood(line)
        return Value(found, line, default)

    def default(self, setting: str, when: str = "") -> Value | None:
        """Return what the device does when the configuration says nothing of ``setting``, or None."""
        for known in self.manner.defaults:
            if known.setting == setting and known.when == when and known.holds_for(self.version):
                return self.value(setting, known.value, None, known.source or UNVERIFIED)
        return None

    def seal(self, secret: str | bytes, line: Line | None = None) -> Sealed:
        """Return a shared secret sealed; its line counts as understood, and its text is kept nowhere."""
        self.understood(line)
        return self._sealer.seal(secret, line)

    def understood(self, line: Line | None) -> None:
        """Note that ``line`` was used; one of which a part could not be read stays listed."""
        if line and self._fate.get((line.file, line.number)) != "unread":
            self._fate[line.file, line.number] = "understood"

    def irrelevant(self, line: Line | None) -> None:
        """Note that ``line`` is known and says nothing about a negotiation."""
        if line:
            self._fate.setdefault((line.file, line.number), "irrelevant")

    def unread(self, line: Line | None, why: str) -> None:
        """Note that ``line`` should say something and could not be read."""
        if line:
            self._fate.setdefault((line.file, line.number), "unread")
            self._why.setdefault((line.file, line.number), why)

    def result(self, name: str, lines: Iterable[Line]) -> Configuration:
        """Return the configuration; ``lines`` are those that count (neither blank nor comments)."""
        return Configuration(
            name,
            self.manner.id,
            self.manner.device,
            tuple(connection.built() for connection in self._connections),
            self._account(lines),
            self.version,
        )

    def _account(self, lines: Iterable[Line]) -> Account:
        understood = irrelevant = 0
        unread: list[Unread] = []
        for line in lines:
            place = (line.file, line.number)
            fate = self._fate.get(place)
            if fate is None and self._irrelevant.search(line.text[:_LONGEST]):
                fate = "irrelevant"
            if fate == "understood":
                understood += 1
            elif fate == "irrelevant":
                irrelevant += 1
            else:
                short = Line(line.file, line.number, line.text[:_LONGEST])
                unread.append(Unread(short, self._why.get(place, "")))
        return Account(understood, irrelevant, tuple(unread))

    def _spelt(self, setting: str, text: str) -> str:
        own = self.manner.keyed.get(setting)
        if not own:
            return text
        if self._specs[setting].agree != "share-one":
            return own.get(spelling_key(text), text)
        return ", ".join(own.get(spelling_key(part), part) for part in re.split("[,;]", text))


class _Draft:
    """What a connection and a child have in common."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.name = name
        self.desk = desk
        self._settings: dict[str, Value] = {}
        self._accepts: dict[str, Value] = {}

    def say(
        self, setting: str, text: str, line: Line | None = None, *, default: str = "", accepts: bool = False
    ) -> None:
        """Put down ``text`` as the value of ``setting``; the last word counts.

        ``default`` is the source of what the device does when the configuration says nothing. With
        ``accepts`` it is what the unit takes as responder only.
        """
        value = self.desk.value(setting, text, line, default)
        if value:
            (self._accepts if accepts else self._settings)[setting] = value

    def assume(self, setting: str, when: str = "") -> None:
        """Put down the device's default for ``setting``, unless something was said of it."""
        if setting not in self._settings and (value := self.desk.default(setting, when)):
            self._settings[setting] = value

    def has(self, setting: str) -> bool:
        """Return whether anything was said of ``setting``."""
        return setting in self._settings

    def get(self, setting: str) -> str:
        """Return the value of ``setting``, or nothing."""
        known = self._settings.get(setting)
        return known.value if known else ""

    def propose(
        self,
        setting: str,
        proposals: Sequence[Proposal],
        line: Line | None = None,
        *,
        default: str = "",
        accepts: bool = False,
    ) -> None:
        """Put down the proposals of a phase, by the name of their setting, and what they consist of."""
        if not proposals:
            return
        self.say(setting, write(proposals), line, default=default, accepts=accepts)
        for kind, part in PARTS[setting].items():
            place = TYPES.index(kind)
            union = dict.fromkeys(name for proposal in proposals for name in proposal.types()[place])
            if union:
                self.say(part, ", ".join(union), line, default=default, accepts=accepts)


class DraftChild(_Draft):
    """A child that is being read."""

    def built(self) -> Child:
        """Return the child."""
        return Child(self.name, dict(self._settings), dict(self._accepts))


class DraftConnection(_Draft):
    """A connection that is being read. ``secret`` is put down by whoever finds it."""

    def __init__(self, desk: Desk, name: str, line: Line | None) -> None:
        super().__init__(desk, name)
        self.secret: Sealed | None = None
        self.line = line
        self.children: list[DraftChild] = []
        self.turned: DraftConnection | None = None

    def child(self, name: str = "") -> DraftChild:
        """Return a new child to fill in."""
        made = DraftChild(self.desk, name)
        self.children.append(made)
        return made

    def built(self) -> Connection:
        """Return the connection."""
        return Connection(
            self.name,
            dict(self._settings),
            dict(self._accepts),
            tuple(child.built() for child in self.children),
            self.secret,
            self.line,
            self.turned.built() if self.turned else None,
        )
