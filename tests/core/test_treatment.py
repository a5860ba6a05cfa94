"""After the conclusion: steps in order, a fix verified before it is believed, then the next cause."""

from __future__ import annotations

from ikewizard.core.engine import survey
from ikewizard.core.events import Answered, Event, Tried, Verified
from ikewizard.core.facts import UNKNOWN
from ikewizard.core.progress import replay
from ikewizard.core.treatment import Action, Solved, TakeStep, UsedUp, VerifyFix, next_action
from tests.core.small import playbook

OPEN = [Answered("", "symptom", "fails"), Answered("", "says", UNKNOWN), Answered("", "settings", "done")]


def action(*events: Event) -> Action:
    """Return what comes next after these events at the conclusion with two causes."""
    progress = replay([*OPEN, *events])
    conclusion = survey(playbook(), progress).conclusion
    assert conclusion is not None
    return next_action(conclusion, progress)


def failed(*steps: str) -> list[Event]:
    """Return steps that did not help."""
    return [Tried("", step.rpartition("-")[0], step, "did-not-help") for step in steps]


def step(taken: Action) -> tuple[str, int, int]:
    """Return which step is to be taken, and its place."""
    assert isinstance(taken, TakeStep)
    return taken.step.id, taken.number, taken.total


def test_the_steps_come_one_by_one_cause_after_cause() -> None:
    """A step that did not help is followed by the next, and a used up cause by the next cause."""
    assert step(action()) == ("key-1", 1, 2)
    assert step(action(*failed("key-1"))) == ("key-2", 2, 2)
    assert step(action(*failed("key-1", "key-2"))) == ("mode-1", 1, 2)


def test_a_step_that_cannot_be_checked_is_passed() -> None:
    """What nobody can look at does not hold the session up."""
    assert step(action(Tried("", "key", "key-1", "cannot-check"))) == ("key-2", 2, 2)


def test_a_fix_is_verified_before_it_is_believed() -> None:
    """Fixed alone solves nothing: it has to be seen that traffic passes."""
    fixed = Tried("", "key", "key-1", "fixed")
    assert isinstance(action(fixed), VerifyFix)
    assert isinstance(action(fixed, Verified("", "key", "key-1", True)), Solved)


def test_a_fix_that_does_not_verify_is_a_step_that_did_not_help() -> None:
    """When traffic still fails the next step comes."""
    taken = action(Tried("", "key", "key-1", "fixed"), Verified("", "key", "key-1", False))
    assert step(taken) == ("key-2", 2, 2)


def test_when_every_step_was_tried_it_is_time_to_escalate() -> None:
    """Nothing is left after the last step of the last cause."""
    assert isinstance(action(*failed("key-1", "key-2", "mode-1", "mode-2")), UsedUp)
