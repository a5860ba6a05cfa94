"""Manners of configuring as data: how each is recognised, spells values, and what it leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from ikewizard.core.record import CLOSED, dataclass, field
from ikewizard.settings.spec import spelling_key


@dataclass(frozen=True)
class Mark:
    """A line that shows the manner: ``pattern`` is searched in each line; ``weight`` is what a hit counts.

    A hit counts once for the whole text, however often the pattern is found.
    """

    __pydantic_config__ = CLOSED
    pattern: str
    weight: int = 1


@dataclass(frozen=True)
class Default:
    """What a device does when the configuration is silent about ``setting``.

    ``when`` names the case for the reader, where there are several (``ikev1``); ``since`` and ``until``
    (not included) are versions. With a version that is not known, the one without ``until`` holds.
    """

    __pydantic_config__ = CLOSED
    setting: str
    value: str
    when: str = ""
    since: str = ""
    until: str = ""
    source: str = ""
    unverified: bool = False

    def __post_init__(self) -> None:
        if not self.source and not self.unverified:
            raise ValueError("a default carries its source, or says unverified: true")

    def holds_for(self, version: str) -> bool:
        """Return whether it holds for ``version`` (empty: not known)."""
        if not version:
            return not self.until
        here = _numbers(version)
        since = not self.since or here >= _numbers(self.since)
        return since and (not self.until or here < _numbers(self.until))


@dataclass(frozen=True)
class Manner:
    """One maker's way of writing a configuration. ``id`` is also the name of its reader.

    ``spellings`` maps, by setting, this maker's words to values where the vocabulary does not know them.
    ``irrelevant`` are patterns of whole lines (or of keys, as the reader says) that are known and say
    nothing about a tunnel's negotiation. ``refuse`` tells why a text of this manner is not read at all
    (WireGuard is not IPsec).
    """

    __pydantic_config__ = CLOSED
    id: str
    title: str
    device: str = ""
    marks: tuple[Mark, ...] = ()
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: tuple[Default, ...] = ()
    irrelevant: tuple[str, ...] = ()
    refuse: str = ""

    @cached_property
    def keyed(self) -> Mapping[str, Mapping[str, str]]:
        """The values by the keys of this maker's words, by setting."""
        return {
            setting: {spelling_key(word): value for word, value in spellings.items()}
            for setting, spellings in self.spellings.items()
        }


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:4])
