"""Markdown rendering: text stays text, and the structure is the document's, as a parser sees it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ikewizard.logs.decode import clean
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table
from ikewizard.report.markdown import render_markdown

PARSER = MarkdownIt("commonmark").enable("table")
HARMLESS = {"text", "code_inline", "hardbreak"}
MARKS = [
    "# h",
    "- x",
    "1. x",
    "1) x",
    "+ x",
    "```",
    "~~~",
    "`",
    "``",
    "|",
    "---",
    "===",
    "> q",
    "<b>",
    "<!--",
]
LINKS = ["[a](b)", "![a](b)", "[a]: http://b", "<http://a>", "http://a.b", "www.a.b", "a@b.c", "@user", "#12"]
OTHERS = [
    "-->",
    "&amp;",
    "*",
    "_",
    "**b**",
    "\\",
    "\\|",
    "~~s~~",
    "$x$",
    ":---",
    "    code",
    "\t",
    "\n",
    "\r",
    " ",
]
SNIPPETS = st.sampled_from([*MARKS, *LINKS, *OTHERS, "\x1b[1m", "\u2028"])
TEXTS = (
    st.text(max_size=40)
    | st.lists(SNIPPETS, max_size=6).map("".join)
    | st.lists(SNIPPETS, max_size=6).map(" ".join)
)
TABLES = st.integers(1, 4).flatmap(
    lambda size: st.lists(st.lists(TEXTS, min_size=size, max_size=size).map(tuple), min_size=1, max_size=4)
)
BLOCKS = (
    st.builds(Heading, TEXTS, st.integers(1, 6))
    | st.builds(Paragraph, TEXTS)
    | st.builds(Items, st.lists(TEXTS, max_size=4).map(tuple), st.booleans())
    | st.builds(Quote, TEXTS, TEXTS)
    | TABLES.map(lambda rows: Table(rows[0], tuple(rows[1:])))
)


def prose(text: str) -> str:
    """Return what of a text should be read in prose."""
    return " ".join(clean(text).split())


def expected(block: Block) -> list[tuple[str, list[str]]]:
    """Return the kinds of block that a parser should find, with their texts."""
    if isinstance(block, Heading | Paragraph):
        kind = f"h{block.level}" if isinstance(block, Heading) else "p"
        return [(kind, [prose(block.text)])] if prose(block.text) else []
    if isinstance(block, Items):
        lines = [[prose(line) for line in item.split("\n") if prose(line)] for item in block.items]
        texts = ["\n".join(parts) for parts in lines if parts]
        return [("ol" if block.ordered else "ul", texts)] if texts else []
    if isinstance(block, Quote):
        body = "\n".join(clean(line) for line in block.text.split("\n"))
        return [*([("p", [f"{prose(block.origin + ':')}"])] if block.origin else []), ("code", [body + "\n"])]
    return [("table", [prose(cell) for row in (block.header, *block.rows) for cell in row])]


def found(tokens: list[Token]) -> list[tuple[str, list[str]]]:
    """Return the blocks that the parser found, with their texts; anything but plain text is an error."""
    blocks: list[tuple[str, list[str]]] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            blocks.append((token.tag, [token.content] if token.type == "fence" else []))
        if token.type == "inline":
            children = token.children or []
            assert {child.type for child in children} <= HARMLESS, children
            blocks[-1][1].append(
                "".join("\n" if child.type == "hardbreak" else child.content for child in children)
            )
    return blocks


@given(st.lists(BLOCKS, max_size=5))
@example([Items(("a",)), Items(()), Items(("b",))])
def test_the_structure_is_that_of_the_document(blocks: list[Block]) -> None:
    """Whatever the texts hold, a parser finds the document's blocks, and each text to the letter."""
    tokens = PARSER.parse(render_markdown(Document(tuple(blocks))))
    assert {token.type for token in tokens}.isdisjoint({"html_block", "hr", "blockquote_open", "code_block"})
    assert found(tokens) == [part for block in blocks for part in expected(block)]


@pytest.mark.parametrize(
    "text", ["mail bob@example.com now", "see https://evil.example/x", "www.evil.example", "ping @ops #12"]
)
def test_nothing_becomes_a_link_or_a_mention(text: str) -> None:
    """A word that a host would link or take for a mention stands in code, where none does."""
    outside = re.sub(r"`[^`]*`", "", render_markdown(Document((Paragraph(text),))))
    assert not re.search(r"@|://|www\.|#\d", outside)


@given(st.text(alphabet="`a\n", max_size=40))
def test_a_fence_is_longer_than_what_it_holds(text: str) -> None:
    """No run of backticks in a quoted line ends the quote."""
    tokens = PARSER.parse(render_markdown(Document((Quote(text), Paragraph("after")))))
    assert [token.type for token in tokens][:2] == ["fence", "paragraph_open"]
    assert tokens[0].content == text + "\n"


def test_a_document_as_markdown() -> None:
    """Ordinary text is hardly touched: the file reads well without being rendered."""
    document = Document(
        (
            Heading("IKE tunnel", 1),
            Paragraph("The initiator proposed group 14 (2048 bits), e.g. modp2048."),
            Items(("10:00 - asked", "answered"), ordered=True),
            Items(("a", "b")),
            Items(("c\nmore",)),
            Quote("received NO_PROPOSAL_CHOSEN", "responder log, east.log:22"),
            Table(("Time", "Answer"), (("10:00", "a|b"),)),
        )
    )
    assert render_markdown(document) == (
        "# IKE tunnel\n\nThe initiator proposed group 14 (2048 bits), e.g. modp2048.\n\n"
        "1. 10:00 - asked\n2. answered\n\n* a\n* b\n\n- c\\\n  more\n\n"
        "responder log, east.log:22:\n\n```text\nreceived NO_PROPOSAL_CHOSEN\n```\n\n"
        "| Time | Answer |\n| --- | --- |\n| 10:00 | a\\|b |\n"
    )
