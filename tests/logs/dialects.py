"""Two small dialects to test the reading of logs with; none of their messages is a real maker's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ikewizard.core.facts import Side
from ikewizard.core.record import replace
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.reading import Reading, read_log
from ikewizard.logs.signature import Absence, Dialect, LineShape, LogSide, Signature, What

_PEER = r"(?P<peer>[0-9.]+)"


@cache
def compiled(catalog: Catalog) -> Sequence[tuple[str, re.Pattern[str]]]:
    """Return every pattern of a catalogue, in its order; ``re`` itself remembers but a few hundred."""
    return [(each.id, re.compile(each.pattern)) for kind in catalog.dialects for each in kind.signatures]


def message(
    name: str,
    pattern: str,
    what: What,
    *,
    side: LogSide = "either",
    facts: Mapping[str, str] | None = None,
    by_side: Mapping[str, Mapping[str, str]] | None = None,
) -> Signature:
    """Return a signature without samples."""
    return Signature(
        id=name,
        pattern=pattern,
        what=what,
        means=f"{name} happened.",
        samples=(),
        near_misses=(),
        source="made up for tests",
        side=side,
        facts=facts or {},
        by_side=by_side or {},
        guide=(f"row-{name}",),
    )


ALPHA = Dialect(
    id="alpha",
    title="Alpha gateway",
    device="alphabox",
    lines=(LineShape(r"\balphad(?:-(?P<thread>[0-9]+))?: (?:<(?P<connection>[a-z]+)> )?(?P<text>.*)", ()),),
    signatures=(
        message(
            "a-start",
            rf"starting tunnel (?P<connection>[a-z]+) to {_PEER}",
            "initiated",
            side="initiator",
            facts={"initiator.started": "yes"},
        ),
        message("a-request", rf"request from {_PEER} taken", "received", side="responder"),
        message("a-packet", rf"packet from {_PEER} came(?: to (?P<own>[0-9.]+))?", "harmless"),
        message("a-answer", r"answer has come", "answered", facts={"this.answered": "yes"}),
        message("a-up1", r"phase one of (?P<connection>[a-z]+) is up", "phase1-up"),
        message("a-proven", rf"{_PEER} has proven who it is", "phase1-up"),
        message("a-dropped", rf"{_PEER} was let go", "failed", facts={"phase2.state": "failed"}),
        message(
            "a-up2", r"phase two of (?P<connection>[a-z]+) is up(?: as (?P<spi>[0-9a-f]+))?", "phase2-up"
        ),
        message("a-networks", r"networks were refused", "failed", facts={"phase2.state": "failed"}),
        message(
            "a-torn", r"I take (?P<connection>[a-z]+) down", "torn-down", facts={"this.tore-down": "yes"}
        ),
        message(
            "a-told", r"peer takes (?P<connection>[a-z]+) down", "torn-down", facts={"this.saw-delete": "yes"}
        ),
        message(
            "a-begin",
            r"beginning with somebody",
            "initiated",
            side="initiator",
            facts={"initiator.started": "yes"},
        ),
        replace(message("a-asks", r"asking the peer again", "retry"), resent_by="this"),
        message("a-heard", r"sign of life has come", "harmless", facts={"this.heard": "yes"}),
        message("a-waits", r"waiting for traffic", "harmless", facts={"this.sa-enabled": "yes"}),
        message("a-nat-me", r"there is NAT before me", "nat", facts={"nat": "$this"}),
        message("a-nat-peer", r"there is NAT before the peer", "nat", facts={"nat": "$peer"}),
        message(
            "a-no-proposal",
            r"no proposal was chosen",
            "failed",
            facts={"this.says": "no-proposal"},
            by_side={"responder": {"responder.says": "phase1"}},
        ),
        message(
            "a-proposals",
            r"peer wants (?P<wants>[A-Z]+)(?: not (?P<has>[A-Z]+))?",
            "failed",
            facts={"peer.phase1-encryption": "{wants}", "this.phase1-encryption": "{has}"},
        ),
        message("a-stranger", rf"nobody knows {_PEER} here", "failed", facts={"responder.says": "no-sa"}),
        message("a-child", r"phase two was refused", "failed", facts={"phase2.state": "failed"}),
        message("a-again", r"sending it again", "retry"),
        message("a-timeout", r"giving up at last", "gave-up", facts={"this.says": "timeout"}),
        message("a-deleted", r"tunnel was deleted", "torn-down", facts={"tunnel.lost": "stale"}),
        message("a-noise", r"daemon is (?:ready|loading)", "harmless"),
    ),
    absences=(
        Absence(
            "a-silent", "initiator", {"initiator.started": "no"}, "It never started.", (), ("initiated",)
        ),
        Absence("a-no-nat", "either", {"nat": "not-logged"}, "NAT is not told.", ("phase2-up",), ("nat",)),
    ),
)
BETA = Dialect(
    id="beta",
    title="Beta firewall",
    device="betabox",
    lines=(LineShape(r"^id=beta ", ()),),
    signatures=(
        message(
            "b-no-proposal", r"no proposal was chosen by beta", "failed", facts={"this.says": "no-proposal"}
        ),
        message("b-refused", r"identity was refused", "failed", facts={"this.says": "invalid-id"}),
        message("b-up", r"negotiation complete", "phase2-up"),
    ),
)
CATALOG = Catalog.build((ALPHA, BETA))


def many_tunnels(count: int) -> list[str]:
    """Return the lines of a log of so many tunnels: half have a name, half are of nameless strangers."""
    half = count // 2
    names = ["".join(chr(97 + (n // 26**k) % 26) for k in range(4)) for n in range(half)]
    lines = [f"request from 10.{n // 256 % 256}.{n % 256}.1 taken" for n in range(half)]
    return lines + [f"starting tunnel {name} to 192.0.2.7" for name in names]


def alpha(*texts: str, start: int = 13 * 3600, worker: str = "") -> list[str]:
    """Return each text as a line of the first dialect, a second after the one before.

    ``start`` is the time of the first, in seconds; an empty text is a second in which nothing is written.
    """
    return [
        f"Nov 23 {at // 3600:02}:{at // 60 % 60:02}:{at % 60:02} gw alphad{worker}: {text}"
        for at, text in enumerate(texts, start=start)
        if text
    ]


def read(*texts: str, side: Side | None = None) -> Reading:
    """Read the texts as a log of the first dialect."""
    return read_log(alpha(*texts), CATALOG, name="test.log", side=side)


def values(reading: Reading) -> dict[str, str]:
    """Return the findings as fact to value, without the device; a fact found twice fails the test."""
    found = [finding for finding in reading.findings if not finding.fact.endswith(".device")]
    assert len({finding.fact for finding in found}) == len(found)
    return {finding.fact: finding.value for finding in found}
