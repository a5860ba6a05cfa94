"""A small playbook that the core's tests walk: one of every node kind, two causes, one confirmation."""

from __future__ import annotations

from collections.abc import Mapping

from ikewizard.core.causes import Cause, RecordedCase, Step
from ikewizard.core.conditions import Condition
from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import FactSpec, FactValue, Finding, Side, Source
from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask, Branch, Candidate, Check, Choice, Conclude, DontKnow, Form, Node, Tree


def ask(name: str, fact: str, ways: Mapping[str, str], unknown: str) -> Ask:
    """Return a question for ``fact`` whose answers lead to ``ways``."""
    return Ask(
        id=name,
        kind="ask",
        fact=fact,
        ask=f"{fact}?",
        say=f"Please look at {fact}.",
        why="It tells the causes apart.",
        look="On the status page.",
        choices=tuple(Choice(value, value.title(), goto) for value, goto in ways.items()),
        unknown=DontKnow("Look at the log.", unknown),
    )


def cause(
    name: str, confirmed: Condition | None = None, ruled_out: Condition | None = None, steps: int = 2
) -> Cause:
    """Return a cause with numbered steps."""
    return Cause(
        id=name,
        title=f"The {name}",
        scenario="negotiation-failure",
        why="Because.",
        steps=tuple(Step(id=f"{name}-{n}", text=f"Do {n}.") for n in range(1, steps + 1)),
        verify="Look again.",
        cases=(RecordedCase(f"{name}-case", {"symptom": "fails", "says": name}),),
        owner="the administrator",
        confirmed_when=confirmed,
        ruled_out_when=ruled_out,
        ruled_out_because="the settings agree" if ruled_out else "",
    )


def fact(name: str, *values: str) -> FactSpec:
    """Return a fact of the vocabulary."""
    return FactSpec(name, f"What {name} is", tuple(FactValue(value, value.title()) for value in values))


def playbook() -> Playbook:
    """Return the playbook: symptom, then what the log says, else settings, then the two causes."""
    key = cause("key", ruled_out=Condition(fact="agree.key", equals="yes"))
    mode = cause("mode", confirmed=Condition(fact="agree.mode", equals="no"))
    both = (Candidate("key", "likely"), Candidate("mode", "possible"))
    nodes: list[Node] = [
        Check("start", "check", (Branch(Condition(fact="says", known=True), "says"),), "symptom"),
        ask("symptom", "symptom", {"fails": "says", "works": "fine"}, "nothing"),
        ask("says", "says", {"key": "key-end", "mode": "mode-end"}, "settings"),
        Form("settings", "form", "Settings?", "Please read.", "Why.", "There.", ("key", "mode"), "open-end"),
        Conclude("key-end", "conclude", "The key.", (Candidate("key", "certain"),)),
        Conclude("mode-end", "conclude", "The mode.", (Candidate("mode", "certain"),)),
        Conclude("open-end", "conclude", "One of two.", both, decide="Read the responder's log."),
        Conclude("fine", "conclude", "It works.", outcome="established"),
        Conclude("nothing", "conclude", "Nothing is known.", outcome="undetermined"),
    ]
    facts = [
        fact("symptom", "fails", "works"),
        fact("says", "key", "mode"),
        fact("agree.key", "yes", "no"),
        fact("agree.mode", "yes", "no"),
    ]
    return Playbook(
        tree=Tree("start", {node.id: node for node in nodes}),
        causes={each.id: each for each in (key, mode)},
        facts={each.id: each for each in facts},
    )


def evidence(name: str = "evidence-1", side: Side = "either", **facts: str) -> EvidenceGiven:
    """Return a log as evidence; a double underscore in a name stands for the dot."""
    findings = tuple(
        Finding(key.replace("__", "."), value, Source("log", side, "a.log", 7, f"{key} {value}"))
        for key, value in facts.items()
    )
    return EvidenceGiven("", name, "a.log", side, findings)
