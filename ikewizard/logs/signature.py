"""Signatures of log messages as data: closed, frozen shapes."""

from __future__ import annotations

from collections.abc import Mapping

from ikewizard.core.facts import NOT_VERIFIED
from ikewizard.core.kinds import Literal
from ikewizard.core.record import CLOSED, dataclass, field

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

Ike = Literal["v1", "v2", "either"]
LogSide = Literal["initiator", "responder", "either"]
Owner = Literal["", "this", "peer", "initiator", "responder"]
Phase = Literal["", "1", "2"]
Resender = Literal["this", "peer"]
Ends = Literal["", "phase1", "phase2", "tunnel"]
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

    __pydantic_config__ = CLOSED
    line: str
    gives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """What a line tells of a unit's list of proposals, which may go on over many lines.

    ``of`` is the unit whose list it is; empty is the list that is open. ``opens`` begins a list, ``closes``
    ends the open one, ``standing`` says that the list holds for all attempts to come, and ``inside`` that
    the line only counts while a list is open. A proposal begins with ``next``, or with a ``key`` that the
    list does not have yet.

    ``values`` gives parts of the proposal, ``extends`` what belongs to the value before of a part. In both,
    as in ``key``, ``{name}`` stands for a capture; a text whose captures are all missing is left out, and
    ``|`` stands between several values. ``other`` is a value that the line does not show, of which it says
    that it is none that the other unit has. A list that ``fills`` a setting is one of its values (given as
    the part ``value``) instead of proposals. ``notation`` names the way in which what follows ``after`` in
    the line is to be read instead.
    """

    __pydantic_config__ = CLOSED
    of: Owner = ""
    phase: Phase = ""
    fills: str = ""
    opens: bool = False
    closes: bool = False
    standing: bool = False
    inside: bool = False
    next: bool = False
    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    extends: Mapping[str, str] = field(default_factory=dict)
    notation: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        if self.opens and not self.of:
            raise ValueError("a list that begins says whose it is (of)")
        if bool(self.notation) != bool(self.after) or (self.notation and self.values):
            raise ValueError("notation goes with after, and not with values")


@dataclass(frozen=True)
class Notation:
    """How a dialect writes proposals into one line.

    ``proposal`` finds each of them; what its group ``parts`` takes in is looked through for ``part``, whose
    groups are named after the parts. A group ``phase1`` or ``phase2`` tells what the proposal is for. Where
    one part has several values, ``also`` stands between them, else blanks do. ``absent`` are the values of
    parts that the text leaves out.
    """

    __pydantic_config__ = CLOSED
    id: str
    proposal: str
    part: str
    also: str = ""
    absent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signature:
    """One message of a dialect: how it is recognised, whose log it is in, and what it establishes.

    ``facts`` may name ``this.``, ``peer.`` (the unit whose log it is, the other one) and, as a value,
    ``$this`` or ``$peer``; ``{name}`` in a value stands for a capture. ``by_side`` holds facts that are
    only established in the initiator's or the responder's log. ``source`` says where the text is from.
    ``resent_by`` says, of a retry that is one message sent again, which unit sent it. ``aside`` marks what
    a line can say beside its message, like a field that every entry has: only such a signature may match
    a line together with another one of its dialect. ``echo`` marks a failure that also follows from another
    one: it counts where nothing has failed before it in the attempt, and phase 1 is not up; and a success
    that only sums up what stands before: it counts where nothing failed or was taken down. ``anew`` tells
    that the attempt goes on with another choice, so that what was refused before keeps it from nothing.
    ``sends`` tells that the unit sent a message, whichever it is.
    ``ends`` is what is no longer there after it, though it was up: one SA of phase 2, one of phase 1 (which
    takes the tunnel with it if it was the last), or the whole ``tunnel``.
    Captures tell which tunnel a line is about: ``connection``, ``peer`` and ``own`` (the addresses of the
    units), and what the peer's log names as well: ``spi...``, ``cookie...``, and the random message ID of
    IKEv1, ``msgid`` in hexadecimal or ``msgid_number``; and which SA: the number that this log gives to
    one of phase 1, ``sa1``, or phase 2, ``sa2``. ``offers`` are what it tells of proposals.
    """

    __pydantic_config__ = CLOSED
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
    echo: bool = False
    anew: bool = False
    sends: bool = False
    ends: Ends = ""
    offers: tuple[Offer, ...] = ()

    def __post_init__(self) -> None:
        if not self.source and not self.unverified:
            raise ValueError("a signature carries its source, or says unverified: true")

    @property
    def told(self) -> str:
        """Return what it means, in the words that a user is shown: what was not verified says so."""
        return f"{self.means} {NOT_VERIFIED}" if self.unverified else self.means


@dataclass(frozen=True)
class LineShape:
    """What any line of the dialect looks like; named groups ``text`` (the message) and ``connection``.

    A group ``inside`` is a message that stands within something else, an entry in JSON for instance, and is
    read by itself.
    """

    __pydantic_config__ = CLOSED
    pattern: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Absence:
    """What a log of this dialect says by not saying it.

    It holds for a log of ``side`` in which every one of ``seen`` happened and none of ``unseen`` did, and in
    which no line that is not understood has one of the words ``unless``: that may be what is missing.
    """

    __pydantic_config__ = CLOSED
    id: str
    side: LogSide
    facts: Mapping[str, str]
    means: str
    seen: tuple[What, ...] = ()
    unseen: tuple[What, ...] = ()
    unless: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """One maker's way of logging: what its lines look like, and its messages.

    ``speaks`` names the dialects whose messages its lines carry: the same daemon in another maker's box.
    Those signatures are not written again; the line shape tells whose line it is, and so the device.
    Without ``absences`` of its own it has those of the dialects that it speaks.
    """

    __pydantic_config__ = CLOSED
    id: str
    title: str
    device: str
    lines: tuple[LineShape, ...]
    signatures: tuple[Signature, ...] = ()
    absences: tuple[Absence, ...] = ()
    speaks: tuple[str, ...] = ()
    notations: tuple[Notation, ...] = ()


class Shaped:
    """A dialect whose line shape fits a line, and the tunnel and the worker that the shape names."""

    __slots__ = ("connection", "dialect", "thread")

    def __init__(self, dialect: Dialect, connection: str = "", thread: str = "") -> None:
        self.dialect = dialect
        self.connection = connection
        self.thread = thread


@dataclass(frozen=True)
class Hit:
    """A signature that matches a line."""

    dialect: Dialect
    signature: Signature
    match: re.Match[str]
