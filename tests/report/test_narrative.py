"""What the wizard shows at its turning points: evidence before causes, and nothing left unsaid."""

from __future__ import annotations

import pytest

from ikewizard.core.causes import Step
from ikewizard.core.conclusion import Suspect
from ikewizard.core.engine import Situation, survey
from ikewizard.core.facts import Finding, Source
from ikewizard.core.progress import Progress, replay
from ikewizard.core.treatment import TakeStep, next_action
from ikewizard.report.document import Document, Heading, Items, Paragraph, Quote
from ikewizard.report.explain import place, statement
from ikewizard.report.narrative import (
    conclusion_document,
    contradiction_sentences,
    escalation_document,
    evidence_document,
    step_document,
    step_lines,
)
from tests.report.stories import CAUSES, LOG, PLAYBOOK, START, STORIES, book


def situation(name: str) -> tuple[Situation, Progress]:
    """Return where the walk of a story stands, and its progress."""
    progress = replay(STORIES[name])
    return survey(PLAYBOOK, progress), progress


def headings(document: Document) -> list[str]:
    """Return the headings of a document."""
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def test_the_evidence_stands_before_the_causes() -> None:
    """A conclusion quotes the line with its place and meaning, then contradictions, then the cause."""
    document = conclusion_document(situation("solved-after-a-contradiction")[0], PLAYBOOK)
    assert headings(document) == ["What was found", "What contradicts itself", "What it means", "Cause"]
    assert document.blocks[1] == Quote(
        "IKE Responder: PFS mismatch", "responder log, east.log:14 - PFS differs"
    )


def test_a_contradiction_names_both_sources() -> None:
    """What was said and what the log shows stand side by side, and which one counts."""
    sentences = contradiction_sentences(situation("solved-after-a-contradiction")[0], PLAYBOOK)
    assert sentences == (
        'What the responder\'s log complains of last: you said "Nothing at all"; the responder log, line 14 '
        'of east.log, shows "PFS does not match". What is concluded rests on the latter.',
    )


def test_several_causes_come_in_order_with_what_would_decide() -> None:
    """Causes are numbered as they are to be tried, with how certain each is; what is out says why."""
    document = conclusion_document(survey(PLAYBOOK, Progress(answers={"says": "phase2"})), PLAYBOOK)
    lists = [block for block in document.blocks if isinstance(block, Items)]
    assert [item.split(":")[0] for item in lists[1].items] == [
        "PFS differs (likely)",
        "The phase 2 proposals differ (possible)",
    ]
    assert lists[1].ordered
    assert lists[2].items == ("Read the responder's log: it names the setting.",)


def test_a_cause_that_is_ruled_out_says_why() -> None:
    """The finding that speaks against a cause is named with its source."""
    document = conclusion_document(situation("escalated-without-a-log")[0], PLAYBOOK)
    assert document.blocks[-2:] == (
        Heading("Ruled out", 3),
        Items(
            (
                "PFS differs: the responder does not ask for it "
                "(Perfect Forward Secrecy: no - responder SA settings)",
            )
        ),
    )


def test_a_walk_that_goes_on_has_no_conclusion() -> None:
    """Asking for the conclusion too early is a mistake of the program."""
    with pytest.raises(ValueError, match="not come to a conclusion"):
        conclusion_document(survey(PLAYBOOK, Progress()), PLAYBOOK)


def test_one_line_is_quoted_once() -> None:
    """A line that establishes several facts is one quote; what is no line is told in a sentence."""
    line = Source("log", "responder", "e.log", 3, "text", "means")
    findings = (
        Finding("a", "1", line),
        Finding("b", "2", line),
        Finding("initiator.pfs", "yes", Source("given")),
        Finding("agree.pfs", "no", Source("settings", text="PFS: yes against no", means="they differ")),
    )
    suspect = Suspect(CAUSES["pfs-mismatch"], "likely", findings, ())
    document = evidence_document(Situation((), book()), PLAYBOOK, suspect)
    assert document.blocks == (
        Quote("text", "responder log, e.log:3 - means"),
        Items(
            (
                "Perfect Forward Secrecy of the initiator: yes (stated on the command line)",
                "PFS: yes against no - they differ (SA settings)",
            )
        ),
    )


def test_a_step_says_what_where_and_how() -> None:
    """A step to take names its cause and number, its place, and how it is done on each unit's make."""
    progress = replay([START, LOG])
    conclusion = survey(PLAYBOOK, progress).conclusion
    assert conclusion is not None
    action = next_action(conclusion, progress)
    assert isinstance(action, TakeStep)
    document = step_document(action, PLAYBOOK, book(initiator="strongswan", responder="sonicwall"))
    assert document == Document(
        (
            Heading("PFS differs: step 1 of 2", 2),
            Paragraph("Compare PFS on both units"),
            Items(
                (
                    "Where: on both units",
                    "On the initiator (strongSwan): esp_proposals in swanctl.conf",
                    "On the responder (SonicWall): VPN > Settings > Configure > Proposals (not verified)",
                    "It helped if: the next attempt comes up",
                )
            ),
        )
    )


@pytest.mark.parametrize(
    ("step", "devices", "lines"),
    [
        (
            Step("compare-pfs", "x", "both"),
            {"initiator": "sonicwall", "responder": "sonicwall"},
            [
                "on both units",
                "On both units (SonicWall): VPN > Settings > Configure > Proposals (not verified)",
            ],
        ),
        (Step("compare-pfs", "x", "responder"), {"initiator": "sonicwall"}, ["on the responder"]),
        (Step("compare-pfs", "x", "both"), {"initiator": "other"}, ["on both units"]),
        (Step("compare-pfs", "x", "path"), {"initiator": "sonicwall"}, ["on the path between the units"]),
        (Step("unknown-step", "x", "initiator"), {"initiator": "sonicwall"}, ["on the initiator"]),
    ],
)
def test_how_a_step_is_done_follows_the_makes(step: Step, devices: dict[str, str], lines: list[str]) -> None:
    """Only what is known of the make of a unit that is concerned is shown."""
    first, *rest = lines
    assert step_lines(step, PLAYBOOK, book(**devices)) == (f"Where: {first}", *rest)


def test_the_escalation_tells_the_next_tier_everything() -> None:
    """Found, tried, ruled out, still open, and who must act: nothing needs to be asked again."""
    where, progress = situation("escalated-without-a-log")
    document = escalation_document(where, progress, PLAYBOOK)
    assert headings(document) == [
        "For the next tier",
        "What was found",
        "What was tried",
        "What was ruled out, and why",
        "What is still open",
        "Who must act",
    ]
    lists = [block.items for block in document.blocks if isinstance(block, Items)]
    assert lists == [
        (
            "Perfect Forward Secrecy: yes (initiator SA settings)",
            "Perfect Forward Secrecy: no (responder SA settings)",
        ),
        ("S1 Compare phase 2 on both units (The phase 2 proposals differ): could not be checked",),
        (
            "PFS differs: the responder does not ask for it "
            "(Perfect Forward Secrecy: no - responder SA settings)",
        ),
        (
            "Not known: What does the responder's log complain of?",
            "Could not be checked: S1",
            "Not proved: The phase 2 proposals differ (possible)",
        ),
        ("the administrator of the responder: The phase 2 proposals differ",),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("log", "responder", "east.log", 22), "responder log, east.log:22"),
        (Source("log", line=3), "log, line 3"),
        (Source("config", "initiator", "ipsec.conf"), "initiator configuration, ipsec.conf"),
        (Source("answer", "responder"), "your answer"),
    ],
)
def test_a_source_is_named_with_its_place(source: Source, words: str) -> None:
    """The file and the line are given as far as they are known."""
    assert place(source) == words


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("responder.says", "pfs", "What the responder's log complains of last: PFS does not match"),
        ("responder.pfs", "no", "Perfect Forward Secrecy of the responder: no"),
        ("agree.pfs", "no", "Whether the units agree on: Perfect Forward Secrecy: no"),
        ("odd", "x", "odd: x"),
    ],
)
def test_a_finding_is_put_in_words(fact: str, value: str, words: str) -> None:
    """Facts and settings are called what the vocabularies call them."""
    assert statement(Finding(fact, value, Source("log")), PLAYBOOK) == words
