"""Knowledge for a run: compiled from the trees once, then read from a cache keyed by their content.

Reading YAML and validating it costs more than everything else before the first question. The compiled
form is JSON, thawed straight into the same frozen values; the cache is no second truth, since its key is
the digest of every source file and of the shapes that they are read into. What only reading a log
needs is compiled apart.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ikewizard.core.causes import Cause, Device
from ikewizard.core.facts import FactSpec
from ikewizard.core.playbook import Playbook
from ikewizard.core.thaw import LazyMapping, freeze, thaw
from ikewizard.core.tree import Node
from ikewizard.errors import KnowledgeError
from ikewizard.knowledge.locate import shipped_trees, tree_files
from ikewizard.knowledge.walkpart import WalkPart, make_playbook, walk_part
from ikewizard.settings.spec import SettingSpec

if TYPE_CHECKING:
    from ikewizard.core.glossary import Term
    from ikewizard.knowledge.configpart import ConfigPart
    from ikewizard.knowledge.readpart import ReadPart, ScanPart
    from ikewizard.logs.catalog import Catalog

# What is compiled depends on these as well: a cache that an older program wrote must not be read.
_SHAPES = (
    "core/causes.py",
    "core/conditions.py",
    "core/facts.py",
    "core/glossary.py",
    "core/tree.py",
    "logs/anchors.py",
    "logs/patterns.py",
    "logs/prefilter.py",
    "logs/prepared.py",
    "logs/signature.py",
    "report/redaction.py",
    "settings/advice.py",
    "settings/manner.py",
    "settings/sealing.py",
    "settings/spec.py",
    "version.py",
)
Part = TypeVar("Part")


@dataclass
class Knowledge:
    """All that is known, each part read when it is first asked for. ``digest`` names what a walk depends on.

    Reading a part raises KnowledgeError with every fault when the trees cannot be used.
    """

    folder: Path
    cache: Path | None
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        self.digest = self._digest_of(lambda file: not _is_for_reading(file))

    def _digest_of(self, wanted: Callable[[Path], bool]) -> str:
        return _digest((name, file) for name, file in self._files if wanted(file))

    @cached_property
    def _files(self) -> tuple[tuple[str, Path], ...]:
        return tuple((file.relative_to(self.folder).as_posix(), file) for file in tree_files(self.folder))

    @cached_property
    def walk(self) -> WalkPart:
        """The tree, causes, facts, devices and settings."""
        return self._part("walk", _thawed_walk)

    @cached_property
    def read(self) -> ReadPart:
        """The log dialects with all that was written of them, and what a secret looks like."""
        from ikewizard.knowledge.readpart import ReadPart  # noqa: PLC0415 -- no log, no signatures

        return self._part("read", partial(thaw, ReadPart))

    @cached_property
    def scan(self) -> ScanPart:
        """What a run needs of the part to read, in the form in which that costs least."""
        from ikewizard.knowledge.readpart import ScanPart  # noqa: PLC0415 -- see read

        return self._part("scan", partial(thaw, ScanPart))

    @cached_property
    def catalog(self) -> Catalog:
        """The signatures, ready to be tried."""
        from ikewizard.logs.catalog import Catalog  # noqa: PLC0415 -- see read

        return Catalog.stored(self.scan.prepared)

    @cached_property
    def config(self) -> ConfigPart:
        """How makers write configurations, and what is weak or known to be good in them."""
        from ikewizard.knowledge.configpart import ConfigPart  # noqa: PLC0415 -- see read

        return self._part("config", partial(thaw, ConfigPart))

    @cached_property
    def playbook(self) -> Playbook:
        """The walk's part, put together for the engine."""
        part = self.walk
        return make_playbook(part)

    def _part(self, name: str, thawed: Callable[[Any], Part]) -> Part:
        if self.cache:
            try:
                return thawed(_stored(self._file(self.cache, name)))
            except (OSError, ValueError):
                pass  # not compiled yet, or damaged: compiled anew below
        frozen = {part: freeze(made) for part, made in self._compile().items()}
        if self.cache:
            for part, data in frozen.items():
                _store(self._file(self.cache, part), data)
        return thawed(frozen[name])

    def _file(self, cache: Path, part: str) -> Path:
        # The signatures are most of the trees: only who reads a log needs to know whether they changed.
        key = self.digest if part == "walk" else self._digest_of(lambda _: True)
        return cache / f"{key}-{self._program}.{part}"

    @cached_property
    def _program(self) -> str:
        package = Path(__file__).resolve().parent.parent
        return _digest((name, package / name) for name in _SHAPES)[:8]

    def _compile(self) -> Mapping[str, object]:
        from ikewizard.knowledge.check import usable_parts  # noqa: PLC0415 -- needs pydantic and YAML: slow
        from ikewizard.knowledge.configpart import ConfigPart  # noqa: PLC0415 -- see read
        from ikewizard.knowledge.readpart import ReadPart, ScanPart  # noqa: PLC0415 -- see read
        from ikewizard.logs.prepared import prepare  # noqa: PLC0415 -- see read

        parts, faults = usable_parts(self.folder)
        if faults:
            raise KnowledgeError(tuple(faults))
        return {
            "walk": walk_part(parts),
            "read": ReadPart(parts.dialects, parts.secrets),
            "scan": ScanPart(prepare(parts.dialects), parts.secrets),
            "config": ConfigPart(parts.manners, parts.weak, parts.flaws, parts.profiles),
        }


def load(folder: Path | None = None, cache: Path | None = None) -> Knowledge:
    """Return the knowledge in ``folder`` (the shipped trees when None), with compiled parts in ``cache``."""
    return Knowledge(folder or shipped_trees(), cache)


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    digest = hashlib.sha256()
    for name, path in files:
        content = path.read_bytes()
        digest.update(f"\n{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:24]


def _is_for_reading(file: Path) -> bool:
    return file.parent.name in ("signatures", "configs") or file.name in ("secrets.yaml", "advice.yaml")


class _Terms(LazyMapping["Term"]):
    """The glossary. What a term is made of is only loaded where one is shown, which is on a call."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(None, data)

    def __getitem__(self, key: str) -> Term:
        if self._class is None:
            from ikewizard.core.glossary import Term  # noqa: PLC0415 -- see above

            self._class = Term
        return super().__getitem__(key)


def _thawed_walk(data: Any) -> WalkPart:
    # A walk needs a few of the nodes, and most walks none of the causes until their end.
    return WalkPart(
        LazyMapping(Node, data["nodes"]),
        LazyMapping(Cause, data["causes"]),
        LazyMapping(FactSpec, data["facts"]),
        LazyMapping(Device, data["devices"]),
        LazyMapping(SettingSpec, data["settings"]),
        _Terms(data["glossary"]),
    )


def _stored(file: Path) -> Any:
    seal, _, content = file.read_bytes().partition(b"\n")
    if seal.decode("ascii", "replace") != _seal(content):
        raise ValueError("the file is damaged")
    return json.loads(content)


def _seal(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _store(file: Path, data: object) -> None:
    import tempfile  # noqa: PLC0415 -- only for the first run after a change

    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(f"{_seal(content)}\n".encode() + content)
            Path(name).replace(file)
        except OSError:
            # Windows does not replace a file that another run is reading.
            Path(name).unlink(missing_ok=True)
    except OSError:
        pass  # a cache that cannot be written costs time, never the run
