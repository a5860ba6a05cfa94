"""From the lines that list proposals, over however many lines, to what each unit offers or allows.

What is put together here is text in one form: parts with their values as the maker spells them. Which
values mean the same, and what two lists have in common, is for the settings to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.facts import Finding, Side, Source
from ikewizard.core.late import late
from ikewizard.core.record import dataclass, field
from ikewizard.logs.decode import MAX_LINE
from ikewizard.logs.outcome import Whose, other_side
from ikewizard.logs.sighting import Sighting
from ikewizard.logs.signature import Notation, Offer

Notations = Mapping[tuple[str, str], Notation]
"""The notations of all dialects, by the ids of dialect and notation."""

FACTS = {"1": "phase1-offers", "2": "phase2-offers"}
"""The setting that a list of proposals is, by its phase."""

_PLACEHOLDER = late(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
# What stands between proposals, parts and values must not stand in a value.
_RESERVED = late(r"[|;=,]")
_WORD = late(r"\w|\.\.")
# A line of a list stands close to the one before, even where other tunnels' lines come in between.
_REACH = 60
_MOST_PROPOSALS = 200
_MOST_VALUES = 60
_LONGEST = 15_000
_ENDS_A_LIST = ("initiated", "received", "phase1-up", "phase2-up", "failed", "gave-up", "torn-down")

_Proposal = dict[str, dict[str, None]]


@dataclass(eq=False)
class _List:
    """One unit's proposals, as far as they have been read; ``whole`` turns false when a part is missing."""

    owner: Side
    phase: str
    first: Sighting
    fills: str = ""
    last_line: int = 0
    whole: bool = True
    proposals: list[_Proposal] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    current: int = 0

    def proposal(self, offer: Offer, key: str) -> _Proposal:
        """Return the proposal that the next values belong to."""
        if key in self.keys:
            self.current = self.keys[key]
        elif key or offer.next or not self.proposals:
            if len(self.proposals) >= _MOST_PROPOSALS:
                self.whole = False
            else:
                self.proposals.append({})
            self.current = self.keys[key] = len(self.proposals) - 1
            self.keys.pop("", None)
        return self.proposals[self.current]

    def put(self, into: _Proposal, part: str, value: str, *, after: bool = False) -> None:
        """Add a value to a part of a proposal, or (``after``) more text to the last one that it has."""
        known = into.setdefault(part, {})
        first = known.popitem()[0] if after and known else ""
        text = f"{first} {value}"
        # A distinguished name is a value with such signs in it.
        plain = " ".join((text if self.fills else _RESERVED.sub(" ", text)).split())
        if plain and len(known) < _MOST_VALUES:
            known[plain] = None
        else:
            self.whole = False

    def take(self, offer: Offer, captures: Mapping[str, str]) -> None:
        """Add what one line of a list tells."""
        into = self.proposal(offer, "".join(_filled(offer.key, captures)))
        for part, template in offer.values.items():
            for value in _filled(template, captures):
                self.put(into, part, value)
        for part, template in offer.extends.items():
            for value in _filled(template, captures):
                self.put(into, part, value, after=True)

    def read(self, notation: Notation, text: str) -> str:
        """Add the proposal that ``text`` is, and return what of the text was not understood."""
        import re  # noqa: PLC0415 -- not every list has a notation

        into = self.proposal(Offer(next=True), "")
        rest = text
        for found in re.finditer(notation.part, text):
            rest = rest.replace(found[0], " ", 1)
            for name, value in found.groupdict().items():
                for each in value.split(notation.also or None) if value else ():
                    self.put(into, name, each)
        for name, value in notation.absent.items():
            if name not in into:
                self.put(into, name, value)
        return rest


def offer_findings(
    seen: Iterable[Sighting], standing: Iterable[Sighting], log: Whose, notations: Notations
) -> tuple[Finding, ...]:
    """Return what the units offer and allow by the lines of one attempt, a finding for each list.

    Of several exchanges in the attempt the last one counts that shows both lists; what the unit allows in
    all attempts (``standing``) stands in for a list that the attempt does not show.
    """
    sightings = tuple(seen)
    lists = _Collector(log, notations).collect(sightings)
    fixed = _Collector(log, notations).collect(standing)
    version = _version(sightings)
    found: list[Finding] = []
    for phase, fact in FACTS.items():
        shown = _last_round([each for each in lists if each.phase == phase and not each.fills])
        for owner in ("initiator", "responder"):
            own = [each for each in shown if each.owner == owner]
            if not own and shown:
                own = [each for each in fixed if (each.phase, each.owner) == (phase, owner)][-1:]
            text = _text(own, version, offered=owner != log.side)
            if text:
                found.append(Finding(f"{owner}.{fact}", text, _source(own[0], log)))
    return (*found, *_filled_settings(lists, log))


def _filled_settings(lists: list[_List], log: Whose) -> Iterator[Finding]:
    """Yield the settings that lists fill; not one for which there were different lists."""
    told: dict[str, dict[str, _List]] = {}
    for each in lists:
        values = [value for proposal in each.proposals for value in proposal.get("value", ())]
        if each.fills and values and each.whole:
            told.setdefault(f"{each.owner}.{each.fills}", {}).setdefault(", ".join(values), each)
    for fact, texts in told.items():
        if len(texts) == 1:
            yield from (Finding(fact, text, _source(each, log)) for text, each in texts.items())


class _Collector:
    def __init__(self, log: Whose, notations: Notations) -> None:
        self._log = log
        self._notations = notations
        self._lists: list[_List] = []
        self._open: _List | None = None

    def collect(self, sightings: Iterable[Sighting]) -> list[_List]:
        for sighting in sightings:
            for offer in sighting.signature.offers:
                self._take(offer, sighting)
            if not sighting.signature.offers and sighting.signature.what in _ENDS_A_LIST:
                self._open = None
        return self._with_phases()

    def _take(self, offer: Offer, sighting: Sighting) -> None:
        if self._open and abs(sighting.line - self._open.last_line) > _REACH:
            self._open = None
        if offer.of and not (offer.inside and self._open is None):
            self._open = self._list_of(offer, sighting)
        if self._open is None:
            return
        current = self._open
        current.last_line = sighting.line
        current.phase = current.phase or offer.phase
        if offer.notation:
            self._read(offer, sighting, current)
        elif offer.values or offer.extends or offer.next or offer.key:
            current.take(offer, sighting.captures)
        if offer.closes:
            self._open = None

    def _list_of(self, offer: Offer, sighting: Sighting) -> _List:
        """Return the list that a line names: a new one, or the last one of that unit."""
        own: Side = self._log.side if sighting.signature.side == "either" else sighting.signature.side
        owners: Mapping[str, Side] = {"this": own, "peer": other_side(own)}
        owner: Side = owners.get(offer.of) or ("initiator" if offer.of == "initiator" else "responder")
        alike = [each for each in self._lists if (each.owner, each.fills) == (owner, offer.fills)]
        if alike and not offer.opens and offer.phase in ("", alike[-1].phase):
            return alike[-1]
        made = _List(owner, offer.phase, sighting, offer.fills)
        self._lists.append(made)
        return made

    def _read(self, offer: Offer, sighting: Sighting, current: _List) -> None:
        notation = self._notations.get((sighting.dialect, offer.notation))
        if notation is None:
            return
        import re  # noqa: PLC0415 -- not every list has a notation

        text = rest = sighting.text.partition(offer.after)[2].strip()
        for found in re.finditer(notation.proposal, text):
            named = found.groupdict()
            told = next((name[-1] for name in ("phase1", "phase2") if named.get(name)), "")
            current.phase = current.phase or told
            left = current.read(notation, named.get("parts") or "")
            rest = rest.replace(found[0], left, 1)
        # A list of which something could not be read, or that was cut off, is no list to judge by.
        if _WORD.search(rest) or len(sighting.text) > MAX_LINE:
            current.whole = False

    def _with_phases(self) -> list[_List]:
        # Where a list does not say what it is for, the one before it does.
        phase = ""
        for each in self._lists:
            if not each.fills:
                each.phase = each.phase or phase
                phase = each.phase
        return self._lists


def _last_round(lists: list[_List]) -> list[_List]:
    """Return the lists of the last exchange that shows those of both units, else of the last one at all.

    One list of the peer may be held against several of this unit's, one for each gateway that it knows.
    """
    rounds: list[list[_List]] = [[]]
    for each in lists:
        owners = {other.owner for other in rounds[-1]}
        if len(owners) > 1 and each.owner == rounds[-1][0].owner:
            rounds.append([])
        elif owners == {each.owner}:
            rounds[-1] = [other for other in rounds[-1] if other.owner != each.owner]
        rounds[-1].append(each)
    return next((some for some in reversed(rounds) if len({each.owner for each in some}) > 1), rounds[-1])


def _text(lists: list[_List], version: str, *, offered: bool) -> str:
    """Return the lists of one unit as one text; empty where they are not whole, or hold nothing."""
    if not lists or not all(each.whole and each.proposals for each in lists):
        return ""
    about = {"via": {"offered" if offered else "own": None}, **({"ike": {version: None}} if version else {})}
    written = [
        "; ".join(f"{part}={','.join(values)}" for part, values in {**about, **proposal}.items())
        for each in lists
        for proposal in each.proposals
    ]
    text = " | ".join(dict.fromkeys(written))
    return text if len(text) <= _LONGEST else ""


def _version(sightings: Iterable[Sighting]) -> str:
    versions = {each.signature.ike for each in sightings} - {"either"}
    return versions.pop() if len(versions) == 1 else ""


def _source(shown: _List, log: Whose) -> Source:
    signature = shown.first.signature
    return Source(
        "log",
        log.side,
        log.name,
        shown.first.line,
        shown.first.text,
        signature.told,
        signature.id,
        signature.guide,
        signature.unverified,
    )


def _filled(template: str, captures: Mapping[str, str]) -> Iterator[str]:
    """Yield the values of a template, without those whose captures are all missing."""
    for value in template.split("|") if template else ():
        names = _PLACEHOLDER.findall(value)
        if not names or any(captures.get(name) for name in names):
            yield _PLACEHOLDER.sub(lambda found: captures.get(found[1], ""), value)
