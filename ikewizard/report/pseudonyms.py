"""What stands for something private: the same for the same thing, and nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ikewizard.report.private import Kind

_TITLES: Mapping[Kind, str] = {
    "peer": "PEER",
    "host": "HOST",
    "net": "NET",
    "name": "NAME",
    "user": "USER",
    "serial": "SERIAL",
    "spi": "SPI",
    "mac": "MAC",
    "file": "FILE",
}
_WORDS: Mapping[str, tuple[str, str]] = {
    "PEER": ("gateway", "gateways"),
    "HOST": ("host", "hosts"),
    "NET": ("network", "networks"),
    "NAME": ("name", "names"),
    "USER": ("user", "users"),
    "SERIAL": ("serial number", "serial numbers"),
    "SPI": ("SPI or cookie", "SPIs and cookies"),
    "MAC": ("MAC address", "MAC addresses"),
    "FILE": ("file name", "file names"),
}
TITLES = ("PEER", "PEER6", "HOST", "HOST6", "NET", "NET6", "NAME", "USER", "SERIAL", "SPI", "MAC", "FILE")
PSEUDONYM = re.compile(
    r"(?<![A-Za-z0-9])(?:PEER6?-[A-Z]{1,6}|(?:HOST6?|NET6?|NAME|USER|SERIAL|SPI|MAC|FILE)-[1-9]\d{0,8})"
    r"(?![A-Za-z0-9])"
)


class Pseudonyms:
    """The pseudonyms of one session; ``names`` has what stands for each thing, by its normal form."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self.names = dict(names or {})
        self._taken = set(self.names.values())
        self._last: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._taken)

    def of(self, kind: Kind, key: str) -> str:
        """Return what stands for ``key``; the first time that it is asked for, one is made."""
        known = self.names.get(key)
        if known is None:
            title = _TITLES[kind] + ("6" if kind in ("peer", "host", "net") and ":" in key else "")
            known = self._next(title)
            self.names[key] = known
            self._taken.add(known)
        return known

    def _next(self, title: str) -> str:
        number = self._last.get(title, 0)
        while True:
            number += 1
            made = f"{title}-{_letters(number) if title.startswith('PEER') else number}"
            if made not in self._taken:
                self._last[title] = number
                return made

    def reserve(self, text: str) -> None:
        """Never give ``text``, which looks like a pseudonym and was there before, to anything."""
        self._taken.add(text)


def counted(given: Iterable[str]) -> tuple[str, ...]:
    """Return in words how many there are of each kind among the pseudonyms ``given``."""
    numbers = dict.fromkeys(_WORDS, 0)
    for pseudonym in set(given):
        numbers[pseudonym.partition("-")[0].removesuffix("6")] += 1
    return tuple(f"{number} {_WORDS[title][number > 1]}" for title, number in numbers.items() if number)


def _letters(number: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    text = ""
    while number:
        number, place = divmod(number - 1, 26)
        text = chr(ord("A") + place) + text
    return text
