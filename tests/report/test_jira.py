"""Jira's wiki markup: nothing that a log says is markup, and no mention leaves a quote."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table
from ikewizard.report.jira import render_jira
from tests.conftest import Golden
from tests.report.test_markdown import BLOCKS

MARKS = [
    *(
        "h1. head",
        "bq. quote",
        "# one",
        "## two",
        "- item",
        "* item",
        "-- dash",
        "---- rule",
        "||head||",
        "|cell|",
    ),
    *(
        "*bold* _it_ -del- +ins+ ^sup^ ~sub~ ??cite??",
        "a_b_c AES-256-CBC 10:00 - x",
        "{{mono}} {color:red}x{color}",
    ),
    *(
        "{noformat}",
        "{code:java} x {code}",
        "{quote}",
        "{ noformat}",
        "!http://evil.example/x.png!",
        "!x.png|thumb!",
    ),
    *(
        "[a|http://evil.example]",
        "[~admin] [^file] [#anchor]",
        "http://evil.example www.evil.example",
        "mailto:a@b.c",
    ),
    *(
        "(/) (x) (!) (on) :) ;-) :D :Pa",
        r"\\host\share and a \\ b",
        "&#123;noformat&#125; &lt;",
        "<b>html</b> @name",
    ),
]


def document(text: str) -> Document:
    """Return a document with one text in every place."""
    return Document(
        (
            Heading(text, 2),
            Paragraph(text),
            Items((text, f"{text}\n{text}"), ordered=True),
            Quote(text, text),
            Table(("No.", "What"), ((text, ""), ("", text))),
        )
    )


def test_what_means_something_there(golden: Golden) -> None:
    """Every mark of the notation, in every place, as it was read and found to be text."""
    golden("marks.jira", render_jira(Document(tuple(b for mark in MARKS for b in document(mark).blocks))))


def prose_of(text: str) -> list[str]:
    """Return the lines that are no quotes; those of a quote are checked on the way."""
    lines, inside = [], False
    for line in text.split("\n"):
        if line == "{noformat}":
            inside = not inside
        elif inside:
            assert "{noformat" not in line.lower()
        else:
            lines.append(line)
    assert not inside
    return lines


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=5))
def test_no_text_is_markup(blocks: list[Block]) -> None:
    """Whatever the texts hold: quotes end where they should, and no sign in prose has a meaning."""
    text = render_jira(Document(tuple(blocks)))
    assert "[~" not in text
    quotes = sum(isinstance(block, Quote) for block in blocks)
    assert text.count("{noformat}") == 2 * quotes
    for line in prose_of(text):
        said = re.sub(r"^(?:h[1-6]\.|[*#]) |^\|\|?|\|\|?$", "", line)
        bare = re.sub(r"\\[^\\]|&\w+;|&#\d+;", "x", said.replace(" \\\\ ", " "))
        assert not re.search(r"[{}\[\]!\\&]", bare), line
        assert not re.search(r"://|\bwww\.|\bmailto:", bare, re.IGNORECASE), line
        assert not re.search(r"(?<!\w)[*_+^~](?=\w)|\?\?|[*^~]", bare), line


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=5))
def test_the_blocks_are_those_of_the_document(blocks: list[Block]) -> None:
    """Lines begin as a block begins only where one of the document does, and rows have their cells."""
    text = render_jira(Document(tuple(blocks)))
    lines = prose_of(text)
    tables = [block for block in blocks if isinstance(block, Table)]
    assert sum(line.startswith("||") for line in lines) == len(tables)
    cells = sorted(len(table.header) for table in tables for _ in table.rows)
    rows = [line for line in lines if line.startswith("|") and not line.startswith("||")]
    assert sorted(line.count("|") - 1 for line in rows) == cells
    headings = sum(isinstance(block, Heading) for block in blocks)
    assert sum(bool(re.match(r"h[1-6]\. ", line)) for line in lines) <= headings
    items = sum(len(block.items) for block in blocks if isinstance(block, Items))
    assert sum(bool(re.match(r"[*#-]+ ", line)) for line in lines) <= items


@pytest.mark.parametrize(
    "name", ["net-net", "AES_CBC_256/HMAC_SHA2_256_128", "10.1.0.0/24", "site-a-site-b", "x - y"]
)
def test_names_stay_readable(name: str) -> None:
    """What logs are full of is not touched: the raw text can be read as well."""
    assert render_jira(Document((Paragraph(f"the {name}"),))) == f"the {name}\n"
