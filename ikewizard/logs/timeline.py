"""From sightings to tunnels, and from a tunnel to its attempts, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable

from ikewizard.core.facts import Side
from ikewizard.core.record import dataclass
from ikewizard.logs.peers import peer_of
from ikewizard.logs.running import BEGINNINGS, COMES_UP, Tunnel
from ikewizard.logs.sighting import Sighting

# A packet that is sent again is logged right after the decision to send it.
_NEAR = 2
# So many tunnels that are being retried are told apart when one is given up.
_MOST_RETRYING = 100


# A message that was sent again so often is lost, though the log may end before the daemon gives up.
_SENT_AGAIN = 2


@dataclass(frozen=True)
class Attempt:
    """One negotiation, as far as the log shows it: what was seen of it, in order."""

    sightings: tuple[Sighting, ...]

    @property
    def began(self) -> bool:
        """Whether the log shows the beginning."""
        return any(sighting.signature.what in BEGINNINGS for sighting in self.sightings)

    @property
    def part(self) -> Side | None:
        """Which part the unit played in it, where its beginning shows that, or else all that tells it."""
        begun = {
            sighting.signature.what
            for sighting in self.sightings
            if sighting.signature.what in BEGINNINGS and not sighting.signature.by_side
        }
        if begun:
            return None if len(begun) > 1 else "initiator" if "initiated" in begun else "responder"
        told = {s.signature.side for s in self.sightings if s.signature.side != "either"}
        return told.pop() if len(told) == 1 else None

    def silence(self) -> Sighting | None:
        """Return the last line of an attempt that ends in one message sent again and again, unanswered."""
        again: list[Sighting] = []
        for sighting in reversed(self.sightings):
            if sighting.signature.resent_by:
                again.append(sighting)
            elif sighting.signature.what != "harmless":
                break
        return again[0] if len(again) >= _SENT_AGAIN else None


@dataclass(frozen=True)
class Connection:
    """A tunnel and its attempts. ``name`` is empty when no line names it, ``peer`` when none tells it.

    ``peer`` is whom the unit dialled, or who called it. ``standing`` are the lines that tell what the unit
    allows in all of its attempts.
    """

    name: str
    peer: str
    attempts: tuple[Attempt, ...]
    standing: tuple[Sighting, ...] = ()

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """Everything seen of the tunnel, in order."""
        return tuple(sighting for attempt in self.attempts for sighting in attempt.sightings)


def attempts(sightings: Iterable[Sighting]) -> tuple[Connection, ...]:
    """Return the tunnels that ``sightings`` (in the order of time) are about, each with its attempts.

    A line is about the tunnel that it names; else about the last one with its peer; else about the one
    that the same worker, or the line before, was busy with. An attempt that begins with a peer's address
    only gets its name from the line that tells it. Attempts that never got one go to the only named
    tunnel with that peer; where there are several, they stay apart, under the peer's address.
    """
    grouper = _Grouper()
    for sighting in sightings:
        grouper.place(sighting)
    return grouper.result()


class _Grouper:
    def __init__(self) -> None:
        self._serial = 0
        self._named: dict[str, Tunnel] = {}
        self._unnamed: dict[str, Tunnel] = {}
        self._last_with: dict[str, Tunnel] = {}
        self._by_thread: dict[str, Tunnel] = {}
        self._retries: dict[Tunnel, int] = {}
        self._retry_line = self._gave_up_line = -_NEAR - 1
        self._current: Tunnel | None = None
        # Whom the unit was last busy with, and did not only speak of.
        self._at_work: Tunnel | None = None

    def place(self, sighting: Sighting) -> None:
        tunnel = self._find(sighting)
        self._serial += 1
        tunnel.add(sighting, self._serial)
        self._note_retry(sighting, tunnel)
        self._current = tunnel
        if not tunnel.only_spoken_of:
            self._at_work = tunnel
        if sighting.thread:
            self._by_thread[sighting.thread] = tunnel
        if sighting.peer:
            self._last_with[sighting.peer] = tunnel

    def _note_retry(self, sighting: Sighting, tunnel: Tunnel) -> None:
        """Count the retries of each tunnel: where the line itself does not tell, the next one may."""
        what = sighting.signature.what
        if what == "retry" and not (sighting.peer or sighting.connection):
            self._retry_line = sighting.line
        elif what == "retry" or (
            what == "harmless" and sighting.peer and abs(sighting.line - self._retry_line) <= _NEAR
        ):
            self._retries[tunnel] = self._retries.get(tunnel, 0) + 1
            self._retry_line = -_NEAR - 1
            if len(self._retries) > _MOST_RETRYING:
                del self._retries[next(iter(self._retries))]
        elif what in ("answered", "phase1-up", "phase2-up"):
            self._retries.pop(tunnel, None)

    def _find(self, sighting: Sighting) -> Tunnel:
        if sighting.connection:
            return self._of_name(sighting)
        if sighting.peer:
            return self._of_peer(sighting)
        return self._of_context(sighting) or self._unnamed_with("")

    def _of_name(self, sighting: Sighting) -> Tunnel:
        tunnel = self._named.setdefault(sighting.connection, Tunnel(name=sighting.connection))
        waiting = self._waiting_for_name(sighting)
        if waiting and waiting.last_serial() > tunnel.last_serial():
            tunnel.attempts.append(waiting.take(sighting.thread))
            tunnel.peer = tunnel.peer or waiting.peer
            self._last_with[waiting.peer] = tunnel
        return tunnel

    def _waiting_for_name(self, sighting: Sighting) -> Tunnel | None:
        """Return the unnamed tunnel whose last attempt this named line goes on with."""
        what = sighting.signature.what
        if what in (*BEGINNINGS, "harmless"):
            return None
        known = self._unnamed.get(sighting.peer) if sighting.peer else self._busy(sighting)
        tunnel = known if known and known.peer else self._waiting_for_peer(sighting)
        if tunnel is None or tunnel.name:
            return None
        # What has failed does not come up any more; but it may be cleared away under its name.
        return tunnel if tunnel.is_open() or what not in ("phase1-up", "phase2-up") else None

    def _waiting_for_peer(self, sighting: Sighting) -> Tunnel | None:
        """Return the tunnel that was begun with nobody named, when this line goes on with it.

        The same worker goes on; or, where no worker is told, the line tells the same beginning again, or,
        soon after it, with whom it is; not where a negotiation with that peer is under way already.
        """
        tunnel = self._busy(sighting)
        begun = tunnel.begun() if tunnel and not tunnel.peer else None
        if tunnel is None or begun is None:
            return None
        if sighting.thread and begun.thread:
            return tunnel if sighting.thread == begun.thread else None
        if sighting.signature.what == begun.signature.what:
            return tunnel
        known = self._last_with.get(sighting.peer)
        names = sighting.signature.what == "harmless" and tunnel.since(begun) < _NEAR
        return tunnel if names and sighting.peer and not (known and known.is_open()) else None

    def _of_peer(self, sighting: Sighting) -> Tunnel:
        waiting = self._waiting_for_peer(sighting)
        if waiting and waiting.name:
            return waiting
        last = self._last_with.get(sighting.peer)
        if waiting:
            last = self._unnamed_with(sighting.peer)
            last.attempts.append(waiting.attempts.pop())
            # Who began it goes on with it.
            self._by_thread.update((each.thread, last) for each in last.attempts[-1].sightings if each.thread)
        if sighting.signature.what in BEGINNINGS or last is None:
            return self._unnamed_with(sighting.peer)
        return last

    def _of_context(self, sighting: Sighting) -> Tunnel | None:
        # Who wakes up to give up may have been busy with another tunnel before.
        if sighting.signature.what != "gave-up" or sighting.thread in self._by_thread:
            return self._busy(sighting)
        if abs(sighting.line - self._gave_up_line) > _NEAR and self._retries:
            self._current = max(self._retries, key=self._retries.__getitem__)
            del self._retries[self._current]
        self._gave_up_line = sighting.line
        return self._busy(sighting)

    def _busy(self, sighting: Sighting) -> Tunnel | None:
        """Return the tunnel that the same worker, or the line before, was busy with.

        A line that only speaks of a peer that failed says nothing of whom the next is about: what comes up
        without a name is not that peer's, nor is what another worker says.
        """
        busy = self._by_thread.get(sighting.thread) or self._current
        if busy is None or not busy.only_spoken_of or busy.name:
            return busy
        another = sighting.thread and sighting.thread not in self._by_thread
        return self._at_work if another or sighting.signature.what in COMES_UP else busy

    def _unnamed_with(self, peer: str) -> Tunnel:
        return self._unnamed.setdefault(peer, Tunnel(peer=peer))

    def result(self) -> tuple[Connection, ...]:
        named = [each for each in self._named.values() if _weighs(each)]
        unnamed = [each for each in self._unnamed.values() if _weighs(each)]
        with_peer: dict[str, list[Tunnel]] = {}
        for tunnel in named:
            with_peer.setdefault(tunnel.peer, []).append(tunnel)
        apart = []
        for tunnel in unnamed:
            homes = with_peer.get(tunnel.peer, []) if tunnel.peer else _homes(tunnel, named, unnamed)
            if len(homes) == 1:
                homes[0].take_in(tunnel)
            else:
                apart.append(tunnel)
        # What only waits for traffic is of interest where nothing else has happened.
        found = [each for each in (*named, *apart) if not _is_idle(each)] or [*named, *apart]
        for tunnel in found:
            seen = [each for run in tunnel.attempts for each in run.sightings]
            tunnel.standing = [s for s in seen if any(offer.standing for offer in s.signature.offers)]
            tunnel.attempts = sorted(
                (attempt for attempt in tunnel.attempts if attempt.weighs), key=lambda attempt: attempt.serial
            )
        return tuple(_connection(each) for each in sorted(found, key=lambda each: each.attempts[0].serial))


def _weighs(tunnel: Tunnel) -> bool:
    return any(attempt.weighs for attempt in tunnel.attempts)


def _is_idle(tunnel: Tunnel) -> bool:
    """Whether nothing has happened but that the tunnel was loaded, which may clear away one by that name."""
    seen = [each.signature for attempt in tunnel.attempts for each in attempt.sightings]
    torn = {each.id for each in seen if each.what == "torn-down" and "this.tore-down" in each.facts}
    return len(torn) <= 1 and all(each.what == "harmless" or each.id in torn for each in seen)


def _homes(tunnel: Tunnel, named: list[Tunnel], unnamed: list[Tunnel]) -> list[Tunnel]:
    """Return where the lines that tell neither name nor peer may belong: certain when it is one.

    Not to a peer that is only spoken of as failed, when another is there, or when they tell of a success.
    """
    others = [*named, *(each for each in unnamed if each is not tunnel)]
    at_work = [each for each in others if each.name or not each.only_spoken_of]
    return at_work if at_work or tunnel.came_up() else others


def _connection(tunnel: Tunnel) -> Connection:
    kept = tuple(Attempt(tuple(attempt.sightings)) for attempt in tunnel.attempts)
    peer = peer_of([attempt.sightings for attempt in kept]) or tunnel.peer
    return Connection(tunnel.name, peer, kept, tuple(tunnel.standing))
