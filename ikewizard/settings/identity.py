"""Identities of IKE peers: of which kind each is, and whether the one sent is the one expected.

The kinds are those of RFC 7296 section 3.5: an address, a domain name, an e-mail address, a
distinguished name, and an opaque key id. Where a kind is known it stands before the value (``fqdn:``).
"""

from __future__ import annotations

import fnmatch
import re
from functools import lru_cache

from ikewizard.core.late import late
from ikewizard.settings.networks import as_address

ANY = "any"
KINDS = {
    "address": "address",
    "fqdn": "domain name",
    "email": "e-mail address",
    "dn": "distinguished name",
    "keyid": "key id",
}
_ANY = {"any", "%any", "*", "%fromcert", ""}
_KIND = late(rf"(?P<kind>{'|'.join(KINDS)}):(?P<value>.+)", re.DOTALL)
_DN_PART = late(r"\s*[,/]\s*(?=[A-Za-z.0-9]+\s*=)")


# See normal_networks.
@lru_cache(maxsize=256)
def normal_identity(text: str) -> str:
    """Return an identity in normal form: ``any``, or its value after its kind where the text tells that.

    A plain word stays without a kind: whoever typed it did not say which.
    """
    text = text.strip()
    if text.casefold() in _ANY:
        return ANY
    found = _KIND.fullmatch(text)
    kind, value = (found["kind"], found["value"].strip()) if found else ("", text)
    address = as_address(value)
    if not kind and address is not None:
        kind = "address"
    if not kind and re.fullmatch(r"[A-Za-z.0-9]+\s*=.*", value.lstrip("/")):
        kind = "dn"
    if kind == "address" and address is not None:
        value = str(address)
    if kind == "dn":
        value = ", ".join(_rdn(part) for part in _DN_PART.split(value.lstrip("/")))
    return f"{kind}:{value}" if kind and kind != "address" else value


def identity_in_words(value: str) -> str:
    """Return how a person would say an identity in normal form."""
    kind, plain = kind_of(value)
    if value == ANY or not kind or kind == "address":
        return plain
    return f"{plain} ({KINDS[kind]})"


def kind_of(value: str) -> tuple[str, str]:
    """Return the kind of an identity in normal form (empty: not known) and what stands after it."""
    found = _KIND.fullmatch(value)
    if found:
        return found["kind"], found["value"]
    return ("address" if as_address(value) is not None else ""), value


def same_identity(first: str, second: str) -> bool | None:
    """Return whether two identities in normal form fit; None where makers differ in how they see it.

    One of them may be ``any``, or hold wildcards. Capitals count in some products and not in others.
    """
    if ANY in (first, second) or first == second:
        return True
    (kind, ours), (other, theirs) = kind_of(first), kind_of(second)
    if kind and other and kind != other:
        return False
    if fnmatch.fnmatchcase(ours, theirs) or fnmatch.fnmatchcase(theirs, ours):
        return True
    if ours.casefold() == theirs.casefold():
        return True if "dn" in (kind, other) else None
    # Some products want a key id in hexadecimal where others take it as text.
    if kind == other == "keyid" and (_from_hex(ours) == theirs or _from_hex(theirs) == ours):
        return None
    return False


def _from_hex(text: str) -> str:
    try:
        return bytes.fromhex(text.removeprefix("0x")).decode("utf-8", "replace")
    except ValueError:
        return ""


def _rdn(part: str) -> str:
    name, equals, value = part.partition("=")
    return f"{name.strip().upper()}={value.strip()}" if equals else part.strip()
