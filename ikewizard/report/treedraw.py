"""The decision tree drawn: every node and way once, as SVG and as a list, and over it the way taken.

The drawing of the tree is the same for every walk. What changes from answer to answer is small: the way
over it, and which nodes are marked or can still be reached (``Way``). How it looks is up to the page's
style; what was taken is thicker and has marks, so that it stands out without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from itertools import pairwise, starmap

from ikewizard.core.cleaning import clean_line
from ikewizard.core.place import END
from ikewizard.report.treemap import Spot, TreeMap, Way

STEP, ROW, MARGIN = 26, 12, 18
_NAMES = {"log": "told by the evidence:"}

Mask = Callable[[str], str]


def draw_tree(plan: TreeMap, way: Way) -> str:
    """Return the tree as SVG, the way taken drawn over it. Nobody needs to see it: the list says the same."""
    width, height = 2 * MARGIN + STEP * (plan.levels - 1), 2 * MARGIN + ROW * max(plan.rows - 1, 1)
    parts = [
        f'<svg class="tree" viewBox="0 0 {width} {height}" role="img" aria-labelledby="way-words">',
        "<g>",
        *(_edge(plan, name, target) for name, target in plan.edges),
        "</g><g>",
        *(_shape(spot, _class(spot.id, way)) for spot in plan.spots.values()),
        f'</g><g id="way">{draw_way(plan, way)}</g></svg>',
    ]
    return "\n".join(parts)


def draw_way(plan: TreeMap, way: Way) -> str:
    """Return the way taken as SVG: a thick line through its nodes, each with its place."""
    spots = [plan.spots[stop.id] for stop in way.stops if stop.id in plan.spots]
    if not spots:
        return ""
    line = f"M{_x(spots[0])} {_y(spots[0])}" + "".join(starmap(_curve, pairwise(spots)))
    parts = [f'<path class="taken" d="{line}"/>']
    for stop in way.stops:
        spot = plan.spots[stop.id]
        here = stop is way.stops[-1]
        parts.append(f'<circle class="{"here" if here else "stop"}" cx="{_x(spot)}" cy="{_y(spot)}" r="6"/>')
        if stop.mark:
            parts.append(f'<text x="{_x(spot)}" y="{_y(spot) - 9}">{_text(stop.mark)}</text>')
    return "".join(parts)


def way_list(way: Way, mask: Mask) -> str:
    """Return the way taken in words, as the items of a list, without the forks that ask nothing."""
    items = []
    for stop in way.stops:
        here = stop is way.stops[-1]
        if not (stop.mark or here):
            continue
        name = _now(stop.mark) if here else _NAMES.get(stop.mark, stop.mark)
        current = ' aria-current="step"' if here else ""
        items.append(f"<li{current}><b>{_text(name)}</b> {_text(mask(stop.label))}</li>")
    return "".join(items)


def tree_list(plan: TreeMap, way: Way, mask: Mask) -> str:
    """Return the whole tree as nested lists, what the walk went through marked with its place."""
    return f'<ul class="branches">{"".join(_branch(plan, plan.root, way, mask))}</ul>'


def marks(way: Way) -> dict[str, str]:
    """Return the mark of each node that the walk went through, as a list shows it."""
    found = {stop.id: stop.mark or "passed" for stop in way.stops}
    if way.here:
        found[way.here] = _now(way.stops[-1].mark)
    return found


def _now(place: str) -> str:
    return place if place == END else f"now {place}"


def _branch(plan: TreeMap, root: str, way: Way, mask: Mask) -> Iterator[str]:
    marked = marks(way)
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if name.startswith("<"):
            yield name
            continue
        spot = plan.spots[name]
        yield (
            f'<li><span class="{_class(name, way)}" data-node="{escape(name)}">'
            f"<b>{_text(marked.get(name, ''))}</b> {_text(mask(spot.label))}</span>"
        )
        waiting.append("</li>")
        if spot.children:
            waiting += ["</ul>", *reversed(spot.children), "<ul>"]


def _class(name: str, way: Way) -> str:
    if name in {stop.id for stop in way.stops}:
        return "on"
    return "" if name in way.left else "off"


def _edge(plan: TreeMap, name: str, target: str) -> str:
    begin, end = plan.spots[name], plan.spots[target]
    kind = "" if end.parent == name else ' class="across"'
    return f'<path{kind} d="M{_x(begin)} {_y(begin)}{_curve(begin, end)}"/>'


def _curve(begin: Spot, end: Spot) -> str:
    # Level at both ends: into a node and out of it from the sides.
    middle = _x(begin) + STEP // 2
    return f"C{middle} {_y(begin)} {max(_x(end) - STEP // 2, middle)} {_y(end)} {_x(end)} {_y(end)}"


def _shape(spot: Spot, kind: str) -> str:
    x, y = _x(spot), _y(spot)
    about = f'class="{spot.kind} {kind}" data-node="{escape(spot.id)}"'
    if spot.kind == "ask":
        return f'<circle {about} cx="{x}" cy="{y}" r="4"/>'
    if spot.kind == "check":
        return f'<path {about} d="M{x - 3} {y}l3 -3l3 3l-3 3z"/>'
    return f'<rect {about} x="{x - 4}" y="{y - 3}" width="8" height="6"/>'


def _x(spot: Spot) -> int:
    return MARGIN + STEP * spot.level


def _y(spot: Spot) -> int:
    return MARGIN + round(ROW * spot.row)


def _text(text: str) -> str:
    return escape(clean_line(text))
