"""What can be wrong with ids that are not used any more: each needs an heir that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.facts import DONE, UNKNOWN
from ikewizard.core.lint import Issue, did_you_mean
from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask, Node, Retired


def lint_heirs(playbook: Playbook) -> list[Issue]:
    """Return every issue of what was retired: ids in use again, heirs that are not there, their values."""
    heirs, nodes = playbook.heirs, playbook.tree.nodes
    steps = {step.id for cause in playbook.causes.values() for step in cause.steps}
    return [
        *_ids("node", heirs.nodes, nodes),
        *_ids("cause", heirs.causes, playbook.causes),
        *_ids("step", heirs.steps, steps),
        *(issue for retired in heirs.nodes.values() for issue in _values(retired, nodes.get(retired.heir))),
    ]


def _ids(kind: str, retired: Mapping[str, Retired], used: Iterable[str]) -> Iterator[Issue]:
    known = set(used)
    for each in retired.values():
        subject = (f"retired {kind}", each.id)
        if each.id in known:
            yield Issue("id-again", subject, ("id",), f"the retired {kind} '{each.id}' is in use again")
        if each.heir and each.heir not in known:
            message = f"the retired {kind} '{each.id}' has the unknown heir '{each.heir}'"
            yield Issue("unknown-heir", subject, ("heir",), message, did_you_mean(each.heir, known))
        if kind != "node" and each.values:
            yield Issue("heir-values", subject, ("values",), f"a {kind} has no values")


def _values(retired: Retired, heir: Node | None) -> Iterator[Issue]:
    for old, new in retired.values.items():
        if isinstance(heir, Ask) and heir.choice(new) is None and new not in (UNKNOWN, DONE):
            known = [choice.value for choice in heir.choices]
            message = f"the heir '{heir.id}' of '{retired.id}' has no answer '{new}'"
            place = ("values", old)
            yield Issue(
                "unknown-heir", ("retired node", retired.id), place, message, did_you_mean(new, known)
            )
