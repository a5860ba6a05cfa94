"""Which patterns are worth trying on which lines: their texts are looked for in whole blocks of lines.

Every prefilter proposes at least what a pattern could match, and may propose more; ``re`` decides. So they
all lead to the same sightings and only differ in what they cost: ``Finding`` costs nothing to make and
``Words`` little, and the native one (``prefilter_native``) is by far the fastest over a long log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

_LONGEST_MEMORY = 50_000
"""Words that are remembered, so that a log of ever new ones does not fill the memory."""

_WORD = re.compile(rb"[A-Za-z]+")
_LETTERS = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_FOLD = _LETTERS[:10] + b"\n" + _LETTERS[11:]


Proposal = tuple[int, int, Sequence[int]]
"""Where a line begins and ends in its block, and the numbers of the patterns to try on it, in their order."""


class Prefilter(Protocol):
    """Chooses, in a block of lines that all end with a newline, the lines and the patterns to try."""

    def propose(self, block: bytes) -> Iterator[Proposal]:
        """Yield each line that any pattern could match once, in order."""
        ...


class Texts:
    """The texts of some patterns: which patterns each proposes, and which have to be tried on every line."""

    def __init__(self, anchors: Iterable[tuple[str, ...]]) -> None:
        self.owners: dict[bytes, list[int]] = {}
        self.always: tuple[int, ...] = ()
        for number, texts in enumerate(anchors):
            encoded = [_encoded(text) for text in texts]
            if not encoded or not all(encoded):
                self.always += (number,)
                continue
            for text in encoded:
                self.owners.setdefault(text, []).append(number)


class Finding:
    """Looks for each text by itself: right for a few lines, where making anything ready costs more."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def propose(self, block: bytes) -> Iterator[Proposal]:
        """Yield each line that any pattern could match once, in order."""
        found: list[tuple[int, int]] = []
        for number, text in enumerate(self._texts.owners):
            place = block.find(text)
            while place >= 0:
                found.append((place, number))
                place = block.find(text, place + 1)
        found.sort()
        owners = list(self._texts.owners.values())
        return with_always(by_line(block, found, owners), block, self._texts.always)


class Words:
    """Looks each line up by its words, in pure Python.

    Each text is known by one word in it. A word of a log is judged once: whether it can be (or, at the
    edge of a text, can hold) one of those. Lines are then told from one another by a set operation.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._whole: dict[bytes, list[bytes]] = {}
        self._part: dict[bytes, list[bytes]] = {}
        self._wordless: list[bytes] = []
        self._judged: set[bytes] = set()
        self._telling: dict[bytes, tuple[bytes, ...]] = {}
        self._index(list(texts.owners))

    def _index(self, texts: list[bytes]) -> None:
        common: dict[bytes, int] = {}
        for text in texts:
            for word in set(_WORD.findall(text)):
                common[word] = common.get(word, 0) + 1
        for text in texts:
            found = list(_WORD.finditer(text))
            if not found:
                self._wordless.append(text)
                continue
            word = max(found, key=lambda word: _rank(word, common))
            (self._whole if _is_inner(word) else self._part).setdefault(word.group(), []).append(text)

    def propose(self, block: bytes) -> Iterator[Proposal]:
        """Yield each line that any pattern could match once, in order."""
        return with_always(self._propose(block), block, self._texts.always)

    def _propose(self, block: bytes) -> Iterator[Proposal]:
        folded = block.translate(_FOLD)
        self._judge(set(folded.split()))
        telling = self._telling
        none_tells = frozenset(telling).isdisjoint
        wordless = self._lines_by_find(block)
        start = 0
        for line, words in zip(block.split(b"\n"), folded.split(b"\n"), strict=True):
            known = words.split()
            if start in wordless or not none_tells(known):
                texts = {text for word in known for text in telling.get(word, ()) if text in line}
                patterns = self._patterns((*texts, *wordless.get(start, ())))
                if patterns:
                    yield start, start + len(line), patterns
            start += len(line) + 1

    def _patterns(self, texts: Iterable[bytes]) -> list[int]:
        owners = self._texts.owners
        return sorted({owner for text in texts for owner in owners[text]})

    def _judge(self, words: set[bytes]) -> None:
        if len(self._judged) > _LONGEST_MEMORY:
            self._judged.clear()
            self._telling.clear()
        new = words - self._judged
        self._judged |= new
        for word in new:
            texts = list(self._whole.get(word, ()))
            for part, told in self._part.items():
                if part in word:
                    texts.extend(told)
            if texts:
                self._telling[word] = tuple(texts)

    def _lines_by_find(self, block: bytes) -> dict[int, list[bytes]]:
        """Return where the lines begin that hold a text without any word."""
        found: dict[int, list[bytes]] = {}
        for text in self._wordless:
            place = block.find(text)
            while place >= 0:
                found.setdefault(block.rfind(b"\n", 0, place) + 1, []).append(text)
                place = block.find(text, block.find(b"\n", place))
        return found


def by_line(
    block: bytes, found: Iterable[tuple[int, int]], owners: Sequence[Sequence[int]]
) -> Iterator[Proposal]:
    """Yield the proposals that texts make, which were ``found`` at those places of ``block``, in their order.

    ``owners`` are the patterns that each text proposes. Any place within a text will do.
    """
    start, end = 0, -1
    patterns: Sequence[int] = ()
    for place, text in found:
        if place > end:
            if patterns:
                yield start, end, patterns
            start, end = block.rfind(b"\n", 0, place) + 1, block.find(b"\n", place)
            patterns = owners[text]
        elif owners[text] is not patterns:
            patterns = sorted({*patterns, *owners[text]})
    if patterns:
        yield start, end, patterns


def with_always(proposals: Iterator[Proposal], block: bytes, always: Sequence[int]) -> Iterator[Proposal]:
    """Yield the proposals, and ``always`` for every line, for patterns that have no text to look for."""
    return _everywhere(proposals, block, always) if always else proposals


def _everywhere(proposals: Iterator[Proposal], block: bytes, always: Sequence[int]) -> Iterator[Proposal]:
    known = {begin: patterns for begin, _, patterns in proposals}
    start = 0
    while (end := block.find(b"\n", start)) >= 0:
        yield start, end, sorted({*known.get(start, ()), *always})
        start = end + 1


def _encoded(text: str) -> bytes:
    # What cannot stand in a block of lines is never looked for, so its pattern has to be tried everywhere.
    try:
        return b"" if "\n" in text else text.encode("utf-8")
    except UnicodeEncodeError:
        return b""


def _is_inner(word: re.Match[bytes]) -> bool:
    """Return whether the text shows where the word begins and ends, so that it is a whole one in any line."""
    return word.start() > 0 and word.end() < len(word.string)


def _rank(word: re.Match[bytes], common: dict[bytes, int]) -> int:
    """Return how well a word tells its text from other lines: long words are rare, in any kind of log."""
    length = word.end() - word.start()
    return min(length, 10) + 2 * _is_inner(word) - common[word.group()].bit_length()
