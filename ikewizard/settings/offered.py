"""Two lists of proposals side by side: what they have in common, and in which part they have nothing.

Lists come as text (see ``normal``) in the makers' spellings. A part is only said to differ where every
proposal of both lists shows it, all its values can be read, and none of them stands in both lists; and the
lists as a whole only where that can be said of every pair of proposals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.facts import FactBook, Finding, Source
from ikewizard.core.record import dataclass, replace
from ikewizard.errors import InputError
from ikewizard.settings.normal import LIST_SEPARATOR, in_words, normal
from ikewizard.settings.spec import ProposalPart, SettingSpec, spelling_key

OTHER = "other"
"""A value that the log does not show, of which it says that it is not the one that is offered."""
NONE = "none"
"""What a part is that can be left out, and is."""

_UNREADABLE = "?"
_MOST_SHOWN = 8
_SIDES = ("initiator", "responder")
Specs = Mapping[str, SettingSpec]
Proposal = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Listed:
    """The proposals of one unit, their values in normal form; ``offered`` in the exchange that was logged."""

    proposals: tuple[Proposal, ...]
    offered: bool = False

    def has(self, part: str) -> bool:
        """Whether every proposal shows the part."""
        return bool(self.proposals) and all(part in proposal for proposal in self.proposals)

    def values(self, part: str) -> frozenset[str]:
        """Return all values of the part."""
        return frozenset(value for proposal in self.proposals for value in proposal.get(part, ()))


def read_proposals(spec: SettingSpec, specs: Specs, text: str) -> Listed:
    """Return the proposals of ``text``. Raises InputError for what is no list of proposals."""
    proposals: list[Proposal] = []
    offered = False
    for piece in normal(spec, text).split(" | "):
        written = dict(part.partition("=")[::2] for part in piece.split("; ") if part)
        offered = offered or written.get("via") == "offered"
        proposal: dict[str, frozenset[str]] = {}
        for part in spec.parts:
            values = [value for value in written.get(part.id, "").split(",") if value]
            if values:
                proposal[part.id] = frozenset(_value(specs[part.setting], part, value) for value in values)
            elif part.switch and part.absent_in and part.absent_in == written.get("ike"):
                proposal[part.id] = frozenset((NONE,))
        proposals.append(proposal)
    return Listed(tuple(proposals), offered)


def compared(spec: SettingSpec, ours: Listed, theirs: Listed) -> tuple[Listed, Listed]:
    """Return both lists with what each tells about the other: a part that is offered and not there is off."""
    return _beside(spec, ours, theirs), _beside(spec, theirs, ours)


def shared(part: str, ours: Listed, theirs: Listed) -> bool | None:
    """Return whether the lists share a value of ``part``; None where that cannot be said."""
    if not ours.has(part) or not theirs.has(part):
        return None
    return _meet(ours.values(part), theirs.values(part))


def shared_as_a_whole(spec: SettingSpec, ours: Listed, theirs: Listed) -> bool | None:
    """Return whether some proposal stands in both lists; None where that cannot be said."""
    outcomes = [_same(spec, first, second) for first in ours.proposals for second in theirs.proposals]
    if True in outcomes:
        return True
    return None if None in outcomes or not outcomes else False


def expanded(specs: Specs, book: FactBook) -> Iterator[Finding]:
    """Yield what the proposals in ``book`` say of each unit's settings, with the proposals' own source."""
    for spec in specs.values():
        if spec.kind != "offers":
            continue
        found = {side: book.best(f"{side}.{spec.id}") for side in _SIDES}
        lists = {side: _listed(spec, specs, finding) for side, finding in found.items()}
        for side, other in (_SIDES, _SIDES[::-1]):
            finding, own, facing = found[side], lists[side], lists[other]
            if finding and own:
                listed = _beside(spec, own, facing) if facing else own
                for setting, value in _settings(spec, specs, listed):
                    yield Finding(f"{side}.{setting}", value, finding.source)


def disagreements(specs: Specs, book: FactBook) -> Iterator[Finding]:
    """Yield what proposals say about agreement that the settings taken from them cannot say by themselves."""
    for spec in specs.values():
        if spec.kind != "offers":
            continue
        first, second = (book.best(f"{side}.{spec.id}") for side in _SIDES)
        ours, theirs = _listed(spec, specs, first), _listed(spec, specs, second)
        if not (first and second and ours and theirs):
            continue
        ours, theirs = compared(spec, ours, theirs)
        for part in spec.parts:
            if shared(part.id, ours, theirs) is False and NONE not in ours.values(part.id) | theirs.values(
                part.id
            ):
                setting = specs[part.setting]
                words = [_in_words(setting, each.values(part.id)) for each in (ours, theirs)]
                text = f"{setting.title}: initiator {words[0]}, responder {words[1]}"
                yield _said(setting, "no", text, (first, second))
        whole = shared_as_a_whole(spec, ours, theirs)
        if whole is not None:
            words = [_list_in_words(spec, specs, each) for each in (ours, theirs)]
            text = f"{spec.title}: initiator {words[0]}; responder {words[1]}"
            said = _said(spec, "yes" if whole else "no", text, (first, second))
            near = "" if whole else _nearest(spec, specs, ours, theirs)
            yield replace(said, source=replace(said.source, means=f"{said.source.means}{near}"))


def values_in_words(spec: SettingSpec, specs: Specs, book: FactBook) -> tuple[str, str]:
    """Return both units' values of a setting in words, those of their proposals where both are known."""
    for listed in specs.values():
        part = next((part.id for part in listed.parts if part.setting == spec.id), "")
        lists = [_listed(listed, specs, book.best(f"{side}.{listed.id}")) for side in _SIDES] if part else []
        if lists and all(lists):
            first, second = (_in_words(spec, each.values(part)) if each else "" for each in lists)
            return first, second
    if spec.kind == "offers":
        shown = [_listed(spec, specs, book.best(f"{side}.{spec.id}")) for side in _SIDES]
        first, second = (_list_in_words(spec, specs, each) if each else "" for each in shown)
        return first, second
    first, second = (_single_in_words(spec, book.value(f"{side}.{spec.id}")) for side in _SIDES)
    return first, second


def _single_in_words(spec: SettingSpec, value: str | None) -> str:
    try:
        return in_words(spec, normal(spec, value)) if value else ""
    except InputError:
        return value or ""


def _said(spec: SettingSpec, agree: str, text: str, rests_on: Iterable[Finding]) -> Finding:
    means = spec.same if agree == "yes" else spec.differ
    source = Source("settings", text=text, means=means, ref=spec.id, guide=spec.guide)
    return Finding(f"agree.{spec.id}", agree, resting_on(source, rests_on))


def resting_on(source: Source, rests_on: Iterable[Finding]) -> Source:
    """Return a source with what it has of those that it rests on.

    That is the place in a log where they end, if it is one log, and whether any could not be verified.
    """
    told = [finding.source for finding in rests_on]
    source = replace(source, unverified=any(each.unverified for each in told))
    if not told or any(each.kind != "log" or each.file != told[0].file for each in told):
        return source
    return replace(source, file=told[0].file, line=max(each.line for each in told))


def _listed(spec: SettingSpec, specs: Specs, finding: Finding | None) -> Listed | None:
    try:
        return read_proposals(spec, specs, finding.value) if finding else None
    except InputError:
        return None


def _value(spec: SettingSpec, part: ProposalPart, text: str) -> str:
    key = spelling_key(text)
    if key == OTHER:
        return OTHER
    if part.switch and key == NONE:
        return NONE
    try:
        return normal(spec, text)
    except InputError:
        return f"{_UNREADABLE}{text.strip().upper()}"


def _beside(spec: SettingSpec, ours: Listed, theirs: Listed) -> Listed:
    off = {
        part.id
        for part in spec.parts
        if part.switch
        and theirs.offered
        and theirs.has(part.id)
        and NONE not in theirs.values(part.id)
        and not any(part.id in proposal for proposal in ours.proposals)
    }
    if not off:
        return ours
    none = dict.fromkeys(off, frozenset((NONE,)))
    return replace(ours, proposals=tuple({**proposal, **none} for proposal in ours.proposals))


def _meet(ours: frozenset[str], theirs: frozenset[str]) -> bool | None:
    if (ours & theirs) - {OTHER}:
        return True
    if any(value.startswith(_UNREADABLE) for value in ours | theirs) and OTHER not in ours | theirs:
        return None
    return False


def _same(spec: SettingSpec, first: Proposal, second: Proposal) -> bool | None:
    outcomes = []
    for part in spec.parts:
        ours, theirs = first.get(part.id), second.get(part.id)
        if ours is None or theirs is None:
            outcomes.append(True if ours is theirs or part.unsaid else None)
        else:
            outcomes.append(_meet(ours, theirs))
    if False in outcomes:
        return False
    # A proposal of which nothing is shown is no proposal that agrees.
    return None if None in outcomes or not first else True


def _nearest(spec: SettingSpec, specs: Specs, ours: Listed, theirs: Listed) -> str:
    """Return a sentence on the parts in which the most similar proposals differ, if that is plain."""
    apart = [
        tuple(part.id for part in spec.parts if _differ(first.get(part.id), second.get(part.id)))
        for first in ours.proposals
        for second in theirs.proposals
    ]
    fewest = min(map(len, apart), default=0)
    nearest = {parts for parts in apart if len(parts) == fewest}
    if len(nearest) != 1 or not fewest:
        return ""
    titles = [specs[part.setting].title for part in spec.parts if part.id in next(iter(nearest))]
    return f" The two that are most alike differ in: {', '.join(titles)}."


def _differ(first: frozenset[str] | None, second: frozenset[str] | None) -> bool:
    return first is not None and second is not None and _meet(first, second) is False


def _settings(spec: SettingSpec, specs: Specs, listed: Listed) -> Iterator[tuple[str, str]]:
    for part in spec.parts:
        values = listed.values(part.id) - {OTHER}
        if not values or not listed.has(part.id) or any(v.startswith(_UNREADABLE) for v in values):
            continue
        if part.switch and (NONE not in values or values == {NONE}):
            yield part.switch, "no" if NONE in values else "yes"
        setting = specs[part.setting]
        if NONE in values and part.switch:
            continue
        if len(values) == 1 or setting.agree == "share-one":
            yield part.setting, normal(setting, LIST_SEPARATOR.join(sorted(values)))


def _list_in_words(spec: SettingSpec, specs: Specs, listed: Listed) -> str:
    """Return proposals in words: ``AES-256-CBC + SHA2-256 + Group 14 (2048-bit MODP), or ...``."""
    written = [
        " + ".join(
            _in_words(specs[part.setting], proposal[part.id])
            if proposal[part.id] != {NONE}
            else f"no {part.id}"
            for part in spec.parts
            if part.id in proposal
        )
        or "not shown"
        for proposal in listed.proposals
    ]
    kept = list(dict.fromkeys(written))
    more = [f"{len(kept) - _MOST_SHOWN} more"] if kept[_MOST_SHOWN:] else []
    return ", or ".join([*kept[:_MOST_SHOWN], *more])


def _in_words(spec: SettingSpec, values: frozenset[str]) -> str:
    if values == {OTHER}:
        return "another one, which the log does not show"
    readable = [value for value in values - {OTHER} if not value.startswith(_UNREADABLE)]
    shown = in_words(spec, normal(spec, LIST_SEPARATOR.join(sorted(readable)))) if readable else ""
    rest = sorted(value[1:] for value in values if value.startswith(_UNREADABLE))
    return LIST_SEPARATOR.join(filter(None, (shown, *rest)))
