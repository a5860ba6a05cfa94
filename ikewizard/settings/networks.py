"""Networks and addresses as people and configurations write them, to one normal form.

Everything here raises ValueError, with the reason, for what cannot be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    collapse_addresses,
    ip_address,
    ip_network,
    summarize_address_range,
)

from ikewizard.core.late import late

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

NO_ADDRESS = "none"
"""The normal form of "no particular address": not set, changing, or any."""

MAX_NETWORKS = 400
_EVERYTHING = {"any", "any4", "all", "any address", "0.0.0.0", "*"}
_EVERYTHING_6 = {"any6", "::"}
_NO_ADDRESS = {NO_ADDRESS, "any", "%any", "*", "not set", "unset", "dynamic", "-"}
_MAX_HOST = 253
_MAX_LABEL = 63
_LABEL = late(r"(?!-)[a-z0-9_-]+(?<!-)")
_QUAD = late(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
# Addresses that a NAT device hides: RFC 1918, RFC 6598, RFC 4193. (ipaddress counts more as private.)
_BEHIND_NAT = tuple(
    ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


# What is read of both units is read again at each comparison.
@lru_cache(maxsize=256)
def normal_networks(text: str) -> str:
    """Return the networks of ``text`` as a sorted list of prefixes without overlaps."""
    found: list[Network] = []
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain = re.sub(" ?([-/\u2013]) ?", r"\1", plain).replace("\u2013", "-")
    for piece in re.split("[,;]", plain):
        for network in _piece(piece.strip()):
            found.append(network)
            if len(found) > MAX_NETWORKS:
                raise ValueError(f"these are more than {MAX_NETWORKS} networks")
    if not found:
        raise ValueError("there is no network in it")
    return ", ".join(str(network) for network in _collapsed(found))


@lru_cache(maxsize=256)
def normal_addresses(text: str) -> str:
    """Return the addresses, host names, networks or ranges of ``text``, or ``none`` for no particular one."""
    pieces = [piece.strip() for piece in re.split("[,;]", text) if piece.strip()] or [""]
    found: dict[str, None] = {}
    for piece in pieces:
        if "/" in piece or re.fullmatch(r"[0-9.]+ ?- ?[0-9.]+", piece):
            found.update(dict.fromkeys(normal_networks(piece).split(", ")))
        else:
            found[normal_address(piece)] = None
    if NO_ADDRESS in found or {"0.0.0.0/0", "::/0"} & found.keys():
        return NO_ADDRESS
    return ", ".join(found)


def normal_address(text: str) -> str:
    """Return the address or host name of ``text``, or ``none`` for no particular address."""
    name = unicodedata.normalize("NFKC", text).casefold().strip()
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    name = name.removesuffix(".")
    address = as_address(name)
    if name in _NO_ADDRESS or (address is not None and address.is_unspecified):
        return NO_ADDRESS
    if address is not None:
        return str(address)
    labels = name.split(".")
    if len(name) > _MAX_HOST or not all(_is_label(label) for label in labels):
        raise ValueError("it is neither an address nor a host name")
    if labels[-1].isdecimal():
        raise ValueError("it looks like an address, but is none")
    return name


@lru_cache(maxsize=256)
def as_address(text: str) -> Address | None:
    """Return ``text`` as an address, or None where it is a name (or nothing at all)."""
    # A zone (fe80::1%eth0) may be any text, and means nothing to the other unit.
    if "%" in text:
        return None
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def overlap(first: str, second: str) -> bool:
    """Return whether two lists of networks, in normal form, have any address in common."""
    ours, theirs = ([ip_network(part) for part in each.split(", ")] for each in (first, second))
    return any(left.version == right.version and left.overlaps(right) for left in ours for right in theirs)


def is_hidden(address: Address) -> bool:
    """Return whether ``address`` is one that its peer would see translated, across the Internet."""
    return any(address in network for network in _BEHIND_NAT)


def _is_label(label: str) -> bool:
    return len(label) <= _MAX_LABEL and _LABEL.fullmatch(label) is not None


def _piece(piece: str) -> Iterator[Network]:
    words = [piece] if piece in _EVERYTHING else piece.split(" ")
    number = 0
    while number < len(words) and piece:
        word, after = words[number], words[number + 1] if number + 1 < len(words) else ""
        if _QUAD.fullmatch(word) and _is_mask(word, after):
            yield ip_network(f"{word}/{after}", strict=False)
            number += 2
        else:
            yield from _word(word)
            number += 1


def _is_mask(address: str, after: str) -> bool:
    if not _QUAD.fullmatch(after):
        return False
    if after == "0.0.0.0":
        # A mask of zeros is everything, a wildcard of zeros one host: makers differ, so neither is taken.
        if address != after:
            raise ValueError(f"'{address} {after}' can be read in two ways")
        return False
    return after.startswith(("255.", "0."))


def _word(word: str) -> Iterator[Network]:
    if word in _EVERYTHING:
        yield IPv4Network("0.0.0.0/0")
    elif word in _EVERYTHING_6:
        yield IPv6Network("::/0")
    elif "-" in word:
        yield from _range(word)
    elif "%" in word:
        raise ValueError(f"'{word}' has a zone, which means nothing to the other unit")
    else:
        yield ip_network(word, strict=False)


def _range(word: str) -> Iterator[Network]:
    left, _, right = word.partition("-")
    if _QUAD.fullmatch(left) and right.isdecimal():
        right = f"{left.rpartition('.')[0]}.{right}"
    first, last = as_address(left), as_address(right)
    if isinstance(first, IPv4Address) and isinstance(last, IPv4Address):
        yield from summarize_address_range(first, last)
        return
    if isinstance(first, IPv6Address) and isinstance(last, IPv6Address):
        yield from summarize_address_range(first, last)
        return
    raise ValueError(f"'{word}' is not a range of addresses")


def _collapsed(networks: list[Network]) -> list[Network]:
    four = collapse_addresses(n for n in networks if isinstance(n, IPv4Network))
    six = collapse_addresses(n for n in networks if isinstance(n, IPv6Network))
    return [*sorted(four), *sorted(six)]
