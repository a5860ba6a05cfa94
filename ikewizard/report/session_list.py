"""Sessions as lines of text and as data: one session a line where the page is wide, else two lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ikewizard.core.cleaning import clean_line
from ikewizard.core.listed import OPEN, Listed
from ikewizard.core.playbook import Playbook
from ikewizard.core.tree import Ask, Conclude, Form
from ikewizard.report.text import cells

_ONE_LINE = 90
_ENDED = 12
_WHEN = 16
_PEER = 21
_GAP = "  "
_HEAD = ("session", "last used (UTC)", "ended", "peer", "cause, or where it stands")


def lines_each(width: int) -> int:
    """Return how many lines a session takes on a page of this width (0: as long as they are)."""
    return 1 if not width or width >= _ONE_LINE else 2


def list_lines(found: Sequence[Listed], playbook: Playbook, width: int, cut: str) -> Iterator[str]:
    """Yield the lines of a list, the header first, none longer than ``width`` (0: as long as they are).

    ``cut`` stands for what does not fit.
    """
    id_width = max([len(_HEAD[0]), *(len(each.id) for each in found)])
    widths = (id_width, _WHEN, _ENDED)
    peer_width = _PEER if width else max([4, *(len(each.peers[0]) for each in found if each.peers)])
    one_line = lines_each(width) == 1
    standing: dict[tuple[object, ...], str] = {}
    for each in (None, *found):
        *row, peer, about = _row(each, playbook, standing) if each else _HEAD
        first = _GAP.join([cell.ljust(size) for cell, size in zip(row, widths, strict=True)])
        if one_line:
            peer = _fit(peer, peer_width, cut)
            padded = peer.ljust(peer_width) if peer.isascii() else peer + " " * (peer_width - cells(peer))
            line = f"{first}{_GAP}{padded}{_GAP}{about}"
            yield _fit(line, width, cut).rstrip() if width else line.rstrip()
        else:
            yield _fit(_GAP.join((first, peer)), width, cut).rstrip()
            yield _fit(" " * (id_width + len(_GAP)) + about, width, cut).rstrip()


def list_data(found: Sequence[Listed]) -> Iterator[dict[str, Any]]:
    """Yield what a list holds of each session, as JSON data."""
    for each in found:
        if each.fault:
            yield {"id": each.id, "fault": each.fault}
            continue
        yield {
            "id": each.id,
            "started": each.started,
            "last": each.last,
            "ending": each.ending,
            "answers": each.answers,
            "place": each.place,
            "node": each.node,
            "causes": list(each.causes),
            "peers": list(each.peers),
            "makers": list(each.makers),
        }


def _row(
    each: Listed, playbook: Playbook, standing: dict[tuple[object, ...], str]
) -> tuple[str, str, str, str, str]:
    """Return the cells of a session. ``standing`` remembers the last one: many sessions share it."""
    if each.fault:
        return each.id, "-", "-", "", clean_line(each.fault)
    when = clean_line(each.last[:_WHEN].replace("T", " "))
    peer = clean_line(each.peers[0]) if each.peers else ""
    where = (each.causes, each.node, each.place, each.ending)
    if where not in standing:
        standing[where] = clean_line(_standing(each, playbook))
    return each.id, when, each.ending or OPEN, peer, standing[where]


def _standing(each: Listed, playbook: Playbook) -> str:
    """Return the cause, of an unfinished session with the place where it stands; else what is asked there."""
    node = playbook.tree.nodes.get(each.node)
    if each.causes:
        first, *more = (_title(cause, playbook) for cause in each.causes)
        what = f"{first} (or {len(more)} more)" if more else first
    elif isinstance(node, Ask | Form):
        what = node.ask
    else:
        what = node.means if isinstance(node, Conclude) else "-"
    return what if each.ending else f"{each.place}: {what}"


def _title(cause: str, playbook: Playbook) -> str:
    known = playbook.causes.get(cause)
    return known.title if known else cause


def _fit(text: str, width: int, cut: str) -> str:
    if len(text) <= width and text.isascii():
        return text
    if cells(text) <= width:
        return text
    room, kept = width - len(cut), ""
    for sign in text:
        room -= cells(sign)
        if room < 0:
            break
        kept += sign
    return kept.rstrip() + cut
