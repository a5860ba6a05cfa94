"""Knowledge for a run: compiled from the trees once, then read from a cache keyed by their content.

Reading YAML and validating it costs more than everything else before the first question. The compiled
form is JSON, thawed straight into the same frozen values; the cache is no second truth, since its key is
the digest of every source file and of the shapes that they are read into. What only reading a log
needs is compiled apart.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from ikewizard.core.late import seek_first
from ikewizard.core.playbook import Playbook
from ikewizard.core.record import dataclass, field
from ikewizard.knowledge.cached import pieces_of, read_lines, write_lines
from ikewizard.knowledge.fresh import digests_of, part_name
from ikewizard.knowledge.locate import PACKAGE, shipped_folder
from ikewizard.knowledge.walkpart import WalkPart, make_playbook, read_walk

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import TypeVar

    from ikewizard.knowledge.configpart import ConfigPart
    from ikewizard.knowledge.readpart import ReadPart, ScanPart
    from ikewizard.logs.catalog import Catalog
    from ikewizard.report.private import PrivateForms

    Part = TypeVar("Part")
    Lines = Sequence[bytes]

# What is compiled depends on these as well: a cache that an older program wrote must not be read.
_SHAPES = (
    "core/causes.py",
    "core/conditions.py",
    "core/facts.py",
    "core/glossary.py",
    "core/record.py",
    "core/shelf.py",
    "core/tree.py",
    "logs/anchors.py",
    "logs/compiled.py",
    "logs/patterns.py",
    "logs/prefilter.py",
    "logs/prepared.py",
    "logs/signature.py",
    "logs/timestamps.py",
    "report/private.py",
    "report/redaction.py",
    "settings/advice.py",
    "settings/manner.py",
    "settings/sealing.py",
    "settings/spec.py",
    "version.py",
)
_PROGRAM = "program/"


@dataclass(eq=False)
class Knowledge:
    """All that is known, each part read when it is first asked for. ``digest`` names what a walk depends on.

    Reading a part raises KnowledgeError with every fault when the trees cannot be used.
    """

    folder: str
    cache: str | None
    meanwhile: Callable[[], AbstractContextManager[None]] | None = None
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        self.digest = self._digests["walk"]

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        program = {f"{_PROGRAM}{name}": os.path.join(PACKAGE, name) for name in _SHAPES}
        return digests_of(
            self.folder,
            program,
            self.cache,
            {"walk": _is_for_walking, "all": _is_of_trees, "program": _is_of_program},
        )

    @cached_property
    def walk(self) -> WalkPart:
        """The tree, causes, facts, devices and settings."""
        return self._part("walk", read_walk)

    @cached_property
    def read(self) -> ReadPart:
        """The log dialects with all that was written of them, and what a secret looks like."""
        from ikewizard.knowledge.readpart import read_part  # noqa: PLC0415 -- no log, no signatures

        return self._part("read", read_part)

    @cached_property
    def scan(self) -> ScanPart:
        """What a run needs of the part to read, in the form in which that costs least."""
        from ikewizard.knowledge.readpart import scan_part  # noqa: PLC0415 -- see read

        return self._part("scan", scan_part)

    @cached_property
    def catalog(self) -> Catalog:
        """The signatures, ready to be tried."""
        from ikewizard.logs.catalog import Catalog  # noqa: PLC0415 -- see read

        prepared = self.scan.prepared
        if not self.cache:
            return Catalog.stored(prepared)
        from ikewizard.logs.compiled import Codes  # noqa: PLC0415 -- see read

        codes = Codes(pieces_of(self._file(self.cache, "code")))
        seek_first(codes.finder(prepared.others))
        return Catalog.stored(prepared, codes)

    @cached_property
    def config(self) -> ConfigPart:
        """How makers write configurations, and what is weak or known to be good in them."""
        from ikewizard.knowledge.configpart import config_part  # noqa: PLC0415 -- see read

        return self._part("config", config_part)

    @cached_property
    def private(self) -> PrivateForms:
        """What identifies a unit, a site or a person: only an output that masks needs it."""
        from ikewizard.knowledge.privatepart import private_part  # noqa: PLC0415 -- see read

        return self._part("private", private_part)

    @cached_property
    def playbook(self) -> Playbook:
        """The walk's part, put together for the engine."""
        part = self.walk
        return make_playbook(part)

    def _part(self, name: str, read: Callable[[Lines], Part]) -> Part:
        if self.cache:
            try:
                return read(read_lines(self._file(self.cache, name)))
            except (OSError, ValueError):
                pass  # not compiled yet, or damaged: compiled anew below
        return read(self._compiled[name])

    # Kept, since there may be no cache, or none that can be written, and mostly several parts are asked for.
    @cached_property
    def _compiled(self) -> Mapping[str, Lines]:
        from contextlib import nullcontext  # noqa: PLC0415 -- only after a change of the trees

        with (self.meanwhile or nullcontext)():
            compiled = self._compile()
        if self.cache:
            self._keep(compiled, self.cache)
        return compiled

    def _keep(self, compiled: Mapping[str, Lines], cache: str) -> None:
        from ikewizard.knowledge.sweeping import sweep  # noqa: PLC0415 -- only after a change of the trees

        for part, lines in compiled.items():
            write_lines(self._file(cache, part), lines)
        sweep(cache, time.time(), {os.path.basename(self._file(cache, part)) for part in compiled})

    def _file(self, cache: str, part: str) -> str:
        return os.path.join(cache, part_name(self._digests, part))

    def _compile(self) -> Mapping[str, Lines]:
        from ikewizard.knowledge.compiled import compiled  # noqa: PLC0415 -- needs pydantic and YAML: slow

        return compiled(self.folder)


def load(
    folder: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    meanwhile: Callable[[], AbstractContextManager[None]] | None = None,
) -> Knowledge:
    """Return the knowledge in ``folder`` (the shipped trees when None), with compiled parts in ``cache``.

    What is not compiled yet is compiled within ``meanwhile``: that takes seconds.
    """
    return Knowledge(
        os.fspath(folder) if folder else shipped_folder(), os.fspath(cache) if cache else None, meanwhile
    )


def _is_for_walking(name: str) -> bool:
    single = ("secrets.yaml", "private.yaml", "advice.yaml")
    return _is_of_trees(name) and not (name.startswith(("signatures/", "configs/")) or name in single)


def _is_of_trees(name: str) -> bool:
    return not name.startswith(_PROGRAM)


def _is_of_program(name: str) -> bool:
    return name.startswith(_PROGRAM)
