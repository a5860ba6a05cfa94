"""What who follows a session in a terminal is shown: each event, and what stands now."""

from __future__ import annotations

from ikewizard.report.document import Block, Document, Heading, Paragraph
from ikewizard.report.story import Entry, Scene


def entry_document(entry: Entry) -> Document:
    """Return one event: when, where, what, and what came of it, then what was found in evidence."""
    where = f"{entry.place}:" if entry.place else ""
    head = " ".join(part for part in (entry.clock, where, entry.title) if part)
    body = entry.body
    first = body[0] if body else None
    if isinstance(first, Paragraph):
        # An answer stands right under its question.
        head, body = f"{head}\n{first.text}", body[1:]
    return Document((Paragraph(head), *body, *entry.proof))


def found_document(document: Document) -> Document:
    """Return what the session has come to under a heading of its own; empty for nothing."""
    return Document((Heading("What was found", 2), *document.blocks)) if document.blocks else document


def scene_document(scene: Scene) -> Document:
    """Return what stands now, its place first: that is what is cited on a call."""
    title = f"Now {scene.place}: {scene.title}"
    # Its own headings are only marks within it, and not new scenes.
    return Document((Heading(title, 2), *(_below(block) for block in scene.body)))


def _below(block: Block) -> Block:
    return Heading(block.text, 3) if isinstance(block, Heading) else block
