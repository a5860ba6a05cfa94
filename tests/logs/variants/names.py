"""A log of the same tunnel under other names and addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from tests.logs.variants.apart import Lines, daemon_of

_NAMES = (
    re.compile(r"\bIKE_SA (?P<name>[^\s\[\]]+)\[\d+\]"),
    re.compile(r"\] <(?P<name>[^|<>\s]+)\|\d+> "),
    re.compile(r'(?:^|[\s:])"(?P<name>[^"\n]{3,64})"(?:\[\d+\] \S+)?(?: #\d+)?: '),
    re.compile(r'\binitiating "(?P<name>[^"]+)"'),
    re.compile(r"\bpolicy '(?P<name>[^']+)'"),
    re.compile(r"\badded (?:vici )?(?:connection|configuration):? '?(?P<name>[^\s']+)"),
)
NEW_NAMES = (
    "hq-branch",
    "gw.hq.example.org",
    "to_dc-2",
    "site7",
    "a",
    "peer-203.0.113.20-tunnel-1",
    "con1",
    "Büro_Süd",
)


def names_of(lines: Sequence[str]) -> list[str]:
    """Return the names of tunnels that a log tells, the longest first."""
    found = {match["name"] for line in lines for form in _NAMES for match in form.finditer(line)}
    return sorted(found, key=lambda name: (-len(name), name))


def renamed(lines: Sequence[str], random: Random) -> Lines | None:
    """Return the log with other names of its tunnels."""
    old = [name for name in names_of(lines) if len(name) > 2]
    if not old:
        return None
    new = [*NEW_NAMES]
    if daemon_of(lines) == "pluto":
        new += ["hq/1x2", "v6neighbor-hole.1"]
    given = dict(zip(old, random.sample(new, len(old)), strict=True))
    form = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, old))})(?![\w-]|\.\w)")
    return [form.sub(lambda match: given[match[0]], line) for line in lines]


_ADDRESS = re.compile(r"(?<!\d)(?<!\d\.)(\d{1,3})\.(\d{1,3})\.(\d{1,3}\.\d{1,3})(?![\d.]|\w)")
_KEPT = ("0.", "127.", "224.", "239.", "255.", "169.254.")


def readdressed(lines: Sequence[str], random: Random) -> Lines:  # noqa: ARG001 -- a variant as the others
    """Return the log with other addresses, the same ones in both units' logs; what was one network is one."""

    def other(match: re.Match[str]) -> str:
        return match[0] if match[0].startswith(_KEPT) else f"{int(match[2]) % 200 + 11}.{match[1]}.{match[3]}"

    return [_ADDRESS.sub(other, line) for line in lines]


# Where the daemons write the address of a unit together with its port.
_ENDPOINT = re.compile(
    r"(?<!\d)(?<!\d\.)(?P<address>(?:\d{1,3}\.){3}\d{1,3})(?P<port>\[\d{1,5}\]|:(?:500|4500)\b)"
)


def on_ipv6(lines: Sequence[str], random: Random) -> Lines | None:  # noqa: ARG001 -- a variant as the others
    """Return the log of the same tunnel between two units that speak IPv6; None where NAT is in the way."""
    text = "\n".join(lines)
    units = {match["address"] for match in _ENDPOINT.finditer(text)}
    moved = any(":4500" in line or "[4500]" in line for line in lines if ": adding " not in line)
    if not units or moved:
        return None
    # The same one in the other unit's log.
    given = {unit: "2001:db8:{}:{}:{}::{}".format(*unit.split(".")) for unit in units}
    is_iked = daemon_of(lines) == "iked"
    either = "|".join(map(re.escape, units))
    ends = r"(?P<port>:(?:500|4500)\b)?(?P<alone>/32\b)?(?![\d.]|/)"
    whole = re.compile(rf"(?<!\d)(?<!\d\.)(?P<address>{either}){ends}")

    def other(match: re.Match[str]) -> str:
        address = given[match["address"]]
        if match["alone"]:
            return f"{address}/128"
        # OpenIKED puts no brackets around it.
        bare = not match["port"] or is_iked
        return f"{address}{match['port'] or ''}" if bare else f"[{address}]{match['port']}"

    return [whole.sub(other, line) for line in lines]
