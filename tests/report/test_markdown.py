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
from ikewizard.report.markdown import Dialect, render_markdown

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


@pytest.mark.parametrize("dialect", ["github", "gitlab"])
@given(blocks=st.lists(BLOCKS, max_size=5))
@example(blocks=[Items(("a",)), Items(()), Items(("b",))])
@example(blocks=[Quote("\t", ""), Quote("  /close")])
@example(blocks=[Quote("```\n/close\n>>>\n````", "x"), Paragraph("/close"), Items(("/close\n/label ~x",))])
def test_the_structure_is_that_of_the_document(dialect: Dialect, blocks: list[Block]) -> None:
    """Whatever the texts hold, a parser finds the document's blocks, and each text to the letter."""
    tokens = PARSER.parse(render_markdown(Document(tuple(blocks)), dialect))
    assert {token.type for token in tokens}.isdisjoint({"html_block", "hr", "blockquote_open", "code_block"})
    parts = found(tokens), [part for block in blocks for part in expected(block)]
    if dialect == "gitlab":
        # What begins like something that is looked for line by line is moved to the right as a whole.
        parts = _at_margin(parts[0]), _at_margin(parts[1])
    assert parts[0] == parts[1]


def _at_margin(parts: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    return [
        (kind, ["\n".join(line.lstrip(" ") for line in text.split("\n")) for text in texts])
        if kind == "code"
        else (kind, texts)
        for kind, texts in parts
    ]


@given(st.lists(BLOCKS, max_size=5))
@example([Paragraph("://``"), Quote("```\n/close"), Paragraph("/close")])
def test_gitlab_finds_nothing_to_obey(blocks: list[Block]) -> None:
    """No line begins as a command, a quote or a fence does, not even in a quote; but for our fences."""
    text = render_markdown(Document(tuple(blocks)), "gitlab")
    fences = [line for line in text.split("\n") if re.fullmatch(r"`{3,}[^`]*", line)]
    assert len(fences) == 2 * sum(isinstance(block, Quote) for block in blocks)
    assert not re.search(r"^(?:/|>|~~~|\$\$|:::|<)", text, re.MULTILINE)


GITLAB = ["!12", "$12", "~bug", '~"a b"', "%v1.0", "&3", "^alert#1", "group/project!12", "[vulnerability:1]"]
GITLAB += [
    "[[_TOC_]]",
    "[TOC]",
    "*iteration:1",
    "{+add+}",
    "[-gone-]",
    "%{project}",
    ":rocket:",
    "9ba12248",
    "a@b",
]


@pytest.mark.parametrize("text", GITLAB)
def test_gitlab_links_nothing(text: str) -> None:
    """A word that GitLab makes a reference or a picture of stands in code, in prose and in tables."""
    document = Document((Paragraph(f"see {text} now"), Table((text,), ((text,),)), Items((text,))))
    outside = re.sub(r"`[^`]*`", "", render_markdown(document, "gitlab"))
    assert text.split(maxsplit=1)[0] not in outside


def test_a_log_of_ten_thousand_lines_is_one_quote() -> None:
    """However long it is and whatever stands in it, what comes after it is what the document has there."""
    log = "\n".join(f"{number} ``` | <b> [a](b) @x {'`' * (number % 7)}" for number in range(10_000))
    dialects: tuple[Dialect, ...] = ("github", "gitlab")
    for dialect in dialects:
        text = render_markdown(Document((Quote(log, "east.log"), Heading("After"))), dialect)
        assert [token.type for token in PARSER.parse(text)] == [
            *("paragraph_open", "inline", "paragraph_close", "fence"),
            *("heading_open", "inline", "heading_close"),
        ]


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


def test_the_sentence_goes_on_behind_a_word_that_is_set_as_code() -> None:
    """What would be a link is code; the bracket and the full stop behind it are the sentence's."""
    document = Document((Paragraph("(trees 9225f75cbc2e136a631d6236) from @hq, see (www.example.net)."),))
    assert render_markdown(document) == (
        "(trees `9225f75cbc2e136a631d6236`) from `@hq`, see `(www.example.net)`.\n"
    )
