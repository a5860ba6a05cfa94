"""Reads the configuration of PAN-OS in XML: of a firewall, or of a Panorama with its templates."""

from __future__ import annotations

from collections.abc import Sequence

from ikewizard.settings.desk import Desk
from ikewizard.settings.readers.pan_os import put_down
from ikewizard.settings.readers.pan_tree import IKE, NETWORK, OBJECT, Node, Shape
from ikewizard.settings.readers.xml_tree import Element, Tree, parse
from ikewizard.settings.units import Line


def read(lines: Sequence[Line], desk: Desk) -> None:
    """Put down every IKE gateway in the XML, with its tunnels."""
    tree = parse(lines)
    root = next((each for each in tree.root.walk() if each.tag == "config"), tree.root)
    desk.version = root.attributes.get("version", "")
    roots: dict[str, Node] = {}
    unknown: list[Element] = []
    waiting: list[tuple[Element, str]] = [(tree.root, "")]
    while waiting:
        element, scope = waiting.pop()
        part = _part(element)
        if part is None:
            templates = element.tag in ("template", "template-stack")
            waiting += [(child, _name(child) if templates else scope) for child in reversed(element.children)]
            continue
        path, shape = part
        node = roots.setdefault(scope, Node(""))
        for name in path:
            node = node.add(name, element.line)
        unknown += _take(node, element, shape)
    put_down(roots, desk)
    _account(tree, unknown, desk)


def _part(element: Element) -> tuple[tuple[str, ...], Shape] | None:
    """Return where in the tree an element belongs, if it is one of those that are looked for."""
    inner = {child.tag for child in element.children}
    if element.tag == "network" and inner & {"ike", "tunnel"}:
        return ("network",), NETWORK
    if element.tag == "ike" and inner & {"gateway", "crypto-profiles"}:
        return ("network", "ike"), IKE
    if element.tag == "address" and inner == {"entry"}:
        return ("address",), OBJECT
    return None


def _take(node: Node, element: Element, shape: Shape) -> list[Element]:
    """Put ``element`` into ``node`` as far as ``shape`` knows it; return what of a tunnel it does not."""
    unknown: list[Element] = []
    waiting = [(node, element, shape, element.tag == "ike")]
    while waiting:
        into, above, known, tunnels = waiting.pop()
        if above.text and "*" in known:
            into.add(above.text, above.line)
        for child in above.children:
            name = _name(child)
            if name not in known and "*" not in known:
                unknown += [child] if tunnels else []
                continue
            inner = known.get(name, known.get("*"))
            made = into.add(name, child.line)
            if inner is not None:
                waiting.append((made, child, inner, tunnels or child.tag in ("ike", "ipsec")))
                continue
            for value in child.children or [child]:
                made.put(value.content if name == "key" else value.text, value.line)
    return unknown


def _name(element: Element) -> str:
    if element.tag == "member":
        return element.text
    return element.attributes.get("name", "") if element.tag == "entry" else element.tag


def _account(tree: Tree, unknown: Sequence[Element], desk: Desk) -> None:
    for element in unknown:
        for each in element.walk():
            if not each.children:
                desk.unread(each.line, f"'{element.tag[:40]}' is not known here")
    for line in tree.lines(tree.root):
        desk.irrelevant(line)
