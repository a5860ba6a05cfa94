"""The machine-readable diagnosis keeps its contract."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ikewizard.core.engine import survey_blind
from ikewizard.core.events import Event
from ikewizard.core.facts import Finding, Source
from ikewizard.core.progress import Progress, replay
from ikewizard.logs.reading import Reading
from ikewizard.logs.sighting import LineCount
from ikewizard.report.diagnosis import Diagnosis, Tunnel, line_totals, verdict_of
from ikewizard.report.json_report import diagnosis_json
from tests.report.stories import LOG, PLAYBOOK, START


def tunnel(progress: Progress, name: str = "hq") -> Tunnel:
    """Return the diagnosis of one tunnel over the small tree."""
    situation, questions = survey_blind(PLAYBOOK, progress)
    question = next((question for question in questions if question.decides), None)
    return Tunnel(name, "203.0.113.9", verdict_of(situation), situation, question)


def reading(*counts: int) -> Reading:
    """Return a reading that understood so many lines."""
    return Reading("east.log", "responder", False, "sonicwall", "sonicwall", LineCount(*counts), (), (), ())


def test_a_log_that_proves_the_cause() -> None:
    """The object holds the cause, its proof with file and line, its steps, and how on that device."""
    events: tuple[Event, ...] = (START, LOG)
    main = tunnel(replay(events))
    found = diagnosis_json(Diagnosis(main, (main,)), PLAYBOOK, [reading(20, 14, 5, 1), reading(2, 1, 0, 1)])
    assert json.loads(json.dumps(found)) == {
        "verdict": "cause-found",
        "causes": [
            {
                "id": "pfs-mismatch",
                "title": "PFS differs",
                "scenario": "negotiation-failure",
                "certainty": "certain",
                "because": [
                    {
                        "source": "responder log",
                        "file": "east.log",
                        "line": 14,
                        "text": "IKE Responder: PFS mismatch",
                        "means": "PFS differs",
                    }
                ],
                "steps": [
                    {
                        "id": "compare-pfs",
                        "text": "Compare PFS on both units",
                        "where": "both",
                        "how": [
                            {
                                "device": "sonicwall",
                                "text": "VPN > Settings > Configure > Proposals",
                                "verified": False,
                            }
                        ],
                        "verify": "the next attempt comes up",
                    },
                    {
                        "id": "restart",
                        "text": "Start the tunnel anew",
                        "where": "initiator",
                        "how": [],
                        "verify": "",
                    },
                ],
            }
        ],
        "differences": [],
        "next_question": None,
        "connections": [
            {
                "name": "hq",
                "peer": "203.0.113.9",
                "verdict": "cause-found",
                "reached": "phase1-up",
                "taken_down": None,
                "causes": ["pfs-mismatch"],
                "certainty": "certain",
                "because": [
                    {
                        "source": "responder log",
                        "file": "east.log",
                        "line": 14,
                        "text": "IKE Responder: PFS mismatch",
                        "means": "PFS differs",
                    }
                ],
                "next_question": None,
            }
        ],
        "lines": {"read": 22, "understood": 15, "ignored": 5, "unknown": 2},
    }


def test_what_is_open_names_the_question() -> None:
    """With several causes left, in order, the question that would decide between them is given."""
    found = diagnosis_json(Diagnosis(tunnel(Progress()), ()), PLAYBOOK, [])
    assert found["verdict"] == "possible-causes"
    assert found["next_question"] == {"node": "says", "ask": "What does the responder's log complain of?"}
    causes = found["causes"]
    assert isinstance(causes, list)
    assert [(cause["id"], cause["certainty"]) for cause in causes] == [
        ("pfs-mismatch", "likely"),
        ("phase2-mismatch", "possible"),
    ]


@pytest.mark.parametrize("line", [0, 7])
def test_what_has_no_place_says_null(line: int) -> None:
    """A statement has no file and no line: null, not an empty name or line zero."""
    source = Source("log" if line else "given", file="e.log" if line else "", line=line, text="x")
    log = replace(LOG, findings=(Finding("responder.says", "pfs", source),) * 2)
    causes = diagnosis_json(Diagnosis(tunnel(replay([START, log])), ()), PLAYBOOK, [])["causes"]
    assert isinstance(causes, list)
    assert [(b["file"], b["line"]) for b in causes[0]["because"]] == [("e.log", 7) if line else (None, None)]


def test_no_log_has_no_lines() -> None:
    """Without a log all counts are there, and zero."""
    assert line_totals([]) == {"read": 0, "understood": 0, "ignored": 0, "unknown": 0}
