"""YAML that does not guess: every scalar stays text, every fault has its line, nothing is evaluated.

Built on the parser's events, so that anchors (YAML bombs), tags and repeated keys are refused where they
stand, and the line of every value is known. Plain YAML would read ``no``, ``1.10``, ``12:30`` and ``010``
as something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ikewizard.errors import Fault

Path = tuple[str | int, ...]
MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 40
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class YamlText:
    """The data of one file (text, lists, mappings, None), the line of every path, and the faults."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line (from 1) of ``path``, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass
class _Open:
    """A list or mapping that is being read; ``next`` is the path of the mapping's value that comes next."""

    path: Path
    value: list[Any] | dict[str, Any]
    next: Path = ()


def read_yaml(text: str, file: str) -> YamlText:
    """Read one document of YAML; never raises: what is wrong is in ``faults``."""
    result = YamlText(file)
    if len(text) > MAX_BYTES:
        result.faults.append(Fault(file, 1, f"the file is larger than {MAX_BYTES // 2**20} MiB"))
        return result
    try:
        _build(result, yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        result.faults.append(Fault(file, line, f"not valid YAML: {error.problem or error.context}"))
    except yaml.YAMLError as error:
        result.faults.append(Fault(file, 1, f"not valid YAML: {' '.join(str(error).split())}"))
    return result


def _build(result: YamlText, events: Iterator[Any]) -> None:
    stack: list[_Open] = []
    documents = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.NodeEvent):
            if not _read_node(result, stack, event, line):
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = stack.pop()
            _place(result, stack, closed.value, closed.path)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                result.faults.append(Fault(result.file, line, "a file holds one YAML document"))
                return


def _read_node(result: YamlText, stack: list[_Open], event: Any, line: int) -> bool:
    refusal = _refusal(event, len(stack))
    if refusal:
        result.faults.append(Fault(result.file, line, refusal))
        return False
    path: Path = ()
    if stack:
        parent = stack[-1]
        if isinstance(parent.value, list):
            path = (*parent.path, len(parent.value))
        elif parent.next:
            path = parent.next
        else:
            return _read_key(result, parent, event, line)
    result.lines.setdefault(path, line)
    if isinstance(event, yaml.ScalarEvent):
        _place(result, stack, _scalar(event), path)
    else:
        empty: list[Any] | dict[str, Any] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        stack.append(_Open(path, empty))
    return True


def _read_key(result: YamlText, parent: _Open, event: Any, line: int) -> bool:
    if not isinstance(event, yaml.ScalarEvent):
        result.faults.append(Fault(result.file, line, "a key must be plain text"))
        return False
    key = str(event.value)
    if key in parent.value:
        message = f"the key '{key}' stands twice in one mapping"
        result.faults.append(Fault(result.file, line, message, "keep one of them"))
    parent.next = (*parent.path, key)
    result.lines[parent.next] = line
    return True


def _place(result: YamlText, stack: list[_Open], value: Any, path: Path) -> None:
    if not stack:
        result.data = value
        return
    parent = stack[-1]
    if isinstance(parent.value, list):
        parent.value.append(value)
    else:
        parent.value[str(path[-1])] = value
        parent.next = ()


def _scalar(event: Any) -> str | None:
    plain_nothing = not event.style and event.value in ("", "~", "null")
    return None if plain_nothing else str(event.value)


def _refusal(event: Any, depth: int) -> str:
    # An alias has the name of an anchor too.
    if event.anchor:
        return "anchors and aliases are not allowed"
    if getattr(event, "tag", None):
        return f"the tag '{event.tag}' is not allowed: values are text"
    if depth > MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH} levels"
    return ""


def value_at(data: Any, path: Path) -> Any:
    """Return the value at ``path`` inside ``data``, or None where there is none."""
    for key in path:
        if isinstance(data, Mapping):
            data = data.get(key)
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return None
    return data
