"""A line with what is private in it replaced by pseudonyms: every kind of finding, weighed together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from ikewizard.core.record import dataclass
from ikewizard.report.addresses import IKE_PORT, normal, places, reach
from ikewizard.report.literals import Literals
from ikewizard.report.private import KeptSpec, Kind, Known, Level, PrivateForms, PrivateSpec
from ikewizard.report.pseudonyms import PSEUDONYM, TITLES, Pseudonyms
from ikewizard.report.redaction import REDACTED

_MARKS = (*(f"{title}-" for title in TITLES), REDACTED)
_GUARDED = re.compile(f"{PSEUDONYM.pattern}|{re.escape(REDACTED)}")
_MOST_PASSES = 4
_WORDS = re.compile(r"[^\W_](?:.*[^\W_])")
_NETWORK = re.compile(r"[0-9A-Fa-f.:]{2,45}/[0-9.]{1,15}")
_HEX = re.compile(r"(?:0[xX])?([0-9A-Fa-f]{1,16})")
_DN = re.compile(r"/?[A-Za-z0-9.]{1,40} ?= ?[^,/]{1,100}[,/]")
_DN_PART = re.compile(r"[,/] ?(?=[A-Za-z0-9.]{1,40} ?=)")
# Names of which the case tells nothing: those of the DNS.
_DOMAIN = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}")


Form = TypeVar("Form", PrivateSpec, KeptSpec)


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    kind: Kind
    key: str
    suffix: str = ""


class _Likely(Generic[Form]):
    """Forms that are only tried in lines that hold one of their words; each is compiled when it first is."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._compiled: dict[int, tuple[Form, re.Pattern[str]]] = {}
        self._forms: Sequence[Form] = forms
        # One list of all words, since most lines hold but a few of them.
        self._words = tuple((word, number) for number, form in enumerate(forms) for word in form.words)
        self._always = tuple(number for number, form in enumerate(forms) if not form.words)

    def find(self, line: str, lowered: str) -> Iterator[tuple[Form, re.Match[str]]]:
        """Yield what each form finds in ``line``."""
        likely: list[int] = [number for word, number in self._words if word in lowered]
        for number in dict.fromkeys([*self._always, *likely]):
            if number not in self._compiled:
                form = self._forms[number]
                self._compiled[number] = (form, re.compile(form.pattern, re.IGNORECASE))
            form, pattern = self._compiled[number]
            for found in pattern.finditer(line):
                yield form, found


class Veil:
    """Puts pseudonyms into lines, and remembers the names that it met, to find them again."""

    def __init__(
        self, level: Level, pseudonyms: Pseudonyms, private: PrivateForms, known: Iterable[Known]
    ) -> None:
        self.pseudonyms = pseudonyms
        self.used: set[str] = set()
        self._all = level == "all"
        forms = [form for form in private.forms if self._all or form.level == "public"]
        self._forms = _Likely(forms)
        self._kept = _Likely(private.kept)
        self._gateways: set[str] = set()
        self._ordinary = frozenset(private.ordinary)
        self._literals = Literals(self._ordinary)
        self.know(known)

    @property
    def learnt(self) -> tuple[int, ...]:
        """How much it has learnt: as long as that is the same, so is what it makes of a line."""
        return len(self._literals), len(self._gateways), len(self.pseudonyms)

    def know(self, known: Iterable[Known]) -> None:
        """Take note of what is known to be private."""
        for each in known:
            self._learn(each)

    def _learn(self, known: Known) -> None:
        address = normal(known.text)
        if address and known.kind in ("peer", "host", "name"):
            self._gateways |= {address} if known.kind == "peer" else set()
        elif self._all or known.level == "public":
            kind: Kind = "name" if known.kind == "peer" else known.kind
            self._literals.add(kind, known.text)

    def line(self, line: str) -> str:
        """Return ``line`` with everything in it masked that the level hides."""
        for _ in range(_MOST_PASSES):
            masked = self._once(line)
            if masked == line:
                break
            line = masked
        return line

    def _once(self, line: str) -> str:
        lowered = line.lower()
        guarded = [*self._guarded(line)]
        guarded += [found.span("kept") for _, found in self._kept.find(line, lowered)]
        found = [*self._named(line, lowered), *self._addresses(line)]
        spans = [*_outside(line, found, guarded)] if guarded else found
        return self._replaced(line, _apart(line, spans)) if spans else line

    def _guarded(self, line: str) -> Iterator[tuple[int, int]]:
        if not [mark for mark in _MARKS if mark in line]:
            return
        for found in _GUARDED.finditer(line):
            if found[0] != REDACTED:
                self.pseudonyms.reserve(found[0])
            yield found.span()

    def _named(self, line: str, lowered: str) -> Iterator[_Span]:
        for form, found in self._forms.find(line, lowered):
            start, end = found.span("private")
            if start < end and not self._tells_nothing(form, line[start:end]):
                yield self._span(start, end, form.kind, line[start:end])
                if form.anywhere:
                    self._search_for(form.kind, line[start:end])
        for start, end, kind in self._literals.find(line):
            yield self._span(start, end, kind, line[start:end])

    def _tells_nothing(self, form: PrivateSpec, text: str) -> bool:
        """Return whether it is a word as any other, or a network, which is found by itself."""
        return form.kind in ("name", "user") and (
            text.lower() in self._ordinary or bool(_NETWORK.fullmatch(text))
        )

    def _search_for(self, kind: Kind, text: str) -> None:
        if normal(text):
            return
        if kind == "spi":
            for spelled in _spellings(text):
                self._literals.add(kind, spelled)
        else:
            self._literals.add(kind, text)

    def _span(self, start: int, end: int, kind: Kind, text: str) -> _Span:
        address = normal(text) if kind in ("name", "peer", "host", "user") else ""
        if address:
            return _Span(start, end, self._kind_of(address), address)
        return _Span(start, end, "name" if kind == "peer" else kind, _key(kind, text))

    def _addresses(self, line: str) -> Iterator[_Span]:
        for place in places(line):
            if place.reach == "nobody" or (place.reach == "private" and not self._all):
                continue
            if place.net:
                yield _Span(place.start, place.end, "net", place.key, place.prefix)
            else:
                with_port = bool(IKE_PORT.match(line, place.end))
                yield _Span(place.start, place.end, self._kind_of(place.key, with_port), place.key)

    def _kind_of(self, address: str, with_port: bool = False) -> Kind:
        if address in self._gateways:
            return "peer"
        outside = reach(address) == "public"
        return "peer" if outside and (with_port or not self._gateways) else "host"

    def _replaced(self, line: str, spans: Sequence[_Span]) -> str:
        parts: list[str] = []
        reached = 0
        for span in spans:
            pseudonym = self.pseudonyms.of(span.kind, span.key)
            self.used.add(pseudonym)
            parts += [line[reached : span.start], pseudonym + span.suffix]
            reached = span.end
        return "".join([*parts, line[reached:]])


def _outside(line: str, spans: Sequence[_Span], guarded: list[tuple[int, int]]) -> Iterator[_Span]:
    """Yield the spans that touch nothing of what is guarded, and of the others what is left of a name."""
    guarded.sort()
    starts = [start for start, _ in guarded]
    # How far what begins up to there reaches: one can lie within another.
    reaches = [*accumulate((end for _, end in guarded), max)]
    for span in spans:
        before = bisect_left(starts, span.end)
        if not before or reaches[before - 1] <= span.start:
            yield span
        elif span.kind in ("name", "user", "file"):
            first = bisect_left(reaches, span.start + 1)
            yield from _left_of(line, span, guarded[first:before])


def _left_of(line: str, span: _Span, guarded: Sequence[tuple[int, int]]) -> Iterator[_Span]:
    edges = [span.start, *(edge for pair in guarded for edge in pair), span.end]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        found = _WORDS.search(line, start, end) if start < end else None
        # What is left of a pair of cookies is no name.
        if found and not found[0].isdigit():
            yield _Span(found.start(), found.end(), span.kind, _key(span.kind, found[0]))


def _apart(line: str, spans: Sequence[_Span]) -> list[_Span]:
    """Return spans that do not overlap: one within another goes, two that cross become one."""
    apart: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        last = apart[-1] if apart else None
        if last is None or span.start >= last.end:
            apart.append(span)
        elif span.end > last.end:
            apart[-1] = _Span(last.start, span.end, last.kind, line[last.start : span.end])
    return apart


def _key(kind: Kind, text: str) -> str:
    """Return the form in which the same thing always has the same spelling."""
    if kind == "spi":
        return _spi(text)
    if kind in ("mac", "serial"):
        return text.lower().replace("-", ":") if kind == "mac" else text.upper()
    if kind == "user" and "@" in text:
        return text.lower()
    if _DN.match(text):
        # The same parts are the same name, in whichever order and with whatever between them.
        parts = [re.sub(r"\s*=\s*", "=", part.strip(), count=1) for part in _DN_PART.split(text.strip("/"))]
        return ", ".join(sorted(parts))
    bare = text.removeprefix("@").rstrip(".")
    return bare.lower() if _DOMAIN.fullmatch(bare) else text


def _spi(text: str) -> str:
    if text.isdigit() and len(text) > 8:
        return f"{int(text):#x}"
    found = _HEX.fullmatch(text)
    return f"{int(found[1], 16):#x}" if found else text.lower()


def _spellings(text: str) -> Iterator[str]:
    """Yield how an SPI or a cookie is written elsewhere; one of few digits could be any number."""
    found = _HEX.fullmatch(text)
    number = int(_spi(text), 16) if found else 0
    if number >= 1 << 20:
        for spelled in (f"{number:x}", f"{number:08x}", f"{number:016x}"):
            yield spelled
            yield f"0x{spelled}"
    if number and number < 1 << 32 and number >= 1 << 20:
        yield str(number)
