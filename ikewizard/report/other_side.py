"""A card for whoever looks after the unit out of reach: what to look at, where, and what it means."""

from __future__ import annotations

from collections.abc import Iterator

from ikewizard.core.causes import Device, Step
from ikewizard.core.conclusion import Conclusion, Suspect
from ikewizard.core.deciding import Unit
from ikewizard.core.engine import Situation
from ikewizard.core.facts import UNKNOWN
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import Progress
from ikewizard.core.record import dataclass
from ikewizard.core.tree import Ask, Form, Question
from ikewizard.report.calling import glosses
from ikewizard.report.dictation import dictated
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table
from ikewizard.report.leads import question_leads
from ikewizard.report.spoken import spoken
from ikewizard.report.units_told import tunnels

MOST_CAUSES = 5
MOST_LINES = 3
"""Lines of our log that are quoted."""
_PARTS = {
    "initiator": "the unit that starts the tunnel (the initiator)",
    "responder": "the unit that is called (the responder)",
}
NO_SECRET = "Please send no password and no shared secret. Neither is needed, and nobody should ask for one."


@dataclass(frozen=True)
class Asked:
    """What a card is about: the unit to look at, and where the session stands (``mark``: abcdef, Q3)."""

    unit: Unit
    mark: str = ""


def other_side_card(asked: Asked, playbook: Playbook, progress: Progress, situation: Situation) -> Document:
    """Return the card for the open question, or for what would tell the causes apart that are left.

    Every text of it goes to strangers: the caller masks the document before it is shown to anybody.
    """
    card = _Card(asked, playbook, progress, situation)
    question, conclusion = situation.question, situation.conclusion
    if question is not None:
        return Document((*card.opening(), *card.question(question, progress), *card.closing()))
    if conclusion is None or not conclusion.suspects:
        raise ValueError("nothing is open that the other side could tell")
    return Document((*card.opening(), *card.conclusion(conclusion), *card.closing()))


@dataclass(frozen=True)
class _Card:
    asked: Asked
    playbook: Playbook
    progress: Progress
    situation: Situation

    @property
    def device(self) -> Device | None:
        return self.playbook.devices.get(self.situation.book.value(f"{self.asked.unit}.device") or "")

    def opening(self) -> Iterator[Block]:
        yield Heading("A question about our VPN tunnel", 1)
        make = f" (as far as we know: {self.device.title})" if self.device else ""
        yield Paragraph(
            "The tunnel between our two units does not work. What decides can only be seen at your unit: "
            f"{_PARTS[self.asked.unit]}{make}."
        )
        known = tuple(self._known())
        if known:
            yield Paragraph("By this you find it at your end:")
            yield Items(known)
        yield from self._seen()

    def _seen(self) -> Iterator[Block]:
        """Yield the lines of our log that it is about: they tell the minute, and which attempt is meant."""
        suspects = self.situation.conclusion.suspects if self.situation.conclusion else ()
        findings = (*(each for one in suspects for each in one.because), *self.situation.deciding())
        lines = dict.fromkeys(
            each.source.text for each in findings if each.source.kind == "log" and each.source.text
        )
        if lines:
            yield Quote("\n".join([*lines][:MOST_LINES]), "What the log at our end says of it")

    def _known(self) -> Iterator[str]:
        """Yield what is known of the units' addresses and names, each address with how it is said."""
        value = self.situation.book.value
        for tunnel in tunnels(self.progress.evidence):
            yield f"The tunnel, as our end calls it: {tunnel}"
        for unit in ("initiator", "responder"):
            for setting in ("own-address", "unique-firewall-identifier"):
                if found := value(f"{unit}.{setting}"):
                    title = self.playbook.setting_titles.get(setting, setting)
                    said = spoken(found)
                    yield f"{title} of the {unit}: {found}{f' ({said})' if said else ''}"

    def question(self, question: Question, progress: Progress) -> Iterator[Block]:
        yield Heading("What to look at", 2)
        if isinstance(question, Form):
            yield from self._form(question)
            return
        yield Paragraph(question.say)
        words = glosses(question.say, self.playbook)
        if words:
            yield Items(words)
        yield Paragraph(f"In other words: {question.ask}")
        yield Heading("Where", 2)
        yield from self._log()
        yield Paragraph(question.look)
        yield Heading("What each answer would mean", 2)
        yield Items(tuple(self._answers(question, progress)))

    def _form(self, form: Form) -> Iterator[Block]:
        yield Paragraph("Please look up these settings of the tunnel on your unit, with the value of each.")
        yield self._settings(form)
        yield Heading("Where", 2)
        yield Paragraph(form.look)
        yield Heading("What each answer would mean", 2)
        yield Paragraph("Where your value does not fit ours, the cause is to be looked for.")

    def _log(self) -> Iterator[Block]:
        if self.device:
            yield from dictated(f"The log of {self.device.title}", self.device.log)

    def _settings(self, form: Form) -> Block:
        device = self.device.settings if self.device else {}
        ours = "initiator" if self.asked.unit == "responder" else "responder"
        columns = {
            "Setting": [self.playbook.setting_titles.get(setting, setting) for setting in form.settings],
            "Where it is": [device[s].text if s in device else "" for s in form.settings],
            "Our value": [self.situation.book.value(f"{ours}.{s}") or "" for s in form.settings],
            "Your value": ["..." for _ in form.settings],
        }
        filled = {title: cells for title, cells in columns.items() if any(cells)}
        return Table(tuple(filled), tuple(zip(*filled.values(), strict=True)))

    def _answers(self, question: Ask, progress: Progress) -> Iterator[str]:
        leads = question_leads(self.playbook, progress, question)
        for choice in question.choices:
            lead = leads.each.get(choice.value) or leads.always
            yield f"{choice.label} -> {lead}" if lead else choice.label
        lead = leads.each.get(UNKNOWN, "")
        yield f"None of it can be seen -> {lead}" if lead else "None of it can be seen"

    def conclusion(self, conclusion: Conclusion) -> Iterator[Block]:
        yield Heading("What to look at", 2)
        yield Paragraph(conclusion.node.decide or "The log of your unit, at the minute of an attempt.")
        yield from self._log()
        yield Heading("If the log does not tell: what to check, and what it would mean", 2)
        for number, suspect in enumerate(conclusion.suspects[:MOST_CAUSES], start=1):
            yield from self._check(number, suspect)

    def _check(self, number: int, suspect: Suspect) -> Iterator[Block]:
        step = self._step(suspect)
        if step is None:
            return
        yield Paragraph(f"{number}) {step.say or step.text}")
        if self.device and step.id in self.device.how:
            yield from dictated(f"On {self.device.title}", self.device.how[step.id])
        meaning = suspect.cause.say or f"{suspect.cause.title}."
        yield Items((f"If that is not as it should be -> {meaning}",))

    def _step(self, suspect: Suspect) -> Step | None:
        return next((step for step in suspect.steps if step.where in (self.asked.unit, "both")), None)

    def closing(self) -> Iterator[Block]:
        yield Heading("Your answer", 2)
        yield Paragraph("The line of the log as it stands there, or the value, is best.")
        if self.asked.mark:
            yield Paragraph(f"Please give this mark with it: {self.asked.mark}")
        yield Paragraph(NO_SECRET)
