"""Who may see the page: whoever has its address, which nobody can guess and which ends."""

from __future__ import annotations

import hmac

from ikewizard.core.record import dataclass


@dataclass(frozen=True)
class Gate:
    """The secret part of the address, until when it opens, and by which names the page is asked for.

    ``hosts`` are the names and addresses (lower case, without a port) that a request may name. A page of
    somebody else's that has its own name pointed at this machine names another one.
    """

    token: str
    until: float
    hosts: frozenset[str]

    def admits(self, token: str, now: float) -> bool:
        """Return whether ``token`` is the secret, and still counts. Takes as long for any other."""
        same = hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())
        return same and now < self.until

    def knows(self, host: str) -> bool:
        """Return whether the page is asked for under a name of its own; ``host`` is the request's."""
        return _without_port(host.strip().lower()) in self.hosts


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
