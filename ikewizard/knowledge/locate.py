"""The one place that knows where the shipped trees are: inside the wheel, or beside the package."""

from __future__ import annotations

from pathlib import Path

from ikewizard.errors import InputError

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_trees() -> Path:
    """Return the folder of the shipped trees, in an installed wheel and in a checkout alike."""
    for folder in (_PACKAGE / "trees", _PACKAGE.parent / "trees"):
        if (folder / "facts.yaml").is_file():
            return folder
    raise InputError(
        "the shipped trees are missing from this installation",
        where=str(_PACKAGE),
        hint="install ikewizard again, or name a folder with --trees",
    )


def tree_files(folder: Path) -> list[Path]:
    """Return every data file of a folder of trees, in a fixed order."""
    if not folder.is_dir():
        raise InputError(
            "not a folder of trees", where=str(folder), hint="name a folder that holds facts.yaml"
        )
    return sorted([*folder.glob("*.yaml"), *folder.glob("*/*.yaml")])
