"""Names that are known, found again wherever they stand, in a time that does not grow with their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ikewizard.report.private import Kind

LONGEST = 200
"""Characters of a name that is searched for: what is longer is only masked where its form stands."""

_MOST = 20_000
_WORD = re.compile(r"[^\W_]++")
_TELLING = re.compile(r"[^\W_]")


class Literals:
    """Names to be searched for, whatever their case; ``ordinary`` words (lower case) never are."""

    def __init__(self, ordinary: Iterable[str] = ()) -> None:
        self._ordinary = frozenset(ordinary)
        self._names: dict[str, Kind] = {}
        # By the first word of a name: the places where the word stands in it, and the lengths of the rest.
        self._beginnings: dict[str, dict[int, list[int]]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def add(self, kind: Kind, text: str) -> None:
        """Search for ``text`` from now on, unless it is an ordinary word, a mere number or too short."""
        name = text.strip().lower()
        if name in self._names or not self._tells(name) or len(self._names) >= _MOST:
            return
        self._names[name] = kind
        word = _WORD.search(name)
        if word:
            lengths = self._beginnings.setdefault(word[0], {}).setdefault(word.start(), [])
            if len(name) not in lengths:
                lengths.append(len(name))
                lengths.sort(reverse=True)

    def _tells(self, name: str) -> bool:
        letters = len(_TELLING.findall(name))
        if letters < 2 or len(name) > LONGEST or name in self._ordinary:
            return False
        return not (name.isdigit() and len(name) < 6)

    def find(self, line: str) -> Iterator[tuple[int, int, Kind]]:
        """Yield where names stand in ``line``, each from its first to its last character, as whole words."""
        if not self._beginnings:
            return
        lowered = line.lower()
        if len(lowered) != len(line):
            # A few letters grow when they are made small: then they are left as they are.
            lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in line)
        passed = 0
        for word in _WORD.finditer(lowered):
            offsets = self._beginnings.get(word[0])
            if offsets is None or word.start() < passed:
                continue
            found = self._longest(lowered, word.start(), offsets)
            if found:
                passed = found[1]
                yield found

    def _longest(self, lowered: str, at: int, offsets: dict[int, list[int]]) -> tuple[int, int, Kind] | None:
        best: tuple[int, int, Kind] | None = None
        for offset, lengths in offsets.items():
            start = at - offset
            for length in lengths if start >= 0 else ():
                end = start + length
                if best and end <= best[1]:
                    break
                kind = self._names.get(lowered[start:end])
                if kind and end <= len(lowered) and _ends_a_word(lowered, end):
                    best = (start, end, kind)
                    break
        return best


def _ends_a_word(text: str, end: int) -> bool:
    return end == len(text) or not (_TELLING.match(text, end) and _TELLING.match(text, end - 1))
