"""What a configuration says about a unit's tunnels, whoever's spelling it was: the vendor-neutral model.

The names of the settings are those of the vocabulary (``trees/settings.yaml``), their values its normal
forms, so that a configuration, a form filled in on a call and a log speak of the same things.
"""

from __future__ import annotations

from collections.abc import Mapping

from ikewizard.core.kinds import Literal
from ikewizard.core.record import dataclass, field

Role = Literal["initiator", "responder"]


UNVERIFIED = "not verified"
"""What stands for the source of a default for which none was seen."""


@dataclass(frozen=True)
class Line:
    """One line of a configuration: the file that it stands in, its number from 1, and its text."""

    file: str
    number: int
    text: str


@dataclass(frozen=True)
class Value:
    """What a configuration says about one setting.

    ``value`` is in normal form. ``line`` is where it stands; None when the configuration is silent and
    the device's default holds, of which ``default`` tells the source. With both, a part of the value is
    not said there.
    """

    value: str
    line: Line | None = None
    default: str = ""

    @property
    def unverified(self) -> bool:
        """Whether a default is in it for which no source was seen."""
        return UNVERIFIED in self.default.split("; ")


@dataclass(frozen=True)
class Sealed:
    """A shared secret, of which only can be told whether it equals another one of the same process.

    ``digest`` is keyed with a key that is never stored. ``flaws`` are the ids of the ways in which a
    secret often goes wrong that this one shows. ``line`` is where it stands, without its text.
    """

    digest: str
    flaws: tuple[str, ...] = ()
    line: Line | None = None


@dataclass(frozen=True)
class Child:
    """One pair of networks (or one phase 2) of a connection. ``name`` may be empty.

    ``accepts`` is what the unit takes as responder where that differs from what it asks for as initiator.
    """

    name: str
    settings: Mapping[str, Value] = field(default_factory=dict)
    accepts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Connection:
    """One connection to a peer (an SA, a VPN policy, a phase 1), with its children.

    ``settings`` are those of the unit and of phase 1; ``accepts`` as for a child. ``secret`` is None where
    the configuration holds none. ``turned`` is the same connection seen from the other end, where the
    configuration leaves open which of its ends is the unit (``left`` and ``right``).
    """

    name: str
    settings: Mapping[str, Value] = field(default_factory=dict)
    accepts: Mapping[str, Value] = field(default_factory=dict)
    children: tuple[Child, ...] = ()
    secret: Sealed | None = None
    line: Line | None = None
    turned: Connection | None = None

    def values(self, child: Child | None, role: Role) -> dict[str, Value]:
        """Return every setting that counts when the unit plays ``role`` for ``child``."""
        parts: list[Mapping[str, Value]] = [self.settings]
        if role == "responder":
            parts.append(self.accepts)
        if child is not None:
            parts.append(child.settings)
            if role == "responder":
                parts.append(child.accepts)
        return {setting: value for part in parts for setting, value in part.items()}


@dataclass(frozen=True)
class Unread:
    """A line that was not read, and why (empty: nothing is known about it)."""

    line: Line
    why: str = ""


@dataclass(frozen=True)
class Account:
    """What became of the lines of a configuration, but for blank ones and comments; each counts once."""

    understood: int = 0
    irrelevant: int = 0
    unread: tuple[Unread, ...] = ()

    @property
    def read(self) -> int:
        """How many lines there were."""
        return self.understood + self.irrelevant + len(self.unread)


@dataclass(frozen=True)
class Configuration:
    """A unit's configuration as it was read: its dialect, its device, and its connections."""

    name: str
    dialect: str
    device: str
    connections: tuple[Connection, ...]
    account: Account = field(default_factory=Account)
    version: str = ""
