"""What a crypto map entry and a tunnel interface of Cisco IOS have in common, before it is put down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ikewizard.settings.desk import DraftConnection
from ikewizard.settings.readers.ios_access import Flow
from ikewizard.settings.readers.ios_ike import own_identity
from ikewizard.settings.readers.ios_keys import Key
from ikewizard.settings.readers.ios_lines import Block, Words
from ikewizard.settings.readers.ios_unit import Unit
from ikewizard.settings.units import Line

Place = tuple[str, Line | None]


@dataclass(frozen=True)
class Sketch:
    """A connection before it is put down. ``open``: it takes whatever networks the peer asks for.

    ``missing``: what it refers to for its proposals is not in the configuration.
    """

    name: str
    line: Line
    body: Block
    own: Sequence[Place] = ()
    peers: Sequence[Place] = ()
    isakmp: Block | None = None
    ikev2: Block | None = None
    enabled: Place = ("", None)
    flows: Sequence[Flow] = field(default_factory=list)
    open: bool = False
    gre: bool = False
    login: Block | None = None
    missing: bool = False

    @property
    def own_address(self) -> str:
        """Return the one address of the unit, or nothing."""
        own = {address for address, _ in self.own}
        return own.pop() if len(own) == 1 and "none" not in own else ""

    @property
    def peer_names(self) -> list[str]:
        """Return the addresses or names of the peers."""
        return [peer for peer, _ in self.peers]


@dataclass(frozen=True)
class Proof:
    """How the peers of a connection prove who they are. ``own`` and ``peer`` may be empty: not known."""

    own: str
    peer: str
    key: Key | None = None
    lines: tuple[Line | None, Line | None] = (None, None)


def say_own_identity(
    unit: Unit, draft: DraftConnection, sketch: Sketch, said: Sequence[tuple[Words, Line | None]]
) -> None:
    """Put down the identity that the unit sends: the first of ``said``, else its address."""
    words, line = said[0] if said else ((), None)
    unit.desk.understood(line)
    identity = own_identity(words, unit.hostname)
    if identity:
        draft.say("unique-firewall-identifier", identity, line)
    elif (not words or words == ("address",)) and sketch.own_address:
        draft.say(
            "unique-firewall-identifier",
            sketch.own_address,
            line,
            default="" if words else "without another identity the unit sends its address",
        )
