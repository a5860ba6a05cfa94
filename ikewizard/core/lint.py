"""What can be wrong with a body of knowledge although every file has the right shape.

Issues name the thing and the place inside it; whoever read the files turns that into file and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.causes import Cause, Device, RecordedCase
from ikewizard.core.conditions import Condition
from ikewizard.core.engine import survey_blind
from ikewizard.core.facts import FactSpec
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import stated
from ikewizard.core.record import dataclass
from ikewizard.core.tree import ROOT, Ask, Check, Conclude, Form, Node, exits

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Issue:
    """One fault: its kind, the thing it is in (``node`` ``nat-seen``), the place there, and a way out."""

    issue: str
    subject: tuple[str, str]
    place: Place
    message: str
    hint: str = ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word nearest to ``word``, or nothing."""
    import difflib  # noqa: PLC0415 -- only for what is misspelt

    near = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else ""


def lint_tree(playbook: Playbook, settings: Iterable[str]) -> list[Issue]:
    """Return every issue of the tree: ways, facts, causes and settings that it names."""
    nodes = playbook.tree.nodes
    issues = list(_unknown_ways(nodes))
    if playbook.tree.root not in nodes:
        subjects = list(_subjects(nodes))[:1]
        issues.extend(Issue("no-root", subject, (), f"no node is named '{ROOT}'") for subject in subjects)
    else:
        # A way that leads nowhere may leave the node that was meant without one: told once it is mended.
        shape = _shape(nodes, playbook.tree.root)
        issues.extend([issue for issue in shape if issue.issue == "loop" or not issues])
    known = set(settings)
    for node in nodes.values():
        issues.extend(_node(node, playbook, known))
    return issues


def lint_causes(playbook: Playbook) -> list[Issue]:
    """Return every issue of the causes, but for their recorded cases."""
    concluded = {
        candidate.cause
        for node in playbook.tree.nodes.values()
        if isinstance(node, Conclude)
        for candidate in node.candidates
    }
    issues = [issue for cause in playbook.causes.values() for issue in _cause(cause, playbook.facts)]
    for cause in playbook.causes.values():
        if cause.id not in concluded:
            message = f"no conclusion names cause '{cause.id}'"
            issues.append(Issue("never-concluded", ("cause", cause.id), (), message))
    return issues


def lint_facts(facts: Mapping[str, FactSpec]) -> list[Issue]:
    """Return everything that is wrong with what speaks against a value."""
    return [
        issue
        for spec in facts.values()
        for number, value in enumerate(spec.values)
        for issue in _condition(value.against, ("fact", spec.id), ("values", number, "against"), facts)
    ]


def lint_cases(playbook: Playbook) -> list[Issue]:
    """Walk every recorded case of every cause; needs a tree that has no other issue."""
    return [
        issue
        for cause in playbook.causes.values()
        for number, case in enumerate(cause.cases)
        for issue in _case(playbook, cause, number, case)
    ]


def lint_devices(devices: Mapping[str, Device], playbook: Playbook, settings: Iterable[str]) -> list[Issue]:
    """Return every step or setting that a device file names and that does not exist."""
    steps = {step.id for cause in playbook.causes.values() for step in cause.steps}
    known = set(settings)
    issues: list[Issue] = []
    for device in devices.values():
        subject = ("device", device.id)
        for key, names, exist in (("how", device.how, steps), ("settings", device.settings, known)):
            for name in names:
                if name not in exist:
                    message = (
                        f"device '{device.id}' names unknown {'step' if key == 'how' else 'setting'} '{name}'"
                    )
                    issues.append(
                        Issue("unknown-name", subject, (key, name), message, did_you_mean(name, exist))
                    )
    return issues


def _case(playbook: Playbook, cause: Cause, number: int, case: RecordedCase) -> Iterator[Issue]:
    situation, _ = survey_blind(playbook, stated(case.facts))
    reached = [suspect.cause.id for suspect in situation.conclusion.suspects] if situation.conclusion else []
    wanted = reached[:1] if case.first else reached
    if cause.id not in wanted:
        at = situation.conclusion.node.id if situation.conclusion else "?"
        found = ", ".join(reached) or "none"
        message = f"case '{case.id}' does not lead to '{cause.id}' but, at '{at}', to: {found}"
        yield Issue("case-fails", ("cause", cause.id), ("cases", number), message)


def _cause(cause: Cause, facts: Mapping[str, FactSpec]) -> Iterator[Issue]:
    subject = ("cause", cause.id)
    yield from _condition(cause.confirmed_when, subject, ("confirmed_when",), facts)
    yield from _condition(cause.ruled_out_when, subject, ("ruled_out_when",), facts)
    if cause.ruled_out_when and not cause.ruled_out_because:
        yield Issue("no-reason", subject, ("ruled_out_when",), "it does not say why it is ruled out")
    if not cause.cases:
        yield Issue("no-case", subject, (), f"cause '{cause.id}' has no recorded case")
    if not cause.steps:
        yield Issue("no-step", subject, (), f"cause '{cause.id}' has no step")
    for number, case in enumerate(cause.cases):
        for fact, value in case.facts.items():
            yield from _fact_value(fact, value, subject, ("cases", number, "facts", fact), facts)


def _subjects(nodes: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    for node in nodes.values():
        yield ("node", node.id)


def _unknown_ways(nodes: Mapping[str, Node]) -> Iterator[Issue]:
    for node in nodes.values():
        for place, target in exits(node):
            if target not in nodes:
                message = f"node '{node.id}' goes to unknown node '{target}'"
                yield Issue("unknown-node", ("node", node.id), place, message, did_you_mean(target, nodes))


def _shape(nodes: Mapping[str, Node], root: str) -> Iterator[Issue]:
    reached: set[str] = set()
    finished: set[str] = set()
    stack: list[tuple[str, Iterator[tuple[Place, str]]]] = [(root, exits(nodes[root]))]
    on_way = {root}
    reached.add(root)
    while stack:
        name, ways = stack[-1]
        way = next(ways, None)
        if way is None:
            stack.pop()
            on_way.discard(name)
            finished.add(name)
            continue
        place, target = way
        if target not in nodes:
            continue
        if target in on_way:
            yield Issue(
                "loop", ("node", name), place, f"node '{name}' goes back to '{target}': the walk can loop"
            )
        elif target not in finished:
            reached.add(target)
            on_way.add(target)
            stack.append((target, exits(nodes[target])))
    for name in nodes:
        if name not in reached:
            yield Issue("unreachable", ("node", name), (), f"no walk reaches node '{name}'")


def _node(node: Node, playbook: Playbook, settings: set[str]) -> Iterator[Issue]:
    subject = ("node", node.id)
    if isinstance(node, Ask):
        yield from _ask(node, playbook.facts)
    elif isinstance(node, Form):
        for number, setting in enumerate(node.settings):
            if setting not in settings:
                hint = did_you_mean(setting, settings)
                message = f"form '{node.id}' asks for unknown setting '{setting}'"
                yield Issue("unknown-setting", subject, ("settings", number), message, hint)
    elif isinstance(node, Check):
        for number, branch in enumerate(node.branches):
            yield from _condition(branch.when, subject, ("branches", number, "when"), playbook.facts)
    else:
        yield from _conclusion(node, playbook)


def _ask(node: Ask, facts: Mapping[str, FactSpec]) -> Iterator[Issue]:
    subject = ("node", node.id)
    if not node.unknown.how.strip():
        yield Issue(
            "no-dont-know", subject, ("unknown",), f"question '{node.id}' does not say how to find out"
        )
    if not node.choices:
        yield Issue("dead-end", subject, ("choices",), f"question '{node.id}' has no choice")
    seen: set[str] = set()
    for number, choice in enumerate(node.choices):
        yield from _fact_value(node.fact, choice.value, subject, ("choices", number, "value"), facts)
        if choice.value in seen:
            message = f"question '{node.id}' offers '{choice.value}' twice"
            yield Issue("repeated-choice", subject, ("choices", number, "value"), message)
        seen.add(choice.value)
        for fact, value in choice.establishes.items():
            place: Place = ("choices", number, "establishes", fact)
            yield from _fact_value(fact, value, subject, place, facts)


def _conclusion(node: Conclude, playbook: Playbook) -> Iterator[Issue]:
    subject = ("node", node.id)
    if node.outcome == "causes" and not node.candidates:
        yield Issue("dead-end", subject, (), f"conclusion '{node.id}' names no cause")
    for number, candidate in enumerate(node.candidates):
        place: Place = ("candidates", number)
        if candidate.cause not in playbook.causes:
            hint = did_you_mean(candidate.cause, playbook.causes)
            message = f"conclusion '{node.id}' names unknown cause '{candidate.cause}'"
            yield Issue("unknown-cause", subject, (*place, "cause"), message, hint)
        yield from _condition(candidate.when, subject, (*place, "when"), playbook.facts)


def _condition(
    condition: Condition | None, subject: tuple[str, str], place: Place, facts: Mapping[str, FactSpec]
) -> Iterator[Issue]:
    if condition is None:
        return
    for fact in condition.facts():
        if fact not in facts:
            yield Issue("unknown-fact", subject, place, f"unknown fact '{fact}'", did_you_mean(fact, facts))
    for fact, value in condition.tests():
        if fact in facts:
            yield from _fact_value(fact, value, subject, place, facts)


def _fact_value(
    fact: str, value: str, subject: tuple[str, str], place: Place, facts: Mapping[str, FactSpec]
) -> Iterator[Issue]:
    spec = facts.get(fact)
    if spec is None:
        yield Issue("unknown-fact", subject, place, f"unknown fact '{fact}'", did_you_mean(fact, facts))
    elif spec.values and value not in {known.id for known in spec.values}:
        hint = did_you_mean(value, [known.id for known in spec.values])
        yield Issue("unknown-value", subject, place, f"fact '{fact}' has no value '{value}'", hint)
