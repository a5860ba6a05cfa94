"""HTML rendering: text stays text, and the structure is the document's, as a parser sees it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikewizard.logs.decode import clean
from ikewizard.report.document import Block, Document, Heading, Items, Paragraph, Quote, Table
from ikewizard.report.html import render_html

KNOWN = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "table", "thead", "tbody", "tr"}
KNOWN |= {"th", "td", "figure", "figcaption", "pre", "code"}
BLOCK = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "table", "figure"}
TEXT = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "figcaption", "code"}
HOSTILE = [
    "<script>alert(1)</script>",
    "</code></pre></figure><img src=x onerror=alert(1)>",
    "</td></tr></table>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&lt;b&gt;",
    "&#60;",
    "&amp",
    '"',
    "'",
    "<",
    ">",
    "&",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x1b[2J",
    "\x9b31m",
    "\u2028",
    "\u202e",
    "\ud800",
    "plain",
    " ",
]
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(HOSTILE), max_size=6).map("".join)
TABLES = st.integers(1, 4).flatmap(
    lambda size: st.lists(st.lists(TEXTS, min_size=size, max_size=size).map(tuple), min_size=1, max_size=4)
)
BLOCKS = (
    st.builds(Heading, TEXTS, st.integers(0, 8))
    | st.builds(Paragraph, TEXTS)
    | st.builds(Items, st.lists(TEXTS, max_size=4).map(tuple), st.booleans())
    | st.builds(Quote, TEXTS, TEXTS)
    | TABLES.map(lambda rows: Table(rows[0], tuple(rows[1:])))
)


class Outline(HTMLParser):
    """What a parser finds: the blocks in order, each with the texts in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, list[str]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; anything that no document asks for is an error."""
        assert tag in KNOWN, tag
        assert attrs in ([], [("scope", "col")], [("scope", "row")])
        if tag == "br":
            self.blocks[-1][1][-1] += "\n"
            return
        if not self.open:
            assert tag in BLOCK
            self.blocks.append((tag, []))
        if tag in TEXT:
            self.blocks[-1][1].append("")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Add to the text of the element; between elements there are only line ends."""
        if self.open and self.open[-1] in TEXT:
            self.blocks[-1][1][-1] += data
        else:
            assert not data.strip("\n")

    def handle_comment(self, data: str) -> None:
        """No document asks for a comment."""
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        """Nor for a declaration."""
        raise AssertionError(decl)

    handle_pi = unknown_decl = handle_comment


def outline(text: str) -> list[tuple[str, list[str]]]:
    """Return the blocks that a parser finds in a page, everything in them closed."""
    parser = Outline()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser.blocks


def prose(text: str) -> str:
    """Return a text as it should be read, in lines."""
    lines = (" ".join(clean(line).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def expected(block: Block) -> list[tuple[str, list[str]]]:
    """Return the elements that a parser should find for a block, with their texts."""
    if isinstance(block, Heading):
        text = " ".join(clean(block.text).split())
        return [(f"h{min(max(block.level, 1), 6)}", [text])] if text else []
    if isinstance(block, Paragraph):
        return [("p", [prose(block.text)])] if prose(block.text) else []
    if isinstance(block, Items):
        texts = [text for item in block.items if (text := prose(item))]
        return [("ol" if block.ordered else "ul", texts)] if texts else []
    if isinstance(block, Quote):
        origin = " ".join(clean(block.origin).split())
        body = "\n".join(clean(line) for line in block.text.split("\n")) + "\n"
        return [("figure", [*([origin] if origin else []), body])]
    return [("table", [prose(cell) for row in (block.header, *block.rows) for cell in row])]


@given(st.lists(BLOCKS, max_size=5))
def test_the_structure_is_that_of_the_document(blocks: list[Block]) -> None:
    """Whatever the texts hold, a parser finds the document's blocks, and each text to the letter."""
    found = outline(render_html(Document(tuple(blocks))))
    assert found == [part for block in blocks for part in expected(block)]


@given(TEXTS)
def test_nothing_is_left_that_is_not_seen(text: str) -> None:
    """No control, no half of a pair, no mark that turns writing around comes through."""
    page = render_html(Document((Quote(text, text), Table((text,), ((text,),)))))
    assert not any(sign != "\n" and clean(sign) != sign for sign in page)
    page.encode("utf-8")


@pytest.mark.parametrize(("level", "under", "name"), [(1, 0, "h1"), (1, 2, "h3"), (3, 1, "h4"), (4, 4, "h6")])
def test_headings_go_below_the_one_they_stand_under(level: int, under: int, name: str) -> None:
    """A piece of a page keeps the page's headings in order."""
    assert render_html(Document((Heading("x", level),)), under) == f"<{name}>x</{name}>\n"


def test_a_document_as_html() -> None:
    """Elements by meaning: a caption on a quote, heads on rows and columns, lines of an item."""
    document = Document(
        (
            Heading("IKE tunnel", 1),
            Paragraph('The initiator said "<b>".'),
            Items(("10:00 - asked", "answered\nat once", " "), ordered=True),
            Quote("  received NO_PROPOSAL_CHOSEN\n<script>", "responder log, east.log:22"),
            Table(("Time", ""), (("10:00", "a"), ("", "b"))),
        )
    )
    assert render_html(document) == (
        "<h1>IKE tunnel</h1>\n"
        "<p>The initiator said &quot;&lt;b&gt;&quot;.</p>\n"
        "<ol>\n<li>10:00 - asked</li>\n<li>answered<br>at once</li>\n</ol>\n"
        "<figure><figcaption>responder log, east.log:22</figcaption>"
        "<pre><code>  received NO_PROPOSAL_CHOSEN\n&lt;script&gt;\n</code></pre></figure>\n"
        '<table>\n<thead>\n<tr><th scope="col">Time</th><td></td></tr>\n</thead>\n<tbody>\n'
        '<tr><th scope="row">10:00</th><td>a</td></tr>\n<tr><td></td><td>b</td></tr>\n</tbody>\n</table>\n'
    )
