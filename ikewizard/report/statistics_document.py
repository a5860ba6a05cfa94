"""What came of many sessions, as a document for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask, Conclude, Form
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.report.statistics import ELSEWHERE, Statistics, StepOf

_ENDINGS = ("solved", "escalated", "established", "undetermined", "open")
_PRIVACY = "Counted on this computer only; no name or address of a network is in it."


def statistics_document(found: Statistics, playbook: Playbook) -> Document:
    """Return what was counted, in words: what happened most often stands first."""
    if not found.sessions:
        return Document((Paragraph("No session fits: there is nothing to count."),))
    return Document(tuple(_blocks(found, playbook)))


def statistics_data(found: Statistics) -> dict[str, Any]:
    """Return what was counted, as JSON data."""
    return {
        "sessions": found.sessions,
        "endings": {ending: found.endings[ending] for ending in _ENDINGS},
        "seconds": {"median": _middle(found.seconds), "longest": max(found.seconds, default=0.0)},
        "causes": [
            {
                "id": cause,
                "first": found.first[cause],
                "suspected": found.suspected[cause],
                "fixed": found.fixed[cause],
            }
            for cause in _causes(found)
        ],
        "questions": [
            {
                "node": node,
                "answered": found.answered[node],
                "unknown": found.unknown[node],
                "taken_back": found.back[node],
                "median_seconds": _middle(found.taken.get(node, ())),
            }
            for node in _questions(found)
        ],
        "steps": [
            {
                "cause": key[0],
                "step": key[1],
                "tried": found.tried[key],
                "did_not_help": found.failed[key],
                "not_checked": found.unchecked[key],
            }
            for key in _steps(found)
        ],
        "conclusions": [
            {"node": node, "ended": number, "not_solved": found.unsolved[node]}
            for node, number in found.concluded.most_common()
        ],
        "evidence": {"handed_in": found.evidence, "taken_back": found.evidence_back},
        "makers": dict(found.makers.most_common()),
        "left_at": dict(found.left.most_common()),
    }


def _blocks(found: Statistics, playbook: Playbook) -> Iterator[Block]:
    yield Heading("What came of the sessions", 1)
    yield Table(("Ended", "Sessions", "Share"), tuple(_endings(found)))
    yield Items(
        (
            f"A session took {_duration(_middle(found.seconds))} (the median), "
            f"at the longest {_duration(max(found.seconds))}; longer pauses are left out.",
            f"{_count(found.evidence, 'piece')} of evidence (logs, configurations) handed in, "
            f"{found.evidence_back} taken back.",
        )
    )
    yield from _cause_blocks(found, playbook)
    yield from _question_blocks(found, playbook)
    yield from _failure_blocks(found, playbook)
    if found.makers:
        yield Heading("Makes of the units", 2)
        rows = ((_maker(maker, playbook), str(number)) for maker, number in found.makers.most_common())
        yield Table(("Make", "Units"), tuple(rows))
    yield Paragraph(_PRIVACY)


def _endings(found: Statistics) -> Iterator[tuple[str, str, str]]:
    for ending in _ENDINGS:
        if found.endings[ending]:
            yield ending, str(found.endings[ending]), _share(found.endings[ending], found.sessions)
    yield "all", str(found.sessions), ""


def _cause_blocks(found: Statistics, playbook: Playbook) -> Iterator[Block]:
    rows = tuple(
        (
            _cause(cause, playbook),
            str(found.first[cause]),
            str(found.suspected[cause]),
            str(found.fixed[cause]),
        )
        for cause in _causes(found)
    )
    if rows:
        yield Heading("Causes", 2)
        yield Table(("Cause", "First", "Suspected", "Fixed"), rows)


def _question_blocks(found: Statistics, playbook: Playbook) -> Iterator[Block]:
    rows = tuple(
        (
            _question(node, playbook),
            str(found.answered[node]),
            _share(found.unknown[node], found.answered[node]),
            str(found.back[node]),
            _duration(_middle(found.taken[node])) if found.taken.get(node) else "-",
        )
        for node in _questions(found)
    )
    if rows:
        yield Heading("Questions", 2)
        yield Table(("Question", "Answers", "I don't know", "Taken back", "Time"), rows)
    if found.left:
        yield Heading("Where open sessions were left", 2)
        left = ((_question(node, playbook), str(number)) for node, number in found.left.most_common())
        yield Table(("At", "Sessions"), tuple(left))


def _failure_blocks(found: Statistics, playbook: Playbook) -> Iterator[Block]:
    rows = tuple(
        (
            _step(key, playbook),
            str(found.tried[key]),
            str(found.failed[key]),
            str(found.unchecked[key]),
        )
        for key in _steps(found)
    )
    if rows:
        yield Heading("Steps", 2)
        yield Table(("Step", "Tried", "Did not help", "Not checked"), rows)
    unsolved = [(node, number) for node, number in found.unsolved.most_common() if number]
    if unsolved:
        yield Heading("Conclusions that did not help", 2)
        lines = (
            (_question(node, playbook), str(number), str(found.concluded[node])) for node, number in unsolved
        )
        yield Table(("Conclusion", "Not solved", "Of"), tuple(lines))


def _causes(found: Statistics) -> list[str]:
    known = {*found.suspected, *found.fixed}
    return sorted(known, key=lambda cause: (-found.fixed[cause], -found.suspected[cause], cause))


def _questions(found: Statistics) -> list[str]:
    """Return the questions, those first that were most often answered with "I don't know"."""
    return sorted(found.answered, key=lambda node: (-found.unknown[node], -found.answered[node], node))


def _steps(found: Statistics) -> list[StepOf]:
    known = {*found.tried, *found.failed}
    return sorted(known, key=lambda key: (-found.failed[key], -found.tried[key], key))


def _cause(cause: str, playbook: Playbook) -> str:
    known = playbook.causes.get(cause)
    return f"{known.title} [{cause}]" if known else ELSEWHERE


def _question(name: str, playbook: Playbook) -> str:
    node = playbook.tree.nodes.get(name)
    if isinstance(node, Ask | Form):
        return f"{node.ask} [{name}]"
    return f"{node.means} [{name}]" if isinstance(node, Conclude) else ELSEWHERE


def _step(key: StepOf, playbook: Playbook) -> str:
    cause = playbook.causes.get(key[0])
    steps = cause.steps if cause else ()
    return next((f"{step.text} [{key[0]}/{step.id}]" for step in steps if step.id == key[1]), ELSEWHERE)


def _maker(maker: str, playbook: Playbook) -> str:
    known = playbook.devices.get(maker)
    return known.title if known else ELSEWHERE


def _share(number: int, of: int) -> str:
    return f"{round(100 * number / of)} %" if of else "-"


def _middle(values: Sequence[float]) -> float:
    return float(median(values)) if values else 0.0


def _duration(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(hours or minutes)
    return " ".join([*parts, f"{whole % 60} s"] if not hours else parts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
