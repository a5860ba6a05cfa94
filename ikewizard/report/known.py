"""What a session, a log or a configuration tells to be private, to be masked wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ikewizard.core.events import Event, EvidenceGiven, SettingGiven
from ikewizard.core.facts import Finding
from ikewizard.logs.reading import Reading
from ikewizard.logs.sighting import Sighting
from ikewizard.report.private import Kind, Known
from ikewizard.settings.identity import kind_of
from ikewizard.settings.spec import Kind as SettingKind
from ikewizard.settings.spec import SettingSpec
from ikewizard.settings.units import Child, Configuration, Connection

Settings = Mapping[str, SettingSpec]

_OF_SETTING: Mapping[SettingKind, Kind] = {"address": "peer", "identity": "name"}
_NO_NAME = frozenset(("none", "any", "unknown", "standard input", "logs", ""))
_HOLDS = re.compile(r"It holds \d{1,6} connections?: (.{1,4000})\.$")
_PASTED = re.compile(r"pasted log \d{1,9}")


def of_events(events: Iterable[Event], settings: Settings) -> Iterator[Known]:
    """Yield what is private of what was answered and found in a session."""
    for event in events:
        if isinstance(event, SettingGiven):
            yield from _of_value(event.setting, event.value, settings)
        elif isinstance(event, EvidenceGiven):
            yield from of_file(event.name)
            yield from of_findings(event.findings, settings)
            yield from (known for note in event.note for known in _of_note(note))


def of_findings(findings: Iterable[Finding], settings: Settings) -> Iterator[Known]:
    """Yield what is private of the values of findings, and the files that they are from."""
    for finding in findings:
        side, _, setting = finding.fact.partition(".")
        if side in ("initiator", "responder"):
            yield from _of_value(setting, finding.value, settings)
        yield from of_file(finding.source.file)


def of_file(name: str) -> Iterator[Known]:
    """Yield the name of a file that was handed in; a paste has none."""
    plain = name.rpartition("/")[2].rpartition("\\")[2]
    for each in dict.fromkeys((name, plain)):
        if each not in _NO_NAME and not _PASTED.fullmatch(each):
            yield Known("file", each)


def of_sightings(sightings: Iterable[Sighting]) -> Iterator[Known]:
    """Yield what the lines of a log name: the peers, the unit itself, its connections, SPIs and cookies."""
    for sighting in sightings:
        if sighting.peer:
            yield Known("peer", sighting.peer)
        if sighting.connection:
            yield Known("name", sighting.connection, "all")
        for name, text in sighting.captures.items():
            if name in ("own", "peer"):
                yield Known("peer", text)
            elif name in ("identity", "id"):
                yield Known("name", text)
            elif name.startswith(("spi", "cookie")):
                yield Known("spi", text, "all")


def of_readings(readings: Iterable[Reading], settings: Settings) -> Iterator[Known]:
    """Yield what is private of what logs were read to say."""
    for reading in readings:
        yield from of_file(reading.name)
        yield from of_findings(reading.findings, settings)
        for own in reading.own:
            yield Known("peer", own)
        for each in reading.connections:
            yield from _of_tunnel(each.tunnel, (each.peer, *each.marks.own, *each.marks.peers))
            yield from of_findings(each.findings, settings)
            for mark in each.marks.keys:
                what, _, key = mark.partition(" ")
                if what == "spi":
                    yield Known("spi", key, "all")


def _of_tunnel(name: str, peers: Iterable[str]) -> Iterator[Known]:
    if name not in _NO_NAME:
        yield Known("name", name, "all")
    for peer in peers:
        if peer not in _NO_NAME:
            yield Known("peer", peer)


def of_configuration(configuration: Configuration, settings: Settings) -> Iterator[Known]:
    """Yield what is private of a unit's configuration."""
    yield from of_file(configuration.name)
    for connection in configuration.connections:
        yield from _of_connection(connection, settings)


def _of_connection(connection: Connection, settings: Settings) -> Iterator[Known]:
    for name in (connection.name, *(child.name for child in connection.children)):
        if name not in _NO_NAME:
            yield Known("name", name, "all")
    parts: tuple[Connection | Child, ...] = (connection, *connection.children)
    for part in parts:
        for setting, value in (*part.settings.items(), *part.accepts.items()):
            yield from _of_value(setting, value.value, settings)
    if connection.turned:
        yield from _of_connection(connection.turned, settings)


def _of_value(setting: str, value: str, settings: Settings) -> Iterator[Known]:
    spec = settings.get(setting)
    kind = _OF_SETTING.get(spec.kind) if spec else None
    if kind is None:
        return
    for each in [kind_of(value)[1]] if kind == "name" else value.split(", "):
        if each not in _NO_NAME:
            yield Known(kind, each)


def _of_note(note: str) -> Iterator[Known]:
    found = _HOLDS.search(note)
    if found:
        for each in re.split(r", | / ", found[1]):
            yield Known("name", each, "all")
