"""The tree that configurations in XML are read into: what is in it, at which lines, and what is refused."""

from __future__ import annotations

import pytest

from ikewizard.errors import InputError
from ikewizard.settings.configuration import lines_of
from ikewizard.settings.readers.xml_tree import DEEPEST, Element, Tree, parse

DOCUMENT = """\
admin@example> show config running
<?xml version="1.0"?>
<config version="10.1.0">
  <ike>
    <gateway name="west"><key>planted-horse-7</key><port>500</port></gateway>
    <note>
      two lines,
      of text &amp; more
    </note>
    <gateway name="north"/>
  </ike>
</config>
admin@example> exit
"""


def tree(text: str) -> Tree:
    """Return the tree of ``text``."""
    return parse(lines_of("unit.xml", text))


def refused(text: str) -> InputError:
    """Return the error that ``text`` is refused with."""
    with pytest.raises(InputError) as caught:
        tree(text)
    return caught.value


def test_elements_are_found_by_their_path_in_the_order_of_the_file() -> None:
    """A path leads to every element of that name, with its attributes, its text and its line."""
    root = tree(DOCUMENT).root
    assert (root.tag, dict(root.attributes)) == ("config", {"version": "10.1.0"})
    gateways = list(root.all("ike", "gateway"))
    assert [(each.attributes["name"], each.line.number) for each in gateways] == [("west", 5), ("north", 10)]
    assert root.get("ike", "note") == "two lines,\n      of text & more"
    assert root.get("ike", "nothing") == ""
    assert root.at("ike", "nothing") is None
    assert [each.tag for each in root.walk()] == [
        "config",
        "ike",
        "gateway",
        "key",
        "port",
        "note",
        "gateway",
    ]


def test_a_line_shows_one_element_only() -> None:
    """What stands beside an element on its line (a secret, maybe) is not told with it."""
    port = tree(DOCUMENT).root.at("ike", "gateway", "port")
    assert port is not None
    assert (port.file, port.number, port.text) == ("unit.xml", 5, "<port>500</port>")


def test_an_element_knows_the_lines_that_it_reaches_over() -> None:
    """The lines of an element are those of the file, and what is around the document is none of its."""
    whole = tree(DOCUMENT)
    note = whole.root.find("ike", "note")
    assert note is not None
    assert [line.number for line in whole.lines(note)] == [6, 7, 8, 9]
    assert [line.number for line in whole.lines(whole.root)] == list(range(3, 13))


def test_namespaces_are_left_out_of_names() -> None:
    """A name is the same whatever namespace it stands in."""
    root = tree('<c xmlns="http://example.com/c" xmlns:j="http://example.com/j"><j:a j:n="1"/></c>').root
    found = root.find("a")
    assert found is not None
    assert dict(found.attributes) == {"n": "1"}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("<a>\n<b>\n</a>", "unit.xml:3"),
        ("<a>\n<b>\n", "unit.xml:2"),
        ("<a>\n&unknown;\n</a>", "unit.xml:2"),
        ("x\n<a\n", "unit.xml:2"),
        ("<a>\n<b c='1' c='2'/></a>", "unit.xml:2"),
        ("milk", "unit.xml"),
    ],
)
def test_a_text_that_is_not_well_formed_is_refused_with_its_line(text: str, where: str) -> None:
    """The refusal names the line, and is one line itself."""
    error = refused(text)
    assert error.where == where
    assert "\n" not in error.what


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;">]>\n<a>&c;</a>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n<a>&b;</a>',
        '<!DOCTYPE a SYSTEM "http://example.com/a.dtd">\n<a/>',
    ],
)
def test_document_types_and_entities_are_refused(text: str) -> None:
    """Nothing is expanded, and nothing is fetched."""
    assert "document type" in refused(text).what


def test_what_no_device_writes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Depth, number of elements and length have bounds."""
    assert "nested" in refused("<a>" * (DEEPEST + 1) + "</a>" * (DEEPEST + 1)).what
    monkeypatch.setattr("ikewizard.settings.readers.xml_tree.MOST_ELEMENTS", 10)
    assert "elements" in refused(f"<a>{'<b/>' * 10}</a>").what
    monkeypatch.setattr("ikewizard.settings.readers.xml_tree.LONGEST", 100)
    assert "longer" in refused(f"<a>{'x' * 100}</a>").what


def test_characters_that_xml_forbids_do_not_keep_it_from_being_read() -> None:
    """Stray bytes and control characters are replaced."""
    root = tree("<a><b>x\x00\udc80y</b><c>z</c></a>").root
    assert root.get("b") == "x\ufffd\ufffdy"
    assert root.get("c") == "z"


def test_a_document_in_one_long_line_is_whole() -> None:
    """A line of XML is not cut, as one of other texts is."""
    root = tree("<a>" + "<b>value</b>" * 2_000 + "</a>").root
    assert len(list(root.all("b"))) == 2_000


def test_an_empty_element_has_no_text_and_no_children() -> None:
    """Asking it for anything gives nothing."""
    element = Element("a", {}, "unit.xml", 1)
    assert (element.get("b"), element.text, list(element.all("b"))) == ("", "", [])
