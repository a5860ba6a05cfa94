"""Which unit holds what would decide, and which unit the user is likely to have at hand."""

from __future__ import annotations

from typing import Literal

from ikewizard.core.engine import Situation
from ikewizard.core.tree import Ask, Form

Unit = Literal["initiator", "responder"]
UNITS: tuple[Unit, ...] = ("initiator", "responder")


def decided_at(situation: Situation) -> tuple[Unit, ...]:
    """Return the units on which what is open can be seen: of the question, or of several causes left.

    The make of a unit is no such thing, and neither is the very first question: both the user can tell.
    """
    question = situation.question
    if question is not None and not (question.decides and situation.book.findings):
        return ()
    if isinstance(question, Form):
        return UNITS if question.units == "both" else (question.units,)
    if isinstance(question, Ask):
        owner = question.fact.partition(".")[0]
        return tuple(unit for unit in UNITS if unit == owner) or UNITS
    suspects = situation.conclusion.suspects if situation.conclusion else ()
    return UNITS if suspects[1:] else ()


def far_unit(situation: Situation) -> Unit | None:
    """Return the unit of which nothing was handed in while something of the other was, or None."""
    kinds = ("log", "config", "settings")
    seen = {finding.source.side for finding in situation.book.findings if finding.source.kind in kinds}
    missing = [unit for unit in UNITS if unit not in seen]
    return missing[0] if len(missing) == 1 else None
