"""What a session is about, for who looks for it among many: causes, peers, makes, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ikewizard.core.engine import Situation, survey
from ikewizard.core.events import Answered, Event, EvidenceGiven, SettingGiven, Tried, Verified
from ikewizard.core.facts import UNKNOWN
from ikewizard.core.listed import Listed
from ikewizard.core.place import place
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, replay
from ikewizard.core.tree import Ask

ADDRESSES = ("peer-gateway", "own-address")
"""The settings that tell under which address a unit is reached."""
NAMES = ("sa-name",)
"""The settings that tell what a tunnel is called."""
_NO_ADDRESS = (UNKNOWN, "none", "any")
_MOST = 8
_LONGEST = 80


def about(listed: Listed, events: Iterable[Event], playbook: Playbook) -> Listed:
    """Return a session that is listed with what its events are about, as the trees of ``playbook`` see it."""
    progress = replay(events)
    situation = survey(playbook, progress)
    return listed._replace(
        causes=_causes(progress, situation),
        peers=_first(_peers(progress, situation)),
        makers=_first(situation.book.value(f"{side}.device") for side in ("initiator", "responder")),
        place=place(situation, progress),
        node=_node(situation),
    )


def searchable(events: Iterable[Event], playbook: Playbook) -> Iterator[str]:
    """Yield the texts in which a session is looked for: answers, evidence, notes and names."""
    for event in events:
        if isinstance(event, Answered):
            yield from _of_answer(event, playbook)
        elif isinstance(event, SettingGiven):
            title = playbook.setting_titles.get(event.setting, event.setting)
            label = playbook.label(f"{event.side}.{event.setting}", event.value)
            yield f"{title}: {label} {event.value}"
        elif isinstance(event, EvidenceGiven):
            yield from _of_evidence(event, playbook)
        elif isinstance(event, Tried | Verified):
            yield from _of_step(event, playbook)


def _node(situation: Situation) -> str:
    if situation.question is not None:
        return situation.question.id
    return situation.conclusion.node.id if situation.conclusion else ""


def _causes(progress: Progress, situation: Situation) -> tuple[str, ...]:
    fixed = next((seen.cause for seen in reversed(progress.verified) if seen.works), None)
    if fixed is not None and progress.ending == "solved":
        return (fixed,)
    suspects = situation.conclusion.suspects if situation.conclusion else ()
    return tuple(suspect.cause.id for suspect in suspects)


def _peers(progress: Progress, situation: Situation) -> Iterator[str | None]:
    yield from (piece.peer for piece in progress.evidence)
    sides = ("initiator", "responder")
    yield from (situation.book.value(f"{side}.{name}") for name in ADDRESSES for side in sides)
    yield from (piece.tunnel for piece in progress.evidence)
    yield from (situation.book.value(f"{side}.{name}") for name in NAMES for side in sides)


def _first(values: Iterable[str | None]) -> tuple[str, ...]:
    known = (" ".join(value.split())[:_LONGEST] for value in values if value and value not in _NO_ADDRESS)
    return tuple(dict.fromkeys(value for value in known if value))[:_MOST]


def _of_answer(event: Answered, playbook: Playbook) -> Iterator[str]:
    node = playbook.tree.nodes.get(event.node)
    choice = node.choice(event.value) if isinstance(node, Ask) else None
    yield choice.label if choice else "I don't know" if event.value == UNKNOWN else event.value


def _of_evidence(event: EvidenceGiven, playbook: Playbook) -> Iterator[str]:
    device = playbook.devices.get(event.dialect)
    yield from (event.name, event.dialect, device.title if device else "", event.peer, event.tunnel)
    yield from event.note
    for finding in event.findings:
        yield playbook.label(finding.fact, finding.value)
        yield finding.source.text
        yield finding.source.means


def _of_step(event: Tried | Verified, playbook: Playbook) -> Iterator[str]:
    cause = playbook.causes.get(event.cause)
    yield cause.title if cause else event.cause
    yield next((step.text for step in cause.steps if step.id == event.step), "") if cause else event.step
