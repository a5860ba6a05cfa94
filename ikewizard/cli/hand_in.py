"""What is handed in at the wizard: a log, or a unit's configuration, told apart by what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ikewizard.cli.configs import ConfigReader
from ikewizard.cli.copying import with_file_names, without_secrets
from ikewizard.cli.inputs import label
from ikewizard.cli.logs import LogReader
from ikewizard.console.desk import GivenText, HandedIn
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import Finding, Side
from ikewizard.knowledge.load import Knowledge
from ikewizard.settings.configuration import is_configuration, lines_of
from ikewizard.settings.evidence import both_findings, findings_of
from ikewizard.settings.meet import Meeting, meet

if TYPE_CHECKING:
    from ikewizard.settings.units import Child, Configuration, Connection, Role

_HEAD = 64 * 1024
"""Bytes of a file that are looked at to tell what it is."""


@dataclass(frozen=True)
class _Chosen:
    """One connection of a configuration, with one of its children."""

    configuration: Configuration
    connection: Connection
    child: Child | None

    @property
    def label(self) -> str:
        names = [self.connection.name or "unnamed", self.child.name if self.child else ""]
        return " / ".join(name for name in names if name)

    def alone(self) -> Configuration:
        """Return its configuration with nothing else in it."""
        children = (self.child,) if self.child else ()
        return replace(self.configuration, connections=(replace(self.connection, children=children),))


@dataclass
class Intake:
    """Takes in evidence with one body of knowledge. It remembers the units' configurations of this run."""

    knowledge: Knowledge
    _held: dict[Side, _Chosen] = field(default_factory=dict)
    _read: int = 0

    @cached_property
    def logs(self) -> LogReader:
        """The reader of logs."""
        return LogReader(self.knowledge)

    @cached_property
    def configurations(self) -> ConfigReader:
        """The reader of configurations; it sees whether two secrets are equal."""
        return ConfigReader(self.knowledge)

    def text(self, text: str, name: str) -> HandedIn:
        """Return pasted text as the conversation takes it. Raises InputError."""
        if self._holds_configuration(text[:_HEAD]):
            return self._with_text(self.configurations.read(text, name), text.split("\n"), None)
        return replace(self.logs.hand_in(text, name), text=GivenText(lambda: text.split("\n")))

    def file(self, name: str, side: Side | None = None) -> HandedIn:
        """Return what is in a file (``-``: standard input). Raises InputError."""
        path = Path(name.strip("\"' ")).expanduser()
        if name != "-" and path.is_file():
            with path.open("rb") as stream:
                head = stream.read(_HEAD).decode("utf-8", "replace")
            if self._holds_configuration(head):
                lines = self.configurations.lines(str(path))
                configuration = self.configurations.of_lines(lines, label(str(path)))
                return self._with_text(configuration, list(with_file_names(lines)), side)
        return self.logs.hand_in_file(name, side)

    def _with_text(self, configuration: Configuration, lines: Iterable[str], side: Side | None) -> HandedIn:
        # What its reader took for a secret is one, however it is written.
        secrets = self.configurations.take_secrets()
        text = GivenText(lambda: without_secrets(lines, secrets))
        return replace(self._handed(configuration, side), text=text)

    def _holds_configuration(self, text: str) -> bool:
        return is_configuration(lines_of("", text), self.knowledge.config.manners.values())

    def _handed(self, configuration: Configuration, side: Side | None) -> HandedIn:
        # The second one is the other unit's, unless the user says otherwise.
        second: Side = "initiator" if "responder" in self._held else "responder"
        likely: Side = side or (second if self._read else "initiator")
        self._read += 1
        handed = self._handed_all(configuration, likely)
        return handed if side is None else _settled(handed)

    def _handed_all(self, configuration: Configuration, likely: Side) -> HandedIn:
        all_of_them = [*_choices(configuration)]
        account = configuration.account
        title = self.knowledge.config.manners[configuration.dialect].title
        names = ", ".join(each.label for each in all_of_them) or "none"
        note = (
            f"A configuration: {title}. Of {account.read} lines {len(account.unread)} were not understood.",
            f"It holds {_count(len(all_of_them))}: {names}.",
        )
        if len(all_of_them) > 1:
            choices = tuple((str(number), each.label) for number, each in enumerate(all_of_them))
            handed = self._handed_one(all_of_them[0], likely, note)
            return replace(
                handed,
                choices=() if self._read > 1 else choices,
                choose=lambda choice: self._handed_one(all_of_them[int(choice)], likely, note),
            )
        return self._handed_one(all_of_them[0] if all_of_them else None, likely, note, configuration)

    def _handed_one(
        self,
        chosen: _Chosen | None,
        likely: Side,
        note: tuple[str, ...],
        configuration: Configuration | None = None,
    ) -> HandedIn:
        unit = chosen.configuration if chosen else configuration

        def evidence(side: Side, evidence_id: str, at: str) -> EvidenceGiven:
            findings = self._findings(chosen, side) if chosen else ()
            blotted = tuple(self.logs.blotted(finding) for finding in findings)
            name, dialect = (unit.name, unit.dialect) if unit else ("", "")
            tunnel = self.logs.blot(chosen.connection.name) if chosen else ""
            return EvidenceGiven(at, evidence_id, name, side, blotted, note, dialect, tunnel=tunnel)

        dialect = unit.dialect if chosen and unit else ""
        return HandedIn(likely, bool(dialect), dialect, note, evidence, kind="configuration")

    def _findings(self, chosen: _Chosen, side: Side) -> tuple[Finding, ...]:
        role: Role = "responder" if side == "responder" else "initiator"
        specs = self.knowledge.walk.settings
        peer = self._held.get("initiator" if role == "responder" else "responder")
        if peer is None:
            self._held[role] = chosen
            return findings_of(chosen.configuration, chosen.connection, chosen.child, role, specs)
        # The whole configuration is held against the connection that was chosen of the first unit.
        units = (peer.alone(), chosen.configuration)
        initiator, responder = units if role == "responder" else units[::-1]
        met = meet(initiator, responder, specs).met
        meeting = met[0] if met else Meeting(peer.connection, chosen.connection, None, None, guess=True)
        ours = meeting.theirs if role == "responder" else meeting.ours
        child = meeting.their_child if role == "responder" else meeting.our_child
        self._held[role] = _Chosen(chosen.configuration, ours, child)
        found = both_findings(initiator, responder, meeting, specs)
        return tuple(each for each in found if each.source.side in (role, "either"))


def _settled(handed: HandedIn) -> HandedIn:
    """Return what was handed in with its side as it was told."""
    choose = handed.choose
    if choose is None:
        return replace(handed, guessed=False)
    return replace(handed, guessed=False, choose=lambda choice: replace(choose(choice), guessed=False))


def _choices(configuration: Configuration) -> Iterator[_Chosen]:
    for connection in configuration.connections:
        for child in connection.children or (None,):
            yield _Chosen(configuration, connection, child)


def _count(number: int) -> str:
    return f"{number} connection" if number == 1 else f"{number} connections"
