"""What can be wrong with the forms of secrets: hazardous patterns, samples that leak, false alarms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ikewizard.core.lint import Issue
from ikewizard.logs.patterns import hazards
from ikewizard.report.private import PrivateForms, PrivateSpec
from ikewizard.report.redaction import REDACTED, SecretSpec, redact


def lint_secrets(specs: Iterable[SecretSpec]) -> list[Issue]:
    """Return every issue of the forms, each tried by itself."""
    return [issue for spec in specs for issue in _secret(spec)]


def _secret(spec: SecretSpec) -> Iterator[Issue]:
    subject = ("secret", spec.id)
    yield from _patterns(spec, subject)
    if not spec.samples or not spec.near_misses:
        yield Issue("no-sample", subject, (), f"the secret '{spec.id}' needs a sample and a near miss")
    for number, sample in enumerate(spec.samples):
        expected = sample.line
        for secret in sample.secret:
            expected = expected.replace(secret, REDACTED, 1)
        if redact(sample.line, [spec]) != expected:
            yield Issue("sample", subject, ("samples", number), "the sample is not blotted out as written")
    for number, near_miss in enumerate(spec.near_misses):
        if redact(near_miss, [spec]) != near_miss:
            yield Issue(
                "near-miss", subject, ("near_misses", number), "something of the near miss is blotted out"
            )


def _patterns(spec: SecretSpec, subject: tuple[str, str]) -> Iterator[Issue]:
    for key, pattern in (("pattern", spec.pattern), ("body", spec.body), ("until", spec.until)):
        for hazard in hazards(pattern) if pattern else ():
            # The words of a form propose, not a literal; and lines come one by one.
            if "no literal text" not in hazard and "line end" not in hazard:
                yield Issue("pattern", subject, (key,), f"the {key} {hazard}")


def lint_private(private: PrivateForms) -> list[Issue]:
    """Return every issue of the forms of what is private, each tried by itself."""
    return [issue for form in private.forms for issue in _form(form)]


def _form(form: PrivateSpec) -> Iterator[Issue]:
    subject = ("private", form.id)
    for hazard in hazards(form.pattern):
        if "no literal text" not in hazard and "line end" not in hazard:
            yield Issue("pattern", subject, ("pattern",), f"the pattern {hazard}")
            return
    if not form.samples or not form.near_misses:
        yield Issue("no-sample", subject, (), f"the form '{form.id}' needs a sample and a near miss")
    for number, sample in enumerate(form.samples):
        found = _found(form, sample.line)
        if found != sample.private:
            message = f"the sample gives {', '.join(found) or 'nothing'}, and not what is written"
            yield Issue("sample", subject, ("samples", number), message)
    for number, near_miss in enumerate(form.near_misses):
        if found := _found(form, near_miss):
            message = f"the near miss gives {', '.join(found)}"
            yield Issue("near-miss", subject, ("near_misses", number), message)


def _found(form: PrivateSpec, line: str) -> tuple[str, ...]:
    lowered = line.lower()
    if form.words and not any(word in lowered for word in form.words):
        return ()
    return tuple(found["private"] or "" for found in re.finditer(form.pattern, line, re.IGNORECASE))
