"""The part of a log between two moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from ikewizard.errors import InputError
from ikewizard.logs.timestamps import Stamp
from ikewizard.logs.window import Window, Windowed, read_moment

NOW = datetime(2026, 11, 23, 14, 0, 0)
LOG = [
    "Nov 23 10:00:00 west charon: one",
    "Nov 23 10:15:00 west charon: two",
    "  goes on without a time",
    "Nov 23 11:00:00 west charon: three",
]


def within(lines: list[str], since: str = "", until: str = "") -> list[str]:
    """Return the lines between two moments, the others empty."""
    window = Window(NOW, read_moment(since, NOW), read_moment(until, NOW))
    return list(Windowed(lines, window))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23", Stamp(2026, 11, 23, 0.0)),
        ("2026-11-23T10:15", Stamp(2026, 11, 23, 36900.0)),
        (" 2026-11-23 10:15:30 ", Stamp(2026, 11, 23, 36930.0)),
        ("2026-11-23T10:15:00Z", Stamp(2026, 11, 23, 36900.0)),
        ("Nov 23 10:15:00", Stamp(0, 11, 23, 36900.0)),
        ("10:15", 36900.0),
        ("9:05:01", 32701.0),
        ("2h", Stamp(2026, 11, 23, 43200.0)),
        ("90s", Stamp(2026, 11, 23, 50310.0)),
        ("3d", Stamp(2026, 11, 20, 50400.0)),
        ("1w", Stamp(2026, 11, 16, 50400.0)),
    ],
)
def test_a_moment_as_people_write_it(text: str, moment: Stamp | float) -> None:
    """Dates, dates with a time, a time of day, a line's own stamp, and how long ago."""
    assert read_moment(text, NOW) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "25:00", "10:61", "2026-13-01", "999999w", "2y", "-2h"])
def test_what_is_no_moment(text: str) -> None:
    """What cannot be understood is not guessed at."""
    assert read_moment(text, NOW) is None


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        ("10:15", "", [1, 2, 3]),
        ("", "10:15", [0, 1, 2]),
        ("10:01", "10:59", [1, 2]),
        ("2026-11-23T10:59", "", [3]),
        ("4h", "", [0, 1, 2, 3]),
        ("3h", "", [3]),
        ("Nov 23 10:15:00", "Nov 23 10:15:00", [1, 2]),
        ("2026-11-24", "", []),
    ],
)
def test_the_lines_between(since: str, until: str, kept: list[int]) -> None:
    """Bounds are included, and a line without a time goes with the line before; numbers stay."""
    assert within(LOG, since, until) == [line if at in kept else "" for at, line in enumerate(LOG)]


def test_two_times_of_day_across_midnight_are_a_night() -> None:
    """From ten in the evening until two."""
    hours = [f"2026-11-23 {hour:02}:30:00 x" for hour in (1, 12, 23)]
    assert [bool(line) for line in within(hours, "22:00", "02:00")] == [True, False, True]


def test_a_line_without_a_year_is_of_the_last_twelve_months() -> None:
    """In November a line of December is of the year before, one of October of this year."""
    lines = ["Dec 24 10:00:00 x", "Oct  1 10:00:00 x", "Nov 24 01:00:00 ahead"]
    assert [bool(line) for line in within(lines, "2026-01-01")] == [False, True, True]


def test_leading_lines_go_with_the_first_that_has_a_time() -> None:
    """A header belongs to what it stands over."""
    lines = ["-- header --", *LOG]
    assert within(lines, "10:00", "10:05")[:2] == lines[:2]
    assert within(lines, "10:05")[:2] == ["", ""]


def test_what_is_left_out_is_counted() -> None:
    """The number of lines left empty is told, so that they do not count as read."""
    windowed = Windowed(LOG, Window(NOW, since=36900.0))
    assert [bool(line) for line in windowed] == [False, True, True, True]
    assert windowed.left_out == 1


@pytest.mark.parametrize("count", [3, 20_000])
def test_a_log_without_times_cannot_be_cut_by_them(count: int) -> None:
    """Rather than keep or drop everything in silence, it is said; and a long one is not held for it."""
    drawn = 0

    def counted() -> Iterator[str]:
        nonlocal drawn
        for _ in range(count):
            drawn += 1
            yield "no time in here"

    with pytest.raises(InputError, match="no line of this log carries a time"):
        list(Windowed(counted(), Window(NOW, since=0.0)))
    assert drawn <= 10_001


def test_a_window_that_is_upside_down_is_empty() -> None:
    """Until before since holds nothing, where both are dates."""
    assert Window(NOW, Stamp(2026, 2, 1, 0), Stamp(2026, 1, 1, 0)).is_empty
    assert not Window(NOW, 36000.0, 3600.0).is_empty
    assert not Window(NOW).is_empty
