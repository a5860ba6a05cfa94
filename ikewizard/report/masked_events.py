"""The events of a session as others may see them: every free text masked, and what the trees name kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ikewizard.core.events import (
    Answered,
    Event,
    EvidenceGiven,
    SettingGiven,
    Started,
    Tried,
    Verified,
    WentBack,
)
from ikewizard.core.facts import DONE, UNKNOWN, Finding, Source
from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask

Mask = Callable[[str], str]
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*(?:[./][a-z0-9-]+)*")
_BATCH = 5000
_TIME = re.compile(r"[0-9T:Z.+-]*")


def masked_events(events: Iterable[Event], playbook: Playbook, text: Mask) -> tuple[Event, ...]:
    """Return the events with ``text`` applied to everything that is not of the trees' own vocabulary.

    Ids of questions, causes, steps and evidence stay, and so do values that the vocabulary has: the walk
    of the masked events is that of the real ones, wherever it does not depend on a free text.
    """
    return tuple(_Masking(playbook, text).event(event) for event in events)


def masked_lines(lines: Iterable[str], text: Mask) -> Iterator[str]:
    """Yield the lines of a log with ``text`` applied to many of them at once: a secret may have several."""
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            yield from text("\n".join(batch)).split("\n")
            batch = []
    if batch:
        yield from text("\n".join(batch)).split("\n")


class _Masking:
    def __init__(self, playbook: Playbook, text: Mask) -> None:
        self._playbook = playbook
        self._text = text

    def event(self, event: Event) -> Event:
        at = event.at if _TIME.fullmatch(event.at) else self._text(event.at)
        event = replace(event, at=at)
        if isinstance(event, Started):
            return replace(event, version=self._text(event.version), tree=self._word(event.tree))
        if isinstance(event, EvidenceGiven):
            return self._evidence(event)
        return self._said(event)

    def _said(self, event: Event) -> Event:
        if isinstance(event, Answered):
            return replace(event, node=self._word(event.node), value=self._answer(event))
        if isinstance(event, SettingGiven):
            value = self._value(f"{event.side}.{event.setting}", event.value)
            return replace(event, setting=self._word(event.setting), value=value)
        if isinstance(event, Tried | Verified):
            return replace(event, cause=self._word(event.cause), step=self._word(event.step))
        if isinstance(event, WentBack):
            return replace(event, target=self._word(event.target))
        return event

    def _evidence(self, event: EvidenceGiven) -> EvidenceGiven:
        return replace(
            event,
            name=self._text(event.name),
            findings=tuple(self._finding(finding) for finding in event.findings),
            note=tuple(self._text(line) for line in event.note),
            dialect=self._word(event.dialect),
            peer=self._text(event.peer),
            tunnel=self._text(event.tunnel),
        )

    def _finding(self, finding: Finding) -> Finding:
        return Finding(
            self._word(finding.fact),
            self._value(finding.fact, finding.value),
            self._source(finding.source),
        )

    def _source(self, source: Source) -> Source:
        return replace(
            source,
            file=self._text(source.file),
            text=self._text(source.text),
            means=self._text(source.means),
            ref=self._word(source.ref),
            guide=tuple(self._word(row) for row in source.guide),
        )

    def _answer(self, event: Answered) -> str:
        node = self._playbook.tree.nodes.get(event.node)
        known = event.value in (UNKNOWN, DONE) or (isinstance(node, Ask) and node.choice(event.value))
        return event.value if known else self._text(event.value)

    def _value(self, fact: str, value: str) -> str:
        spec = self._playbook.facts.get(fact)
        known = value == UNKNOWN or (spec is not None and any(value == each.id for each in spec.values))
        return value if known else self._text(value)

    def _word(self, name: str) -> str:
        """Return an id as it is; what does not look like one may be anything."""
        return name if _WORD.fullmatch(name) else self._text(name)
