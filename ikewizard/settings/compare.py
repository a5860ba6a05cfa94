"""Holding the settings of two units against each other: what agrees, what does not, and what that breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ikewizard.core.conditions import holds
from ikewizard.core.facts import FactBook, Finding, Source
from ikewizard.core.kinds import Literal
from ikewizard.core.record import dataclass
from ikewizard.errors import InputError
from ikewizard.settings.agreement import same
from ikewizard.settings.normal import in_words, normal
from ikewizard.settings.offered import disagreements, expanded, resting_on, values_in_words
from ikewizard.settings.proposals import apart, read
from ikewizard.settings.spec import SettingSpec, is_of_setting

Agree = Literal["yes", "no", "unknown"]
_Specs = Mapping[str, SettingSpec]


@dataclass(frozen=True)
class Difference:
    """One compared setting of two units: both values in words (empty: not known), and what follows.

    ``breaks`` is the cause that a disagreement is; it is empty where the units agree, where that is not
    known, and where the disagreement breaks nothing. ``fails_at`` is the message at which it shows.
    """

    setting: str
    title: str
    initiator: str
    responder: str
    agree: Agree
    why: str
    breaks: str = ""
    fails_at: str = ""
    counts: bool = True
    """Whether it is compared at all; with other settings it may have no meaning."""
    unverified: bool = False
    """Whether one of the values is a default for which no source was seen."""


class _Units:
    """What is known of both units; each value is brought to its normal form once, however often asked for."""

    def __init__(self, specs: _Specs, book: FactBook) -> None:
        self.specs = specs
        self.book = book
        self._values: dict[str, str | None] = {}

    def value(self, fact: str) -> str | None:
        """Return what is known about ``fact``; of a setting its normal form, and None if it has none."""
        if fact not in self._values:
            self._values[fact] = self._normal(fact)
        return self._values[fact]

    def _normal(self, fact: str) -> str | None:
        value = self.book.value(fact)
        if value is None or not is_of_setting(fact, self.specs):
            return value
        try:
            return normal(self.specs[fact.partition(".")[2]], value)
        except InputError:
            return None


@dataclass(frozen=True)
class _Pair:
    """One setting of the initiator beside the one of the responder that it is held against."""

    ours: SettingSpec
    theirs: SettingSpec
    initiator: str
    responder: str
    judged: bool | None = None
    """What the proposals say as a whole, of which this setting is a part."""
    narrows: bool | None = False

    @property
    def known(self) -> bool:
        return bool(self.initiator and self.responder)

    @cached_property
    def agree(self) -> bool | None:
        if not self.known or self.judged is not None:
            return self.judged
        return same(self.ours, self.initiator, self.responder, narrows=self.narrows)

    def findings(self, book: FactBook) -> Iterator[Finding]:
        """Yield what tells the two values."""
        found = (book.best(f"initiator.{self.ours.id}"), book.best(f"responder.{self.theirs.id}"))
        yield from (each for each in found if each)

    def text(self) -> str:
        initiator, responder = in_words(self.ours, self.initiator), in_words(self.theirs, self.responder)
        other = f" ({self.theirs.title})" if self.theirs is not self.ours else ""
        return f"{self.ours.title}: initiator {initiator}, responder{other} {responder}"


def derive(specs: Iterable[SettingSpec], book: FactBook) -> FactBook:
    """Return ``book`` with what follows from the settings in it, as findings about ``agree.<setting>``.

    A setting is compared where both units' values are known and readable and its ``when`` is not known
    to fail. Findings that an earlier comparison made and that no longer follow are left out, so that
    ``derive`` of its own result is that result.
    """
    by_id = {spec.id: spec for spec in specs}
    book = book.add(tuple(expanded(by_id, book)))
    units = _Units(by_id, book)
    fresh = [finding for spec in by_id.values() if (finding := _finding(spec, units))]
    told = {finding.fact for finding in fresh}
    fresh += [finding for finding in disagreements(by_id, book) if finding.fact not in told]
    stale = [found for found in book.findings if _is_derived(found, by_id) and found not in fresh]
    if stale:
        book = FactBook().add(found for found in book.findings if found not in stale)
    return book.add(fresh)


def differences(specs: Iterable[SettingSpec], book: FactBook) -> tuple[Difference, ...]:
    """Return every compared setting of which at least one unit's value is known, for tables."""
    units = _Units({spec.id: spec for spec in specs}, book)
    return tuple(difference for spec in units.specs.values() if (difference := _difference(spec, units)))


def disagreeing(specs: Iterable[SettingSpec], book: FactBook) -> tuple[Difference, ...]:
    """Return every setting on which the units are known to disagree, with the values as far as known.

    That lists of proposals have none in common is only told where no part of them says so already.
    """
    by_id = {spec.id: spec for spec in specs}
    book = derive(by_id.values(), book)
    against = [spec for spec in by_id.values() if book.value(_fact(spec)) == "no"]
    ids = {spec.id for spec in against}
    units = _Units(by_id, book)
    return tuple(
        _disagreement(spec, units)
        for spec in against
        if not any(part.setting in ids or part.switch in ids for part in spec.parts)
    )


def _disagreement(spec: SettingSpec, units: _Units) -> Difference:
    found = _difference(spec, units)
    if found and found.agree == "no":
        return found
    said = units.book.best(_fact(spec))
    initiator, responder = values_in_words(spec, units.specs, units.book)
    return Difference(
        spec.id,
        spec.title,
        initiator,
        responder,
        "no",
        said.source.means if said else "",
        spec.cause,
        unverified=said is not None and said.source.unverified,
    )


def _finding(spec: SettingSpec, units: _Units) -> Finding | None:
    pairs = _pairs(spec, units)
    agree = _agreement(spec, units, pairs)
    if agree == "unknown":
        return None
    telling = [pair for pair in pairs if pair.agree is (agree == "yes")]
    source = Source(
        "settings",
        text="; ".join(pair.text() for pair in telling),
        means=spec.same if agree == "yes" else spec.differ,
        ref=spec.id,
        guide=spec.guide,
    )
    rests_on = [found for pair in telling for found in pair.findings(units.book)]
    return Finding(_fact(spec), agree, resting_on(source, rests_on))


def _difference(spec: SettingSpec, units: _Units) -> Difference | None:
    told = _pairs(spec, units)
    pairs = [pair for pair in told if pair.initiator or pair.responder]
    if not pairs:
        return None
    agree = _agreement(spec, units, told)
    # A disagreement is shown by the values that disagree, and what is missing by the gap.
    shown = min(pairs, key=lambda pair: (pair.agree is not False, pair.known))
    if agree == "unknown":
        why = _why_unknown(spec, units, shown)
    else:
        why = spec.same if agree == "yes" else spec.differ
    return Difference(
        spec.id,
        spec.title,
        in_words(shown.ours, shown.initiator),
        in_words(shown.theirs, shown.responder),
        agree,
        why,
        spec.cause if agree == "no" else "",
        _fails_at(spec, units.book) if agree == "no" else "",
        _counts(spec, units),
        any(found.source.unverified for found in shown.findings(units.book)),
    )


def _fails_at(spec: SettingSpec, book: FactBook) -> str:
    version = book.value("initiator.ike-version") or ""
    known = [spec.fails_at[each] for each in version.split(", ") if each in spec.fails_at]
    return known[0] if known else "; ".join(f"{name}: {where}" for name, where in spec.fails_at.items())


def _agreement(spec: SettingSpec, units: _Units, pairs: list[_Pair]) -> Agree:
    outcomes = [pair.agree for pair in pairs]
    agree: Agree = "no" if False in outcomes else "unknown" if None in outcomes or not outcomes else "yes"
    return agree if agree == "unknown" or _counts(spec, units) else "unknown"


def _why_unknown(spec: SettingSpec, units: _Units, shown: _Pair) -> str:
    if not _counts(spec, units):
        return "It does not count with the other settings as they are known."
    if shown.agree:
        return "They agree this way; the other way round is not known."
    if shown.known:
        return "The two values cannot be compared by themselves."
    missing = "responder" if shown.initiator else "initiator"
    return f"The {missing}'s value is not known."


def _pairs(spec: SettingSpec, units: _Units) -> list[_Pair]:
    other = units.specs.get(spec.mirrors) if spec.agree == "mirror" else spec
    if spec.agree == "none" or spec.kind == "offers" or other is None:
        return []
    meant = [(spec, other)]
    if other is not spec and other.agree != "mirror":
        meant.append((other, spec))
    judged = _as_part(spec, units)
    narrows = spec.narrows_when is not None and holds(spec.narrows_when, units.value)
    return [
        _Pair(
            ours,
            theirs,
            units.value(f"initiator.{ours.id}") or "",
            units.value(f"responder.{theirs.id}") or "",
            judged,
            narrows,
        )
        for ours, theirs in meant
    ]


def _as_part(spec: SettingSpec, units: _Units) -> bool | None:
    """Return what the units' proposals as a whole say about their part ``spec``; None if not known."""
    if not spec.part_of:
        return None
    offered = units.value(f"initiator.{spec.part_of}")
    allowed = units.value(f"responder.{spec.part_of}")
    if not offered or not allowed:
        return None
    return spec.part not in apart(read(offered), read(allowed))


def _counts(spec: SettingSpec, units: _Units) -> bool:
    return spec.when is None or holds(spec.when, units.value) is not False


def _fact(spec: SettingSpec) -> str:
    return f"agree.{spec.id}"


def _is_derived(finding: Finding, specs: _Specs) -> bool:
    source = finding.source
    if source.kind != "settings" or source.side != "either":
        return False
    return source.ref in specs and finding.fact == _fact(specs[source.ref])
