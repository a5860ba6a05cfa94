"""The one place that knows where the shipped trees are: inside the wheel, or beside the package."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ikewizard.errors import InputError

# Not typing's: see ikewizard.core.record. Nor is pathlib imported before a path of it is asked for.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def shipped_folder() -> str:
    """Return the folder of the shipped trees, in an installed wheel and in a checkout alike."""
    for folder in (os.path.join(PACKAGE, "trees"), os.path.join(os.path.dirname(PACKAGE), "trees")):
        if os.path.isfile(os.path.join(folder, "facts.yaml")):
            return folder
    raise InputError(
        "the shipped trees are missing from this installation",
        where=PACKAGE,
        hint="install ikewizard again, or name a folder with --trees",
    )


def shipped_trees() -> Path:
    """Return the same as a path."""
    from pathlib import Path  # noqa: PLC0415 -- see above

    return Path(shipped_folder())


def tree_files(folder: Path) -> list[Path]:
    """Return every data file of a folder of trees, in a fixed order."""
    return sorted(folder / name for name in found_files(str(folder)))


def found_files(folder: str) -> Mapping[str, os.stat_result]:
    """Return every data file of a folder of trees, by its name in it, with what the system tells of it."""
    if not os.path.isdir(folder):
        raise InputError("not a folder of trees", where=folder, hint="name a folder that holds facts.yaml")
    found: dict[str, os.stat_result] = {}
    folders = [""]
    for inner in folders:
        with os.scandir(os.path.join(folder, inner)) as entries:
            for entry in entries:
                if entry.name.endswith(".yaml"):
                    found[inner + entry.name] = entry.stat()
                elif not inner and entry.is_dir():
                    folders.append(f"{entry.name}/")
    return found
