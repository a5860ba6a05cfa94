"""What can be wrong with signatures: patterns that are a hazard, and samples that say otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ikewizard.core.facts import FactSpec
from ikewizard.core.lint import Issue, did_you_mean
from ikewizard.core.record import replace
from ikewizard.logs.catalog import Catalog
from ikewizard.logs.patterns import hazards
from ikewizard.logs.signature import Absence, Dialect, Signature

_PLACEHOLDERS = ("this", "peer")
_SIDES = ("initiator", "responder")


def lint_patterns(
    dialects: Iterable[Dialect], facts: Mapping[str, FactSpec], devices: Collection[str]
) -> list[Issue]:
    """Return what forbids using the signatures: hazardous patterns, and names of what does not exist."""
    known = {dialect.id: dialect for dialect in dialects}
    return [
        issue
        for dialect in known.values()
        for issue in (*_dialect(dialect, facts), *_device_of(dialect, devices), *_speaks(dialect, known))
    ]


def lint_samples(dialects: Iterable[Dialect]) -> list[Issue]:
    """Return every sample that does not fit what it is for (alone), and every near miss that fits it."""
    issues: list[Issue] = []
    for dialect in dialects:
        catalog = Catalog.build([dialect])
        issues.extend(_shapes(dialect))
        for signature in dialect.signatures:
            issues.extend(_samples(catalog, dialect, signature))
    return issues


def _dialect(dialect: Dialect, facts: Mapping[str, FactSpec]) -> Iterator[Issue]:
    subject = ("dialect", dialect.id)
    for number, shape in enumerate(dialect.lines):
        for hazard in hazards(shape.pattern):
            # A shape is tried on few lines: it may do without the literal that speeds up a message.
            if "no literal text" not in hazard:
                yield Issue("pattern", subject, ("lines", number, "pattern"), f"the pattern {hazard}")
    for signature in dialect.signatures:
        yield from _signature(dialect, signature, facts)
    for number, absence in enumerate(dialect.absences):
        yield from _absence(absence, subject, number, facts)


def _speaks(dialect: Dialect, known: Mapping[str, Dialect]) -> Iterator[Issue]:
    subject = ("dialect", dialect.id)
    for number, name in enumerate(dialect.speaks):
        spoken = known.get(name)
        place = ("speaks", number)
        if spoken is None:
            message = f"speaks the unknown dialect '{name}'"
            yield Issue("unknown-dialect", subject, place, message, did_you_mean(name, known))
        elif spoken.speaks:
            message = f"speaks '{name}', which speaks another one itself: name that one"
            yield Issue("spoken-in-turn", subject, place, message)
    if not dialect.signatures and not dialect.speaks:
        message = f"dialect '{dialect.id}' has no signatures and speaks no other dialect"
        yield Issue("no-signature", subject, (), message)


def _device_of(dialect: Dialect, devices: Collection[str]) -> Iterator[Issue]:
    if dialect.device and dialect.device not in devices:
        message = f"dialect '{dialect.id}' is of the unknown device '{dialect.device}'"
        hint = did_you_mean(dialect.device, devices)
        yield Issue("unknown-device", ("dialect", dialect.id), ("device",), message, hint)


def _signature(dialect: Dialect, signature: Signature, facts: Mapping[str, FactSpec]) -> Iterator[Issue]:
    subject = ("signature", f"{dialect.id}/{signature.id}")
    for hazard in hazards(signature.pattern):
        yield Issue("pattern", subject, ("pattern",), f"the pattern {hazard}")
    yield from _facts(signature.facts, subject, ("facts",), facts)
    for side, established in signature.by_side.items():
        if side not in _SIDES:
            yield Issue("unknown-side", subject, ("by_side", side), f"no side is named '{side}'")
        yield from _facts(established, subject, ("by_side", side), facts)
    if not signature.samples or not signature.near_misses:
        message = f"signature '{signature.id}' needs a sample and a near miss"
        yield Issue("no-sample", subject, (), message)


def _absence(
    absence: Absence, subject: tuple[str, str], number: int, facts: Mapping[str, FactSpec]
) -> Iterator[Issue]:
    if not absence.unseen:
        message = f"absence '{absence.id}' does not say what is absent"
        yield Issue("empty-absence", subject, ("absences", number), message)
    yield from _facts(absence.facts, subject, ("absences", number, "facts"), facts)


def _facts(
    established: Mapping[str, str],
    subject: tuple[str, str],
    place: tuple[str | int, ...],
    facts: Mapping[str, FactSpec],
) -> Iterator[Issue]:
    for name, value in established.items():
        for fact in _resolved(name):
            spec = facts.get(fact)
            if spec is None:
                message = f"establishes unknown fact '{fact}'"
                yield Issue("unknown-fact", subject, (*place, name), message, did_you_mean(fact, facts))
            elif spec.values and "{" not in value and not value.startswith("$"):
                known = [each.id for each in spec.values]
                if value not in known:
                    message = f"fact '{fact}' has no value '{value}'"
                    yield Issue("unknown-value", subject, (*place, name), message, did_you_mean(value, known))


def _resolved(name: str) -> tuple[str, ...]:
    owner, dot, rest = name.partition(".")
    if dot and owner in _PLACEHOLDERS:
        return tuple(f"{side}.{rest}" for side in _SIDES)
    return (name,)


def _shapes(dialect: Dialect) -> Iterator[Issue]:
    for number, shape in enumerate(dialect.lines):
        alone = Catalog.build([replace(dialect, lines=(shape,))])
        for place, line in enumerate(shape.samples):
            if alone.shape(line, dialect.id) is None:
                subject = ("dialect", dialect.id)
                message = f"the sample does not have the shape of a line that it stands under: {line!r}"
                yield Issue("sample", subject, ("lines", number, "samples", place), message)


def _samples(catalog: Catalog, dialect: Dialect, signature: Signature) -> Iterator[Issue]:
    subject = ("signature", f"{dialect.id}/{signature.id}")
    for number, sample in enumerate(signature.samples):
        hits = [
            hit
            for hit in catalog.hits(sample.line)
            if hit.signature.id == signature.id or not (hit.signature.aside or signature.aside)
        ]
        matching = [hit.signature.id for hit in hits]
        if matching != [signature.id]:
            message = (
                f"the sample matches {', '.join(matching) or 'nothing'} instead of '{signature.id}' alone"
            )
            yield Issue("sample", subject, ("samples", number), message)
            continue
        gives = {name: text for name, text in hits[0].match.groupdict().items() if text is not None}
        if gives != dict(sample.gives):
            message = f"the sample gives {gives} where {dict(sample.gives)} is written"
            yield Issue("sample", subject, ("samples", number), message)
    for number, near_miss in enumerate(signature.near_misses):
        if any(hit.signature.id == signature.id for hit in catalog.hits(near_miss)):
            message = f"the near miss matches '{signature.id}' of {dialect.title}"
            yield Issue("near-miss", subject, ("near_misses", number), message)
