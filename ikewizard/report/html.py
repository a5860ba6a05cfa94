"""A document as a piece of HTML that hostile text cannot break out of.

Elements by meaning, no attribute made of text, no style and no script: a page brings its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, singledispatch
from html import escape

from ikewizard.logs.decode import clean
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table


def render_html(document: Document, under: int = 0) -> str:
    """Return ``document`` as HTML blocks, a line or more each, in the document's order.

    Every text comes out as text, without controls and terminal escapes. ``under`` is the level of the
    heading that the piece stands under: its own headings go that much deeper, to ``h6`` at most.
    """
    draw = partial(_html, under=under)
    return "".join(f"{text}\n" for text in map(draw, document.blocks) if text)


@singledispatch
def _html(block: Block, under: int) -> str:  # noqa: ARG001 - one shape for all blocks
    raise TypeError(f"no such block: {block!r}")


@_html.register
def _heading(block: Heading, under: int) -> str:
    level = min(max(block.level, 1) + under, 6)
    return _element(f"h{level}", _prose(block.text))


@_html.register
def _paragraph(block: Paragraph, under: int) -> str:  # noqa: ARG001 - one shape for all blocks
    return _element("p", _lines(block.text))


@_html.register
def _items(block: Items, under: int) -> str:  # noqa: ARG001 - one shape for all blocks
    items = "".join(f"\n{item}" for text in block.items if (item := _element("li", _lines(text))))
    return _element("ol" if block.ordered else "ul", f"{items}\n" if items else "")


@_html.register
def _quote(block: Quote, under: int) -> str:  # noqa: ARG001 - one shape for all blocks
    body = "\n".join(escape(clean(line)) for line in block.text.split("\n"))
    # Inside code, since a line end right after <pre> would be dropped.
    return f"<figure>{_element('figcaption', _prose(block.origin))}<pre><code>{body}\n</code></pre></figure>"


@_html.register
def _table(block: Table, under: int) -> str:  # noqa: ARG001 - one shape for all blocks
    head = _row(_head(cell, "col") for cell in block.header)
    # What the first cell says is what the row is about, to who hears the table read out.
    rows = "".join(
        _row([*(_head(cell, "row") for cell in row[:1]), *(f"<td>{_lines(cell)}</td>" for cell in row[1:])])
        for row in block.rows
    )
    return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>"


def _row(cells: Iterator[str] | list[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>\n"


def _head(text: str, scope: str) -> str:
    said = _lines(text)
    return f'<th scope="{scope}">{said}</th>' if said else "<td></td>"


def _element(name: str, inside: str) -> str:
    """Return an element, or nothing where it would be empty."""
    return f"<{name}>{inside}</{name}>" if inside else ""


def _prose(text: str) -> str:
    return escape(" ".join(clean(text).split()))


def _lines(text: str) -> str:
    return "<br>".join(line for part in text.split("\n") if (line := _prose(part)))
