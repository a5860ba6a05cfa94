"""The commands about trees: check them, and write the schemas that editors use."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from ikewizard.errors import KnowledgeError


def trees(arguments: argparse.Namespace) -> int:
    """Run ``trees check`` or ``trees schemas``."""
    return _check(arguments.folder) if arguments.action == "check" else _schemas(Path(arguments.folder))


def _check(folder: str | None) -> int:
    from ikewizard.knowledge.check import check  # noqa: PLC0415 -- pydantic and YAML: slow to import
    from ikewizard.knowledge.locate import shipped_trees, tree_files  # noqa: PLC0415 -- see above

    place = Path(folder) if folder else shipped_trees()
    faults = check(place)
    if faults:
        raise KnowledgeError(tuple(faults))
    sys.stdout.write(f"{len(tree_files(place))} files checked, no fault found\n")
    return 0


def _schemas(folder: Path) -> int:
    for name, text in schema_texts().items():
        path = folder / "schema" / f"{name}.schema.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def schema_texts() -> dict[str, str]:
    """Return the text of every schema by the name of its kind of file."""
    from ikewizard.knowledge.files import FOLDERS, SINGLE, schema  # noqa: PLC0415 -- see _check

    return {
        name: json.dumps(schema(kind), indent=1, sort_keys=True) + "\n"
        for name, kind in {**FOLDERS, **SINGLE}.items()
    }
