"""The one engine: walks the tree over what is known, and stops where something must be asked.

``survey`` is a pure function of the playbook and the progress. Nothing of the walk is stored: going
back, undoing and resuming are a survey of another progress, so that only what depended on a changed
answer is asked again.
"""

from __future__ import annotations

from ikewizard.core.conclusion import Conclusion, about, conclude
from ikewizard.core.conditions import holds
from ikewizard.core.facts import DONE, UNKNOWN, FactBook, Finding, Source
from ikewizard.core.kinds import Literal
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress
from ikewizard.core.record import dataclass, replace
from ikewizard.core.tree import Ask, Check, Choice, Conclude, Form, Node, Question

How = Literal["answered", "not-known", "evidence", "passed"]


@dataclass(frozen=True)
class Visit:
    """One node that the walk went through: how it was got past, and the findings that decided."""

    node: Node
    how: How
    value: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Situation:
    """Where a walk stands: an open question, or a conclusion, and everything that is known."""

    visits: tuple[Visit, ...]
    book: FactBook
    question: Question | None = None
    conclusion: Conclusion | None = None
    aside: tuple[Finding, ...] = ()
    """What was answered to questions that the walk does not pass any more."""

    def deciding(self) -> tuple[Finding, ...]:
        """Return the findings that led the walk here, each once, in the order they were used."""
        return tuple(dict.fromkeys(finding for visit in self.visits for finding in visit.findings))


def survey(playbook: Playbook, progress: Progress) -> Situation:
    """Walk from the root as far as the progress leads."""
    return _walk(playbook, progress, playbook.derive(evidence_book(playbook, progress)))


def _walk(playbook: Playbook, progress: Progress, book: FactBook) -> Situation:
    node = playbook.tree.nodes[playbook.tree.root]
    visits: list[Visit] = []
    aside = _aside(playbook, progress)
    # The trees' checks refuse loops; the bound keeps a tree that skipped them from running for ever.
    for _ in range(len(playbook.tree.nodes)):
        if isinstance(node, Conclude):
            here = Situation((*visits, Visit(node, "passed")), book, aside=_not_passed(aside, visits))
            return replace(here, conclusion=conclude(playbook, node, book, here.deciding()))
        visit, target, book = _pass(playbook, node, progress, book)
        if visit is None:
            question = node if isinstance(node, Ask | Form) else None
            return Situation(tuple(visits), book, question, aside=_not_passed(aside, visits))
        visits.append(replace(visit, findings=_deciding(playbook, visit.findings)))
        node = playbook.tree.nodes[target]
    raise ValueError(f"the walk does not end: it is still at '{node.id}'")


def survey_blind(playbook: Playbook, progress: Progress) -> tuple[Situation, tuple[Question, ...]]:
    """Walk to a conclusion with nobody to ask: every open question counts as not known.

    Returns the situation at the end, and the questions that were open, the first that matters first.
    """
    open_questions: list[Question] = []
    # Answers are no evidence: what follows from that is worked out once for all questions.
    book = playbook.derive(evidence_book(playbook, progress))
    situation = _walk(playbook, progress, book)
    while situation.question is not None:
        open_questions.append(situation.question)
        answers = {**progress.answers, situation.question.id: UNKNOWN}
        progress = replace(progress, answers=answers)
        situation = _walk(playbook, progress, book)
    return situation, tuple(open_questions)


def misfits(playbook: Playbook, progress: Progress) -> tuple[str, ...]:
    """Return the nodes whose stored answer no longer fits the tree (it was changed since)."""
    return tuple(
        node_id
        for node_id, value in progress.answers.items()
        if not _fits(playbook.tree.nodes.get(node_id), value)
    )


def evidence_book(playbook: Playbook, progress: Progress) -> FactBook:
    """Return the book of what logs, settings and statements say, before any question is asked."""
    book = FactBook().add(finding for piece in progress.evidence for finding in piece.findings)
    return book.add(
        Finding(
            f"{side}.{setting}",
            value,
            Source(
                "settings",
                side,
                text=f"{playbook.setting_titles.get(setting, setting)}: {value}",
                ref=setting,
            ),
        )
        for (side, setting), value in progress.settings.items()
    )


def _aside(playbook: Playbook, progress: Progress) -> tuple[Finding, ...]:
    answered = ((playbook.tree.nodes.get(name), value) for name, value in progress.answers.items())
    return tuple(
        _findings(node, choice)[0]
        for node, value in answered
        if isinstance(node, Ask) and (choice := node.choice(value)) is not None
    )


def _not_passed(answers: tuple[Finding, ...], visits: list[Visit]) -> tuple[Finding, ...]:
    passed = {visit.node.id for visit in visits}
    return tuple(answer for answer in answers if answer.source.ref not in passed)


def _deciding(playbook: Playbook, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    specs = ((finding, playbook.facts.get(finding.fact)) for finding in findings)
    return tuple(finding for finding, spec in specs if spec is None or spec.decides)


def _pass(
    playbook: Playbook, node: Node, progress: Progress, book: FactBook
) -> tuple[Visit | None, str, FactBook]:
    if isinstance(node, Check):
        visit, target = _pass_check(node, book)
        return visit, target, book
    if isinstance(node, Form):
        return _pass_form(node, progress, book)
    if isinstance(node, Ask):
        return _pass_ask(playbook, node, progress, book)
    raise TypeError(f"a conclusion is not passed: {node.id}")


def _pass_check(node: Check, book: FactBook) -> tuple[Visit, str]:
    for branch in node.branches:
        if holds(branch.when, book.value):
            return Visit(node, "passed", findings=about(branch.when, book)), branch.goto
    return Visit(node, "passed"), node.otherwise


def _pass_form(node: Form, progress: Progress, book: FactBook) -> tuple[Visit | None, str, FactBook]:
    if node.id in progress.answers:
        answer = progress.answers[node.id]
        return Visit(node, "not-known" if answer == UNKNOWN else "answered", answer), node.goto, book
    sides = ("initiator", "responder") if node.units == "both" else (node.units,)
    if all(book.value(f"{side}.{setting}") is not None for side in sides for setting in node.settings):
        return Visit(node, "evidence"), node.goto, book
    return None, "", book


def _pass_ask(
    playbook: Playbook, node: Ask, progress: Progress, book: FactBook
) -> tuple[Visit | None, str, FactBook]:
    answer = progress.answers.get(node.id)
    choice = node.choice(answer) if answer is not None else None
    if choice is not None:
        book = playbook.derive(book.add(_findings(node, choice)))
    value = book.value(node.fact)
    if value is not None:
        how: How = "answered" if choice is not None else "evidence"
        agreeing = tuple(finding for finding in book.about(node.fact) if finding.value == value)
        return Visit(node, how, value, agreeing), _way(node, value), book
    if answer == UNKNOWN:
        return Visit(node, "not-known", UNKNOWN), node.unknown.goto, book
    return None, "", book


def _findings(node: Ask, choice: Choice) -> list[Finding]:
    source = Source("answer", text=f"{node.ask} {choice.label}", ref=node.id, guide=choice.guide)
    facts = {node.fact: choice.value, **choice.establishes}
    return [Finding(fact, value, source) for fact, value in facts.items()]


def _way(node: Ask, value: str) -> str:
    choice = node.choice(value)
    return choice.goto if choice else node.unknown.goto


def _fits(node: Node | None, value: str) -> bool:
    if isinstance(node, Form | Conclude):
        return value in (DONE, UNKNOWN)
    return isinstance(node, Ask) and (value == UNKNOWN or node.choice(value) is not None)
