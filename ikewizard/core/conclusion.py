"""From the end of a walk to the causes: who is suspected, how surely, why, and who is ruled out."""

from __future__ import annotations

from ikewizard.core.causes import Cause, Step
from ikewizard.core.conditions import Condition, holds
from ikewizard.core.facts import FactBook, Finding
from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass, replace
from ikewizard.core.tree import Certainty, Conclude, Outcome


@dataclass(frozen=True)
class Suspect:
    """A cause that the evidence leaves open, with what speaks for it and the steps that fit."""

    cause: Cause
    certainty: Certainty
    because: tuple[Finding, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class RuledOut:
    """A cause that the conclusion would have listed, and the findings that speak against it."""

    cause: Cause
    why: str
    because: tuple[Finding, ...]


@dataclass(frozen=True)
class Conclusion:
    """What a walk ended in. ``suspects`` are in the order in which to try them."""

    node: Conclude
    outcome: Outcome
    suspects: tuple[Suspect, ...]
    ruled_out: tuple[RuledOut, ...] = ()


def conclude(playbook: Playbook, node: Conclude, book: FactBook, deciding: tuple[Finding, ...]) -> Conclusion:
    """Return the conclusion of ``node``: confirmed causes first, then its candidates in their order.

    Confirmed causes are in the order of the candidates as well, and those beyond them come after.

    A candidate that is certain by the tree is only likely while a source contradicts what it rests on,
    while another cause is confirmed, or where what it rests on could not be verified.
    """
    lookup = book.value
    confirmed = [
        playbook.causes[name]
        for name, condition in playbook.confirmations.items()
        if node.outcome != "established" and holds(condition, lookup)
    ]
    order = {candidate.cause: number for number, candidate in enumerate(node.candidates)}
    confirmed.sort(key=lambda cause: order.get(cause.id, len(order)))
    disputed = any(
        found.kept in deciding or found.other in deciding for found in book.contradictions(playbook.alike)
    )
    suspects = [
        _suspect(cause, "certain" if len(confirmed) == 1 else "likely", book, deciding) for cause in confirmed
    ]
    ruled_out: list[RuledOut] = []
    for candidate in node.candidates:
        cause = playbook.causes[candidate.cause]
        if cause in confirmed or (candidate.when and not holds(candidate.when, lookup)):
            continue
        if cause.ruled_out_when and holds(cause.ruled_out_when, lookup):
            ruled_out.append(RuledOut(cause, cause.ruled_out_because, about(cause.ruled_out_when, book)))
            continue
        certainty: Certainty = "possible" if confirmed else candidate.certainty
        suspects.append(_suspect(cause, certainty, book, deciding))
    if not suspects and any(each.source.kind == "log" for each in deciding):
        # A log shows a failure, and the settings exclude all that it can be: one of the two is not so.
        doubted = [each for each in ruled_out if _only_by_settings(each)]
        suspects = [_suspect(each.cause, "possible", book, deciding) for each in doubted]
        ruled_out = [each for each in ruled_out if each not in doubted]
    suspects = [_no_more_than_likely(each) if disputed or _is_doubtful(each) else each for each in suspects]
    outcome: Outcome = "causes" if suspects else ("undetermined" if node.candidates else node.outcome)
    return Conclusion(node, outcome, tuple(suspects), tuple(ruled_out))


def _no_more_than_likely(suspect: Suspect) -> Suspect:
    return replace(suspect, certainty="likely") if suspect.certainty == "certain" else suspect


def _is_doubtful(suspect: Suspect) -> bool:
    """Whether anything that shows it could not be verified."""
    return any(each.source.unverified for each in suspect.because)


def _only_by_settings(found: RuledOut) -> bool:
    return all(each.source.kind in ("settings", "config") for each in found.because)


def _suspect(cause: Cause, certainty: Certainty, book: FactBook, deciding: tuple[Finding, ...]) -> Suspect:
    own = about(cause.confirmed_when, book) if cause.confirmed_when else ()
    steps = tuple(s for s in cause.steps if s.when is None or holds(s.when, book.value) is not False)
    return Suspect(cause, certainty, tuple(dict.fromkeys((*own, *deciding))), steps)


def about(condition: Condition, book: FactBook) -> tuple[Finding, ...]:
    """Return the findings that make ``condition`` hold."""
    # Only the parts that hold: a cause confirmed by one setting does not quote those that agree.
    if condition.fact is not None:
        best = book.best(condition.fact)
        return (best,) if best and holds(condition, book.value) else ()
    parts = (*condition.all, *condition.any, *condition.none)
    return tuple(finding for part in parts for finding in about(part, book))
