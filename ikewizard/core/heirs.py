"""What became of ids that are not used any more: a session that names them goes on under their heirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ikewizard.core.events import Answered, Event, Tried, Verified, WentBack
from ikewizard.core.tree import Heirs, Retired


def inherit(events: Iterable[Event], heirs: Heirs) -> tuple[Event, ...]:
    """Return the events under the ids of today. What has no heir keeps its id, and fits nothing."""
    if not (heirs.nodes or heirs.causes or heirs.steps):
        return tuple(events)
    return tuple(_inherited(event, heirs) for event in events)


def inherited(events: Iterable[Event], heirs: Heirs) -> Iterator[Retired]:
    """Yield the retired questions that the events answered, each once, with their heirs."""
    named = dict.fromkeys(event.node for event in events if isinstance(event, Answered))
    return (heirs.nodes[name] for name in named if name in heirs.nodes and heirs.nodes[name].heir)


def _inherited(event: Event, heirs: Heirs) -> Event:
    if isinstance(event, Answered):
        retired = heirs.nodes.get(event.node)
        if retired is None or not retired.heir:
            return event
        return replace(event, node=retired.heir, value=retired.values.get(event.value, event.value))
    if isinstance(event, Tried | Verified):
        return replace(event, cause=_heir(heirs.causes, event.cause), step=_heir(heirs.steps, event.step))
    if isinstance(event, WentBack):
        cause, slash, step = event.target.partition("/")
        if slash:
            return replace(event, target=f"{_heir(heirs.causes, cause)}/{_heir(heirs.steps, step)}")
        return replace(event, target=_heir(heirs.nodes, event.target))
    return event


def _heir(retired: Mapping[str, Retired], name: str) -> str:
    found = retired.get(name)
    return found.heir if found and found.heir else name
