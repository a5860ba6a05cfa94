"""Holding a conversation in a test: a small playbook, a scripted screen, and a journal in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ikewizard.console.desk import Desk, HandedIn
from ikewizard.console.forms import Field
from ikewizard.console.loop import converse
from ikewizard.console.screen import Option
from ikewizard.console.scripted_screen import Reply, ScriptedScreen
from ikewizard.core.events import Ending, Event, EvidenceGiven, Started
from ikewizard.core.facts import Side
from ikewizard.core.progress import Progress, replay
from ikewizard.errors import InputError
from ikewizard.report.text import render_text
from tests.core.small import evidence, playbook

OPEN = ["fails", "unknown", "on", "unknown"]
STEPS = ["Step 1 of 2: what came of it?", "Step 2 of 2: what came of it?"]


@dataclass
class Memory:
    """A journal in memory; ``warning`` is what a disk that refuses would have said."""

    events: list[Event] = field(default_factory=lambda: [Started("", "abcdef", "0", "tree")])
    warning: str = ""

    def take_warning(self) -> str:
        """Return the warning, once."""
        warning, self.warning = self.warning, ""
        return warning

    def append(self, event: Event) -> None:
        """Keep the event."""
        self.events.append(event)


@dataclass
class Talk:
    """A conversation that was held: what was asked and shown, what was kept, and how it ended."""

    screen: ScriptedScreen
    journal: Memory
    ending: Ending | None

    @property
    def titles(self) -> list[str]:
        """The titles of all menus, in order."""
        return [menu.title for menu in self.screen.menus]

    @property
    def shown(self) -> str:
        """All documents as text."""
        return "\n".join(render_text(document, 100) for document in self.screen.documents)

    @property
    def progress(self) -> Progress:
        """What stands at the end."""
        return replay(self.journal.events)

    @property
    def logs(self) -> list[EvidenceGiven]:
        """The logs that were taken."""
        return [event for event in self.journal.events if isinstance(event, EvidenceGiven)]


def desk(screen: ScriptedScreen, journal: Memory) -> Desk:
    """Return a desk on which a log is lines of ``fact=value``; a word ``whose?`` makes its side a guess."""

    def read(text: str, name: str) -> HandedIn:
        if "=" not in text:
            raise InputError("nothing in it", where=name, hint="hand in another")
        facts = dict(line.split("=", 1) for line in text.split() if "=" in line)

        def give(side: Side, number: str, at: str) -> EvidenceGiven:
            return replace(evidence(number, side, **facts), at=at, name=name)

        return HandedIn("responder", "whose?" in text, "toy", (f"{len(facts)} facts",), give)

    def read_file(name: str) -> HandedIn:
        if name != "gw.log":
            raise InputError("there is no such file", where=name, hint="check the path")
        return read("says=mode", name)

    return Desk(playbook(), screen, journal, lambda: "noon", read, read_file, lambda: FIELDS)


def number(text: str) -> str:
    """Return ``text`` where it is a number. Raises InputError."""
    if not text.isdecimal():
        raise InputError(f"'{text}' is no number", hint="digits only")
    return text


CHOICES = (Option("aes", "AES"), Option("des", "DES"))
FIELDS = {
    "key": Field("Key length", "How long is it?", "On the page.", (), number),
    "mode": Field("Cipher", "Which one?", "On the page.", CHOICES, str.lower, several=True),
}


def talk(replies: Sequence[Reply], journal: Memory | None = None) -> Talk:
    """Hold a conversation with these replies; it is left when they run out."""
    screen, journal = ScriptedScreen(replies), journal or Memory()
    try:
        ending: Ending | None = converse(desk(screen, journal))
    except EOFError:
        ending = None
    return Talk(screen, journal, ending)
