"""From a folder of YAML to validated files: every fault of every file, each with its line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from ikewizard.errors import Fault
from ikewizard.knowledge import yamltext
from ikewizard.knowledge.files import FOLDERS, OPTIONAL, SINGLE, Head
from ikewizard.knowledge.locate import tree_files
from ikewizard.knowledge.yamltext import YamlText, read_yaml, value_at


@dataclass(frozen=True)
class DataFile:
    """One file: what was written (with lines) and, when it has the right shape, the model of it."""

    folder: str
    text: YamlText
    model: Head | None
    schema_line: bool = False
    """Whether the first line tells an editor which schema completes and checks the file."""


def read_folder(folder: Path) -> tuple[list[DataFile], list[Fault]]:
    """Read and validate every data file of ``folder``; faults come beside the files that have none."""
    files = [_read_file(path, folder) for path in tree_files(folder)]
    faults = [fault for file in files for fault in file.text.faults]
    present = {file.text.file for file in files}
    faults += [
        Fault(
            f"{folder.resolve().name}/{name}.yaml", 1, "the file is missing", "every folder of trees needs it"
        )
        for name in SINGLE
        if name not in OPTIONAL and f"{folder.resolve().name}/{name}.yaml" not in present
    ]
    return files, faults


def _read_file(path: Path, folder: Path) -> DataFile:
    name = f"{folder.resolve().name}/{path.relative_to(folder).as_posix()}"
    place = path.parent.name if path.parent != folder else ""
    text, first = _read_text(path, name)
    schema_line = first.startswith("# yaml-language-server: $schema=")
    kind = FOLDERS.get(place) if place else SINGLE.get(path.stem)
    if kind is None:
        places = ", ".join([*(f"{key}/" for key in FOLDERS), *(f"{key}.yaml" for key in SINGLE)])
        text.faults.append(Fault(name, 1, "no kind of data file belongs here", f"known are: {places}"))
    if text.faults or kind is None:
        return DataFile(place or path.stem, text, None, schema_line)
    model = _validate(kind, text)
    if model and model.id != path.stem:
        text.faults.append(
            Fault(
                name, text.line(("id",)), f"the id '{model.id}' is not the file's name", f"use '{path.stem}'"
            )
        )
    return DataFile(place or path.stem, text, model, schema_line)


def _read_text(path: Path, name: str) -> tuple[YamlText, str]:
    try:
        if path.stat().st_size > yamltext.MAX_BYTES:
            raise ValueError(f"the file is larger than {yamltext.MAX_BYTES // 2**20} MiB")
        content = path.read_text(encoding="utf-8-sig")
        return read_yaml(content, name), content.partition("\n")[0]
    except UnicodeDecodeError:
        reason = "the file is not UTF-8 text"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
    return YamlText(name, faults=[Fault(name, 1, reason)]), ""


@cache
def _adapter(kind: Any) -> TypeAdapter[Head]:
    return TypeAdapter(kind)


def _validate(kind: type[Head], text: YamlText) -> Head | None:
    try:
        return _adapter(cast("Any", kind)).validate_python(text.data)
    except ValidationError as error:
        text.faults.extend(_fault(kind, text, detail) for detail in error.errors())
    return None


def _fault(kind: type[Head], text: YamlText, detail: Any) -> Fault:
    path = _path_in_file(text.data, detail["loc"])
    place = ".".join(str(part) for part in path)
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    if detail["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        message, hint = f"unknown key '{key}'", _nearest(key, _field_names(cast("Any", kind)))
    elif detail["type"] in ("missing", "missing_argument"):
        message, hint = f"the key '{key}' is missing", ""
    else:
        reason = str(detail["msg"]).removeprefix("Value error, ")
        message, hint = f"{place or 'the file'}: {reason[0].lower()}{reason[1:]}", ""
    return Fault(text.file, text.line(path), message, hint)


def _path_in_file(data: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    # pydantic puts the name of the union's member into its path; the file does not have it.
    path: tuple[str | int, ...] = ()
    for part in loc:
        here = value_at(data, path)
        is_member = (
            isinstance(here, dict) and bool(path) and isinstance(path[-1], int) and here.get("kind") == part
        )
        if not is_member and value_at(data, (*path, part)) is not None:
            path = (*path, part)
    return path


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    names = {"nodes", "id"}
    waiting: list[type] = [kind]
    seen: set[type] = set()
    while waiting:
        shape = waiting.pop()
        seen.add(shape)
        for field in fields(shape):
            names.add(field.name)
        waiting.extend(inner for inner in _inner_shapes(shape) if inner not in seen)
    return tuple(sorted(names))


def _inner_shapes(shape: type) -> list[type]:
    from typing import get_args, get_type_hints  # noqa: PLC0415 -- only needed to word a hint

    found: list[type] = []
    waiting: list[Any] = list(get_type_hints(shape).values())
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and is_dataclass(hint):
            found.append(hint)
        waiting.extend(get_args(hint))
    return found


def _nearest(word: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean '{near[0]}'?" if near else ""
