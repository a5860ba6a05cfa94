"""The few sentences that tell a user what a log was read to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ikewizard.core.facts import Finding, Side
from ikewizard.logs.sighting import LineCount

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Told(Protocol):
        """What a note needs of one tunnel."""

        @property
        def name(self) -> str:
            """The tunnel's name."""
            ...

        @property
        def outcome(self) -> str:
            """How its last attempt ended: up, failed or open."""
            ...

        @property
        def means(self) -> str:
            """What the line says that decided it."""
            ...

        @property
        def down(self) -> Finding | None:
            """That it was taken down after it had come up, if it was."""
            ...


def lines_sentence(title: str, lines: LineCount, *, newest_first: bool) -> str:
    """Return what was recognised, and how much of it."""
    if not title:
        return f"No line of a known kind among {_count(lines.read, 'line')}."
    parts = [f"{title}: {lines.understood} of {_count(lines.read, 'line')} understood"]
    if lines.ignored:
        parts.append(f"{lines.ignored} of no weight")
    if lines.unknown:
        parts.append(f"{lines.unknown} not known")
    turned = " It is printed newest first, and was read from its end." if newest_first else ""
    return f"{', '.join(parts)}.{turned}"


def side_sentence(side: Side, told: Side | None, by_log: Side | None) -> str:
    """Return whose log it was read as, and why."""
    if told is not None:
        doubt = f", though its messages look like the {by_log}'s" if by_log not in (None, told) else ""
        return f"Read as the {side}'s log{doubt}."
    if by_log is not None:
        return f"Its messages show that it is the {side}'s log."
    return f"It does not tell whose log it is; unless you say otherwise it counts as the {side}'s."


def connections_sentence(main: Told | None, others: Sequence[Told]) -> str:
    """Return how the tunnel that matters most ended, and how many others ended which way."""
    if main is None:
        return "It shows no negotiation."
    ends = {"up": "came up", "failed": "failed", "open": "did not come to an end in this log"}
    means = f": {main.means.rstrip('. ')}" if main.means and main.outcome == "failed" else ""
    if main.down:
        by = f" by the {main.down.value}" if main.down.value in ("initiator", "responder") else ""
        means = f", and was taken down after that{by} (line {main.down.source.line})"
    name = "The connection" if main.name == "unnamed" else f"The connection {main.name}"
    counts = Counter(other.outcome for other in others)
    rest = ", ".join(f"{counts[end]} {words}" for end, words in ends.items() if counts[end])
    return f"{name} {ends[main.outcome]}{means}." + (f" Of the others, {rest}." if rest else "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
