"""From configurations to findings: what each unit's says, and whether the shared secrets are equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ikewizard.core.facts import Finding, Side, Source
from ikewizard.settings.meet import Meeting
from ikewizard.settings.normal import in_words
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Child, Configuration, Connection, Role, Value

SECRETS = "agree.shared-secret"


def findings_of(
    configuration: Configuration,
    connection: Connection,
    child: Child | None,
    role: Role,
    specs: Mapping[str, SettingSpec],
) -> tuple[Finding, ...]:
    """Return what a configuration says of one connection of a unit that plays ``role``."""
    side: Side = role
    found = []
    if configuration.device:
        means = f"The configuration is of the kind that {configuration.device} has"
        source = Source("config", side, configuration.name, means=means, ref=configuration.dialect)
        found.append(Finding(f"{role}.device", configuration.device, source))
    for setting, value in connection.values(child, role).items():
        source = _source(value, configuration, side, _means(specs[setting], value), setting)
        found.append(Finding(f"{role}.{setting}", value.value, source))
    return tuple(found)


def both_findings(
    initiator: Configuration, responder: Configuration, meeting: Meeting, specs: Mapping[str, SettingSpec]
) -> tuple[Finding, ...]:
    """Return what two configurations say of two connections that meet; the first unit initiates."""
    return (
        *findings_of(initiator, meeting.ours, meeting.our_child, "initiator", specs),
        *findings_of(responder, meeting.theirs, meeting.their_child, "responder", specs),
        *compared_secrets(meeting.ours, meeting.theirs),
    )


def compared_secrets(initiator: Connection, responder: Connection) -> Iterator[Finding]:
    """Yield whether the shared secrets of two units are equal, where both are there and both count."""
    ours, theirs = initiator.secret, responder.secret
    if ours is None or theirs is None or not (_uses_secret(initiator) and _uses_secret(responder)):
        return
    equal = ours.digest == theirs.digest
    means = "The shared secrets of the two units are equal" if equal else "The shared secrets differ"
    yield Finding(SECRETS, "yes" if equal else "no", Source("config", means=means, ref="shared-secret"))


def _uses_secret(connection: Connection) -> bool:
    methods = [
        connection.settings[setting].value
        for setting in ("authentication-method", "peer-authentication-method")
        if setting in connection.settings
    ]
    return not methods or any("psk" in method for method in methods)


def _means(spec: SettingSpec, value: Value) -> str:
    words = f"{spec.title}: {in_words(spec, value.value)}"
    part = "in part " if value.line else ""
    return f"{words} ({part}not said, so the default: {value.default})" if value.default else words


def _source(value: Value, configuration: Configuration, side: Side, means: str, setting: str) -> Source:
    line, unverified = value.line, value.unverified
    if line is None:
        return Source("config", side, configuration.name, means=means, ref=setting, unverified=unverified)
    file = configuration.name if line.file == configuration.name else f"{configuration.name} ({line.file})"
    return Source("config", side, file, line.number, line.text.strip(), means, setting, unverified=unverified)
