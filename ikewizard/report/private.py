"""What identifies a unit, a site or a person in a line: its shape. What it looks like is data."""

from __future__ import annotations

from typing import Literal

from ikewizard.core.record import CLOSED, dataclass

Level = Literal["none", "public", "all"]
"""How much an output hides beside secrets: nothing, what identifies to the outside, or what is inside too."""

Kind = Literal["peer", "host", "net", "name", "user", "serial", "spi", "mac", "file"]
"""What a pseudonym stands for. It is told by the pseudonym: ``PEER-A``, ``NET-1``."""


@dataclass(frozen=True)
class PrivateSample:
    """A line in which exactly ``private`` is what the form finds."""

    __pydantic_config__ = CLOSED
    line: str
    private: tuple[str, ...]


@dataclass(frozen=True)
class PrivateSpec:
    """One form in which something private is written.

    ``pattern`` is searched in each line, whatever the case, and its group ``private`` is masked. It is only
    tried in lines that hold one of ``words`` (lower case; none means in every line). ``level`` is the first
    one that hides it. What is ``anywhere`` is masked wherever else it stands. An ordinary word is no name.
    """

    __pydantic_config__ = CLOSED
    id: str
    kind: Kind
    level: Literal["public", "all"]
    pattern: str
    samples: tuple[PrivateSample, ...]
    near_misses: tuple[str, ...]
    words: tuple[str, ...] = ()
    anywhere: bool = True
    source: str = ""
    unverified: bool = False

    def __post_init__(self) -> None:
        if not self.source and not self.unverified:
            raise ValueError("a form of what is private carries its source, or says unverified: true")
        if "(?P<private>" not in self.pattern:
            raise ValueError("the pattern needs a group named private")


@dataclass(frozen=True)
class KeptSpec:
    """Something that looks private and is not, such as a version number: its group ``kept`` stays."""

    __pydantic_config__ = CLOSED
    id: str
    pattern: str
    samples: tuple[PrivateSample, ...]
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if "(?P<kept>" not in self.pattern:
            raise ValueError("the pattern needs a group named kept")


@dataclass(frozen=True)
class PrivateForms:
    """All forms, what only looks like one, and the words (lower case) that tell nothing as a name."""

    forms: tuple[PrivateSpec, ...] = ()
    kept: tuple[KeptSpec, ...] = ()
    ordinary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """Something private that is known beforehand, from what was answered or found: masked wherever it is."""

    kind: Kind
    text: str
    level: Literal["public", "all"] = "public"
