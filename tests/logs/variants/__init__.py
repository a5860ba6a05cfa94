"""The same log as another machine would have kept it: rewritten in ways that change nothing of what it says.

A variant is a function from the lines of a log (and a random source) to other lines; ``None`` where the log
cannot be written that way. Only what its daemon or its collector really writes is made up here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from tests.logs.variants.apart import Lines, Variant, apart
from tests.logs.variants.company import numbered, of_a_file, with_blanks, with_debug, with_noise, with_returns
from tests.logs.variants.names import on_ipv6, readdressed, renamed
from tests.logs.variants.prefixes import PREFIXES

__all__ = ["EQUAL", "PARTS", "TIMELESS", "Variant", "apart", "beheaded", "on_ipv6", "renamed", "with_debug"]

REWRITTEN: Mapping[str, Variant] = {
    "noise": with_noise,
    "debug": with_debug,
    "returns": with_returns,
    "pasted": with_blanks,
    "numbered": numbered,
    "of-a-file": of_a_file,
    "renamed": renamed,
    "readdressed": readdressed,
    "ipv6": on_ipv6,
}
"""What else may differ from one tunnel or one log to the next."""

EQUAL: Mapping[str, Variant] = {**PREFIXES, **REWRITTEN}
"""All that must lead to the same verdict."""


def beheaded(lines: Sequence[str], random: Random) -> Lines:
    """Return what is left of a log that begins later."""
    return [*lines[random.randrange(1, max(2, len(lines))) :]]


def cut_short(lines: Sequence[str], random: Random) -> Lines:
    """Return what is there of a log that ends sooner."""
    return [*lines[: random.randrange(1, max(2, len(lines)))]]


PARTS: Mapping[str, Variant] = {"beheaded": beheaded, "cut-short": cut_short}
"""What tells less: at worst nothing, and never something that is wrong and said to be certain."""

TIMELESS = frozenset(("journal-unix", "journal-monotonic", "journal-cat", "docker-compose"))
"""Prefixes that tell no time of day, without which two logs are not put into one order."""
