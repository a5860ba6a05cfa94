"""Call mode: what an agent reads out at each place of a session, and what else must be at hand there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ikewizard.core.causes import How
from ikewizard.core.conclusion import Conclusion
from ikewizard.core.engine import Situation
from ikewizard.core.facts import DONE, Finding
from ikewizard.core.glossary import terms_in
from ikewizard.core.place import CONCLUSION, END, place
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress
from ikewizard.core.record import dataclass, field
from ikewizard.core.treatment import TakeStep, UsedUp, VerifyFix, next_action
from ikewizard.core.tree import Ask, Form, Question
from ikewizard.logs.outcome import TAKEN_DOWN
from ikewizard.report.dictation import dictated
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph
from ikewizard.report.explain import StepHow, step_how, where_words
from ikewizard.report.leads import question_leads, step_leads, verify_leads
from ikewizard.report.spoken import Spoken, spoken_in

VERIFY = "Please try again what did not work before, such as a file at the other site. Does it work now?"
USED_UP = "We have tried all that we can from here. I hand it on, with everything that we found."
TUNNEL_UP = "As far as we can see, the tunnel is up. I write down what we found."
WAS_TAKEN_DOWN = "The tunnel came up, and it was taken down after that. I write down what we found."
NOTHING = "We cannot tell yet what is wrong. I write down what we found, and hand it on."
KNOWN = "We know what is wrong."
LIKELY = "This is most likely what is wrong."
TO_READ_OUT = "To be read out"


@dataclass(frozen=True)
class Call:
    """One place of a session on a call.

    ``say`` is the sentence to read out, ``leads`` what each answer means, by its id, and ``always`` what
    comes after any of them; ``glosses`` explain the terms in the sentence, ``more_glosses`` those on the
    screen; ``spelled`` are the addresses and identifiers that stand there.
    """

    place: str
    say: str
    glosses: tuple[str, ...] = ()
    more_glosses: tuple[str, ...] = ()
    leads: Mapping[str, str] = field(default_factory=dict)
    always: str = ""
    spelled: tuple[Spoken, ...] = ()

    @property
    def line(self) -> str:
        """The place and the sentence to read out, as one line."""
        return f'{self.place}  Say: "{quotable(self.say)}"'


def quotable(say: str) -> str:
    """Return a sentence that can stand between double quotes."""
    return say.replace('"', "'")


def call_at(playbook: Playbook, progress: Progress, situation: Situation) -> Call:
    """Return what an agent needs where the session stands."""
    here = place(situation, progress)
    if situation.question is not None:
        return _at_question(playbook, progress, situation, situation.question, here)
    conclusion = situation.conclusion
    if conclusion is None:
        raise ValueError("the walk has neither a question nor a conclusion")
    if here == CONCLUSION:
        return _at_conclusion(playbook, conclusion, situation)
    action = next_action(conclusion, progress)
    if isinstance(action, TakeStep):
        say = action.step.say or action.step.text
        return Call(here, say, glosses(say, playbook), leads=step_leads(conclusion, progress, action))
    if isinstance(action, VerifyFix):
        more = glosses(action.suspect.cause.verify, playbook)
        return Call(here, VERIFY, (), more, verify_leads(conclusion, progress, action))
    return Call(END, USED_UP if isinstance(action, UsedUp) else TUNNEL_UP)


def glosses(text: str, playbook: Playbook) -> tuple[str, ...]:
    """Return each term in ``text`` that the glossary explains, with its gloss."""
    return tuple(f"{term.term}: {term.gloss}" for term in terms_in(text, playbook.glossary.values()))


def call_conclusion(situation: Situation, document: Document) -> Document:
    """Return the conclusion for a call: ``document``, then the identifiers spelled.

    What to read out stands with the question that follows, where it stays in sight.
    """
    spelled = spelled_lines(spoken_in(_texts(situation)))
    end: tuple[Block, ...] = (Heading(TO_READ_OUT, 3), Items(spelled)) if spelled else ()
    return Document((*document.blocks, *end))


def call_step(playbook: Playbook, progress: Progress, situation: Situation, action: TakeStep) -> Document:
    """Return one step for a call: its place, and how it is done, each command on its own line.

    What to read out stands with the question that follows, where it stays in sight.
    """
    here = place(situation, progress)
    title = f"{here} {action.suspect.cause.title}: step {action.number} of {action.total}"
    hows = step_how(action.step, playbook, situation.book)
    dictation = (block for how in hows for block in dictated(_on(how), _how(how)))
    helped = (f"It helped if: {action.step.verify}",) if action.step.verify else ()
    where = Paragraph(f"{action.step.text} (Where: {where_words(action.step)})")
    spelled = spelled_lines(spoken_in((action.step.text, *(how.text for how in hows)), own=True))
    return Document((Heading(title, 2), where, *dictation, *_list((*helped, *spelled))))


def spelled_lines(spelled: Iterable[Spoken]) -> tuple[str, ...]:
    """Return each identifier as it is written, with how it is said."""
    return tuple(f"{each.written} = {each.said}" for each in spelled)


def _at_question(
    playbook: Playbook, progress: Progress, situation: Situation, question: Question, here: str
) -> Call:
    labels = [choice.label for choice in question.choices] if isinstance(question, Ask) else []
    sentence = glosses(question.say, playbook)
    more = glosses(" | ".join((question.ask, *labels, question.look)), playbook)
    leads = question_leads(playbook, progress, question)
    return Call(
        here,
        question.say,
        sentence,
        tuple(gloss for gloss in more if gloss not in sentence),
        leads.each,
        leads.always,
        spoken_in(_settings(question, situation)) if isinstance(question, Form) else (),
    )


def _at_conclusion(playbook: Playbook, conclusion: Conclusion, situation: Situation) -> Call:
    if conclusion.outcome == "established":
        return Call(CONCLUSION, WAS_TAKEN_DOWN if situation.book.value(TAKEN_DOWN) else TUNNEL_UP)
    if not conclusion.suspects:
        return Call(CONCLUSION, NOTHING)
    first, *others = conclusion.suspects
    cause = first.cause.say or f"{first.cause.title}."
    if others:
        say = f"It can be one of {1 + len(others)} things, and we begin with the likeliest. {cause}"
    else:
        say = f"{KNOWN if first.certainty == 'certain' else LIKELY} {cause}"
    lead = f"the first of {len(first.steps)} steps: {first.steps[0].text}" if first.steps else ""
    return Call(CONCLUSION, say, glosses(say, playbook), leads={DONE: lead})


def _settings(form: Form, situation: Situation) -> tuple[str, ...]:
    sides = ("initiator", "responder") if form.units == "both" else (form.units,)
    values = (situation.book.value(f"{side}.{setting}") for setting in form.settings for side in sides)
    return tuple(value for value in values if value)


def _texts(situation: Situation) -> tuple[str, ...]:
    suspects = situation.conclusion.suspects if situation.conclusion else ()
    findings: dict[Finding, None] = dict.fromkeys(each for s in suspects for each in s.because)
    findings.update(dict.fromkeys(situation.deciding()))
    return tuple(finding.source.text for finding in findings)


def _on(how: StepHow) -> str:
    units = "both units" if len(how.units) > 1 else f"the {how.units[0]}"
    return f"On {units} ({how.title})"


def _how(how: StepHow) -> How:
    return How(how.text, how.device, how.unverified, how.commands)


def _list(lines: tuple[str, ...]) -> tuple[Block, ...]:
    return (Items(lines),) if lines else ()
