"""A document as Markdown (CommonMark with GitHub's tables) that hostile text cannot break out of.

All texts may be made of log lines. In prose every character with a meaning is escaped, and a word that
some host turns into a link or a mention (``@name``, ``www.``, ``#12``) is set as code, where none does.
GitLab links more, and obeys a line that begins with a slash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import singledispatch
from typing import Literal

from ikewizard.logs.decode import clean
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table

Dialect = Literal["github", "gitlab"]

# A ">" means something at the beginning only: after "<" there is no tag to end, since that is escaped.
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<|~&$#"})
_LINKS = r"@|://|www\.|(?:mailto|xmpp|javascript|data):|#\w|\bGH-\d"
# A number of a commit (an SPI looks like one), and what is shown as a picture.
_SHOWN = r"|\b(?=[a-f]*\d)[0-9a-f]{7,40}\b|:[+-]?[a-z][\w+-]*:|:(?:100|1234|8ball):"
_GITHUB = re.compile(_LINKS + _SHOWN, re.IGNORECASE)
# Its references, the additions and deletions that it marks, its table of contents, what it fills in.
_GITLAB = re.compile(
    _LINKS + _SHOWN + r"|[!$~%&^][\w\"{]|\*iteration:|\[[a-z_]+:|[\[{][+-]|[+-][\]}]|\[\[|\]\]|\[_?TOC",
    re.IGNORECASE,
)
_LINKED: Mapping[Dialect, re.Pattern[str]] = {"github": _GITHUB, "gitlab": _GITLAB}
# GitLab looks for its commands, quotes and fences line by line, before anything is parsed.
_LINE_BY_LINE = re.compile(r"^[ \t]*[/>`~<$:]", re.MULTILINE)
_OPENING = re.compile(r"[-+=:/>]|\d{1,9}[.)]\Z")
_AFTER = ".,;:!?"
_TICKS = re.compile(r"`+")


def render_markdown(document: Document, dialect: Dialect = "github") -> str:
    """Return ``document`` as Markdown whose block structure is that of the document, whatever it says."""
    parts: list[str] = []
    before: Block | None = None
    odd = False
    for block in document.blocks:
        # Two lists in a row would be one: only another kind of mark begins a new one.
        mark = isinstance(block, Items) and isinstance(before, Items) and not odd
        text = _markdown(block, dialect, mark)
        if text:
            parts.append(text)
            before, odd = block, mark
    return "\n\n".join(parts) + "\n" if parts else ""


@singledispatch
def _markdown(block: Block, dialect: Dialect, odd: bool) -> str:  # noqa: ARG001 - one shape for all blocks
    raise TypeError(f"no such block: {block!r}")


@_markdown.register
def _heading(block: Heading, dialect: Dialect, odd: bool) -> str:  # noqa: ARG001 - one shape for all blocks
    text = _inline(block.text, dialect)
    return f"{'#' * min(max(block.level, 1), 6)} {text}" if text else ""


@_markdown.register
def _paragraph(block: Paragraph, dialect: Dialect, odd: bool) -> str:  # noqa: ARG001 - one shape for all blocks
    return _inline(block.text, dialect)


@_markdown.register
def _items(block: Items, dialect: Dialect, odd: bool) -> str:
    ordered, plain = (")", "*") if odd else (".", "-")
    drawn = ([_inline(line, dialect) for line in item.split("\n")] for item in block.items)
    texts = [lines for item in drawn if (lines := [text for text in item if text])]
    marks = (
        [f"{n}{ordered} " for n in range(1, len(texts) + 1)] if block.ordered else [f"{plain} "] * len(texts)
    )
    # A backslash at its end keeps a line of an item apart from the next one.
    breaks = [f"\\\n{' ' * len(mark)}" for mark in marks]
    return "\n".join(m + b.join(lines) for m, b, lines in zip(marks, breaks, texts, strict=True))


@_markdown.register
def _quote(block: Quote, dialect: Dialect, odd: bool) -> str:  # noqa: ARG001 - one shape for all blocks
    body = "\n".join(clean(line) for line in block.text.split("\n"))
    if dialect == "gitlab" and _LINE_BY_LINE.search(body):
        body = "\n".join(f" {line}" for line in body.split("\n"))
    fence = "`" * max(3, 1 + _longest_run(body))
    origin = _inline(f"{block.origin}:", dialect) + "\n\n" if block.origin else ""
    return f"{origin}{fence}text\n{body}\n{fence}"


@_markdown.register
def _table(block: Table, dialect: Dialect, odd: bool) -> str:  # noqa: ARG001 - one shape for all blocks
    rows = [[_inline(cell, dialect, in_table=True) for cell in row] for row in (block.header, *block.rows)]
    rows.insert(1, ["---"] * len(block.header))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _inline(text: str, dialect: Dialect, *, in_table: bool = False) -> str:
    linked = _LINKED[dialect]
    words = clean(text).split()
    # Escapes are only put where the meaning of a sign depends on the place: at the beginning.
    opening = _OPENING.match(words[0]) if words else None
    marked = [
        _linked_code(word, linked, in_table) if linked.search(word) else word.translate(_ESCAPED)
        for word in words
    ]
    if opening and not linked.search(words[0]):
        end = opening.end() - 1
        marked[0] = f"{marked[0][:end]}\\{marked[0][end:]}"
    return " ".join(marked)


def _linked_code(word: str, linked: re.Pattern[str], in_table: bool) -> str:
    """Return a word set as code, but for the signs of the sentence that stand behind it."""
    core = word.rstrip(_AFTER)
    while core.endswith(")") and core.count(")") > core.count("("):
        core = core[:-1].rstrip(_AFTER)
    rest = word[len(core) :]
    if not core or linked.search(rest):
        return _code(word, in_table)
    return _code(core, in_table) + rest.translate(_ESCAPED)


def _code(word: str, in_table: bool) -> str:
    ticks = "`" * (1 + _longest_run(word))
    if word.startswith("`") or word.endswith("`"):
        word = f" {word} "
    # A table is split at its bars before anything else is read, code or not.
    return ticks + (word.replace("|", r"\|") if in_table else word) + ticks


def _longest_run(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)
