"""What can be wrong with what signatures tell of proposals: unknown names, and hazardous patterns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ikewizard.core.lint import Issue, did_you_mean
from ikewizard.logs.patterns import hazards
from ikewizard.logs.signature import Dialect, Notation, Offer, Signature

_PHASES = ("phase1", "phase2")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def lint_offers(
    dialects: Iterable[Dialect], parts: Collection[str], settings: Collection[str]
) -> list[Issue]:
    """Return every issue; ``parts`` are those that a proposal can have, ``settings`` all that there are."""
    return [issue for dialect in dialects for issue in _dialect(dialect, parts, settings)]


def _dialect(dialect: Dialect, parts: Collection[str], settings: Collection[str]) -> Iterator[Issue]:
    for number, notation in enumerate(dialect.notations):
        yield from _notation(dialect, number, notation, parts)
    known = [notation.id for notation in dialect.notations]
    for signature in dialect.signatures:
        for number, offer in enumerate(signature.offers):
            subject = ("signature", f"{dialect.id}/{signature.id}")
            for place, message, hint in _offer(signature, offer, known, (*parts, "value")):
                yield Issue("offer", subject, ("offers", number, place), message, hint)
            if offer.fills and offer.fills not in settings:
                message, hint = f"unknown setting '{offer.fills}'", did_you_mean(offer.fills, settings)
                yield Issue("offer", subject, ("offers", number, "fills"), message, hint)


def _notation(dialect: Dialect, number: int, notation: Notation, parts: Collection[str]) -> Iterator[Issue]:
    subject = ("dialect", dialect.id)
    for key, pattern in (("proposal", notation.proposal), ("part", notation.part)):
        for hazard in hazards(pattern):
            # It is only tried on a line that a signature has matched: it may do without a literal.
            if "no literal text" not in hazard:
                yield Issue("pattern", subject, ("notations", number, key), f"the pattern {hazard}")
    allowed = {"proposal": ("parts", *_PHASES), "part": tuple(parts)}
    for key, pattern in (("proposal", notation.proposal), ("part", notation.part)):
        for group in _groups(pattern):
            if group not in allowed[key]:
                message = f"the pattern names an unknown part '{group}'"
                hint = did_you_mean(group, allowed[key])
                yield Issue("offer", subject, ("notations", number, key), message, hint)


def _offer(
    signature: Signature, offer: Offer, notations: Collection[str], parts: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    if offer.notation and offer.notation not in notations:
        yield "notation", f"unknown notation '{offer.notation}'", did_you_mean(offer.notation, notations)
    captures = _groups(signature.pattern)
    for place, templates in (("values", offer.values), ("extends", offer.extends)):
        for part in templates:
            if part not in parts:
                yield place, f"unknown part '{part}' of a proposal", did_you_mean(part, parts)
    for template in (*offer.values.values(), *offer.extends.values(), offer.key):
        for name in _PLACEHOLDER.findall(template):
            if name not in captures:
                yield "values", f"'{{{name}}}' is no capture of the pattern", did_you_mean(name, captures)


def _groups(pattern: str) -> tuple[str, ...]:
    try:
        return tuple(re.compile(pattern).groupindex)
    except (re.error, OverflowError, RecursionError):
        return ()  # told as a hazard
