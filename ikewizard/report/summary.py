"""A diagnosis as a document: the verdict, the evidence, the causes with all their steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ikewizard.core.playbook import Playbook
from ikewizard.logs.reading import Reading
from ikewizard.report.diagnosis import Diagnosis
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Table
from ikewizard.report.json_report import line_totals
from ikewizard.report.narrative import conclusion_document, step_lines
from ikewizard.report.values import difference_blocks
from ikewizard.settings.compare import Difference

_VERDICTS = {
    "cause-found": "The cause is found",
    "possible-causes": "Several causes are possible",
    "established": "The tunnel came up",
    "undetermined": "Undetermined",
}


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
    yield Heading(_VERDICTS[main.verdict], 1)
    if len(found.tunnels) > 1:
        yield from _tunnels(found, playbook)
    yield from difference_blocks(differences)
    yield from conclusion_document(main.situation, playbook).blocks
    conclusion = main.situation.conclusion
    for suspect in conclusion.suspects if conclusion else ():
        yield Heading(f"Steps: {suspect.cause.title}", 2)
        for number, step in enumerate(suspect.steps, start=1):
            yield Heading(f"Step {number}", 3)
            yield Paragraph(step.text)
            yield Items(step_lines(step, playbook, main.situation.book))
        yield Paragraph(f"It is fixed when: {suspect.cause.verify}")
    if main.question and main.verdict != "cause-found":
        yield Heading("What would decide", 2)
        yield Paragraph(f"{main.question.ask} {main.question.look}")
    if readings:
        totals = line_totals(readings)
        yield Paragraph(
            f"{totals['read']} lines read: {totals['understood']} understood, "
            f"{totals['ignored']} of no weight, {totals['unknown']} not known."
        )
        yield Items(tuple(sentence for reading in readings for sentence in reading.note))


def _tunnels(found: Diagnosis, playbook: Playbook) -> Iterator[Block]:
    yield Heading("The tunnels in these logs", 2)
    rows = tuple(
        (
            tunnel.name,
            tunnel.peer,
            _VERDICTS[tunnel.verdict],
            "; ".join(playbook.causes[cause].title for cause in tunnel.causes),
        )
        for tunnel in found.tunnels
    )
    yield Table(("tunnel", "peer", "verdict", "causes"), rows)
    yield Paragraph(f"What follows is about {found.main.name or found.main.peer}.")
