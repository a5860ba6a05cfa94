"""The machine-readable diagnosis: the one object that ``ikewizard diagnose --format json`` prints."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.core.causes import Step
from ikewizard.core.conclusion import Suspect
from ikewizard.core.facts import FactBook, Finding
from ikewizard.core.playbook import Playbook
from ikewizard.logs.reading import Reading
from ikewizard.report.diagnosis import Diagnosis, Tunnel, line_totals
from ikewizard.report.explain import step_how
from ikewizard.report.values import difference_json
from ikewizard.settings.compare import Difference


def diagnosis_json(
    found: Diagnosis,
    playbook: Playbook,
    readings: Sequence[Reading],
    differences: Sequence[Difference] = (),
) -> dict[str, object]:
    """Return a diagnosis as JSON data; ``readings`` are the logs that it was made of, for their lines.

    ``differences`` are the settings on which the units are known to disagree.

    Where no file or line applies (a stated fact, a setting) they are null. There is no next question
    when the cause is found.
    """
    main = found.main
    return {
        "verdict": main.verdict,
        "causes": causes_json(main, playbook),
        "differences": difference_json(differences),
        "next_question": _next_question(main),
        "connections": [_connection(tunnel) for tunnel in found.tunnels],
        "lines": line_totals(readings),
    }


def causes_json(tunnel: Tunnel, playbook: Playbook) -> list[dict[str, object]]:
    """Return the causes of a tunnel as JSON data, the likeliest first."""
    conclusion = tunnel.situation.conclusion
    suspects = conclusion.suspects if conclusion else ()
    return [cause_json(suspect, playbook, tunnel.situation.book) for suspect in suspects]


def _connection(tunnel: Tunnel) -> dict[str, object]:
    conclusion = tunnel.situation.conclusion
    first = conclusion.suspects[0] if conclusion and conclusion.suspects else None
    return {
        "name": tunnel.name,
        "peer": tunnel.peer,
        "verdict": tunnel.verdict,
        "reached": tunnel.reached,
        "taken_down": tunnel.taken_down or None,
        "causes": [*tunnel.causes],
        "certainty": first.certainty if first else None,
        "because": because_json(tunnel.because),
        "next_question": _next_question(tunnel),
    }


def _next_question(tunnel: Tunnel) -> dict[str, object] | None:
    question = tunnel.question if tunnel.verdict != "cause-found" else None
    return {"node": question.id, "ask": question.ask} if question else None


def cause_json(suspect: Suspect, playbook: Playbook, book: FactBook) -> dict[str, object]:
    """Return a cause as JSON data, with what speaks for it and its steps."""
    cause = suspect.cause
    return {
        "id": cause.id,
        "title": cause.title,
        "scenario": cause.scenario,
        "certainty": suspect.certainty,
        "because": because_json(suspect.because),
        "steps": [_step(step, playbook, book) for step in suspect.steps],
    }


def because_json(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return where findings come from as JSON data, each line once."""
    # One line often establishes several facts; it is one reason all the same.
    told: dict[tuple[object, ...], dict[str, object]] = {}
    for finding in findings:
        source = finding.source
        reason: dict[str, object] = {
            "source": source.name(),
            "file": source.file or None,
            "line": source.line or None,
            "text": source.text,
            "means": source.means,
        }
        told.setdefault(tuple(reason.values()), reason)
    return list(told.values())


def _step(step: Step, playbook: Playbook, book: FactBook) -> dict[str, object]:
    return {
        "id": step.id,
        "text": step.text,
        "where": step.where,
        "how": [
            {"device": how.device, "text": how.text, "verified": not how.unverified}
            for how in step_how(step, playbook, book)
        ],
        "verify": step.verify,
    }
