"""How a session went: every event of it in order, as rows of one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ikewizard.core.engine import survey
from ikewizard.core.events import (
    Answered,
    Event,
    EvidenceGiven,
    Finished,
    SettingGiven,
    Tried,
    Verified,
    WentBack,
)
from ikewizard.core.facts import UNKNOWN
from ikewizard.core.place import question_place
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, happen, step_target
from ikewizard.core.tree import Ask, Check, Conclude, Form
from ikewizard.report.document import Table
from ikewizard.report.explain import RESULTS
from ikewizard.report.moments import clock
from ikewizard.report.standing import Standing, stands

_MOST_NUMBERED = 1000
HEADER = ("Time (UTC)", "What", "Answer or result")


def course(events: Sequence[Event], playbook: Playbook) -> Table | None:
    """Return what happened, a row each, or None where nothing did.

    A question is named as on a call when it was answered, Q4 the fourth; a step whose result stands as in
    the list of what was done.
    """
    told = _Told(events, playbook)
    rows = [
        (clock(event.at), *row) for number, event in enumerate(events) for row in told.rows(number, event)
    ]
    return Table(HEADER, tuple(rows)) if rows else None


def evidence_name(event: EvidenceGiven) -> str:
    """Return what a piece of evidence is called, whose it is, and what it was read as."""
    whose = f", the {event.side}'s" if event.side != "either" else ""
    dialect = f", read as {event.dialect}" if event.dialect else ""
    return f"{event.name}{whose}{dialect}"


def step_text(cause_id: str, step_id: str, playbook: Playbook) -> str:
    """Return what is to be done in a step; its id where the trees no longer know it."""
    cause = playbook.causes.get(cause_id)
    return next((step.text for step in cause.steps if step.id == step_id), step_id) if cause else step_id


class _Told:
    """The events of a session in words, taken in their order."""

    def __init__(self, events: Sequence[Event], playbook: Playbook) -> None:
        self._playbook = playbook
        self._names: dict[str, str] = {}
        self._places = _places(events, playbook)
        self._standing: list[str] = []
        self._answered: set[str] = set()
        self._gone = _gone(events)

    def rows(self, number: int, event: Event) -> Iterator[tuple[str, str]]:
        """Yield the rows of the event at this place."""
        if isinstance(event, Answered):
            yield from self._answer(number, event)
        elif isinstance(event, SettingGiven):
            title = self._playbook.setting_titles.get(event.setting, event.setting)
            value = self._playbook.label(f"{event.side}.{event.setting}", event.value)
            what = f"{self._places[number]}{title} ({event.side})"
            yield what, "taken back" if event.value == UNKNOWN else value
        elif isinstance(event, EvidenceGiven):
            self._names.setdefault(event.id, event.name)
            yield "Handed in", f"{evidence_name(event)}{self._gone.get(number, '')}"
        elif isinstance(event, WentBack):
            self._standing = [target for target in self._standing if target != event.target]
            yield "Went back", f"took back: {self._names.get(event.target) or self._question(event.target)}"
        else:
            yield from self._of_step(number, event)

    def _of_step(self, number: int, event: Event) -> Iterator[tuple[str, str]]:
        if isinstance(event, Tried):
            target = step_target(event)
            words = f"Step: {step_text(event.cause, event.step, self._playbook)}"
            self._names.setdefault(target, words)
            gone = self._gone.get(number, "")
            self._standing.append(target)
            yield words if gone else f"Step S{len(self._standing)}", f"{RESULTS[event.result]}{gone}"
        elif isinstance(event, Verified):
            yield "Does traffic pass now?", "yes" if event.works else "no"
        elif isinstance(event, Finished):
            yield "Finished", event.ending

    def _answer(self, number: int, event: Answered) -> Iterator[tuple[str, str]]:
        node = self._playbook.tree.nodes.get(event.node)
        if isinstance(node, Conclude):
            return
        choice = node.choice(event.value) if isinstance(node, Ask) else None
        said = choice.label if choice else event.value
        if event.value == UNKNOWN:
            said = "I don't know"
        elif isinstance(node, Form):
            said = "done"
        revised = " (revised)" if event.node in self._answered else ""
        self._answered.add(event.node)
        asked = f"{self._places[number]}{self._question(event.node)}"
        self._names[event.node] = asked
        yield asked, f"{said}{revised}{self._gone.get(number, '')}"

    def _question(self, node_id: str) -> str:
        node = self._playbook.tree.nodes.get(node_id)
        if node is None or isinstance(node, Check | Conclude):
            return f"{node_id} (no longer asked)"
        return node.ask


def _places(events: Sequence[Event], playbook: Playbook) -> Mapping[int, str]:
    """Return where each answer was given, by the number of its event: ``Q4 ``.

    Nothing stands for what was not asked, and for what comes after more answers than anybody gives.
    """
    found: dict[int, str] = defaultdict(str)
    forms: dict[str, str] = {}
    progress = Progress()
    for number, event in enumerate(events):
        if isinstance(event, Answered | SettingGiven) and len(found) < _MOST_NUMBERED:
            situation = survey(playbook, progress)
            here, asked = f"{question_place(situation)} ", situation.question
            if isinstance(event, SettingGiven):
                found[number] = here if isinstance(asked, Form) and event.setting in asked.settings else ""
            else:
                # A form whose settings are all there is not asked any more: it ends where it was filled in.
                found[number] = here if asked and asked.id == event.node else forms.get(event.node, "")
            if isinstance(asked, Form):
                forms[asked.id] = here
        progress = happen(progress, event)
    return found


def _gone(events: Sequence[Event]) -> Mapping[int, str]:
    """Return when what no longer stands was taken back or answered anew, by the number of its event."""
    found: dict[int, str] = {}
    standing: Standing = {}
    for number, event in enumerate(events):
        standing, ended = stands(standing, event, number, "")
        found |= dict.fromkeys(ended, f" (taken back at {clock(event.at)})")
    return found
