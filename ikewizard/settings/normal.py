"""From what a person types or a configuration says to the one normal form of a setting's value.

Two values mean the same when their normal forms are equal. A normal form is its own normal form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from ikewizard.core.facts import UNKNOWN, Finding
from ikewizard.core.late import late
from ikewizard.core.record import replace
from ikewizard.errors import InputError
from ikewizard.settings.identity import identity_in_words, normal_identity
from ikewizard.settings.networks import NO_ADDRESS, normal_addresses, normal_networks
from ikewizard.settings.proposals import read as read_proposals
from ikewizard.settings.proposals import write as write_proposals
from ikewizard.settings.spec import Kind, SettingSpec, is_of_setting, spelling_key

LIST_SEPARATOR = ", "
ABOUT_PROPOSALS = ("via", "ike")
"""What may stand beside the parts of a proposal: whether it was offered or is the unit's own, the version."""
MAX_TEXT = 20_000
MAX_NAME = 255
_UNITS = {
    word: seconds
    for seconds, words in (
        (1, "s sec secs second seconds"),
        (60, "m min mins minute minutes"),
        (3600, "h hr hrs hour hours"),
        (86400, "d day days"),
        (604800, "w week weeks"),
    )
    for word in words.split()
}
_MAX_NUMBER = 40
_MAX_SHOWN = 60
_MAX_WHY = 160
_AMOUNT = late(r" ?([0-9]+)(?:\.([0-9]+))? ?([a-z]*)")
_THOUSANDS = late(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


def normal(spec: SettingSpec, text: str) -> str:
    """Return ``text`` as the normal form of a value of ``spec``.

    A choice becomes its value's id (several ids, in the order of the vocabulary, where the units need
    only share one); networks become a sorted list of prefixes; an address its usual spelling, a host
    name in small letters, or ``none``; a number seconds; a text what can be printed of it.

    Raises InputError, whose hint says what is accepted, for everything else.
    """
    if len(text) > MAX_TEXT:
        raise _refuse(spec, text, "it is far too long")
    printable = _printable(text)
    if not printable or printable.casefold() == UNKNOWN:
        raise _refuse(spec, printable, "there is no value in it")
    value = _READERS[spec.kind](spec, printable)
    # "unknown." is a host name without its dot: stored, it would take the answer back.
    if value == UNKNOWN:
        raise _refuse(spec, printable, "there is no value in it")
    return value


def in_words(spec: SettingSpec, value: str) -> str:
    """Return how a person would say ``value``, a normal form of ``spec``."""
    if spec.kind == "choice":
        return LIST_SEPARATOR.join(spec.titles.get(part, part) for part in value.split(LIST_SEPARATOR))
    if spec.kind == "number" and value.isdecimal():
        return _duration(int(value))
    return identity_in_words(value) if spec.kind == "identity" else value


def normal_finding(specs: Mapping[str, SettingSpec], finding: Finding) -> Finding:
    """Return a finding about a unit's setting with its value in normal form, where it can be read.

    Two logs that spell a value differently do not contradict each other.
    """
    if not is_of_setting(finding.fact, specs):
        return finding
    spec = specs[finding.fact.partition(".")[2]]
    try:
        return replace(finding, value=normal(spec, finding.value))
    except InputError:
        return finding


def accepted(spec: SettingSpec) -> str:
    """Return in words which values ``spec`` takes."""
    if spec.kind == "choice":
        several = ", or several of these with commas" if spec.agree == "share-one" else ""
        return f"one of: {'; '.join(value.id for value in spec.values)}{several}"
    return {
        "address": f"an address such as 192.0.2.1 or 2001:db8::1, a host name, or {NO_ADDRESS}; "
        "several with commas",
        "identity": f"an address, a name, an e-mail address or a distinguished name of at most {MAX_NAME} "
        "characters, or any",
        "proposals": "encryption / integrity / PRF / DH groups, with - for none and | between proposals",
        "networks": "networks such as 192.168.1.0/24 or 192.168.1.0 255.255.255.0, ranges such as "
        "192.168.1.1-192.168.1.20, single addresses, or any; several with commas",
        "number": "seconds, or a time such as 8 h, 30 min or 1 day",
        "offers": "proposals with | between them, each with its parts, as in "
        + "; ".join(f"{part.id}=..." for part in spec.parts),
        "text": f"a name of at most {MAX_NAME} characters",
    }[spec.kind]


def _one(spec: SettingSpec, text: str) -> str:
    if any(value.id == text for value in spec.values):
        return text
    found = spec.spellings.get(spelling_key(text))
    if found is None:
        raise _refuse(spec, text, "it is not among the known values")
    return found


def _several(spec: SettingSpec, text: str) -> str:
    # What is compared is in normal form already, most often one value: that is done at every question.
    if any(value.id == text for value in spec.values):
        return text
    known = spec.spellings
    chosen: set[str] = set()
    for part in re.split("[,;]", text):
        key = spelling_key(part)
        if key and key not in known:
            raise _refuse(spec, part.strip(), "it is not among the known values")
        chosen |= {known[key]} if key else set()
    if not chosen:
        raise _refuse(spec, text, "there is no value in it")
    return LIST_SEPARATOR.join(value.id for value in spec.values if value.id in chosen)


def _choice(spec: SettingSpec, text: str) -> str:
    return _several(spec, text) if spec.agree == "share-one" else _one(spec, text)


def _seconds(spec: SettingSpec, text: str) -> str:
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).casefold())
    plain = " ".join(plain.replace(",", " ").replace(" and ", " ").split())
    if not plain or len(plain) > _MAX_NUMBER:
        raise _refuse(spec, text, "it is not a time")
    total, position = 0, 0
    while position < len(plain):
        found = _AMOUNT.match(plain, position)
        if found is None or found[3] not in (_UNITS if found[0] != plain else {**_UNITS, "": 1}):
            raise _refuse(spec, text, "it is not a time")
        fraction = found[2] or ""
        unit = _UNITS.get(found[3], 1)
        amount, rest = divmod(int(found[1] + fraction) * unit, 10 ** len(fraction))
        if rest:
            raise _refuse(spec, text, "it is not a whole number of seconds")
        total, position = total + amount, found.end()
    return str(total)


def _name(spec: SettingSpec, text: str) -> str:
    if len(text) > MAX_NAME:
        raise _refuse(spec, text, "it is far too long")
    return text


def _identity(spec: SettingSpec, text: str) -> str:
    return normal_identity(_name(spec, text))


def _proposals(spec: SettingSpec, text: str) -> str:
    try:
        return write_proposals(read_proposals(text))
    except ValueError as error:
        raise _refuse(spec, text, str(error)) from None


def _networks(spec: SettingSpec, text: str) -> str:
    try:
        return normal_networks(text)
    except ValueError as error:
        raise _refuse(spec, text, str(error)) from None


def _address(spec: SettingSpec, text: str) -> str:
    try:
        return normal_addresses(text)
    except ValueError as error:
        raise _refuse(spec, text, str(error)) from None


def _offers(spec: SettingSpec, text: str) -> str:
    """Return proposals in one form; what each part's values mean is looked up when they are compared."""
    known = {*(part.id for part in spec.parts), *ABOUT_PROPOSALS}
    found: dict[str, None] = {}
    for piece in text.split("|"):
        parts: list[str] = []
        for part in filter(None, (each.strip() for each in piece.split(";"))):
            name, equals, values = part.partition("=")
            if not equals or name.strip() not in known:
                raise _refuse(spec, part, "it is no part of a proposal")
            plain = ",".join(filter(None, (value.strip() for value in values.split(","))))
            parts.append(f"{name.strip()}={plain}")
        found["; ".join(parts)] = None
    return " | ".join(found)


def _duration(seconds: int) -> str:
    said = f"{seconds} s"
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds and seconds % size == 0:
            return f"{said} ({seconds // size} {name})"
    return said


def _printable(text: str) -> str:
    # Escape sequences, NULs, text that turns the writing direction: whatever is stored is also shown.
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return text.strip()


def _refuse(spec: SettingSpec, text: str, why: str) -> InputError:
    shown = _shortened(_printable(text), _MAX_SHOWN)
    return InputError(
        f"{spec.title}: '{shown}' cannot be used: {_shortened(why, _MAX_WHY)}", hint=accepted(spec)
    )


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[:width]}..."


_READERS: Mapping[Kind, Callable[[SettingSpec, str], str]] = {
    "choice": _choice,
    "text": _name,
    "address": _address,
    "networks": _networks,
    "number": _seconds,
    "identity": _identity,
    "proposals": _proposals,
    "offers": _offers,
}
