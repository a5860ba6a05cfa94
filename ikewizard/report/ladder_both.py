"""The ladder of an exchange as the logs of both units show it: what was sent, what arrived, what was lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from ikewizard.core.record import dataclass, replace
from ikewizard.logs.timeline import Connection
from ikewizard.report.aligning import MOST, Noted, Row, align
from ikewizard.report.document import Block, Heading, Items, Paragraph, Quote
from ikewizard.report.ladder import FRAME, MOST_ATTEMPTS, MOST_RUNGS, RUN, WIDEST, Kind, Pen, Rung, rungs

Unit = Literal["initiator", "responder"]
UNITS: tuple[Unit, ...] = ("initiator", "responder")
_OTHER: dict[Unit, Unit] = {"initiator": "responder", "responder": "initiator"}
_NARROWEST = 20
_NO_RUNGS = "Neither log shows a message of this tunnel."


@dataclass(frozen=True)
class _Drawn:
    """A row as it is drawn; ``left_out`` counts those before it that are not."""

    row: Row
    kind: Kind
    label: str
    by: Unit
    left_out: int = 0


def both_ladders(
    name: str,
    initiator: Connection | None,
    responder: Connection | None,
    *,
    width: int = 80,
    unicode: bool = True,
) -> Iterator[Block]:
    """Yield one ladder of a tunnel with both logs beside it, for a page of ``width`` cells.

    None is a log that does not show the tunnel. Below the ladder stands what only one of them shows.
    """
    noted = {"initiator": _noted(initiator), "responder": _noted(responder)}
    rows = align(noted["initiator"], noted["responder"])
    yield Heading(f"The exchange: {name}", 2)
    if not rows:
        yield Paragraph(_NO_RUNGS)
        return
    yield Paragraph("As both logs show it: the initiator's on the left, the responder's on the right.")
    cut = sum(max(0, len(each) - MOST) for each in noted.values())
    if cut:
        yield Paragraph(f"{cut:,} earlier lines are left out.")
    attempts = _attempts(rows)
    if attempts[MOST_ATTEMPTS:]:
        count = len(attempts) - MOST_ATTEMPTS
        yield Paragraph(f"{count} earlier attempt{'s are' if count > 1 else ' is'} not drawn.")
    kept = attempts[-MOST_ATTEMPTS:]
    for attempt in kept:
        yield Quote("\n".join(_draw(_shortened([_drawn(row) for row in attempt]), width, unicode)))
    told = _told([row for attempt in kept for row in attempt])
    if told:
        yield Items(told)


def _noted(connection: Connection | None) -> list[Noted]:
    return [
        Noted(rung, begins=place == 0)
        for attempt in (connection.attempts if connection else ())
        for place, rung in enumerate(rungs(attempt))
    ]


def _attempts(rows: Sequence[Row]) -> list[list[Row]]:
    found: list[list[Row]] = [[]]
    for row in rows:
        if row.begins and found[-1]:
            found.append([])
        found[-1].append(row)
    return found


def _drawn(row: Row) -> _Drawn:
    ours, theirs = row.initiator, row.responder
    if ours and theirs:
        if ours.rung.kind == "both":
            return _Drawn(row, "both", ours.rung.label, "initiator")
        by: Unit = "responder" if ours.rung.kind == "came" else "initiator"
        return _Drawn(row, "sent", (theirs if by == "responder" else ours).rung.label, by)
    by = "initiator" if ours else "responder"
    noted = ours or theirs
    assert noted is not None
    # That a phase is up is drawn across only where both units say so.
    kind: Kind = "here" if noted.rung.kind == "both" else noted.rung.kind
    return _Drawn(row, kind, noted.rung.label, by)


def _shortened(drawn: list[_Drawn]) -> list[_Drawn]:
    kept: list[_Drawn] = []
    begin = 0
    while begin < len(drawn):
        end = begin
        while end < len(drawn) and _look(drawn[end]) == _look(drawn[begin]):
            end += 1
        kept += _without_middle(drawn[begin:end], RUN)
        begin = end
    return _without_middle(kept, MOST_RUNGS)


def _look(drawn: _Drawn) -> tuple[str, str, str, bool]:
    return drawn.kind, drawn.label, drawn.by, bool(drawn.row.initiator and drawn.row.responder)


def _without_middle(run: list[_Drawn], most: int) -> list[_Drawn]:
    if len(run) <= most:
        return run
    half = most // 2
    last = run[-half]
    gone = sum(1 + each.left_out for each in run[half:-half]) + last.left_out
    return [*run[:half], replace(last, left_out=gone), *run[len(run) - half + 1 :]]


def _draw(drawn: Sequence[_Drawn], width: int, unicode: bool) -> Iterator[str]:
    pen = Pen(unicode)
    rungs = [each.rung for row in drawn for each in (row.row.initiator, row.row.responder) if each]
    number = max(4, *(len(str(rung.line)) for rung in rungs))
    clock = max(len(rung.clock) for rung in rungs)
    # On a narrow page the arrows need the room more than the times do.
    if width - FRAME - 2 * (number + 2 + clock + 2) - 2 < _NARROWEST:
        clock = 0
    margin = number + 2 + (clock + 2 if clock else 0)
    lane = max(_NARROWEST, min(WIDEST, width - FRAME - 2 * margin - 2))
    head = "line".rjust(number) + "  " + ("time".ljust(clock) + "  " if clock else "")
    units = f"initiator{'responder'.rjust(lane + 2 - len('initiator'))}"
    yield f"{head}{units}  {'line'.rjust(number)}{'  time' if clock else ''}"
    for each in drawn:
        if each.left_out:
            yield f"{' ' * margin}{pen.gap(each.left_out, lane)}"
        ours, theirs = (_place(noted, number, clock) for noted in (each.row.initiator, each.row.responder))
        rung = pen.lane(each.kind, each.label, lane, left=each.by == "initiator")
        yield f"{ours}  {rung}  {theirs}".rstrip()


def _place(noted: Noted | None, number: int, clock: int) -> str:
    line = str(noted.rung.line) if noted else ""
    time = noted.rung.clock if noted else ""
    return line.rjust(number) + (f"  {time.ljust(clock)}" if clock else "")


def _told(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return what only one of the logs shows, and why something failed, each with its lines."""
    told: dict[str, list[int]] = {}
    for unit in UNITS:
        lost, unanswered = _unheard(rows, unit)
        other = _OTHER[unit]
        told[
            f" of the {unit}'s log: no answer came, and the {other}'s log does not show the arrival: "
            "lost on the way, or not logged there."
        ] = lost
        told[
            f" of the {unit}'s log: no answer came, although the {other}'s log shows the arrival: "
            "the answer was lost on the way back, or never sent."
        ] = unanswered
    for unit in UNITS:
        for rung, alone in _notes(rows, unit):
            if rung.means:
                told.setdefault(f" of the {unit}'s log: {rung.means}", []).append(rung.line)
            elif rung.kind == "both" and alone:
                told.setdefault(f": only the {unit}'s log says that {rung.label}.", []).append(rung.line)
    return tuple(f"{_lines(numbers)}{what}" for what, numbers in told.items() if numbers)


def _unheard(rows: Sequence[Row], unit: Unit) -> tuple[list[int], list[int]]:
    """Return the lines of what ``unit`` sent in vain: what the other log does not show, and what it does."""
    lost: list[int] = []
    unanswered: list[int] = []
    for row in rows:
        own = getattr(row, unit)
        if own and own.rung.kind == "lost":
            (unanswered if getattr(row, _OTHER[unit]) else lost).append(own.rung.line)
    return lost, unanswered


def _notes(rows: Sequence[Row], unit: Unit) -> Iterator[tuple[Rung, bool]]:
    for row in rows:
        own = getattr(row, unit)
        if own:
            yield own.rung, getattr(row, _OTHER[unit]) is None


def _lines(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Line {numbers[0]}"
    if len(numbers) > 2 * RUN:
        return f"{len(numbers)} lines from {numbers[0]} to {numbers[-1]}"
    return f"Lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
