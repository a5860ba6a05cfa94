"""Addresses in the place of pseudonyms: what was masked can be read again as the log that it was.

A signature that looks for an address finds none in ``PEER-A``. A stand-in is made of the pseudonym alone, so
nothing of what it hid is needed, and the same one always stands for the same pseudonym.
"""

from __future__ import annotations

import ipaddress
import re

_NAMED = re.compile(
    r"(?<![A-Za-z0-9])(?P<kind>PEER6?|HOST6?|NET6?|SPI|MAC)-(?P<number>[A-Z]{1,6}|[1-9]\d{0,8})(?![A-Za-z0-9])"
    r"(?:/(?P<size>\d{1,3})(?![\d.]))?"
)
_SECOND = re.compile(r"[/:](?:SPI-\d|0{16})")
_FIRST = re.compile(r"(?:SPI-\d{1,9}|[0-9a-f]{16})[/:]$")
_BASES = {"PEER": "198.18.0.0", "HOST": "172.16.0.0", "PEER6": "2001:db8::", "HOST6": "fd00::"}
_ROOM = 2**17


def stand_in(text: str) -> str:
    """Return ``text`` with an address of the right kind for each pseudonym of one; names stay."""
    return _NAMED.sub(_address, text) if "-" in text else text


def _address(found: re.Match[str]) -> str:
    kind, written, size = found["kind"], found["number"], found["size"]
    number = int(written) if written.isdigit() else _number(written)
    if number >= _ROOM:
        return found[0]
    suffix = f"/{size}" if size else ""
    if kind in _BASES:
        return f"{ipaddress.ip_address(_BASES[kind]) + number}{suffix}"
    if kind == "SPI":
        return f"{0xC0000000 + number:0{16 if _is_cookie(found) else 8}x}{suffix}"
    if kind == "MAC":
        return f"02:00:00:{number >> 16:02x}:{number >> 8 & 255:02x}:{number & 255:02x}{suffix}"
    return f"{_network(kind, number, int(size) if size else 0)}{suffix}"


def _is_cookie(found: re.Match[str]) -> bool:
    """Return whether it is one of a pair, which is of the SA of IKE and twice as long."""
    text = found.string
    return bool(
        _SECOND.match(text, found.end()) or _FIRST.search(text, max(0, found.start() - 20), found.start())
    )


def _network(kind: str, number: int, size: int) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    if kind == "NET6":
        return ipaddress.IPv6Address((0xFD01 << 112) + (number << max(128 - (size or 64), 64)))
    shift = 32 - size if 0 < size <= 32 else 8
    # What does not fit under 10/8 goes wherever there is room.
    base = 10 << 24 if number << shift < 1 << 24 else 0
    return ipaddress.IPv4Address((base + (number << shift)) & 0xFFFFFFFF)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
