"""Frozen records as lines of text and back, for what this program has written itself.

A line is only read when what it holds is asked for, and nothing is worked out from the types of the
fields: each record names its class. So this takes a tenth of the time of ``thaw``, and is for what a seal
shows to be unchanged; what anybody else may have written is for ``thaw``, which takes nothing on trust.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ikewizard.core.kinds import TypeVar
from ikewizard.core.record import filled

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

T = TypeVar("T")

_CLASS = ""
"""The key under which a record names its class."""


def written(value: object) -> bytes:
    """Return ``value`` as a line. Fields that hold their default are left out.

    Raises ValueError for what is neither text, a number, a truth, None, a tuple, a mapping from texts, nor
    a record of such.
    """
    import json  # noqa: PLC0415 -- only for the first run after a change

    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) and key != _CLASS for key in value):
            raise ValueError("the keys of a mapping must be text, and not empty")
        return {key: _plain(item) for key, item in value.items()}
    if not hasattr(value, "__record_fields__"):
        raise ValueError(f"{type(value).__name__} has no form as a line")
    plain = {_CLASS: type(value).__name__}
    for name, default, factory in value.__record_fields__:
        held = getattr(value, name)
        if held != (factory() if callable(factory) else default):
            plain[name] = _plain(held)
    return plain


class Reader:
    """Reads lines whose records are of some classes."""

    def __init__(self, *shapes: type) -> None:
        self._shapes: Mapping[str, type] = {shape.__name__: shape for shape in shapes}
        self._decode = _decoder(self._made)

    def read(self, line: bytes) -> Any:
        """Return what is written in a line. Raises ValueError where it cannot be read."""
        try:
            return self._decode(line.decode("utf-8"))
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from None

    def _made(self, found: dict[str, Any]) -> Any:
        for key, value in found.items():
            if type(value) is list:
                found[key] = _tuple(value)
        name = found.pop(_CLASS, None)
        return found if name is None else filled(self._shapes[name], found)


def _decoder(made: Callable[[dict[str, Any]], Any]) -> Callable[[str], Any]:
    """Return what reads JSON, as ``json.loads`` does with ``made`` for its ``object_hook``.

    It is the scanner that ``json`` itself uses, without that package's other half, which takes as long to
    import as a line to be read; where there is none, it is ``json``.
    """
    try:
        from _json import make_scanner  # noqa: PLC0415 -- see above
    except ImportError:
        from json import JSONDecoder  # noqa: PLC0415 -- see above

        return JSONDecoder(object_hook=made).decode
    settings: Any = _Settings(made)
    scan = make_scanner(settings)

    def decode(text: str) -> Any:
        try:
            value, end = scan(text, 0)
        except StopIteration:
            raise ValueError("no value") from None
        if end != len(text):
            raise ValueError("more than one value")
        return value

    return decode


class _Settings:
    """What the scanner wants to be told."""

    strict = True
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float

    def __init__(self, made: Callable[[dict[str, Any]], Any]) -> None:
        self.object_hook = made


def _tuple(items: list[Any]) -> tuple[Any, ...]:
    return tuple([_tuple(item) if type(item) is list else item for item in items])


class Shelf(Mapping[str, T]):
    """Items by name, each read when it is first asked for."""

    def __init__(self, lines: Mapping[str, bytes], read: Callable[[bytes], T]) -> None:
        self._lines = lines
        self._read = read
        self._items: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        found = self._items.get(key)
        if found is None:
            found = self._items[key] = self._read(self._lines[key])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)
