"""What the user said and a log does not bear out, though it is about something else or came to be unasked."""

from __future__ import annotations

from ikewizard.core.conditions import Condition, holds
from ikewizard.core.engine import Situation
from ikewizard.core.facts import SAID, FactBook, Finding
from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass


@dataclass(frozen=True)
class Overtaken:
    """What was said, and the finding of a log, a configuration or the settings that speaks against it."""

    said: Finding
    shown: Finding


def overtaken(playbook: Playbook, situation: Situation) -> tuple[Overtaken, ...]:
    """Return what was said and cannot be true beside what is shown, beyond the book's own contradictions.

    Those are of two findings about one fact. Here an answer that the walk does not use any more is
    compared as well, and a value with all that its specification names as speaking against it.
    """
    shown = FactBook().add(each for each in situation.book.findings if each.source.kind not in SAID)
    found: dict[str, Overtaken] = {}
    for said in situation.aside:
        same = shown.best(said.fact)
        if same and same.value != said.value:
            found.setdefault(said.fact, Overtaken(said, same))
    for said in (*situation.aside, *(f for f in situation.book.findings if f.source.kind in SAID)):
        proof = _proof(_against(playbook, said), shown)
        if proof:
            found.setdefault(said.fact, Overtaken(said, proof))
    return tuple(found.values())


def _against(playbook: Playbook, said: Finding) -> Condition | None:
    spec = playbook.facts.get(said.fact)
    values = spec.values if spec else ()
    return next((value.against for value in values if value.id == said.value), None)


def _proof(against: Condition | None, shown: FactBook) -> Finding | None:
    if against is None or not holds(against, shown.value):
        return None
    return next((best for fact in against.facts() if _speaks(against, best := shown.best(fact))), None)


def _speaks(against: Condition, finding: Finding | None) -> bool:
    return finding is not None and (finding.fact, finding.value) in set(against.tests())
