"""What is different for a session that was begun with other trees, told to who goes on with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ikewizard.core.engine import misfits, survey
from ikewizard.core.events import Event
from ikewizard.core.heirs import inherit, inherited
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress, replay
from ikewizard.core.tree import Ask, Form

CHANGED = "The trees have changed since this session began; those of today count."


def change_sentences(events: Sequence[Event], playbook: Playbook, digest: str) -> tuple[str, ...]:
    """Return what of a session fits the trees no longer, or otherwise; nothing where all is as it was.

    ``events`` are those that are stored, and ``digest`` names the trees of ``playbook``.
    """
    progress = replay(inherit(events, playbook.heirs))
    changed = progress.started is not None and progress.started.tree != digest
    found = [*_answers(events, progress, playbook), *_tried(progress, playbook)]
    if changed:
        found = [CHANGED, *found, *_order(progress, playbook)]
    return tuple(found)


def _answers(events: Sequence[Event], progress: Progress, playbook: Playbook) -> Iterator[str]:
    gone = misfits(playbook, progress)
    for retired in inherited(events, playbook.heirs):
        if retired.heir in progress.answers and retired.heir not in gone:
            yield f"{_asked(playbook, retired.heir)} - the answer to an earlier form of this question counts."
    for node in gone:
        yield f"{_asked(playbook, node)} - that answer no longer fits the trees."


def _order(progress: Progress, playbook: Playbook) -> Iterator[str]:
    """Yield whether a question comes before some that were answered."""
    situation = survey(playbook, progress)
    gone = misfits(playbook, progress)
    if situation.question is None or situation.question.id in gone:
        return
    passed = {visit.node.id for visit in situation.visits}
    later = [node for node in progress.answers if node not in passed and node not in gone]
    if later:
        count = f"{len(later)} earlier answers" if later[1:] else "an earlier answer"
        yield (
            f"{situation.question.ask} - this is asked before {count}; "
            "what was answered is kept, and counts where the walk comes by it."
        )


def _tried(progress: Progress, playbook: Playbook) -> Iterator[str]:
    lost = 0
    for tried in progress.tried:
        cause = playbook.causes.get(tried.cause)
        lost += cause is None or all(step.id != tried.step for step in cause.steps)
    if lost:
        steps = "A step that was tried is" if lost == 1 else f"{lost} steps that were tried are"
        yield f"{steps} not in the trees any more."


def _asked(playbook: Playbook, node_id: str) -> str:
    node = playbook.tree.nodes.get(node_id)
    return node.ask if isinstance(node, Ask | Form) else f"The question '{node_id}'"
