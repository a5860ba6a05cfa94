"""The case note as data: one stable object, for what takes it into another system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ikewizard.core.events import Event
from ikewizard.core.thaw import freeze
from ikewizard.report.explain import contradiction_sentences, ruled_out_line
from ikewizard.report.json_report import because_json, cause_json
from ikewizard.report.told import (
    Session,
    cause_title,
    evidence,
    is_used_up,
    open_points,
    results,
    to_act_on,
    verdict,
)
from ikewizard.report.units_told import addresses, differing

VERSION = 1
"""Of the object: a key that is there keeps its meaning, and new ones may come."""


def note_json(told: Session, changes: Sequence[str] = ()) -> dict[str, object]:
    """Return the note about a session as JSON data. What does not apply is null or empty.

    ``changes`` say what the trees have at present otherwise than when the session began.
    """
    progress, situation, playbook = told.progress, told.situation, told.playbook
    conclusion, started, book = situation.conclusion, progress.started, situation.book
    suspects = conclusion.suspects if conclusion else ()
    deciding, _ = evidence(told)
    return {
        "version": VERSION,
        "session": started.session if started else None,
        "program": started.version if started else None,
        "trees": started.tree if started else None,
        "started": told.events[0].at if told.events else None,
        "last": told.events[-1].at if told.events else None,
        "verdict": progress.ending or ("steps-used-up" if is_used_up(told) else "not-finished"),
        "summary": verdict(told),
        "means": conclusion.node.means if conclusion else None,
        "causes": [cause_json(suspect, playbook, book) for suspect in suspects],
        "fixed_by": _fixed_by(told),
        "devices": {unit: book.value(f"{unit}.device") for unit in ("initiator", "responder")},
        "addresses": list(addresses(book)),
        "differences": list(differing(book)),
        "steps_tried": _steps(told),
        "because": because_json(deciding),
        "evidence": _evidence(told),
        "contradictions": list(contradiction_sentences(situation, playbook, told="the answer was")),
        "open": list(open_points(told)),
        "next_question": situation.question.ask if situation.question and not progress.ending else None,
        "who_must_act": [{"who": s.cause.owner, "cause": s.cause.id} for s in to_act_on(told)],
        "ruled_out": [
            {"id": each.cause.id, "title": each.cause.title, "why": ruled_out_line(each, playbook)}
            for each in (conclusion.ruled_out if conclusion else ())
        ],
        "changes": list(changes),
        "events": events_json(told.events),
        "shortened": [],
    }


def events_json(events: Iterable[Event]) -> list[dict[str, object]]:
    """Return events as they are stored, in their order."""
    return [{"event": event.event, **freeze(event)} for event in events]


def _fixed_by(told: Session) -> dict[str, object] | None:
    fixed = next((seen for seen in reversed(told.progress.verified) if seen.works), None)
    return {"cause": fixed.cause, "step": fixed.step} if fixed else None


def _steps(told: Session) -> Sequence[dict[str, object]]:
    works = {(seen.cause, seen.step): seen.works for seen in told.progress.verified}
    return [
        {
            "number": f"S{number}",
            "at": tried.at,
            "cause": tried.cause,
            "cause_title": cause_title(tried, told),
            "step": tried.step,
            "result": tried.result,
            "verified": works.get((tried.cause, tried.step)),
            "words": words,
        }
        for number, (tried, words) in enumerate(results(told), start=1)
    ]


def _evidence(told: Session) -> Sequence[dict[str, object]]:
    return [
        {
            "id": piece.id,
            "at": piece.at,
            "name": piece.name,
            "side": piece.side,
            "dialect": piece.dialect or None,
            "note": list(piece.note),
            "text_kept": None if told.kept is None else piece.id in told.kept,
            "lines": because_json(piece.findings),
        }
        for piece in told.progress.evidence
    ]
