"""The file of secrets that strongSwan and Libreswan share in form: ``ipsec.secrets``.

An entry names whom it is for, then ``:``, then its kind and the secret (ipsec.secrets(5)).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

from ikewizard.core.record import dataclass
from ikewizard.settings.desk import Desk
from ikewizard.settings.identity import ANY, kind_of, normal_identity
from ikewizard.settings.units import Line, Sealed

_ENTRY = re.compile(
    r"(?P<whose>[^:]*(?:::?[0-9a-fA-F:]+[^:]*)*?)\s*:\s*(?P<kind>[A-Za-z0-9]+)\s*(?P<rest>.*)"
)
_SHARED = {"PSK"}
_OTHERS = {"RSA", "ECDSA", "BLISS", "P12", "PIN", "PKCS8", "XAUTH", "EAP", "NTLM", "PPKS"}


@dataclass(frozen=True)
class Entry:
    """A shared secret, and the identities that it is for (none: any)."""

    whose: tuple[str, ...]
    secret: Sealed


def is_entry(line: Line) -> bool:
    """Return whether ``line`` is an entry of a file of secrets."""
    found = _ENTRY.match(line.text.strip())
    return found is not None and found["kind"].upper() in _SHARED | _OTHERS


def entries(lines: Sequence[Line], desk: Desk) -> list[Entry]:
    """Return the shared secrets in ``lines``; secrets of other kinds say nothing that could be compared."""
    found: list[Entry] = []
    for line in lines:
        entry = _ENTRY.match(line.text.strip())
        if not entry:
            continue
        if entry["kind"].upper() in _SHARED:
            whose = tuple(_whom(word) for word in entry["whose"].split())
            found.append(Entry(whose, desk.seal(plain_secret(entry["rest"]), line)))
        elif entry["kind"].upper() in _OTHERS:
            desk.irrelevant(line)
    return found


def secret_for(known: Sequence[Entry], own: Sequence[str], peer: Sequence[str]) -> Sealed | None:
    """Return the secret that the daemon would take: that of the entry which names most of the two ends."""
    best: tuple[int, Sealed] | None = None
    for entry in known:
        ours, theirs = _names(entry, own), _names(entry, peer)
        strangers = [name for name in entry.whose if name not in (ANY, *own, *peer)]
        if entry.whose and not (ours or theirs) and strangers:
            continue
        if len(strangers) > 0 and not theirs:
            # It names us and somebody else: that is another peer's.
            continue
        weight = 2 * theirs + ours
        if best is None or weight > best[0]:
            best = (weight, entry.secret)
    return best[1] if best else None


def plain_secret(text: str) -> bytes:
    """Return the octets of a secret as written: quoted, hexadecimal (0x), Base64 (0s) or as it stands."""
    text = text.strip()
    quoted = re.match(r"\"([^\"]*)\"|'([^']*)'", text)
    if quoted:
        return (quoted[1] if quoted[1] is not None else quoted[2]).encode("utf-8", "surrogateescape")
    word = text.split("#")[0].split()[0] if text.split("#")[0].split() else ""
    try:
        if word[:2].lower() == "0x":
            return binascii.unhexlify(word[2:].replace("_", ""))
        if word[:2].lower() == "0s":
            return base64.b64decode(word[2:], validate=True)
    except (binascii.Error, ValueError):
        pass
    return word.encode("utf-8", "surrogateescape")


def _names(entry: Entry, ends: Sequence[str]) -> int:
    if any(end in entry.whose for end in ends):
        return 2
    return 1 if ANY in entry.whose else 0


def _whom(word: str) -> str:
    return bare(word.strip('"'))


def bare(identity: str) -> str:
    """Return an identity without its kind: entries name the same peer with or without an ``@``."""
    text = identity.lstrip("@") if identity.startswith("@") else identity
    normal = normal_identity(text)
    return normal if normal == ANY else kind_of(normal)[1].casefold()
