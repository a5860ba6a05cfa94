"""A note as data that fits into a field of a ticket: its shape stays, its texts and lists get shorter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ikewizard.core.record import dataclass
from ikewizard.report.fitting import size
from ikewizard.report.json_text import to_json
from ikewizard.report.shortening import ANY, middle_out

_KEPT = ("version", "session", "verdict", "summary", "shortened")
"""Keys that are there however little room there is; of the others the last ones go first."""
_TEXT, _SHORT, _TINY = 200, 60, 4
_ITEMS = 4


@dataclass(frozen=True)
class _Cut:
    text: int = ANY
    events: int = ANY
    items: int = ANY
    keys: int = ANY


def fit_json(note: Mapping[str, object], limit: int, whole: str) -> Mapping[str, object]:
    """Return ``note`` such that ``to_json`` makes at most ``limit`` characters of it; 0 is no limit.

    Long texts go first, from their middles, then events, then the middles of all lists, then whole keys.
    What became of it stands under ``shortened``, with ``whole``, which says where the whole stands.
    """
    if not limit or size(to_json(note)) <= limit:
        return note
    found = note
    for cut in _cuts(note):
        found = {**_cut(note, cut), "shortened": [f"to {limit:,} characters", whole]}
        if size(to_json(found)) <= limit:
            break
    return found


def _cuts(note: Mapping[str, object]) -> Iterator[_Cut]:
    """Yield the ways to cut, the mildest first."""
    for text in (3200, 1600, 800, 400, _TEXT):
        yield _Cut(text)
    events = len(cast("Sequence[object]", note["events"]))
    while events > _ITEMS:
        events = events * 2 // 3
        yield _Cut(_TEXT, events)
    for items in (64, 32, 16, 8, _ITEMS):
        yield _Cut(_TEXT, _ITEMS, items)
    yield _Cut(_SHORT, _ITEMS, _ITEMS)
    for keys in range(len(note) - 1, -1, -1):
        yield _Cut(_SHORT, _ITEMS, _ITEMS, keys)
    yield _Cut(_TINY, _ITEMS, 1, 0)


def _cut(note: Mapping[str, object], cut: _Cut) -> dict[str, object]:
    return {
        key: _shorter(value, cut, cut.events if key == "events" else cut.items)
        for number, (key, value) in enumerate(note.items())
        if number < cut.keys or key in _KEPT
    }


def _shorter(value: object, cut: _Cut, items: int) -> object:
    if isinstance(value, str):
        return middle_out(value, cut.text) if cut.text > _TINY else value[:_TINY]
    if isinstance(value, dict):
        return {key: _shorter(each, cut, cut.items) for key, each in value.items()}
    if isinstance(value, list):
        gone = max(0, len(value) - items)
        left = [*value[: items - items // 2], *value[len(value) - items // 2 :]] if gone else value
        return [_shorter(each, cut, cut.items) for each in left]
    return value
