"""Each thing that can be wrong with a tree is found, named, and placed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ikewizard.core.causes import Device, How, RecordedCase
from ikewizard.core.conditions import Condition
from ikewizard.core.lint import Issue, lint_cases, lint_causes, lint_devices, lint_tree
from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask, Branch, Candidate, Check, Conclude, Form, Node, Tree
from tests.core.small import playbook

SETTINGS = ("key", "mode")
Spoil = Callable[[Playbook], Playbook]


def node(book: Playbook, changed: Node) -> Playbook:
    """Return the playbook with one node changed or added."""
    return replace(book, tree=Tree(book.tree.root, {**book.tree.nodes, changed.id: changed}))


def says(book: Playbook) -> Ask:
    """Return the question about the log."""
    found = book.tree.nodes["says"]
    assert isinstance(found, Ask)
    return found


def with_choice(**changes: str) -> Spoil:
    """Return what changes the first choice of the question about the log."""

    def spoil(book: Playbook) -> Playbook:
        ask = says(book)
        choices = (replace(ask.choices[0], **changes), *ask.choices[1:])  # type: ignore[arg-type]  # text only
        return node(book, replace(ask, choices=choices))

    return spoil


def conclusion(candidate: str, when: Condition | None = None) -> Spoil:
    """Return what changes the conclusion about the key."""
    return lambda book: node(
        book,
        Conclude(
            "key-end", "conclude", "x", (Candidate("key", "certain"), Candidate(candidate, "likely", when))
        ),
    )


FAULTS: dict[str, tuple[Spoil, str, tuple[str | int, ...], str]] = {
    "unknown-node": (with_choice(goto="kei-end"), "says", ("choices", 0, "goto"), "did you mean 'key-end'?"),
    "loop": (with_choice(goto="symptom"), "symptom", ("choices", 0, "goto"), ""),
    "unreachable": (
        lambda b: node(b, Conclude("alone", "conclude", "x", outcome="undetermined")),
        "alone",
        (),
        "",
    ),
    "unknown-value": (with_choice(value="kee"), "says", ("choices", 0, "value"), "did you mean 'key'?"),
    "repeated-choice": (with_choice(value="mode"), "says", ("choices", 1, "value"), ""),
    "unknown-cause": (conclusion("kei"), "key-end", ("candidates", 1, "cause"), "did you mean 'key'?"),
    "unknown-fact": (
        conclusion("mode", Condition(fact="agre.key", equals="no")),
        "key-end",
        ("candidates", 1, "when"),
        "did you mean 'agree.key'?",
    ),
    "no-dont-know": (
        lambda b: node(b, replace(says(b), unknown=replace(says(b).unknown, how=" "))),
        "says",
        ("unknown",),
        "",
    ),
    "dead-end": (lambda b: node(b, Conclude("key-end", "conclude", "x")), "key-end", (), ""),
    "unknown-setting": (
        lambda b: node(b, Form("settings", "form", "a", "b", "c", "d", ("kez",), "open-end")),
        "settings",
        ("settings", 0),
        "did you mean 'key'?",
    ),
}


def test_the_small_tree_has_no_issue() -> None:
    """A sound tree passes every check."""
    book = playbook()
    assert [*lint_tree(book, SETTINGS), *lint_causes(book), *lint_cases(book)] == []


@pytest.mark.parametrize("issue", FAULTS)
def test_a_fault_is_found_where_it_stands(issue: str) -> None:
    """Each fault of a tree is reported with its node, its place and a hint."""
    spoil, name, place, hint = FAULTS[issue]
    found = [i for i in lint_tree(spoil(playbook()), SETTINGS) if i.issue == issue]
    assert [(i.subject, i.place, i.hint) for i in found] == [(("node", name), place, hint)]


def test_a_check_on_an_unknown_fact_is_found() -> None:
    """Conditions of branches are held against the vocabulary."""
    branch = Branch(Condition(fact="sais", known=True), "says")
    found = lint_tree(node(playbook(), Check("start", "check", (branch,), "symptom")), SETTINGS)
    assert [(i.issue, i.place) for i in found] == [("unknown-fact", ("branches", 0, "when"))]


def test_all_faults_are_reported_at_once() -> None:
    """Two faults in two nodes are two issues of one run."""
    spoiled = conclusion("kei")(with_choice(value="kee")(playbook()))
    assert {i.issue for i in lint_tree(spoiled, SETTINGS)} == {"unknown-value", "unknown-cause"}


def causes_with(**changes: object) -> Playbook:
    """Return the playbook with its first cause changed."""
    book = playbook()
    changed = replace(book.causes["key"], **changes)  # type: ignore[arg-type]  # any field of a cause
    return replace(book, causes={**book.causes, "key": changed})


@pytest.mark.parametrize(
    ("issue", "book"),
    [
        ("no-case", causes_with(cases=())),
        ("no-step", causes_with(steps=())),
        ("no-reason", causes_with(ruled_out_because="")),
        ("unknown-fact", causes_with(confirmed_when=Condition(fact="nope", known=True))),
        ("unknown-value", causes_with(cases=(RecordedCase("c", {"says": "nope"}),))),
    ],
)
def test_a_fault_of_a_cause_is_found(issue: str, book: Playbook) -> None:
    """Each fault of a cause is reported by its kind."""
    assert [i.issue for i in lint_causes(book)] == [issue]


def test_a_cause_that_no_conclusion_names_is_found() -> None:
    """A cause that cannot be reached is a fault."""
    book = playbook()
    book = replace(book, causes={**book.causes, "lost": replace(book.causes["key"], id="lost")})
    assert [(i.issue, i.subject) for i in lint_causes(book)] == [("never-concluded", ("cause", "lost"))]


def test_a_recorded_case_that_leads_elsewhere_is_found() -> None:
    """A case is walked, and where it really led is told."""
    book = causes_with(cases=(RecordedCase("wrong", {"says": "mode"}),))
    (issue,) = lint_cases(book)
    assert issue == Issue(
        "case-fails",
        ("cause", "key"),
        ("cases", 0),
        "case 'wrong' does not lead to 'key' but, at 'mode-end', to: mode",
    )


def test_a_case_may_ask_only_to_be_listed() -> None:
    """With first: false it is enough that the cause is among those left."""
    assert lint_cases(causes_with(cases=(RecordedCase("listed", {"symptom": "fails"}, first=False),))) == []


def test_a_device_that_names_an_unknown_step_is_found() -> None:
    """How a step is done is only written for steps that exist."""
    how = How("Do it.", source="the manual")
    device = Device("box", "Box", how, {"key-9": how}, {"kay": how})
    found = lint_devices({"box": device}, playbook(), SETTINGS)
    assert [i.place for i in found] == [("how", "key-9"), ("settings", "kay")]
