"""The ladder of an exchange: what went from one unit to the other, as one unit's log shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from ikewizard.core.facts import Side
from ikewizard.core.record import dataclass
from ikewizard.logs.sides import side_of
from ikewizard.logs.sighting import Sighting
from ikewizard.logs.signature import What
from ikewizard.logs.timeline import Attempt, Connection
from ikewizard.logs.timestamps import read_stamp
from ikewizard.report.document import Block, Heading, Items, Paragraph, Quote
from ikewizard.report.text import cells

Kind = Literal["sent", "lost", "unsure", "came", "both", "here"]
"""A message that went out and got there, or did not, or nobody knows; one that came; what holds for both
units; what only this unit notes."""

NARROWEST, WIDEST = 30, 46
"""How far apart the two units are drawn."""
FRAME = 4
"""Cells that the frame of a quote takes."""
MOST_TUNNELS = 20
MOST_ATTEMPTS = 4
MOST_RUNGS = 40
RUN = 4
"""So many rungs alike are drawn one by one; of more, the first and the last."""

_LABELS: dict[What, str] = {
    "initiated": "request",
    "received": "request",
    "answered": "answer",
    "retry": "tries again",
    "gave-up": "given up",
    "phase1-up": "phase 1 is up",
    "phase2-up": "phase 2 is up",
    "failed": "failed",
    "torn-down": "torn down",
}
_EVENTS = frozenset(_LABELS)
_BOTH = ("phase1-up", "phase2-up")
_TOLD = ("failed", "gave-up")
# What shows that the peer has answered; a failure does not tell, it can be this unit's own.
_ECHOES = frozenset(("answered", "received", "nat", "phase1-up", "phase2-up"))


@dataclass(frozen=True)
class Rung:
    """One step of the exchange; ``left_out`` counts those before it that are not drawn."""

    kind: Kind
    label: str
    line: int
    clock: str = ""
    means: str = ""
    left_out: int = 0


def rungs(attempt: Attempt) -> tuple[Rung, ...]:
    """Return what went to and fro in one attempt, in order, several lines about one message as one."""
    found: list[Rung] = []
    sightings = attempt.sightings
    last_sent: Sighting | None = None
    came = False
    for place, sighting in enumerate(sightings):
        what = sighting.signature.what
        if sighting.signature.sends:
            last_sent = sighting
        if what not in _EVENTS or _is_same_message(sightings, place):
            continue
        kind, label = _kind(sightings, place)
        if came and last_sent and what == "answered":
            # What was answered has no name of its own in the log; that something was sent stands there.
            found.append(Rung("sent", _LABELS["initiated"], last_sent.line, _clock(last_sent.text)))
        if kind not in ("both", "here"):
            came, last_sent = kind == "came", None
        means = sighting.signature.told if what in _TOLD else ""
        found.append(Rung(kind, label, sighting.line, _clock(sighting.text), means))
    return tuple(found)


def ladder_blocks(
    connections: Sequence[Connection], side: Side | None, *, width: int = 80, unicode: bool = True
) -> Iterator[Block]:
    """Yield the ladder of every tunnel, the initiator on the left, for a page of ``width`` cells.

    ``side`` is whose log it is, where the user has told; else each tunnel's own lines tell. Of many
    tunnels the first, of many attempts the last, of a long attempt both ends are drawn, and what is left
    out is told. Yields nothing where nothing was exchanged.
    """
    drawn = [(each, kept) for each in connections if (kept := _exchanges(each))]
    for connection, kept in drawn[:MOST_TUNNELS]:
        own: Side = side or side_of(connection.sightings) or "initiator"
        yield Heading(f"The exchange: {tunnel_name(connection)}", 2)
        yield Paragraph(f"As the {own}'s log shows it.")
        if kept[MOST_ATTEMPTS:]:
            yield Paragraph(f"{len(kept) - MOST_ATTEMPTS} earlier attempts are not drawn.")
        for attempt in kept[-MOST_ATTEMPTS:]:
            yield from _attempt_blocks(attempt, own, width, unicode)
    if drawn[MOST_TUNNELS:]:
        yield Paragraph(f"{len(drawn) - MOST_TUNNELS} more tunnels are not drawn.")


def _exchanges(connection: Connection) -> list[tuple[Rung, ...]]:
    return [found for attempt in connection.attempts if (found := rungs(attempt))]


def tunnel_name(connection: Connection) -> str:
    """Return what a tunnel is called: its name, its peer, or both."""
    peer = f"with {connection.peer}" if connection.peer else ""
    return " ".join(part for part in (connection.name, peer) if part) or "a tunnel without a name"


def _attempt_blocks(found: tuple[Rung, ...], own: Side, width: int, unicode: bool) -> Iterator[Block]:
    shown = _shortened(found)
    yield Quote("\n".join(_draw(shown, own, width, unicode)))
    told: dict[str, list[int]] = {}
    for rung in shown:
        if rung.means:
            told.setdefault(rung.means, []).append(rung.line)
    if told:
        yield Items(tuple(f"{_lines(numbers)}: {means}" for means, numbers in told.items()))


def _lines(numbers: Sequence[int]) -> str:
    return f"Line{'s' if numbers[1:] else ''} {', '.join(map(str, numbers))}"


def _kind(sightings: Sequence[Sighting], place: int) -> tuple[Kind, str]:
    signature = sightings[place].signature
    what = signature.what
    label = _LABELS[what]
    if what in _BOTH:
        return "both", label
    if what in ("received", "answered"):
        return "came", label
    if what == "retry" and signature.resent_by:
        return ("came", "sent again") if signature.resent_by == "peer" else (_fate(sightings, place), "again")
    return (_fate(sightings, place), label) if what == "initiated" else ("here", label)


def _fate(sightings: Sequence[Sighting], place: int) -> Kind:
    """Return what became of a message that this unit sent, by what comes next."""
    for later in sightings[place + 1 :]:
        if later.signature.resent_by == "peer" or later.signature.what in _ECHOES:
            return "sent"
        if later.signature.what == "failed":
            return "unsure"
        if later.signature.what in ("retry", "gave-up"):
            return "lost"
    return "unsure"


def _is_same_message(sightings: Sequence[Sighting], place: int) -> bool:
    """Return whether the line tells what the one before has told already: a beginning, or an end, twice."""
    what = sightings[place].signature.what
    before = next(
        (each.signature.what for each in reversed(sightings[:place]) if each.signature.what in _EVENTS), None
    )
    return what == before and what in ("initiated", "received", "gave-up", "torn-down")


def _clock(text: str) -> str:
    stamp = read_stamp(text)
    if stamp is None:
        return ""
    seconds = int(stamp.seconds)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _shortened(found: tuple[Rung, ...]) -> list[Rung]:
    """Return the rungs with those left out that are like their neighbours, or too many."""
    kept: list[Rung] = []
    begin = 0
    while begin < len(found):
        end = begin
        while end < len(found) and (found[end].kind, found[end].label) == (
            found[begin].kind,
            found[begin].label,
        ):
            end += 1
        kept += _without_middle(list(found[begin:end]), RUN)
        begin = end
    return _without_middle(kept, MOST_RUNGS)


def _without_middle(run: list[Rung], most: int) -> list[Rung]:
    if len(run) <= most:
        return run
    half = most // 2
    gone = sum(1 + rung.left_out for rung in run[half:-half])
    last = run[-half]
    marked = Rung(last.kind, last.label, last.line, last.clock, last.means, gone + last.left_out)
    return [*run[:half], marked, *run[len(run) - half + 1 :]]


class Pen:
    """Draws what lies between the two uprights of a ladder; the initiator stands left."""

    def __init__(self, unicode: bool) -> None:
        self.rail, self._dash, self._double = ("│", "─", "═") if unicode else ("|", "-", "=")
        self._right_head, self._left_head = ("▶", "◀") if unicode else (">", "<")
        self._lost = "✗" if unicode else "x"

    def lane(self, kind: Kind, label: str, size: int, *, left: bool) -> str:
        """Return one rung with its uprights; ``left`` tells that the left unit noted it."""
        return f"{self.rail}{self._between(kind, f' {label} ', size, left)}{self.rail}"

    def gap(self, left_out: int, size: int) -> str:
        """Return what stands for rungs that are not drawn."""
        return f"{self.rail}{f'... {left_out} more ...'.center(size)}{self.rail}"

    def _between(self, kind: Kind, label: str, size: int, left: bool) -> str:
        if kind == "both":
            return self._filled(label, size, self._double)
        if kind == "here":
            return label.ljust(size) if left else label.rjust(size)
        to_right = left != (kind == "came")
        if kind == "lost":
            # It stops before the other unit.
            return self._arrow(label, size - 6, to_right, self._lost, "      ")
        if kind == "unsure":
            return self._arrow(label, size - 3, to_right, " ", " ? ")
        return self._arrow(label, size, to_right, self._right_head if to_right else self._left_head, "")

    def _arrow(self, label: str, size: int, to_right: bool, head: str, gap: str) -> str:
        shaft = self._filled(label, size - 1, self._dash)
        return f"{shaft}{head}{gap}" if to_right else f"{gap}{head}{shaft}"

    @staticmethod
    def _filled(label: str, size: int, mark: str) -> str:
        before = max(0, (size - cells(label)) // 2)
        return f"{mark * before}{label}{mark * max(0, size - before - cells(label))}"


def _draw(found: Sequence[Rung], own: Side, width: int, unicode: bool) -> Iterator[str]:
    """Yield the lines of a ladder: its head, then a line for each rung, and one for each gap."""
    pen = Pen(unicode)
    number = max(4, *(len(str(rung.line)) for rung in found))
    clock = max(len(rung.clock) for rung in found)
    margin = number + 2 + (clock + 2 if clock else 0)
    lane = max(NARROWEST, min(WIDEST, width - FRAME - margin - 2))
    head = "line".rjust(number) + "  " + ("time".ljust(clock) + "  " if clock else "")
    yield f"{head}initiator{'responder'.rjust(lane + 2 - len('initiator'))}"
    for rung in found:
        if rung.left_out:
            yield f"{' ' * margin}{pen.gap(rung.left_out, lane)}"
        time = rung.clock.ljust(clock) + "  " if clock else ""
        drawn = pen.lane(rung.kind, rung.label, lane, left=own != "responder")
        yield f"{rung.line:>{number}}  {time}{drawn}"
