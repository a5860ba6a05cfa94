"""Whether two values of one setting, in normal form, let the units agree: by the rules of the kind."""

from __future__ import annotations

from ikewizard.errors import InputError
from ikewizard.settings.identity import same_identity
from ikewizard.settings.networks import NO_ADDRESS, as_address, is_hidden, overlap
from ikewizard.settings.normal import LIST_SEPARATOR, normal
from ikewizard.settings.spec import SettingSpec


def same(spec: SettingSpec, initiator: str, responder: str, *, narrows: bool | None = False) -> bool | None:
    """Return whether the values agree, or None where they alone do not tell.

    With ``narrows`` networks need only overlap, since the responder narrows what is proposed; with None
    it is not known whether it does.
    """
    if spec.kind == "address":
        return _same_addresses(initiator, responder)
    if spec.kind == "identity":
        return same_identity(initiator, responder)
    if spec.agree == "share-one":
        return bool(set(initiator.split(LIST_SEPARATOR)) & set(responder.split(LIST_SEPARATOR)))
    if narrows is not False and spec.kind == "networks" and initiator != responder:
        return (True if narrows else None) if overlap(initiator, responder) else False
    if initiator != responder and spec.kind == "text" and initiator.casefold() == responder.casefold():
        # Makers differ in whether capitals count.
        return None
    return initiator == responder


def _same_addresses(initiator: str, responder: str) -> bool | None:
    found = [
        _same_address(first, second)
        for first in initiator.split(LIST_SEPARATOR)
        for second in responder.split(LIST_SEPARATOR)
    ]
    if True in found:
        return True
    return None if None in found else False


def _same_address(initiator: str, responder: str) -> bool | None:
    if "/" in initiator or "/" in responder:
        return _within(initiator, responder)
    first, second = as_address(initiator), as_address(responder)
    if first is None or second is None:
        # A name may stand for any address, and "none" for every one.
        return True if initiator == responder != NO_ADDRESS else None
    if first.version != second.version or is_hidden(first) != is_hidden(second):
        return None
    return first == second


def _within(initiator: str, responder: str) -> bool | None:
    from ipaddress import ip_network  # noqa: PLC0415 -- only networks need it, and most logs have none

    try:
        first, second = ip_network(initiator), ip_network(responder)
    except ValueError:
        return None
    if first.version != second.version:
        return None
    return first.overlaps(second)


def may_be_one(spec: SettingSpec, value: str, other: str) -> bool:
    """Return whether two sources that say ``value`` and ``other`` of one unit's setting may both be right.

    One may name what was used, and the other everything that is allowed.
    """
    try:
        first, second = normal(spec, value), normal(spec, other)
    except InputError:
        return False
    if first == second:
        return True
    if spec.kind == "networks":
        return overlap(first, second)
    if spec.agree == "share-one" or spec.kind in ("address", "identity"):
        return same(spec, first, second) is not False
    return False
