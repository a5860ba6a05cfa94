"""A document as Jira's wiki markup that hostile text cannot break out of.

Inside words most signs mean nothing there and are left, so that names stay readable. Elsewhere a backslash
takes the meaning from them, and where a backslash is not enough, the sign is written as an entity.
"""

from __future__ import annotations

import re
from functools import singledispatch

from ikewizard.logs.decode import clean
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table

_ALWAYS = {
    **{sign: f"\\{sign}" for sign in "{}[]!"},
    # Tables are split at bars and lines broken at backslashes before escapes are looked at.
    **{sign: f"&#{ord(sign)};" for sign in "|\\"},
    "&": "&amp;",
}
# Signs that begin and end a mark, but not between two letters.
_MARKS = re.compile(r"(?<!\w)[*_+^~-]|[*_+^~-](?!\w)|\?(?=\?)|(?<=\?)\?|[*^~]")
_EMOTICON = re.compile(
    r"[:;](?=[()]|[PpD](?!\w))|\((?=(?:[/x!?iyn+*-]|on|off|\*[rgby]|flag|flagoff)\))", re.IGNORECASE
)
_LINK = re.compile(r":(?=//|\\\\)|(?<=\bmailto):|(?<=\bwww)\.|(?<=\bfile):", re.IGNORECASE)
_OPENING = re.compile(r"(?:h[1-6]|bq)(?=\.)|#+\Z|[-*#]+\Z", re.IGNORECASE)
# A mention is found in the raw text, wherever it stands: whom it names must not be told.
_MENTION = re.compile(r"\[(?=~)")
_MACRO = re.compile(r"\{(?=/?[a-z])", re.IGNORECASE)


def render_jira(document: Document) -> str:
    """Return ``document`` as wiki markup whose blocks are those of the document, whatever it says."""
    parts = [text for text in map(_jira, document.blocks) if text]
    return "\n\n".join(parts) + "\n" if parts else ""


@singledispatch
def _jira(block: Block) -> str:
    raise TypeError(f"no such block: {block!r}")


@_jira.register
def _heading(block: Heading) -> str:
    text = _inline(block.text)
    return f"h{min(max(block.level, 1), 6)}. {text}" if text else ""


@_jira.register
def _paragraph(block: Paragraph) -> str:
    return _inline(block.text)


@_jira.register
def _items(block: Items) -> str:
    mark = "#" if block.ordered else "*"
    drawn = ([_inline(line) for line in item.split("\n")] for item in block.items)
    texts = [" \\\\ ".join(lines) for item in drawn if (lines := [line for line in item if line])]
    return "\n".join(f"{mark} {text}" for text in texts)


@_jira.register
def _quote(block: Quote) -> str:
    origin = _inline(f"{block.origin}:") + "\n" if block.origin else ""
    return f"{origin}{{noformat}}\n{quoted(block.text)}\n{{noformat}}"


@_jira.register
def _table(block: Table) -> str:
    head = "||".join(map(_cell, block.header))
    rows = ["|".join(map(_cell, row)) for row in block.rows]
    return "\n".join([f"||{head}||", *(f"|{row}|" for row in rows)])


def quoted(text: str) -> str:
    """Return ``text`` as it may stand between two ``{noformat}``: no macro and no mention is left in it."""
    lines = (clean(line) for line in text.split("\n"))
    return "\n".join(_MENTION.sub("[ ", _MACRO.sub("{ ", line)) for line in lines)


def _cell(text: str) -> str:
    # Two bars without anything between them would begin a header.
    return _inline(text) or " "


def _inline(text: str) -> str:
    words = _MENTION.sub("[ ", clean(text)).split()
    return " ".join(_word(word, first=number == 0) for number, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    # A dash between two words is one.
    if word == "-" and not first:
        return word
    entities = {found.start() for pattern in (_EMOTICON, _LINK) for found in pattern.finditer(word)}
    marks = {found.start() for found in _MARKS.finditer(word)}
    opening = _OPENING.match(word) if first else None
    if opening:
        # A heading ends its mark with a point, a list with a blank.
        entities.add(opening.end() if word[opening.end() :] else 0)
    return "".join(
        f"&#{ord(sign)};" if place in entities else f"\\{sign}" if place in marks else _ALWAYS.get(sign, sign)
        for place, sign in enumerate(word)
    )
