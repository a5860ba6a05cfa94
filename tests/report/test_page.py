"""The note as one page: nothing in it but what the renderer wrote, and nothing from anywhere else."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from ikewizard.report.document import Block, Document, Heading, Paragraph, Quote
from ikewizard.report.page import render_page
from tests.report.test_markdown import BLOCKS

ELEMENTS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "br",
    ),
    *("ul", "ol", "li", "figure", "figcaption", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "meta": {"charset", "http-equiv", "content", "name"},
    "html": {"lang"},
    "th": {"scope"},
}
EMPTY = {"meta", "br"}


class Reader(HTMLParser):
    """Reads a page, and holds it to the elements and attributes that there may be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that begins."""
        assert tag in ELEMENTS
        assert {name for name, _ in attrs} <= ATTRIBUTES.get(tag, set())
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold it against the element that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    def handle_comment(self, _data: str) -> None:
        """There is none."""
        raise AssertionError("a comment")

    def handle_pi(self, _data: str) -> None:
        """There is none."""
        raise AssertionError("an instruction")


def read(page: str) -> str:
    """Return the text of a page that is well formed."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return "".join(reader.text)


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=5))
def test_no_text_is_an_element(blocks: list[Block]) -> None:
    """Whatever the texts hold, the page has the renderer's elements and attributes, each closed."""
    read(render_page(Document((Heading("<script>alert(1)</script>", 1), *blocks))))


def test_hostile_text_is_shown_as_it_is() -> None:
    """Elements, entities and ends of elements in a log line are what is read on the page."""
    evil = "</code></pre></style><script src=//evil.example>&lt;&#x3c; <!-- ]]> \" ' onload=x"
    page = render_page(Document((Heading(evil, 1), Paragraph(evil), Quote(evil, evil))))
    assert read(page).count(evil) == 5
    assert "<script" not in page


def test_the_page_needs_nothing() -> None:
    """No script, no address, and a policy under which nothing would be fetched or run."""
    page = render_page(Document((Heading("A note", 1),)))
    assert "default-src 'none'" in page
    assert not [
        word for word in ("<script", "http:", "https:", "url(", "@import", "<link", "src=") if word in page
    ]
    assert "prefers-color-scheme" in page or "color-scheme: light dark" in page
    assert "@media print" in page
