"""What a conversation is led with: the knowledge, a screen, and the outside world, all handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from ikewizard.console.screen import Screen
from ikewizard.core.events import Event, EvidenceGiven
from ikewizard.core.facts import Side
from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass, field

if TYPE_CHECKING:
    from ikewizard.console.forms import Field
    from ikewizard.console.hand_out import HandOut
    from ikewizard.console.sharing import Sharing


class Journal(Protocol):
    """Where events go; an appended event is safe, or a warning says why it is not."""

    @property
    def events(self) -> Sequence[Event]:
        """Every event of the session so far."""
        ...

    def take_warning(self) -> str:
        """Return a warning that the user has not been told yet (once), or nothing."""
        ...

    def append(self, event: Event) -> None:
        """Add an event."""
        ...


@dataclass(frozen=True)
class GivenText:
    """The text that was handed in, secrets and all; ``more`` is how many lines were too many to hold."""

    lines: Callable[[], Iterable[str]]
    more: int = 0


@dataclass(frozen=True)
class HandedIn:
    """What a log or a configuration was read to say, before it is known whose it is.

    ``choices`` (id and words of each) are there when it must be said first which part of it is meant;
    ``choose`` gives what that part says.
    """

    side: Side
    guessed: bool
    dialect: str
    note: tuple[str, ...]
    evidence: Callable[[Side, str, str], EvidenceGiven]
    """Gives the event for the unit whose it is: (side, event id, time)."""
    kind: Literal["log", "configuration"] = "log"
    choices: tuple[tuple[str, str], ...] = ()
    choose: Callable[[str], HandedIn] | None = None
    text: GivenText | None = None


def keep_nothing(_evidence: str, _text: GivenText) -> None:
    """Keep no text: for a conversation that is not stored."""


class Switch:
    """What the user turns on and off while the conversation goes on."""

    def __init__(self, on: bool = False) -> None:
        self.on = on

    def flip(self) -> None:
        """Turn it over."""
        self.on = not self.on


@dataclass(frozen=True)
class Desk:
    """Everything that the conversation needs: knowledge, a screen, and the outside world."""

    playbook: Playbook
    screen: Screen
    journal: Journal
    clock: Callable[[], str]
    read_text: Callable[[str, str], HandedIn]
    """Reads pasted text under a name. Raises InputError for what cannot be used."""
    read_file: Callable[[str], HandedIn]
    """Reads the file of this name. Raises InputError for what cannot be used."""
    fields: Callable[[], Mapping[str, Field]]
    """Gives the SA settings as a form shows them."""
    keep: Callable[[str, GivenText], None] = keep_nothing
    """Keeps the text of the evidence of this id, without its secrets. Returns at once, and never fails."""
    call: Switch = field(default_factory=Switch)
    """Whether an agent reads out to somebody on a call."""
    hand_out: Callable[[], HandOut] | None = None
    """Gives the way out for a document; without one nothing is offered to be handed out."""
    sharing: Sharing | None = None
    """The page on which others follow, where there is one."""
