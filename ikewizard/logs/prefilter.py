"""Which patterns are worth trying on which lines: their texts are looked for in whole blocks of lines.

Every prefilter proposes at least what a pattern could match, and may propose more; ``re`` decides. So they
all lead to the same sightings and only differ in what they cost: ``Finding`` costs nothing to make and
``Words`` little, and the native one (``prefilter_native``) is by far the fastest over a long log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, filterfalse

from ikewizard.core.late import late
from ikewizard.logs.decode import MAX_LINE

_LONGEST_MEMORY = 50_000
"""Words that are remembered, so that a log of ever new ones does not fill the memory."""

_LOOKED_AT = 4 * MAX_LINE
"""Bytes of a line that hold all the characters of it that are matched."""

_WORD = late(rb"[A-Za-z]+")
_LETTERS = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_FOLD = _LETTERS[:10] + b"\n" + _LETTERS[11:]
_MARK = b"|"
_END = b" | "
"""What stands for the end of a line among words."""

Proposal = tuple[int, int, Sequence[int]]
"""Where a line begins and ends in its block, and the numbers of the patterns to try on it, in their order."""


# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Protocol

    class Prefilter(Protocol):
        """Chooses, in a block of lines that all end with a newline, the lines and the patterns to try."""

        def propose(self, block: bytes) -> Iterator[Proposal]:
            """Yield each line that any pattern could match once, in order."""
            ...


class Texts:
    """The texts of some patterns: which patterns each proposes, and which have to be tried on every line."""

    def __init__(self, anchors: Iterable[tuple[str, ...]]) -> None:
        owners: dict[bytes, list[int]] = {}
        self.owners: Mapping[bytes, Sequence[int]] = owners
        self.always: tuple[int, ...] = ()
        for number, texts in enumerate(anchors):
            encoded = [_encoded(text) for text in texts]
            if not encoded or not all(encoded):
                self.always += (number,)
                continue
            for text in encoded:
                owners.setdefault(text, []).append(number)


class Finding:
    """Looks for each text by itself: right for a few lines, where making anything ready costs more."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._merging = Merging(texts)

    def propose(self, block: bytes) -> Iterator[Proposal]:
        """Yield each line that any pattern could match once, in order."""
        found: list[tuple[int, int]] = []
        for number, text in enumerate(self._texts.owners):
            place = block.find(text)
            while place >= 0:
                found.append((place, number))
                place = block.find(text, place + 1)
        found.sort()
        return with_always(self._merging.lines(block, found), block, self._texts.always)


class Words:
    """Looks each line up by its words, in pure Python.

    Each text is known by one word in it. A word of a log is judged once: whether it can be (or, at the
    edge of a text, can hold) one of those. Those that cannot, most of any log, are then passed over.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._whole: dict[bytes, list[bytes]] = {}
        self._first: dict[bytes, list[bytes]] = {}
        self._last: dict[bytes, list[bytes]] = {}
        self._alone: dict[bytes, list[bytes]] = {}
        self._wordless: list[bytes] = []
        self._dull: set[bytes] = set()
        self._telling: dict[bytes, tuple[bytes, ...]] = {}
        self._index(list(texts.owners))
        self._longest = max(map(len, (*self._first, *self._last)), default=0)

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
            begins, ends = word.start() == 0, word.end() == len(text)
            known = (self._alone if ends else self._first) if begins else self._last if ends else self._whole
            known.setdefault(word.group(), []).append(text)

    def propose(self, block: bytes) -> Iterator[Proposal]:
        """Yield each line that any pattern could match once, in order."""
        return with_always(self._propose(block), block, self._texts.always)

    def _propose(self, block: bytes) -> Iterator[Proposal]:
        lines = block.split(b"\n")
        lengths = list(map(len, lines))
        ends = list(accumulate(lengths))
        if max(lengths) > _LOOKED_AT:
            # Else every word of an endless line would have all of it looked through.
            lines = [line[:_LOOKED_AT] for line in lines]
        for number, texts in self._told(block, lines):
            # Each line before has its own end besides.
            end = ends[number] + number
            yield end - lengths[number], end, self._patterns(texts)

    def _told(self, block: bytes, lines: list[bytes]) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the number of each line that holds some texts, and these."""
        wordless = self._lines_by_find(block)
        telling, dull = self._telling, self._dull
        if len(dull) + len(telling) > _LONGEST_MEMORY:
            dull.clear()
            telling.clear()
        number, texts = 0, list[bytes]()
        words = block.translate(_FOLD).replace(b"\n", _END).split()
        for word in filterfalse(dull.__contains__, words):
            if word == _MARK:
                if number in wordless:
                    texts += wordless[number]
                if texts:
                    yield number, texts
                    texts = []
                number += 1
                continue
            line = lines[number]
            for text in telling.get(word) or self._judge(word):
                if text in line:
                    texts.append(text)

    def _patterns(self, texts: list[bytes]) -> Sequence[int]:
        owners = self._texts.owners
        if len(texts) == 1:
            return owners[texts[0]]
        return sorted({owner for text in texts for owner in owners[text]})

    def _judge(self, word: bytes) -> tuple[bytes, ...]:
        """Return the texts that a line with ``word`` can hold, and remember them."""
        texts = list(self._whole.get(word, ()))
        for length in range(1, min(len(word), self._longest) + 1):
            texts.extend(self._last.get(word[:length], ()))
            texts.extend(self._first.get(word[-length:], ()))
        for part, told in self._alone.items():
            if part in word:
                texts.extend(told)
        if texts:
            self._telling[word] = tuple(texts)
        else:
            self._dull.add(word)
        return tuple(texts)

    def _lines_by_find(self, block: bytes) -> dict[int, list[bytes]]:
        """Return, by the number of the line, the texts without any word that stand in it."""
        found: dict[int, list[bytes]] = {}
        for text in self._wordless:
            number = done = 0
            place = block.find(text)
            while place >= 0:
                number += block.count(b"\n", done, place)
                found.setdefault(number, []).append(text)
                done = block.find(b"\n", place)
                place = block.find(text, done)
        return found


class Merging:
    """Puts together, line by line, the patterns that the texts of a line propose."""

    def __init__(self, texts: Texts) -> None:
        self._owners = list(map(tuple, texts.owners.values()))
        self._merged: dict[tuple[tuple[int, ...], int], tuple[int, ...]] = {}

    def lines(self, block: bytes, found: Iterable[tuple[int, int]]) -> Iterator[Proposal]:
        """Yield the proposals of the texts ``found`` at those places of ``block``, in their order.

        Any place within a text will do.
        """
        owners, merged = self._owners, self._merged
        start, end = 0, -1
        patterns: tuple[int, ...] = ()
        for place, text in found:
            if place > end:
                if patterns:
                    yield start, end, patterns
                start, end = block.rfind(b"\n", 0, place) + 1, block.find(b"\n", place)
                patterns = owners[text]
            elif owners[text] is not patterns:
                # The same texts stand together in very many lines.
                patterns = merged.get((patterns, text)) or self._merge(patterns, text)
        if patterns:
            yield start, end, patterns

    def _merge(self, patterns: tuple[int, ...], text: int) -> tuple[int, ...]:
        if len(self._merged) > _LONGEST_MEMORY:
            self._merged.clear()
        both = tuple(sorted({*patterns, *self._owners[text]}))
        self._merged[patterns, text] = both
        return both


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


def _rank(word: re.Match[bytes], common: dict[bytes, int]) -> int:
    """Return how well a word tells its text from other lines: long words are rare, in any kind of log."""
    length = word.end() - word.start()
    # A whole one in any line: the text shows where it begins and ends.
    inner = word.start() > 0 and word.end() < len(word.string)
    return min(length, 10) + 2 * inner - common[word.group()].bit_length()
