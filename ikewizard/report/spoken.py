"""Addresses and identifiers as one says them on a telephone: always beside the written form, never instead.

Digits are said one by one, since "fifteen" and "fifty" sound alike. Long rows of hexadecimal digits and
serial numbers come in groups of four. Saying it back gives the written form again, but for its case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from ikewizard.core.record import dataclass

MOST = 12
"""So many identifiers of a text are spelled out; who needs more sends the text."""
A_KEY = "as it is written in the configuration"
_LONGEST = 253
_TOKENS = re.compile(r"[0-9A-Za-z_.:@%/\-]+")
_PORT = re.compile(r"(.+):(\d{1,5})", re.DOTALL)
_HEX = re.compile(r"(?:0x)?([0-9A-Fa-f]{8,})")
_COOKIE = re.compile(r"[0-9A-Fa-f]{16}")
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_TOP = re.compile(r"[A-Za-z]{2,}")
_SERIAL = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+)*")
_FEWEST_DIGITS = 6
# Endings of files, which are written like names of hosts and are none.
_FILES = {"cap", "conf", "gz", "json", "log", "md", "pcap", "py", "secrets", "txt", "xml", "yaml", "zip"}
_SIGNS = {".": "dot", ":": "colon", "/": "slash", "-": "dash", "_": "underscore", "@": "at", "%": "percent"}


@dataclass(frozen=True)
class Spoken:
    """An identifier as it is written, and how it is said."""

    written: str
    said: str


def spoken_in(texts: Iterable[str], *, own: bool = False) -> tuple[Spoken, ...]:
    """Return what in ``texts`` has to be spelled out, each once, in order, and not more than ``MOST``.

    ``own`` texts are those of the trees: no host stands in them, and what is written like one is a key of
    a configuration or a file. It is told as that, so that nobody takes it for an address.
    """
    found: dict[str, str] = {}
    for text in texts:
        for token in _TOKENS.findall(text):
            written = token.strip(".:-/%@")
            if written not in found and (said := spoken(written)):
                found[written] = f"{said}, {A_KEY}" if own and _name(written) else said
                if len(found) == MOST:
                    return _all(found)
    return _all(found)


def spoken(written: str) -> str:
    """Return how an address, the name of a host or an identifier is said; nothing for what is none."""
    if len(written) > _LONGEST or len(written) < 3:
        return ""
    for kind in (_address, _mac, _hexadecimal, _cookies, _serial, _name):
        said = kind(written)
        if said:
            return said
    return ""


def _all(found: dict[str, str]) -> tuple[Spoken, ...]:
    return tuple(Spoken(written, said) for written, said in found.items())


def _address(written: str) -> str:
    body, slash, prefix = written.partition("/")
    if slash and not (prefix.isascii() and prefix.isdecimal() and len(prefix) < 4):
        return ""
    port = _PORT.fullmatch(body) if body.count(":") == 1 else None
    if port and not slash:
        return f"{said} port {_spelled(port[2])}" if (said := _address(port[1])) else ""
    end = f" slash {_spelled(prefix)}" if slash else ""
    try:
        IPv4Address(body)
    except AddressValueError:
        return said + end if (said := _ipv6(body)) else ""
    return " dot ".join(_spelled(part) for part in body.split(".")) + end


def _ipv6(written: str) -> str:
    if written.count(":") < 2:
        return ""
    try:
        IPv6Address(written)
    except AddressValueError:
        return ""
    parts = re.findall("::|.", written) if written.strip(":%") else []
    return " ".join("double colon" if part == "::" else _SIGNS.get(part, part.upper()) for part in parts)


def _mac(written: str) -> str:
    return " ".join(_grouped(re.sub("[:-]", "", written), 2)) if _MAC.fullmatch(written) else ""


def _hexadecimal(written: str) -> str:
    found = _HEX.fullmatch(written)
    # A number or a date is no identifier, and neither is a word of eight letters from a to f.
    if not found or (not written.startswith("0x") and (found[1].isdecimal() or found[1].isalpha())):
        return ""
    groups = " ".join(_grouped(found[1], 4))
    return f"hex {groups}" if written.startswith("0x") else groups


def _cookies(written: str) -> str:
    """Say a pair of cookies or SPIs, as logs write the two of one exchange."""
    first, sign, second = written.partition(":")
    parts = [" ".join(_grouped(part, 4)) for part in (first, second) if sign and _COOKIE.fullmatch(part)]
    return " colon ".join(parts) if len(parts) == 2 else ""


def _serial(written: str) -> str:
    bare = written.replace("-", "")
    digits = sum(character.isdecimal() for character in bare)
    is_serial = _SERIAL.fullmatch(written) and digits >= _FEWEST_DIGITS and digits < len(bare)
    return " dash ".join(" ".join(_grouped(part, 4)) for part in written.split("-")) if is_serial else ""


def _name(written: str) -> str:
    user, at, host = written.rpartition("@")
    labels = host.split(".")
    top = labels[-1]
    if len(labels) < 2 or not _TOP.fullmatch(top) or (not at and top.lower() in _FILES):
        return ""
    if not all(_LABEL.fullmatch(label) for label in labels) or (at and not user):
        return ""
    # "read.This" is the end of a sentence and no host; names of one letter are abbreviations.
    if not at and (max(map(len, labels[:-1])) < 2 or (top != top.lower() and top != top.upper())):
        return ""
    return _words(written)


def _grouped(text: str, size: int) -> Iterator[str]:
    text = text.upper()
    for at in range(0, len(text), size):
        yield text[at : at + size]


def _spelled(text: str) -> str:
    return " ".join(text.upper())


def _words(text: str) -> str:
    """Say names as words, with the signs between in words, and digits one by one."""
    parts = re.findall(r"[A-Za-z]+|\d|[^A-Za-z\d]", text)
    return " ".join(_SIGNS.get(part, part) for part in parts)
