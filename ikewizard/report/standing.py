"""Which of the events that were told still stand, and which do not any more because of a later one."""

from __future__ import annotations

from collections.abc import Mapping

from ikewizard.core.events import Answered, Event, EvidenceGiven, Tried, Verified, WentBack
from ikewizard.core.progress import step_target

Standing = Mapping[str, tuple[tuple[int, str], ...]]
"""What stands: the number and the place of each event, under the name by which it is taken back."""


def stands(standing: Standing, event: Event, number: int, place: str) -> tuple[Standing, tuple[int, ...]]:
    """Return what stands after one more event, and the numbers of those that do not any more."""
    is_back = isinstance(event, WentBack)
    target = event.target if isinstance(event, WentBack) else _target_of(event)
    if not target:
        return standing, ()
    before = standing.get(target, ())
    if is_back or isinstance(event, Answered):
        return {**standing, target: () if is_back else ((number, place),)}, tuple(each for each, _ in before)
    return {**standing, target: (*before, (number, place))}, ()


def _target_of(event: Event) -> str:
    if isinstance(event, Answered):
        return event.node
    if isinstance(event, EvidenceGiven):
        return event.id
    return step_target(event) if isinstance(event, Tried | Verified) else ""
