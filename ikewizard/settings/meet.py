"""Which connection of one unit meets which of the other: by addresses, identities and networks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.record import dataclass, replace
from ikewizard.settings.agreement import same
from ikewizard.settings.networks import normal_networks, overlap
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Child, Configuration, Connection, Value

Specs = Mapping[str, SettingSpec]
_MIRRORED = ("local-networks", "destination-networks")
_ADDRESS, _IDENTITY, _NETWORKS, _NAME = 4, 3, 2, 1


@dataclass(frozen=True)
class Meeting:
    """A connection of one unit (``ours``) and the one of the other that it meets, with a child of each.

    A child is None where a unit has none for the other's. ``guess`` tells that neither addresses nor
    identities show that the two belong together.
    """

    ours: Connection
    theirs: Connection
    our_child: Child | None
    their_child: Child | None
    guess: bool


@dataclass(frozen=True)
class Meetings:
    """What meets what, and the connections of each unit that meet nothing."""

    met: tuple[Meeting, ...]
    ours_alone: tuple[Connection, ...] = ()
    theirs_alone: tuple[Connection, ...] = ()


def meet(ours: Configuration, theirs: Configuration, specs: Specs) -> Meetings:
    """Return which connections of two units meet, the surest first.

    Each connection meets at most one. Where nothing speaks for any pair, the two meet that are the only
    ones left, as a guess. A unit that has none at all has none enabled.
    """
    ours, theirs = _or_none(ours, theirs), _or_none(theirs, ours)
    pairs = [
        (weight, number, place, first, second)
        for number, mine in enumerate(ours.connections)
        for place, other in enumerate(theirs.connections)
        for weight, first, second in [_best_view(mine, other, specs)]
    ]
    left, right = set(range(len(ours.connections))), set(range(len(theirs.connections)))
    met: list[Meeting] = []
    for weight, number, place, first, second in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        only = len(left) == 1 and len(right) == 1
        if number in left and place in right and (weight > 0 or only):
            left.remove(number)
            right.remove(place)
            guess = not _shown(first, second, specs)
            met += [Meeting(first, second, mine, other, guess) for mine, other in _children(first, second)]
    return Meetings(
        tuple(met),
        tuple(ours.connections[number] for number in sorted(left)),
        tuple(theirs.connections[place] for place in sorted(right)),
    )


def _or_none(one: Configuration, other: Configuration) -> Configuration:
    if one.connections or not other.connections or one.account.unread:
        # Of a text that was not understood as a whole it cannot be said that nothing is in it.
        return one
    absent = {"sa-enabled": Value("no", None, "the configuration holds no connection")}
    return replace(one, connections=(Connection("", absent, children=(Child(""),)),))


def _best_view(mine: Connection, other: Connection, specs: Specs) -> tuple[int, Connection, Connection]:
    views = [(first, second) for first in _views(mine) for second in _views(other)]
    weighed = [(_weight(first, second, specs), first, second) for first, second in views]
    return max(weighed, key=lambda view: view[0])


def _views(connection: Connection) -> tuple[Connection, ...]:
    return (connection, connection.turned) if connection.turned else (connection,)


def _weight(first: Connection, second: Connection, specs: Specs) -> int:
    weight = _NAME if first.name.casefold() == second.name.casefold() else 0
    for setting, other, worth in (
        ("peer-gateway", "own-address", _ADDRESS),
        ("own-address", "peer-gateway", _ADDRESS),
        ("sa-name", "unique-firewall-identifier", _IDENTITY),
        ("unique-firewall-identifier", "sa-name", _IDENTITY),
    ):
        agree = _agree(setting, first.settings, other, second.settings, specs)
        if agree is not None:
            weight += worth if agree else -worth + 1
    pairs = [_networks(mine, theirs) for mine in first.children for theirs in second.children]
    return weight + max(pairs, default=0)


def _shown(first: Connection, second: Connection, specs: Specs) -> bool:
    pairs = (
        ("peer-gateway", "own-address"),
        ("own-address", "peer-gateway"),
        ("sa-name", "unique-firewall-identifier"),
        ("unique-firewall-identifier", "sa-name"),
    )
    return any(_agree(a, first.settings, b, second.settings, specs) and _says(a, first) for a, b in pairs)


def _says(setting: str, connection: Connection) -> bool:
    known = connection.settings.get(setting)
    return known is not None and known.value not in ("none", "any")


def _agree(
    setting: str, ours: Mapping[str, Value], other: str, theirs: Mapping[str, Value], specs: Specs
) -> bool | None:
    mine, peer = ours.get(setting), theirs.get(other)
    if mine is None or peer is None:
        return None
    return same(specs[setting], mine.value, peer.value)


def _children(first: Connection, second: Connection) -> Iterator[tuple[Child | None, Child | None]]:
    left, right = _as_one(first.children, second.children), _as_one(second.children, first.children)
    pairs = sorted(
        (
            (_networks(mine, other), -number, -place)
            for number, mine in enumerate(left)
            for place, other in enumerate(right)
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for weight, number, place in pairs:
        lonely = len(left) - len(taken) == 1 and len(right) - len(taken) == 1
        if -number not in taken and -place not in taken.values() and (weight > 0 or lonely):
            taken[-number] = -place
    for number, child in enumerate(left):
        yield child, (right[taken[number]] if number in taken else None)
    for place, child in enumerate(right):
        if place not in taken.values():
            yield None, child
    if not left and not right:
        yield None, None


def _as_one(ours: tuple[Child, ...], theirs: tuple[Child, ...]) -> list[Child]:
    """Return ``ours`` as one child where the peer has in one what stands here in several.

    Some makers write a pair of networks for each child, others lists of networks.
    """
    if len(ours) < 2 or len(theirs) != 1:
        return list(ours)
    united = {name: value for name in _MIRRORED if (value := _union(ours, name))}
    whole = replace(ours[0], settings={**ours[0].settings, **united})
    fits = _networks(whole, theirs[0]) == len(_MIRRORED) * 2
    return [whole] if fits else list(ours)


def _union(children: tuple[Child, ...], setting: str) -> Value | None:
    values = [child.settings[setting] for child in children if setting in child.settings]
    if len(values) < len(children):
        return None
    return replace(values[0], value=normal_networks(", ".join(value.value for value in values)))


def _networks(mine: Child, theirs: Child) -> int:
    """Return how well the networks of two children mirror each other."""
    weight = 0
    for setting, other in (
        ("local-networks", "destination-networks"),
        ("destination-networks", "local-networks"),
    ):
        ours, peer = mine.settings.get(setting), theirs.settings.get(other)
        if ours and peer:
            weight += 2 if ours.value == peer.value else int(overlap(ours.value, peer.value))
    return weight


def named(meetings: Iterable[Meeting], name: str) -> tuple[Meeting, ...]:
    """Return the meetings of the connection or child that is called ``name`` by either unit."""
    wanted = name.casefold()
    return tuple(
        meeting
        for meeting in meetings
        if wanted
        in {
            each.name.casefold()
            for each in (meeting.ours, meeting.theirs, meeting.our_child, meeting.their_child)
            if each is not None
        }
    )
