"""A diagnosis as a document: the verdict, the evidence, the causes with all their steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ikewizard.core.engine import Situation
from ikewizard.core.playbook import Playbook
from ikewizard.logs.reading import Reading
from ikewizard.report.diagnosis import Diagnosis, Reached, Tunnel, line_totals
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.report.narrative import conclusion_document, step_lines

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ikewizard.settings.compare import Difference

_VERDICTS = {
    "cause-found": "The cause is found",
    "possible-causes": "Several causes are possible",
    "established": "The tunnel came up",
    "undetermined": "Undetermined",
}
_BY = ("initiator", "responder")
_REACHED: dict[Reached, str] = {
    "phase2-up": "phase 2 came up",
    "phase2-failed": "phase 1 came up, phase 2 failed",
    "phase1-up": "phase 1 came up",
    "phase1-failed": "phase 1 failed",
    "answered": "the peer answered",
    "begun": "the negotiation was begun",
    "unknown": "not told",
}
_MOST_IN_FULL = 5


def diagnosis_document(
    found: Diagnosis,
    playbook: Playbook,
    readings: Sequence[Reading],
    differences: Sequence[Difference] = (),
) -> Document:
    """Return the diagnosis for people: everything that the machine-readable one holds, in words."""
    return Document(tuple(_blocks(found, playbook, readings, differences)))


def _blocks(
    found: Diagnosis, playbook: Playbook, readings: Sequence[Reading], differences: Sequence[Difference]
) -> Iterator[Block]:
    main = found.main
    yield Heading(_verdict(main), 1)
    if len(found.tunnels) > 1:
        yield from _tunnels(found, playbook)
    if differences:
        from ikewizard.report.values import difference_blocks  # noqa: PLC0415 -- most logs show no settings

        yield from difference_blocks(differences)
    yield from conclusion_document(main.situation, playbook).blocks
    yield from _steps(main.situation, playbook)
    if main.question and main.verdict != "cause-found":
        yield Heading("What would decide", 2)
        yield Paragraph(f"{main.question.ask} {main.question.look}")
    yield from _others(found, playbook)
    if readings:
        totals = line_totals(readings)
        yield Paragraph(
            f"{totals['read']} lines read: {totals['understood']} understood, "
            f"{totals['ignored']} of no weight, {totals['unknown']} not known."
        )
        yield Items(tuple(sentence for reading in readings for sentence in reading.note))


def _verdict(tunnel: Tunnel) -> str:
    """Return the verdict in words; of a tunnel that was taken down after it had come up, by whom."""
    by = f" by the {tunnel.taken_down}" if tunnel.taken_down in _BY else ""
    return f"{_VERDICTS[tunnel.verdict]}{f', and was taken down{by}' if tunnel.taken_down else ''}"


def _steps(situation: Situation, playbook: Playbook) -> Iterator[Block]:
    """Yield the steps of every suspected cause; one that several have is told with the first of them."""
    told: set[str] = set()
    for suspect in situation.conclusion.suspects if situation.conclusion else ():
        yield Heading(f"Steps: {suspect.cause.title}", 2)
        fresh = [step for step in suspect.steps if step.id not in told]
        if len(fresh) < len(suspect.steps):
            yield Paragraph("Steps that stand under a cause above are not told again.")
        for number, step in enumerate(fresh, start=1):
            yield Heading(f"Step {number}", 3)
            yield Paragraph(step.text)
            yield Items(step_lines(step, playbook, situation.book))
        told.update(step.id for step in fresh)
        yield Paragraph(f"It is fixed when: {suspect.cause.verify}")


def _tunnels(found: Diagnosis, playbook: Playbook) -> Iterator[Block]:
    yield Heading("The tunnels in these logs", 2)
    rows = tuple(
        (
            tunnel.name,
            tunnel.peer,
            _verdict(tunnel),
            _REACHED[tunnel.reached],
            "; ".join(playbook.causes[cause].title for cause in tunnel.causes),
        )
        for tunnel in found.tunnels
    )
    yield Table(("tunnel", "peer", "verdict", "how far it got", "causes"), rows)
    yield Paragraph(f"What follows is about {found.main.name or found.main.peer}.")


def _others(found: Diagnosis, playbook: Playbook) -> Iterator[Block]:
    """Yield what speaks for the verdict of every other tunnel that has not come up."""
    others = [each for each in found.tunnels if each is not found.main and each.verdict != "established"]
    for tunnel in others[:_MOST_IN_FULL]:
        yield Heading(f"The tunnel {tunnel.name or tunnel.peer}: {_VERDICTS[tunnel.verdict].lower()}", 1)
        yield from conclusion_document(tunnel.situation, playbook).blocks
        if tunnel.question and tunnel.verdict != "cause-found":
            yield Paragraph(f"What would decide: {tunnel.question.ask}")
    if others[_MOST_IN_FULL:]:
        more = len(others) - _MOST_IN_FULL
        yield Paragraph(f"{more} more tunnels have not come up; --format json tells why of each.")
