"""IPv4 and IPv6 addresses in a line, in whatever spelling: where they stand, and which is the same."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from ikewizard.core.record import dataclass, replace

Reach = Literal["public", "private", "nobody"]
"""Whose an address is: one of the internet, an inner one, or one that every unit has (a mask, loopback)."""

_V4 = re.compile(r"(?<!\d)(?<!\d\.)\d{1,3}(?:\.\d{1,5}){3,}+(?!\d)")
_V6 = re.compile(r"[0-9A-Fa-f]{0,4}+:[0-9A-Fa-f:]++(?:(?:\.\d{1,3}){3}(?![\d.]))?")
_DASHED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]{0,30}[-_](\d{1,3}(?:[-_]\d{1,3}){3})(?![-_]?\d)")
_PREFIX = re.compile(r"/(\d{1,3})(?![\d.])")
_MASK = re.compile(
    r"(?:/|, | mask | netmask | subnet mask | )"
    r"((?:255|254|252|248|240|224|192|128|0)(?:\.\d{1,3}){3})(?!\.?\d)"
)
_WITH_PORT = re.compile(r"(?<=[0-9A-Fa-f]):4?500$")
_TO = re.compile(r" ?- ?|\.\.(?!\.)")
IKE_PORT = re.compile(r"(?:\]?[:/.]|\[|, ?)(?:500|4500)\b")

_ALL_V4 = (1 << 32) - 1
# Documentation and benchmark ranges are not among them: they stand for public addresses.
_PRIVATE = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"),
        *("fc00::/7", "fe80::/10"),
    )
)
_NOBODY = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "128.0.0.0/32", "192.0.0.0/32"),
        *("::/127", "ff00::/8"),
    )
)


@dataclass(frozen=True)
class Place:
    """An address or a network from ``start`` to ``end``; ``key`` is its one normal form.

    ``prefix`` is told where the text does not say it itself, and ``net`` says that it is a network.
    """

    start: int
    end: int
    key: str
    reach: Reach
    net: bool = False
    prefix: str = ""


def places(line: str) -> list[Place]:
    """Return the addresses and networks in ``line``, in order. Version numbers can be among them."""
    found = [*_sixes(line)] if "::" in line or line.count(":") >= 6 else []
    covered = [(place.start, place.end) for place in found]
    found += [place for place in _fours(line) if not any(s <= place.start < e for s, e in covered)]
    found.sort(key=lambda place: place.start)
    return [*_joined(line, found)]


def normal(text: str) -> str:
    """Return the normal form of an address, or "" for what is none."""
    found = places(text.strip())
    return found[0].key if len(found) == 1 and found[0].end - found[0].start == len(text.strip()) else ""


def reach(address: str) -> Reach:
    """Return whose an address in its normal form is."""
    made = ipaddress.ip_address(address)
    if any(made in net for net in _NOBODY if net.version == made.version):
        return "nobody"
    return "private" if any(made in net for net in _PRIVATE if net.version == made.version) else "public"


def _fours(line: str) -> Iterator[Place]:
    for run in _V4.finditer(line) if line.count(".") >= 3 else ():
        parts = run[0].split(".")
        # Of five numbers the last is a port, as tcpdump writes it; an object identifier begins with 0 to 2.
        if len(parts) > 5 or (len(parts) == 5 and int(parts[0]) <= 2):
            continue
        key = _four(parts[:4])
        if key:
            end = run.end() - (len(parts[4]) + 1 if len(parts) == 5 else 0)
            yield Place(run.start(), end, key, reach(key))
    for run in _DASHED.finditer(line) if line.count("-") >= 3 or line.count("_") >= 3 else ():
        key = _four(re.split("[-_]", run[1]))
        if key:
            yield Place(run.start(1), run.end(1), key, reach(key))


def _four(parts: Sequence[str]) -> str:
    if any(len(part) > 3 or int(part) > 255 for part in parts):
        return ""
    return ".".join(str(int(part)) for part in parts)


def _sixes(line: str) -> Iterator[Place]:
    for run in _V6.finditer(line):
        text, start = run[0], run.start()
        if "::" not in text and text.count(":") < 6:
            continue
        if start and line[start - 1].isalnum():
            # The word before the colon ends like a number: node:2001:db8::1
            cut = text.index(":") + 1
            text, start = text[cut:], start + cut
        if text.startswith(":") and not text.startswith("::"):
            text, start = text[1:], start + 1
        end = start + len(text)
        if end < len(line) and line[end].isalnum() and "." not in text:
            text = text[: text.rindex(":")] if ":" in text else ""
        place = _six(text, start)
        if place:
            yield place


def _six(text: str, start: int) -> Place | None:
    """Return the address that ``text`` begins with: what follows it may be a colon or a port."""
    # FortiOS writes the port of IKE after a colon.
    text = _WITH_PORT.sub("", text) if "::" in text else text
    for _ in range(3):
        if text.endswith(":") and not text.endswith("::"):
            text = text[:-1]
        if _is_bytes(text):
            return None
        try:
            made = ipaddress.IPv6Address(text)
        except ValueError:
            if text.count(":") < 8 or "." in text:
                return None
            text = text[: text.rindex(":")]
            continue
        key = str(made.ipv4_mapped or made)
        return Place(start, start + len(text), key, reach(key))
    return None


def _is_bytes(text: str) -> bool:
    """Return whether it is a row of bytes (a fingerprint, a key) rather than an address."""
    return "::" not in text and all(len(part) == 2 for part in text.split(":"))


def _joined(line: str, found: Sequence[Place]) -> Iterator[Place]:
    """Yield the places with what follows them taken for the size of a network, and ranges as one."""
    passed = 0
    for number, place in enumerate(found):
        if place.start < passed:
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        if following and following.start - place.end <= 3 and _TO.fullmatch(line, place.end, following.start):
            block = _block(place.key, following.key)
            if block:
                passed = following.end
                prefix = f"/{block.partition('/')[2]}"
                yield replace(place, end=following.end, key=block, net=True, prefix=prefix)
                continue
        size = _size(line, place)
        yield _network(place, size) if size is not None else place


def _size(line: str, place: Place) -> int | None:
    width = 128 if ":" in place.key else 32
    found = _PREFIX.match(line, place.end)
    if found:
        return int(found[1]) if int(found[1]) <= width else None
    if width == 128:
        return None
    mask = _MASK.match(line, place.end)
    written = _four(mask[1].split(".")) if mask else ""
    if not written:
        return None
    bits = int(ipaddress.IPv4Address(written))
    # Access lists of Cisco's write it the other way round.
    return _ones(_ALL_V4 ^ bits if written.startswith("0.") else bits)


def _ones(mask: int) -> int | None:
    """Return the length of the prefix that ``mask`` is, or None where its ones are not in a row."""
    hosts = _ALL_V4 ^ mask
    return 32 - hosts.bit_length() if hosts & (hosts + 1) == 0 else None


def _network(place: Place, size: int) -> Place:
    made = ipaddress.ip_address(place.key)
    hosts = (1 << (made.max_prefixlen - size)) - 1
    # An address with the size of its network stays an address; of one address alone it is that one.
    if not hosts or int(made) & hosts or place.reach == "nobody":
        return place
    return replace(place, key=f"{place.key}/{size}", net=True)


def _block(first: str, last: str) -> str:
    """Return the network that goes from ``first`` to ``last``, or "" where no network does."""
    begin, end = ipaddress.ip_address(first), ipaddress.ip_address(last)
    if begin.version != end.version or int(end) <= int(begin):
        return ""
    hosts = int(end) - int(begin)
    if hosts & (hosts + 1) or int(begin) & hosts:
        return ""
    return f"{first}/{begin.max_prefixlen - hosts.bit_length()}"
