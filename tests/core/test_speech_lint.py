"""What is read out is there, short, and in words that somebody explains."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikewizard.core.causes import Device, How
from ikewizard.core.glossary import Jargon, Term
from ikewizard.core.playbook import Playbook
from ikewizard.core.speech_lint import LONGEST, lint_commands, lint_speech, lint_unused_terms
from ikewizard.core.tree import Ask, Tree
from tests.core.small import playbook

VPN = Term("vpn", "VPN", "a private connection", "RFC 4949")
JARGON = [Jargon("peer", "the other side")]


def with_say(say: str, *terms: Term) -> Playbook:
    """Return the small playbook with this sentence at its first question, and all others in order."""
    book = playbook()
    nodes = {
        name: replace(node, say=say if name == "symptom" else "Please look.")
        if isinstance(node, Ask)
        else node
        for name, node in book.tree.nodes.items()
    }
    causes = {
        name: replace(cause, say="It is so.", steps=tuple(replace(s, say="Do it.") for s in cause.steps))
        for name, cause in book.causes.items()
    }
    glossary = {term.id: term for term in terms}
    return replace(book, tree=Tree(book.tree.root, nodes), causes=causes, glossary=glossary)


@pytest.mark.parametrize(
    ("say", "issues"),
    [
        ("Is the VPN on?", []),
        ('Does it say "no PEER config for SA"?', []),
        ("", ["no-say"]),
        ("x" * (LONGEST + 1), ["long-say"]),
        ("Is the VPN over UDP?", ["no-gloss"]),
        ("Does the peer answer?", ["jargon"]),
        ("Do peers of the SPI answer?", ["no-gloss", "jargon"]),
    ],
)
def test_a_sentence_is_judged(say: str, issues: list[str]) -> None:
    """It must be there, be short, and have no term that nobody explains; a quotation may."""
    found = lint_speech(with_say(say, VPN), JARGON)
    assert [issue.issue for issue in found] == issues
    assert all(issue.subject == ("node", "symptom") for issue in found)


def test_each_cause_and_step_needs_a_sentence() -> None:
    """The small playbook has none for its two causes of two steps."""
    found = [issue.subject[0] for issue in lint_speech(playbook(), [])]
    assert (found.count("cause"), found.count("step")) == (2, 4)


def test_who_has_no_glossary_is_not_asked_for_glosses() -> None:
    """An organisation's own trees may come without one."""
    assert lint_speech(with_say("Is the VPN on?"), []) == []


def test_a_term_that_no_sentence_uses_is_told() -> None:
    """A glossary only explains what is said."""
    unused = Term("esp", "ESP", "packets", "RFC 4303")
    found = lint_unused_terms(with_say("Is the VPN on?", VPN, unused))
    assert [issue.subject for issue in found] == [("term", "esp")]


def test_a_command_stands_in_its_text_and_in_order() -> None:
    """So that text and command can never say two things."""
    text = "first this, then that"
    cases = {"good": ("this", "that"), "missing": ("those",), "swapped": ("that", "this")}
    hows = {name: How(text, "manual", commands=commands) for name, commands in cases.items()}
    found = lint_commands({"box": Device("box", "Box", How("log", "manual", commands=("",)), hows)})
    assert [issue.place for issue in found] == [
        ("log", "commands", 0),
        ("how", "missing", "commands", 0),
        ("how", "swapped", "commands", 1),
    ]
