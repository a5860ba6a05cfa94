"""Whole configurations with what they say beside them, and one tunnel written in every manner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ikewizard.report.comparison import Measure
from ikewizard.settings.configuration import Reading, lines_of, read_configuration
from ikewizard.settings.sealing import Sealer
from ikewizard.settings.units import Configuration, Value
from tests.shipped import knowledge
from tests.yamlfiles import texts_in, values_in

HERE = Path(__file__).parent
SAMPLES = HERE / "configs"
TUNNELS = HERE / "tunnels"


@cache
def known() -> Reading:
    """Return what is needed to read a configuration, with a key for secrets that is the same all through."""
    part = knowledge().config
    return Reading(part.manners, knowledge().walk.settings, Sealer(b"k" * 32, part.flaws))


@cache
def read(text: str, name: str = "unit.conf", manner: str = "") -> Configuration:
    """Return what the configuration ``text`` says."""
    return read_configuration(name, lines_of(name, text), known(), manner=manner)


@cache
def measure() -> Measure:
    """Return what is needed to compare two configurations."""
    return Measure(knowledge().playbook, knowledge().walk.settings)


def manners() -> list[str]:
    """Return the ids of all manners that have a reader."""
    return sorted(name for name, manner in knowledge().config.manners.items() if not manner.refuse)


@dataclass(frozen=True)
class Sample:
    """A whole configuration, and what it must be read as."""

    manner: str
    name: str
    text: str
    expected: Any

    @property
    def path(self) -> Path:
        """Return the file that holds what is expected."""
        return SAMPLES / self.manner / f"{self.name}.yaml"


def samples() -> Iterator[Sample]:
    """Yield every sample: NAME.yaml says where NAME.* is from and what is expected of it."""
    for path in sorted(SAMPLES.glob("*/*.yaml")):
        text = next(other for other in path.parent.glob(f"{path.stem}.*") if other.suffix != ".yaml")
        yield Sample(path.parent.name, path.stem, text.read_text(encoding="utf-8"), values_in(path))


def told(configuration: Configuration) -> dict[str, Any]:
    """Return what a configuration says as plain data, as the samples write it down."""
    return {
        "connections": [
            {
                "name": connection.name,
                "secret": connection.secret is not None,
                "settings": _values(connection.settings),
                "accepts": _values(connection.accepts),
                "children": [
                    {
                        "name": child.name,
                        "settings": _values(child.settings),
                        "accepts": _values(child.accepts),
                    }
                    for child in connection.children
                ],
            }
            for connection in configuration.connections
        ],
        "unread": [unread.line.number for unread in configuration.account.unread],
    }


def _values(settings: Any) -> dict[str, str]:
    found: dict[str, Value] = dict(settings)
    return {name: value.value for name, value in sorted(found.items())}


@dataclass(frozen=True)
class Tunnel:
    """The one tunnel as a manner writes it: by IKE version, each end's configuration, and how to break it."""

    manner: str
    ends: dict[str, dict[str, str]]
    faults: list[dict[str, str]]

    def end(self, side: str, version: str) -> str:
        """Return the configuration of ``east`` or ``west``."""
        return self.ends[version][side]


@cache
def tunnels() -> dict[str, Tunnel]:
    """Return the tunnel in every manner, by the manner's id."""
    found = {}
    for path in sorted(TUNNELS.glob("*.yaml")):
        data = texts_in(path)
        ends = {version: data[version] for version in ("ikev1", "ikev2") if version in data}
        found[path.stem] = Tunnel(path.stem, ends, data["faults"])
    return found
