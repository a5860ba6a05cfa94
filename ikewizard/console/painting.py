"""What a menu looks like in so many rows and columns. Pure, and nothing is ever cut without saying so."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from prompt_toolkit.utils import get_cwidth

from ikewizard.console import theme
from ikewizard.console.pointing import Pointing
from ikewizard.console.screen import Menu, Option
from ikewizard.console.theme import Marks
from ikewizard.core.cleaning import clean, clean_line
from ikewizard.core.record import dataclass

Fragment = tuple[str, str]
Line = list[Fragment]

HERE = ("[SetCursorPosition]", "")
_TELLING = 20
"""Cells of what an entry leads to, below which a piece of it tells nothing."""
_FILLER = "\ufdd0"


@dataclass(frozen=True)
class Frame:
    """The room there is, and the signs that it can show."""

    rows: int
    columns: int
    marks: Marks = theme.UNICODE

    @property
    def width(self) -> int:
        """Columns to write in; the last stays empty, because terminals disagree about it."""
        return max(self.columns - 1, 8)


def wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` as lines of at most ``width`` cells; an empty text has no lines."""
    lines: list[str] = []
    for paragraph in text.split("\n") if text else []:
        wide = get_cwidth(paragraph) > len(paragraph)
        filled = _filled(paragraph) if wide else paragraph
        parts = textwrap.wrap(
            filled,
            width - 1 if wide else width,
            replace_whitespace=False,
            expand_tabs=False,
            break_on_hyphens=False,
        )
        lines += [part.replace(_FILLER, "") for part in parts] or [""]
    return lines


def _filled(text: str) -> str:
    # textwrap counts characters: one more after each that is two cells wide makes it count cells.
    return "".join(c + _FILLER if get_cwidth(c) > 1 else c for c in text)


def shortened(text: str, width: int, marks: Marks) -> str:
    """Return ``text`` in at most ``width`` cells, ending in an ellipsis where something is left off."""
    if get_cwidth(text) <= width:
        return text
    room = width - get_cwidth(marks.ellipsis)
    kept = 0
    for position, character in enumerate(text):
        kept += get_cwidth(character)
        if kept > room:
            return text[:position] + marks.ellipsis
    return text


def reading_lines(menu: Menu, frame: Frame, *, why: bool) -> list[str]:
    """Return everything that a menu says, unshortened, to be read page by page."""
    texts = [clean(menu.why).strip("\n") or theme.NO_WHY] if why else []
    entries = (*menu.options, *menu.actions)
    numbered = [f"{number}) {clean_line(entry.shown)}" for number, entry in enumerate(entries, 1)]
    texts += [clean_line(menu.title), clean(menu.body).strip("\n"), "\n".join(numbered)]
    return wrapped("\n\n".join(text for text in texts if text), frame.width)


def paint_reading(lines: Sequence[str], start: int, frame: Frame) -> list[Line]:
    """Return the page that begins at line ``start``, with which lines these are at its foot."""
    page = lines[start : start + page_rows(frame)]
    where = theme.lines_shown(start + 1, start + len(page), len(lines))
    foot = _hint([where, theme.HINT_READING], [where, theme.HINT_READING_SHORT], frame)
    return [*([("class:body", line)] for line in page), [HERE, foot]]


def page_rows(frame: Frame) -> int:
    """Return how many lines of a text one page holds."""
    return max(frame.rows - 1, 1)


def paint_answered(menu: Menu, answer: str, frame: Frame) -> list[Line]:
    """Return what stays on the screen when the menu is gone: the question and the answer."""
    title = f" {theme.numbered_title(clean_line(menu.title), menu.number)}  "
    answer = clean_line(answer)
    whole = frame.marks.question + title + answer
    if get_cwidth(whole) > frame.width:
        return [[("class:question", line)] for line in wrapped(whole, frame.width)]
    return [[("class:qmark", frame.marks.question), ("class:question", title), ("class:answer", answer)]]


def paint_menu(
    menu: Menu, pointer: Pointing, frame: Frame, *, why: bool = False, note: str = ""
) -> list[Line]:
    """Return the menu in at most ``frame.rows`` lines.

    What does not fit is shortened, and then the foot or the place itself tells the key that shows all:
    first the labels that are not pointed at, then the text, then the entries far from the pointer.
    """
    return _Painter(menu, pointer, frame, why, note).paint()


def fits(menu: Menu, pointer: Pointing, frame: Frame, *, why: bool) -> bool:
    """Return whether the whole text of the menu can be seen without reading it page by page."""
    painter = _Painter(menu, pointer, frame, why, "")
    painter.paint()
    return not painter.cut_text


class _Painter:
    def __init__(self, menu: Menu, pointer: Pointing, frame: Frame, why: bool, note: str) -> None:
        self.menu, self.pointer, self.frame, self.note = menu, pointer, frame, note
        self.rows, self.width, self.marks = frame.rows, frame.width, frame.marks
        self.text = [("class:body", line) for line in wrapped(clean(menu.body).strip("\n"), self.width)]
        if why:
            reason = wrapped(clean(menu.why).strip("\n") or theme.NO_WHY, self.width)
            self.text += [("class:why", line) for line in reason]
        # None is the gap between the answers and what can be done instead.
        self.items: list[int | None] = list(range(len(pointer.entries)))
        if menu.options and menu.actions:
            self.items.insert(len(menu.options), None)
        self.digits = len(str(len(pointer.entries)))
        self.cut = self.cut_text = False
        self.scrolled = ""

    def paint(self) -> list[Line]:
        title = self._title()
        room = max(self.rows - len(title) - 1, 1)
        blank: list[Line] = [[]]
        text: list[Line] = [[part] for part in self.text]
        entries = self._entries(whole=True)
        spaced = blank if text else []
        if len(text) + 2 * len(spaced) + len(entries) + 1 <= room:
            return [*title, *spaced, *text, *blank, *entries, *spaced, self._foot()]
        cut = self.cut
        entries = self._entries(whole=False)
        if len(text) + len(entries) <= room:
            self.cut = cut
            entries = self._unfolded(room - len(text) - len(entries))
        else:
            least = min(len(entries), max(room // 2, min(room, 3)))
            text = self._shortened_text(max(room - len(entries), min(room - least, 4), 0))
            entries = self._scrolled(room - len(text))
        return [*title, *text, *entries, self._foot()]

    def _title(self) -> list[Line]:
        title = theme.numbered_title(clean_line(self.menu.title), self.menu.number)
        lines = wrapped(f"{self.marks.question} {title}", self.width)
        most = max(self.rows // 3, 1)
        if len(lines) > most:
            self.cut = True
            lines = [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), self.width, self.marks)]
        mark = len(self.marks.question)
        first: Line = [("class:qmark", lines[0][:mark]), ("class:question", lines[0][mark:])]
        return [first, *([("class:question", line)] for line in lines[1:])]

    def _shortened_text(self, rows: int) -> list[Line]:
        if len(self.text) <= rows:
            return [[part] for part in self.text]
        self.cut = self.cut_text = True
        if rows == 0:
            return []
        note = theme.more_lines(len(self.text) - rows + 1, self.marks)
        kept: list[Line] = [[part] for part in self.text[: rows - 1]]
        return [*kept, [("class:more", shortened(note, self.width, self.marks))]]

    def _entries(self, *, whole: bool) -> list[Line]:
        return [line for item in self.items for line in self._entry(item, whole=whole)]

    def _unfolded(self, spare: int) -> list[Line]:
        """Return the entries with as many of them whole as so many more lines hold, the nearest first."""
        at, whole = self.items.index(self.pointer.at), set[int | None]()
        for _, item in sorted(
            (abs(place - at), item) for place, item in enumerate(self.items) if item is not None
        ):
            more = len(self._entry(item, whole=True)) - 1
            if item != self.pointer.at and more <= spare:
                whole.add(item)
                spare -= more
        return [line for item in self.items for line in self._entry(item, whole=item in whole)]

    def _entry(self, item: int | None, *, whole: bool) -> list[Line]:
        if item is None:
            return [[]]
        here = item == self.pointer.at
        lead = f"{item + 1:>{self.digits}}) "
        entry = self.pointer.entries[item]
        label = clean_line(entry.shown)
        room = max(self.width - len(lead) - 3, 4)
        lines = wrapped(label, room) or [""] if here or whole else [self._in_one_line(entry, label, room)]
        self.cut = self.cut or (lines[0] != label and not (here or whole))
        kind = (
            "class:highlighted"
            if here
            else "class:option"
            if item < len(self.menu.options)
            else "class:action"
        )
        pointer = ("class:pointer", f" {self.marks.pointer} ") if here else ("", "   ")
        first: Line = [*([HERE] if here else []), pointer, (kind, lead + lines[0])]
        return [first, *([("", " " * (len(lead) + 3)), (kind, line)] for line in lines[1:])]

    def _in_one_line(self, entry: Option, label: str, room: int) -> str:
        """Return an entry in one line; that it leads to something is told rather than a stump of what."""
        says_that = f"{clean_line(entry.label)} ->{self.marks.ellipsis}"
        if entry.lead and get_cwidth(label) > room >= get_cwidth(says_that) > room - _TELLING:
            return says_that
        return shortened(label, room, self.marks)

    def _scrolled(self, rows: int) -> list[Line]:
        at = self.items.index(self.pointer.at)
        here = self._entry(self.pointer.at, whole=False)
        if len(here) > rows:
            self.cut = True
            kind = here[rows - 1][-1][0]
            rest = " ".join(line[-1][1] for line in here[rows - 1 :])
            room = self.width - 3 - (self.digits + 2 if rows > 1 else 0)
            here[rows - 1 :] = [[*here[rows - 1][:-1], (kind, shortened(rest, room, self.marks))]]
        spare = rows - len(here)
        above = min(at, spare // 2)
        below = min(len(self.items) - 1 - at, spare - above)
        above = min(at, spare - below)
        first, last = at - above, at + below
        if above + below + 1 < len(self.items):
            shown = [item + 1 for item in self.items[first : last + 1] if item is not None]
            self.scrolled = theme.entries_shown(shown[0], shown[-1], len(self.pointer.entries))
        before = [line for item in self.items[first:at] for line in self._entry(item, whole=False)]
        after = [line for item in self.items[at + 1 : last + 1] for line in self._entry(item, whole=False)]
        return [*before, *here, *after]

    def _foot(self) -> Line:
        if self.note:
            return [("class:more", shortened(self.note, self.width, self.marks))]
        reading = [theme.HINT_READ] if self.cut else []
        asking = [theme.HINT_WHY] if self.menu.why else []
        scrolled = [self.scrolled] if self.scrolled else []
        most = [*scrolled, *reading, theme.HINT_MOVE, *asking]
        return [_hint(most, [*scrolled, *reading, *asking, theme.HINT_MOVE_SHORT], self.frame)]


def _hint(most: list[str], least: list[str], frame: Frame) -> Fragment:
    """Return the longest of the hints that fits; parts are left off at the end of the short one."""
    for parts in (most, *(least[:count] for count in range(len(least), 0, -1))):
        text = theme.HINT_JOIN.join(parts)
        if get_cwidth(text) <= frame.width:
            return ("class:instruction", text)
    return ("class:instruction", shortened(least[0], frame.width, frame.marks))
