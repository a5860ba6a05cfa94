"""What a session tells about the two units: their makes, their addresses, and what differs between them."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ikewizard.core.events import EvidenceGiven
from ikewizard.core.facts import FactBook
from ikewizard.core.playbook import Playbook

_UNITS = ("initiator", "responder")
_MOST = 4
_OFFERS = "-offers"
# What may be an address: whether it is one, ipaddress decides. With a prefix it is a network.
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:/]|\.\d)"
)


def makes(book: FactBook, playbook: Playbook) -> tuple[str, ...]:
    """Return the make of each unit, where it is known."""
    known = ((unit, book.value(f"{unit}.device")) for unit in _UNITS)
    return tuple(
        f"{unit}: {playbook.devices[name].title if name in playbook.devices else name}"
        for unit, name in known
        if name
    )


def differing(book: FactBook) -> tuple[str, ...]:
    """Return the settings on which the units do not agree, with the values of both where they are known."""
    found = {
        finding.source.text: finding.fact.endswith(_OFFERS)
        for finding in book.findings
        if finding.fact.startswith("agree.") and finding.source.text
        if finding.value == "no" == book.value(finding.fact)
    }
    single = tuple(text for text, is_offer in found.items() if not is_offer)
    # A whole offer is only told where none of its parts is.
    return single or tuple(found)


def gateways(book: FactBook) -> tuple[str, ...]:
    """Return the addresses of the units as they are set."""
    return tuple(
        f"{unit}: {', '.join(words)}"
        for unit in _UNITS
        if (
            words := [
                f"{what} {value}"
                for setting, what in (("own-address", "own address"), ("peer-gateway", "peer's gateway"))
                if (value := book.value(f"{unit}.{setting}"))
            ]
        )
    )


def tunnels(evidence: Iterable[EvidenceGiven]) -> tuple[str, ...]:
    """Return the tunnels that logs are about, each with the address of the other unit, where it is told."""
    told = ((each.tunnel, f"with {each.peer}" if each.peer else "") for each in evidence)
    return tuple(dict.fromkeys(words for each in told if (words := " ".join(filter(None, each)))))


def addresses(book: FactBook) -> tuple[str, ...]:
    """Return the addresses that the evidence names most often."""
    seen = Counter(address for finding in book.findings for address in _addresses(finding.source.text))
    return tuple(address for address, _ in seen.most_common(_MOST))


def _addresses(text: str) -> Iterator[str]:
    for found in _ADDRESS.findall(text):
        try:
            address = ipaddress.ip_address(found)
        except ValueError:
            continue
        if not (address.is_unspecified or address.is_loopback):
            yield str(address)
