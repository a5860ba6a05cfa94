"""The decision tree as data: four kinds of node, closed and frozen.

``ask`` wants one fact, ``form`` wants SA settings of the units, ``check`` branches on what is known
without asking, ``conclude`` ends the walk with the causes that are left, in the order to try them.
Shapes only: reading files is the business of ``knowledge``, walking that of ``engine``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ikewizard.core.conditions import Condition
from ikewizard.core.kinds import Literal
from ikewizard.core.record import CLOSED, dataclass, field

ROOT = "start"
"""The id of the node where every walk starts."""

Certainty = Literal["certain", "likely", "possible"]
Outcome = Literal["causes", "established", "undetermined"]
Units = Literal["both", "initiator", "responder"]


@dataclass(frozen=True)
class Choice:
    """One answer to a question: the value the fact gets, in words, and where the walk goes on."""

    __pydantic_config__ = CLOSED
    value: str
    label: str
    goto: str
    establishes: Mapping[str, str] = field(default_factory=dict)
    guide: tuple[str, ...] = ()


@dataclass(frozen=True)
class DontKnow:
    """The way on for who does not know: how to find out, and where the walk goes if that fails."""

    __pydantic_config__ = CLOSED
    how: str
    goto: str


@dataclass(frozen=True)
class Ask:
    """A question for one fact. It is passed in silence when evidence already tells the fact."""

    __pydantic_config__ = CLOSED
    id: str
    kind: Literal["ask"]
    fact: str
    ask: str
    say: str
    why: str
    look: str
    choices: tuple[Choice, ...]
    unknown: DontKnow
    decides: bool = True
    """Whether the answer can tell causes apart; False for such as the make of a unit."""
    guide: tuple[str, ...] = ()

    def choice(self, value: str) -> Choice | None:
        """Return the choice for ``value``, or None."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Form:
    """Several SA settings, asked for side by side; every field may stay unknown."""

    __pydantic_config__ = CLOSED
    id: str
    kind: Literal["form"]
    ask: str
    say: str
    why: str
    look: str
    settings: tuple[str, ...]
    goto: str
    units: Units = "both"
    decides: bool = True
    guide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Branch:
    """A way on that is taken when its condition is known to hold."""

    __pydantic_config__ = CLOSED
    when: Condition
    goto: str


@dataclass(frozen=True)
class Check:
    """A fork that asks nothing: the first branch whose condition holds, else ``otherwise``."""

    __pydantic_config__ = CLOSED
    id: str
    kind: Literal["check"]
    branches: tuple[Branch, ...]
    otherwise: str
    guide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A cause that a conclusion leaves open, how sure that is, and (``when``) under what condition."""

    __pydantic_config__ = CLOSED
    cause: str
    certainty: Certainty
    when: Condition | None = None


@dataclass(frozen=True)
class Conclude:
    """The end of a walk: what the facts mean, and the causes left, the first to try first."""

    __pydantic_config__ = CLOSED
    id: str
    kind: Literal["conclude"]
    means: str
    candidates: tuple[Candidate, ...] = ()
    outcome: Outcome = "causes"
    decide: str = ""
    """What to look at when more than one cause is left: a sentence for the user."""
    guide: tuple[str, ...] = ()


Node = Ask | Form | Check | Conclude
Question = Ask | Form


@dataclass(frozen=True)
class Retired:
    """An id that is not used any more: of a question, a cause or a step. ``heir`` stands in its place.

    ``values`` are those of a question's answers that the heir calls otherwise, old to new. Without an heir
    the id is only kept from being used again.
    """

    __pydantic_config__ = CLOSED
    id: str
    heir: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Heirs:
    """Everything that was retired, by its id."""

    nodes: Mapping[str, Retired] = field(default_factory=dict)
    causes: Mapping[str, Retired] = field(default_factory=dict)
    steps: Mapping[str, Retired] = field(default_factory=dict)


@dataclass(frozen=True)
class Tree:
    """All nodes by id, and the one where every walk starts."""

    root: str
    nodes: Mapping[str, Node]


def exits(node: Node) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every way out of ``node``: its place inside the node, and the id it goes to."""
    if isinstance(node, Ask):
        for number, choice in enumerate(node.choices):
            yield ("choices", number, "goto"), choice.goto
        yield ("unknown", "goto"), node.unknown.goto
    elif isinstance(node, Form):
        yield ("goto",), node.goto
    elif isinstance(node, Check):
        for number, branch in enumerate(node.branches):
            yield ("branches", number, "goto"), branch.goto
        yield ("otherwise",), node.otherwise
