"""Tunnels as logs show them, to pair: a few by hand, and those of a hub with very many."""

from __future__ import annotations

from ikewizard.logs.marks import Marks
from ikewizard.logs.pairing import Seen

HUB = "203.0.113.60"


def seen(name: str = "", peer: str = "", own: str = "", keys: str = "", unit: str = "") -> Seen:
    """Return a tunnel as a log shows it; several addresses or keys are parted by blanks."""
    marks = Marks(keys=dict.fromkeys(keys.split()), own=frozenset(own.split()), peers=frozenset(peer.split()))
    return Seen(name, marks, frozenset((*own.split(), *unit.split())))


def hub_with(count: int) -> tuple[list[Seen], list[Seen]]:
    """Return so many tunnels to a hub, and what the hub saw: as many strangers, then these backwards."""
    places = [f"{n // 256}.{n % 256}" for n in range(count)]
    ours = [seen(peer=HUB, own=f"10.{place}.1") for place in places]
    strangers = [seen(own=HUB, peer=f"100.64.{place}") for place in places]
    return ours, [*strangers, *(seen(own=HUB, peer=f"10.{place}.1") for place in reversed(places))]
