"""What happens in a session, one value an event. Everything else about a session is a fold over these.

Times are text (ISO 8601, UTC) made by the caller: nothing here reads a clock.
"""

from __future__ import annotations

from ikewizard.core.facts import Finding, Side
from ikewizard.core.kinds import Literal
from ikewizard.core.record import CLOSED, dataclass

StepResult = Literal["fixed", "did-not-help", "cannot-check"]
Ending = Literal["solved", "escalated", "established", "undetermined"]


@dataclass(frozen=True)
class Started:
    """A session began. ``tree`` identifies the knowledge (a digest) it was begun with."""

    __pydantic_config__ = CLOSED
    event = "started"
    at: str
    session: str
    version: str
    tree: str


@dataclass(frozen=True)
class Answered:
    """A question was answered: a choice's value, ``unknown``, or ``done`` for a form.

    ``done`` also stands for a conclusion that was read before its steps.
    """

    __pydantic_config__ = CLOSED
    event = "answered"
    at: str
    node: str
    value: str


@dataclass(frozen=True)
class SettingGiven:
    """A field of a form was filled: the setting of one unit. ``unknown`` takes the field back."""

    __pydantic_config__ = CLOSED
    event = "setting-given"
    at: str
    side: Side
    setting: str
    value: str


@dataclass(frozen=True)
class EvidenceGiven:
    """A log (or other evidence) was handed in; the findings are what it was read to say.

    ``note`` is the two or three lines that the user was shown. ``id`` is unique within the session.
    ``peer`` and ``tunnel`` are the address of the other unit and the name of the tunnel that matters most,
    where the evidence tells them.
    """

    __pydantic_config__ = CLOSED
    event = "evidence"
    at: str
    id: str
    name: str
    side: Side
    findings: tuple[Finding, ...]
    note: tuple[str, ...] = ()
    dialect: str = ""
    peer: str = ""
    tunnel: str = ""


@dataclass(frozen=True)
class WentBack:
    """An earlier answer, a piece of evidence or the result of a step was taken back.

    ``target`` is the id of the node or of the evidence, or ``cause/step``.
    """

    __pydantic_config__ = CLOSED
    event = "went-back"
    at: str
    target: str


@dataclass(frozen=True)
class Tried:
    """A step was tried for a cause."""

    __pydantic_config__ = CLOSED
    event = "tried"
    at: str
    cause: str
    step: str
    result: StepResult


@dataclass(frozen=True)
class Verified:
    """A step was said to have fixed it; ``works`` says whether traffic was seen to pass after that."""

    __pydantic_config__ = CLOSED
    event = "verified"
    at: str
    cause: str
    step: str
    works: bool


@dataclass(frozen=True)
class Finished:
    """The session reached its end."""

    __pydantic_config__ = CLOSED
    event = "finished"
    at: str
    ending: Ending


Event = Started | Answered | SettingGiven | EvidenceGiven | WentBack | Tried | Verified | Finished
EVENTS: dict[str, type[Event]] = {
    kind.event: kind
    for kind in (Started, Answered, SettingGiven, EvidenceGiven, WentBack, Tried, Verified, Finished)
}
