"""Where each node of the decision tree is drawn, and which way a walk has taken through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ikewizard.core.engine import Situation
from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass
from ikewizard.core.tree import Conclude, Node, Tree, exits

FORK = "A fork that asks nothing: what is known decides"


@dataclass(frozen=True)
class Spot:
    """One node in its place: ``level`` steps from the beginning, ``row`` from the top (halves as well)."""

    id: str
    kind: str
    label: str
    level: int
    row: float
    parent: str = ""
    children: tuple[str, ...] = ()


@dataclass(frozen=True)
class TreeMap:
    """The whole tree in its places. ``edges`` are all ways, those from a parent to its child among them."""

    root: str
    spots: Mapping[str, Spot]
    edges: tuple[tuple[str, str], ...]
    levels: int
    rows: int


@dataclass(frozen=True)
class Stop:
    """A node that the walk went through: its place (``Q2``), or ``log`` where evidence told, or nothing."""

    id: str
    mark: str
    label: str


@dataclass(frozen=True)
class Way:
    """The way taken, the open question or the conclusion last, and every node that it can still come to."""

    stops: tuple[Stop, ...]
    left: frozenset[str]

    @property
    def here(self) -> str:
        """The node where the walk stands."""
        return self.stops[-1].id if self.stops else ""


def lay_out(playbook: Playbook) -> TreeMap:
    """Return the places of all nodes that can be reached, the same for every walk.

    A node to which several ways lead is drawn once, below the farthest one: that of who had to be asked
    everything. The others are edges across.
    """
    tree = playbook.tree
    levels = _levels(tree)
    targets = {name: _targets(tree.nodes[name]) for name in levels}
    parents: dict[str, str] = {}
    for name in sorted(levels, key=lambda each: -levels[each]):
        for target in targets[name]:
            if levels.get(target) == levels[name] + 1:
                parents.setdefault(target, name)
    children = {name: tuple(t for t in targets[name] if parents.get(t) == name) for name in levels}
    rows, count = _rows(tree.root, children)
    spots = {
        name: Spot(
            name,
            tree.nodes[name].kind,
            _label(tree.nodes[name], playbook),
            levels[name],
            rows[name],
            parents.get(name, ""),
            children[name],
        )
        for name in rows
    }
    edges = tuple((name, target) for name in spots for target in targets[name] if target in spots)
    return TreeMap(tree.root, spots, edges, 1 + max(levels.values()), count)


def way_of(situation: Situation, plan: TreeMap, place: str) -> Way:
    """Return the way that a walk took; ``place`` is where it stands."""
    stops: list[Stop] = []
    asked = 0
    for visit in situation.visits:
        mark = "log" if visit.how == "evidence" else ""
        if visit.how in ("answered", "not-known"):
            asked += 1
            mark = f"Q{asked}"
        stops.append(Stop(visit.node.id, mark, plan.spots[visit.node.id].label))
    # A conclusion is the last node that was passed; an open question comes after it.
    here = situation.question.id if situation.question else stops.pop().id
    stops.append(Stop(here, place, plan.spots[here].label))
    return Way(tuple(stops), _reachable(plan, here))


def _targets(node: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(target for _, target in exits(node)))


def _levels(tree: Tree) -> dict[str, int]:
    """Return how many steps the longest way to each node has, in an order in which ways only go on.

    Of a tree with a loop, which the trees' checks refuse, what lies behind it is left out.
    """
    entered: dict[str, int] = {}
    seen, waiting = {tree.root}, [tree.root]
    while waiting:
        for target in _targets(tree.nodes[waiting.pop()]):
            entered[target] = entered.get(target, 0) + 1
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    levels, ready = {tree.root: 0}, [tree.root]
    done: dict[str, int] = {}
    while ready:
        name = ready.pop()
        done[name] = levels[name]
        for target in _targets(tree.nodes[name]):
            levels[target] = max(levels.get(target, 0), levels[name] + 1)
            entered[target] -= 1
            if not entered[target]:
                ready.append(target)
    return done


def _rows(root: str, children: Mapping[str, Sequence[str]]) -> tuple[dict[str, float], int]:
    """Return a row for each node, a leaf a row and the others in the middle of theirs; and how many."""
    rows: dict[str, float] = {}
    count = 0
    waiting = [(root, False)]
    while waiting:
        name, below_done = waiting.pop()
        if not children[name]:
            rows[name] = float(count)
            count += 1
        elif below_done:
            rows[name] = (rows[children[name][0]] + rows[children[name][-1]]) / 2
        else:
            waiting += [(name, True), *((child, False) for child in reversed(children[name]))]
    return rows, count


def _label(node: Node, playbook: Playbook) -> str:
    if not isinstance(node, Conclude):
        return getattr(node, "ask", FORK)
    causes = (playbook.causes.get(each.cause) for each in node.candidates)
    titles = [cause.title for cause in causes if cause]
    if not titles:
        return node.means
    others = f" (or {len(titles) - 1} more)" if titles[1:] else ""
    return f"{titles[0]}{others}"


def _reachable(plan: TreeMap, here: str) -> frozenset[str]:
    ways: dict[str, list[str]] = {}
    for name, target in plan.edges:
        ways.setdefault(name, []).append(target)
    found, waiting = {here}, [here]
    while waiting:
        for target in ways.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)
