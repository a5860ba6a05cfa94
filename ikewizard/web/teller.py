"""From the events of a session to what a page shows of it: every piece masked, and made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from ikewizard.core.cleaning import clean_line
from ikewizard.core.events import Event, EvidenceGiven
from ikewizard.core.playbook import Playbook
from ikewizard.report.document import Document, Heading
from ikewizard.report.html import render_html
from ikewizard.report.masking import Masker
from ikewizard.report.story import Entry, Scene, Story, evidence, found, scene, tell, untold
from ikewizard.report.treedraw import draw_tree, draw_way, marks, tree_list, way_list
from ikewizard.report.treemap import TreeMap, Way, lay_out, way_of

TAKEN_BACK = "taken back"
Ladders = Callable[[Sequence[EvidenceGiven]], Document]
"""Gives the exchange that the kept logs of some evidence show."""


@dataclass
class Teller:
    """Tells one session. ``sections`` are the parts of the page by name, as they stand now.

    ``masker`` is what all texts go through; it may learn from event to event.
    """

    playbook: Playbook
    masker: Masker
    ladders: Ladders
    plan: TreeMap = field(init=False)
    story: Story = field(init=False)
    sections: dict[str, str] = field(init=False, default_factory=dict)
    _entries: list[Entry] = field(init=False, default_factory=list)
    _told: list[str] = field(init=False, default_factory=list)
    _names: int = field(init=False, default=0)
    _labels: dict[str, str] = field(init=False, default_factory=dict)
    _ladder_of: tuple[EvidenceGiven, ...] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.plan = lay_out(self.playbook)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget everything that was told."""
        self.story = untold(self.playbook)
        self._ladder_of = None
        self._entries, self._told = [], []
        self.sections = {"story": "", **self._standing()}

    def tell(self, events: Iterable[Event]) -> list[dict[str, Any]]:
        """Take events in; return a message for each: the parts that changed, and what to read out.

        ``again`` in it are entries that are marked as taken back, by their places in the list.
        """
        messages = []
        for event in events:
            self.story, entry = tell(self.story, event)
            again = {
                number - 1: self._entry(self._entries[number - 1], entry.clock) for number in entry.undoes
            }
            for place, marked in again.items():
                self._told[place] = marked
            told = self._entry(entry)
            self._entries.append(entry)
            self._told.append(told)
            self.sections["story"] = "".join(self._told) if again else self.sections["story"] + told
            messages.append({"entry": told, "again": again, **self._message(self._news(entry))})
        return messages

    def look_again(self) -> dict[str, Any] | None:
        """Return a message where the kept logs show more than before: they may come after the event."""
        self._ladder_of = None
        before = self.sections["ladder"]
        message = self._message("")
        return message if message["sections"].get("ladder", before) != before else None

    @property
    def ended(self) -> bool:
        """Whether the session is finished."""
        return self.story.progress.ending is not None

    @property
    def title(self) -> str:
        """What the window of the page is called."""
        return clean_line(self.masker.text(f"{self.story.place}: {scene(self.story).title}"))

    def picture(self) -> dict[str, str]:
        """Return all parts of the page as they stand, the whole tree as a drawing and in words with them."""
        return {
            **self.sections,
            "title": self.title,
            "drawing": draw_tree(self.plan, self._way),
            "branches": tree_list(self.plan, self._way, self._label),
        }

    def _message(self, news: str) -> dict[str, Any]:
        fresh = self._standing()
        changed = {name: text for name, text in fresh.items() if text != self.sections[name]}
        self.sections.update(fresh)
        way = self._way
        return {
            "sections": changed,
            "marks": marks(way),
            "off": [name for name in self.plan.spots if name not in way.left],
            "title": self.title,
            "news": clean_line(self.masker.text(news)),
        }

    def _standing(self) -> dict[str, str]:
        pieces = self.story.progress.evidence
        way = self._way
        return {
            "now": self._scene(scene(self.story)),
            "found": self._html(found(self.story)),
            "proof": self._html(evidence(self.story)),
            "way": draw_way(self.plan, way),
            "way-words": way_list(way, self._label),
            "ladder": self._ladder(pieces),
        }

    def _ladder(self, pieces: tuple[EvidenceGiven, ...]) -> str:
        if pieces == self._ladder_of:
            return self.sections["ladder"]
        self._ladder_of = pieces
        # A drawing does not wrap: it can be moved, also by keys.
        return self._html(self.ladders(pieces)).replace("<pre>", '<pre tabindex="0">')

    @property
    def _way(self) -> Way:
        return way_of(self.story.situation, self.plan, self.story.place)

    def _label(self, text: str) -> str:
        """Return the words of a node, masked again only when the masker has learnt a name since."""
        if len(self.masker.names) != self._names:
            self._names = len(self.masker.names)
            self._labels.clear()
        if text not in self._labels:
            self._labels[text] = self.masker.text(text)
        return self._labels[text]

    def _html(self, document: Document) -> str:
        # Each part stands under a heading of its own; within it all headings are of one level.
        blocks = (Heading(each.text, 3) if isinstance(each, Heading) else each for each in document.blocks)
        return render_html(self.masker.document(Document(tuple(blocks))))

    def _entry(self, entry: Entry, gone: str | None = None) -> str:
        """Return an entry; ``gone`` is when it was taken back, which may not be known."""
        place = f"<b>{escape(entry.place)}</b> " if entry.place else ""
        time = f"<time>{escape(entry.clock)}</time> " if entry.clock else ""
        body = self._html(Document(entry.body))
        begin, mark = "<li>", ""
        if gone is not None:
            when = f" at {escape(gone)}" if gone else ""
            begin, mark = '<li class="gone">', f" <em>{TAKEN_BACK}{when}</em>"
        return f"{begin}{time}{place}<span>{self._line(entry.title)}</span>{mark}\n{body}</li>\n"

    def _scene(self, now: Scene) -> str:
        head = f"<h2><b>{escape(now.place)}</b> {self._line(now.title)}</h2>\n"
        return head + self._html(Document(now.body))

    def _line(self, text: str) -> str:
        return escape(clean_line(self.masker.text(text)))

    def _news(self, entry: Entry) -> str:
        """Return what a screen reader says of an event: it and what stands now, in one breath."""
        now = scene(self.story)
        first = getattr(entry.body[0], "text", "") if entry.body else ""
        told = (f"{entry.place}:" if entry.place else "", _sentence(entry.title), _sentence(first))
        stands = now.title if now.ended else f"Now {now.place}: {now.title}"
        return " ".join(part for part in (*told, stands) if part)


def _sentence(text: str) -> str:
    return f"{text}." if text and text[-1] not in ".?!" else text
