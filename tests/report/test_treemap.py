"""The tree as it is drawn: every node once, every way to the right, and over it the way taken."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pytest

from ikewizard.core.engine import survey
from ikewizard.core.events import Answered
from ikewizard.core.playbook import Playbook
from ikewizard.core.progress import replay
from ikewizard.core.tree import Ask, Choice, DontKnow, Tree, exits
from ikewizard.knowledge.load import Knowledge
from ikewizard.report.story import Story, tell, untold
from ikewizard.report.treedraw import draw_tree, draw_way, marks, tree_list, way_list
from ikewizard.report.treemap import FORK, TreeMap, Way, lay_out, way_of
from tests.report.stories import LOG, PLAYBOOK, START, STORIES


def walked(*answers: tuple[str, str]) -> tuple[TreeMap, Way]:
    """Return the small tree, and the way that these answers take through it."""
    story = untold(PLAYBOOK)
    for node, value in answers:
        story, _ = tell(story, Answered("", node, value))
    plan = lay_out(PLAYBOOK)
    return plan, way_of(story.situation, plan, story.place)


def test_the_whole_shipped_tree_is_drawn(knowledge: Knowledge) -> None:
    """Every node has a place of its own, right of what leads to it, and every way is there."""
    tree, plan = knowledge.playbook.tree, lay_out(knowledge.playbook)
    assert set(plan.spots) == set(tree.nodes)
    assert len({(spot.level, spot.row) for spot in plan.spots.values()}) == len(tree.nodes)
    assert set(plan.edges) == {(name, to) for name, node in tree.nodes.items() for _, to in exits(node)}
    assert all(plan.spots[begin].level < plan.spots[end].level for begin, end in plan.edges)
    assert plan.levels == 1 + max(spot.level for spot in plan.spots.values())
    assert [name for name, spot in plan.spots.items() if not spot.parent] == [tree.root]


def test_the_drawing_is_the_same_for_every_walk() -> None:
    """Who follows finds each node where it was; only the way over it grows."""
    plan, way = walked()
    again, further = walked(("says", "nothing"))
    assert plan == again
    assert way.stops == further.stops[:0] + way.stops
    assert [stop.id for stop in further.stops] == ["says", "settings"]


@pytest.mark.parametrize("name", STORIES)
def test_the_way_goes_along_ways_of_the_tree(name: str) -> None:
    """From the beginning to where the walk stands, whatever happened and whatever was taken back."""
    plan, story = lay_out(PLAYBOOK), untold(PLAYBOOK)
    for event in STORIES[name]:
        story, _ = tell(story, event)
        way = way_of(story.situation, plan, story.place)
        names = [stop.id for stop in way.stops]
        assert names[0] == plan.root
        assert set(pairwise(names)) <= set(plan.edges)
        assert way.stops[-1].mark == story.place
        assert way.here in way.left


def test_stops_tell_how_they_were_passed() -> None:
    """What was asked has its number, and what the log told says so."""
    plan, way = walked(("says", "unknown"))
    assert [(stop.id, stop.mark) for stop in way.stops] == [("says", "Q1"), ("settings", "Q2")]
    situation = survey(PLAYBOOK, replay((START, LOG)))
    told = way_of(situation, plan, "C")
    assert [(stop.id, stop.mark) for stop in told.stops] == [("says", "log"), ("pfs-end", "C")]
    assert told.left == {"pfs-end"}


def test_what_cannot_be_reached_any_more_is_marked() -> None:
    """The drawing and the list make the same nodes faint."""
    plan, way = walked(("says", "nothing"))
    for text in (draw_tree(plan, way), tree_list(plan, way, str)):
        assert 'class="conclude off" data-node="pfs-end"' in text or 'class="off" data-node="pfs-end"' in text
        assert 'off" data-node="phase2-end"' not in text
    assert marks(way) == {"says": "Q1", "settings": "now Q2"}


class Tags(HTMLParser):
    """What elements there are, and whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)
        self.found.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def test_hostile_words_of_a_tree_stay_words() -> None:
    """The trees of an organisation are data as well: nothing in them is taken for an element."""
    evil = "</li></svg><script>x</script>\x1b[2J"
    node = Ask("a", "ask", "f", evil, evil, "", "", (Choice("y", evil, "b"),), DontKnow("", "b"))
    end = Ask("b", "ask", "g", evil, evil, "", "", (), DontKnow("", ""))
    tree = Tree("a", {"a": node, "b": end, "": end})
    playbook = Playbook(tree, {})
    plan = lay_out(playbook)
    way = way_of(survey(playbook, replay(())), plan, evil)
    for text in (draw_tree(plan, way), way_list(way, str), tree_list(plan, way, str)):
        tags = Tags(text)
        assert tags.open == []
        assert set(tags.found) <= {"svg", "g", "path", "circle", "rect", "text", "li", "ul", "span", "b"}
        assert "\x1b" not in text


def test_the_mask_is_over_every_word() -> None:
    """What a page says of the tree goes through what masks the rest."""
    plan, way = walked(("says", "nothing"))
    hidden = str.maketrans({chr(code): "*" for code in range(ord("a"), ord("z") + 1)})
    for text in (way_list(way, lambda said: said.translate(hidden)), tree_list(plan, way, lambda _: "***")):
        words = Tags(text).text.replace("now", "").split()
        assert words
        assert not any("settings" in word for word in words)


def test_a_tree_with_a_loop_does_not_hang() -> None:
    """The trees' own checks refuse it; what lies before it is still drawn."""

    def ask(name: str, to: str) -> Ask:
        return Ask(name, "ask", name, name, "", "", "", (Choice("y", "y", to),), DontKnow("", to))

    plan = lay_out(Playbook(Tree("a", {"a": ask("a", "b"), "b": ask("b", "c"), "c": ask("c", "b")}), {}))
    assert set(plan.spots) == {"a"}


def test_forks_have_no_words_of_their_own(knowledge: Knowledge) -> None:
    """They ask nothing, so the way in words leaves them out; the list calls them what they are."""
    plan = lay_out(knowledge.playbook)
    story: Story = untold(knowledge.playbook)
    way = way_of(story.situation, plan, story.place)
    assert FORK not in way_list(way, str)
    assert FORK in tree_list(plan, way, str)
    assert draw_way(plan, way).count("<text") == 1
