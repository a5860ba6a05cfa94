"""Signatures of log messages as data: closed, frozen shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Ike = Literal["v1", "v2", "either"]
LogSide = Literal["initiator", "responder", "either"]
Resender = Literal["this", "peer"]
What = Literal[
    "initiated",  # this unit began a negotiation: a new attempt
    "received",  # this unit got a request from its peer: a new attempt, seen from the responder
    "answered",  # the peer answered, so the path carries IKE
    "progress",  # a step forward that decides nothing
    "phase1-up",
    "phase2-up",
    "nat",  # a NAT discovery result
    "failed",  # the negotiation failed, or is about to
    "retry",  # a retransmission, or the next try of the same attempt
    "gave-up",
    "torn-down",
    "harmless",  # understood, and of no weight
]


@dataclass(frozen=True)
class Sample:
    """A line that the signature must match, and the captures that it must give."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    line: str
    gives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signature:
    """One message of a dialect: how it is recognised, whose log it is in, and what it establishes.

    ``facts`` may name ``this.``, ``peer.`` (the unit whose log it is, the other one) and, as a value,
    ``$this`` or ``$peer``; ``{name}`` in a value stands for a capture. ``by_side`` holds facts that are
    only established in the initiator's or the responder's log. ``source`` says where the text is from.
    ``resent_by`` says, of a retry that is one message sent again, which unit sent it. ``aside`` marks what
    a line can say beside its message, like a field that every entry has: only such a signature may match
    a line together with another one of its dialect.
    Captures tell which tunnel a line is about: ``connection``, ``peer`` and ``own`` (the addresses of the
    units), and what the peer's log names as well: ``spi...``, ``cookie...``, and the random message ID of
    IKEv1, ``msgid`` in hexadecimal or ``msgid_number``.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    id: str
    pattern: str
    what: What
    means: str
    samples: tuple[Sample, ...]
    near_misses: tuple[str, ...]
    source: str = ""
    unverified: bool = False
    side: LogSide = "either"
    ike: Ike = "either"
    facts: Mapping[str, str] = field(default_factory=dict)
    by_side: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    guide: tuple[str, ...] = ()
    resent_by: Resender | None = None
    aside: bool = False

    def __post_init__(self) -> None:
        if not self.source and not self.unverified:
            raise ValueError("a signature carries its source, or says unverified: true")


@dataclass(frozen=True)
class LineShape:
    """What any line of the dialect looks like; named groups ``text`` (the message) and ``connection``."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    pattern: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Absence:
    """What a log of this dialect says by not saying it.

    It holds for a log of ``side`` in which every one of ``seen`` happened and none of ``unseen`` did.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    id: str
    side: LogSide
    facts: Mapping[str, str]
    means: str
    seen: tuple[What, ...] = ()
    unseen: tuple[What, ...] = ()
    guide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """One maker's way of logging: what its lines look like, and its messages.

    ``speaks`` names the dialects whose messages its lines carry: the same daemon in another maker's box.
    Those signatures are not written again; the line shape tells whose line it is, and so the device.
    Without ``absences`` of its own it has those of the dialects that it speaks.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    id: str
    title: str
    device: str
    lines: tuple[LineShape, ...]
    signatures: tuple[Signature, ...] = ()
    absences: tuple[Absence, ...] = ()
    speaks: tuple[str, ...] = ()
