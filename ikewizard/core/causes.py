"""Causes, the steps that fix them, and how each step is done on a device: shapes only."""

from __future__ import annotations

from collections.abc import Mapping

from ikewizard.core.conditions import Condition
from ikewizard.core.kinds import Literal
from ikewizard.core.record import CLOSED, dataclass, field

Scenario = Literal["no-response", "negotiation-failure", "no-traffic"]
Where = Literal["initiator", "responder", "both", "path"]


@dataclass(frozen=True)
class Step:
    """One thing to do: a plain sentence (``text``), where, and what shows that it helped.

    ``say`` is the same as one would read it out to somebody who knows no VPN. ``use`` names a step
    shared between causes instead; then nothing else is given. ``when`` leaves the step out unless its
    condition may still hold.
    """

    __pydantic_config__ = CLOSED
    id: str = ""
    text: str = ""
    where: Where = "both"
    verify: str = ""
    when: Condition | None = None
    use: str = ""
    guide: tuple[str, ...] = ()
    say: str = ""

    def __post_init__(self) -> None:
        if bool(self.use) == bool(self.id) or bool(self.id) != bool(self.text):
            raise ValueError("a step holds either use, or id and text")


@dataclass(frozen=True)
class RecordedCase:
    """Facts that must lead to the cause: with ``first`` as the first one, else among those listed."""

    __pydantic_config__ = CLOSED
    id: str
    facts: Mapping[str, str]
    first: bool = True


@dataclass(frozen=True)
class Cause:
    """One thing that a technician can go and fix.

    ``confirmed_when`` makes it certain wherever the walk ended; ``ruled_out_when`` takes it off every
    list, and ``ruled_out_because`` says why. ``owner`` is who must act when the steps are used up.
    ``say`` tells somebody who knows no VPN what is wrong.
    """

    __pydantic_config__ = CLOSED
    id: str
    title: str
    scenario: Scenario
    why: str
    steps: tuple[Step, ...]
    verify: str
    cases: tuple[RecordedCase, ...]
    owner: str
    confirmed_when: Condition | None = None
    ruled_out_when: Condition | None = None
    ruled_out_because: str = ""
    guide: tuple[str, ...] = ()
    say: str = ""


@dataclass(frozen=True)
class How:
    """How a step is done on one device family: menu path or command, and where that is written.

    ``commands`` are those parts of ``text``, to the letter and in its order, that are typed as they stand.
    """

    __pydantic_config__ = CLOSED
    text: str
    source: str = ""
    unverified: bool = False
    commands: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.source and not self.unverified:
            raise ValueError("how a step is done carries its source, or says unverified: true")


@dataclass(frozen=True)
class Device:
    """A device family: how each step is done there, where its log is, what its settings are called."""

    __pydantic_config__ = CLOSED
    id: str
    title: str
    log: How
    how: Mapping[str, How] = field(default_factory=dict)
    settings: Mapping[str, How] = field(default_factory=dict)
