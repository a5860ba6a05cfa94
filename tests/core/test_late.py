"""Patterns that are compiled late behave as those that are compiled at once."""

from __future__ import annotations

import re

import pytest

from ikewizard.core.late import late, seek_first


def test_a_late_pattern_is_the_pattern() -> None:
    """Each method gives what the compiled one gives, at the first call and after."""
    for _ in range(2):
        pattern, written = late("(a)(b)?", re.IGNORECASE), re.compile("(a)(b)?", re.IGNORECASE)
        assert pattern.sub("x", "cAb") == written.sub("x", "cAb") == "cx"
        assert pattern.findall("ab A") == written.findall("ab A")
        assert pattern.split("1a2") == written.split("1a2")
        assert (pattern.search("a", 1), pattern.fullmatch("ac"), pattern.match("ba")) == (None, None, None)
        assert (pattern.pattern, pattern.groups, pattern.flags) == (written.pattern, 2, written.flags)


def test_nothing_is_compiled_before() -> None:
    """A fault in a pattern shows at its first use."""
    broken = late("(")
    with pytest.raises(re.error):
        broken.search("")


def test_a_kept_form_is_taken_before_a_pattern_is_compiled() -> None:
    """Who keeps compiled forms is asked first, for text without flags; what it lacks is compiled."""
    asked: list[str] = []

    def find(pattern: str) -> re.Pattern[str] | None:
        asked.append(pattern)
        return re.compile("kept") if pattern == "written" else None

    seek_first(find)
    try:
        assert late("written").search("kept")
        assert late("other").search("other")
        assert late("written", re.IGNORECASE).search("WRITTEN")
        assert late(b"written").search(b"written")
        assert asked == ["written", "other"]
    finally:
        seek_first(lambda _pattern: None)
