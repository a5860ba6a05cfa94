"""The card for the other side, of what a diagnosis leaves open."""

from __future__ import annotations

from ikewizard.cli.output import write_document
from ikewizard.core.deciding import decided_at, far_unit
from ikewizard.core.playbook import Playbook
from ikewizard.report.diagnosis import Tunnel
from ikewizard.report.document import Document, Paragraph
from ikewizard.report.leads import at_what_decides
from ikewizard.report.masking import Masker
from ikewizard.report.other_side import Asked, other_side_card

NOTHING_OPEN = "Nothing is open that the other side could tell."


def write_cards(tunnel: Tunnel, playbook: Playbook, masker: Masker, form: str) -> None:
    """Print the card for the unit of which no log is at hand, or one for each where that is not told."""
    progress, situation = at_what_decides(playbook, tunnel.progress)
    units, far = decided_at(situation), far_unit(situation)
    if not units:
        write_document(Document((Paragraph(NOTHING_OPEN),)), form)
        return
    for unit in [far] if far in units else units:
        card = other_side_card(Asked(unit), playbook, progress, situation)
        write_document(masker.document(card), form)
