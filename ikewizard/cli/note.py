"""The case note of a session in every form, as others may see it, and as long as they take it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from ikewizard.core.events import Event
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.document import Document
from ikewizard.report.fitting import fit
from ikewizard.report.fitting_json import fit_json
from ikewizard.report.jira import render_jira
from ikewizard.report.json_text import to_json
from ikewizard.report.markdown import render_markdown
from ikewizard.report.masking import Masker
from ikewizard.report.note_json import note_json
from ikewizard.report.page import render_page
from ikewizard.report.text import render_text
from ikewizard.report.told import session_of
from ikewizard.report.transcript import HOW_IT_WENT, transcript

WIDTH = 80

RENDERERS: Mapping[str, Callable[[Document], str]] = {
    "markdown": render_markdown,
    "github": render_markdown,
    "gitlab": partial(render_markdown, dialect="gitlab"),
    "jira": render_jira,
    "text": partial(render_text, width=WIDTH),
    "html": render_page,
}
"""How each form is made of a document; ``json`` is made of the session itself."""

ENDINGS: Mapping[str, str] = {
    "markdown": "md",
    "github": "md",
    "gitlab": "md",
    "jira": "jira.txt",
    "text": "txt",
    "html": "html",
    "json": "json",
}


@dataclass(frozen=True)
class Note:
    """What a note is made of. ``whole`` says where the whole stands, if the note is a shortened one.

    ``changes`` tell what the trees have at present otherwise than when the session began.
    """

    events: Sequence[Event]
    knowledge: Knowledge
    masker: Masker
    kept: Collection[str] | None = None
    whole: str = ""
    changes: tuple[str, ...] = ()

    def text(self, form: str, limit: int = 0) -> str:
        """Return the note in this form, of at most ``limit`` characters; 0 is no limit."""
        if form == "json":
            data = note_json(session_of(self.events, self.knowledge.playbook, self.kept), self.changes)
            masked = cast("Mapping[str, object]", self.masker.value(data))
            return to_json(fit_json(masked, limit, self.whole))
        told = transcript(self.events, self.knowledge.playbook, self.kept, self.changes)
        document = self.masker.document(told)
        document = Document((*document.blocks, *self.masker.section()))
        render = RENDERERS[form]
        return render(fit(document, render, limit, last=HOW_IT_WENT, whole=self.whole))
