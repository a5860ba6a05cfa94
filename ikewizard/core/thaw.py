"""Frozen dataclasses to JSON data and back, strictly, and without the cost of a validation library.

A walk is drawn from stored data before the first question: how a class is read is worked out once for
each class and kept, and nothing is worked out for a class that is not used. What a class may hold:
text, int, bool, None, ``Literal``, ``tuple[X, ...]``, ``Mapping[str, X]``, ``X | None``, other frozen
dataclasses, and unions of such which a ``Literal`` field ``kind`` tells apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from ikewizard.core.kinds import literals

T = TypeVar("T")
Thaw = Callable[[Any], Any]
_Step = str | int

_WORDS: Mapping[type, str] = {
    str: "text",
    int: "a number",
    bool: "true or false",
    NoneType: "null",
    list: "a list",
    dict: "an object",
}


class Misfit(ValueError):
    """Data that does not fit its class. The message names the place: ``nodes.start.choices[2].goto``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        self.steps: list[_Step] = []

    def within(self, step: _Step) -> Misfit:
        """Return the same misfit, seen from one level further out."""
        self.steps.append(step)
        return self

    def __str__(self) -> str:
        inner_first = [f"[{s}]" if isinstance(s, int) else f".{s}" for s in self.steps]
        place = "".join(reversed(inner_first)).removeprefix(".")
        return f"{place}: {self.why}" if place else self.why


def freeze(value: object) -> Any:
    """Return ``value`` as JSON data. Fields that hold their default are left out.

    Raises ValueError for what JSON data cannot say and ``thaw`` could not read back.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, tuple):
        return [freeze(item) for item in value]
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("the keys of a mapping must be text")
        return {key: freeze(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        found = ((name, getattr(value, name), default) for name, default in _defaults(type(value)))
        return {name: freeze(item) for name, item, default in found if item is MISSING or item != default}
    raise ValueError(f"{type(value).__name__} has no form as JSON data")


def thaw(cls: type[T], data: object) -> T:
    """Return the value of dataclass ``cls`` that ``freeze`` made ``data`` of.

    Nothing is guessed or converted: an unknown or a missing key and a value of another type raise
    ValueError, with the place; so does what the class itself refuses.
    """
    return cast("T", _plan(cast("Hashable", cls))(data))


@cache
def _defaults(cls: type) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, _default(field)) for field in fields(cls) if field.init)


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


@cache
def _plan(kind: Any) -> Thaw:
    if kind in _WORDS:
        return _scalar(kind)
    one_of = literals(kind)
    if one_of is not None:
        return _literal(one_of)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return _sequence(inner[0])
    if isinstance(origin, type) and issubclass(origin, Mapping) and inner[:1] == (str,):
        return _mapping(inner[1])
    if origin in (Union, UnionType):
        return _union(inner)
    if is_dataclass(kind):
        return _record(cast("type", kind))
    raise TypeError(f"no field of stored data may have the type {kind}")


def _scalar(kind: type) -> Thaw:
    def read(data: Any) -> Any:
        if type(data) is not kind:
            raise _expected(_WORDS[kind], data)
        return data

    return read


def _literal(allowed: tuple[Any, ...]) -> Thaw:
    # bool and int compare equal across types (True == 1): the type is part of the value.
    known = {(type(value), value) for value in allowed}
    words = ", ".join(str(value) for value in allowed)

    def read(data: Any) -> Any:
        if isinstance(data, str | int) and (type(data), data) in known:
            return data
        raise _expected(f"one of: {words}", data)

    return read


def _sequence(inner: Any) -> Thaw:
    thaw_item = _plan(inner)

    def read(data: Any) -> Any:
        if type(data) is not list:
            raise _expected("a list", data)
        items: list[Any] = []
        try:
            for item in data:
                items.append(thaw_item(item))  # noqa: PERF401 - their number is the place of a misfit
        except Misfit as error:
            raise error.within(len(items)) from None
        return tuple(items)

    return read


def _mapping(inner: Any) -> Thaw:
    thaw_item = _plan(inner)

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise _expected("an object", data)
        key = ""
        items = {}
        try:
            for key, item in data.items():
                items[key] = thaw_item(item)
        except Misfit as error:
            raise error.within(key) from None
        return items

    return read


def _record(cls: type) -> Thaw:
    required = frozenset(name for name, default in _defaults(cls) if default is MISSING)

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise _expected("an object", data)
        plans = _field_plans(cls)
        name = ""
        values = {}
        try:
            for name, item in data.items():
                plan = plans.get(name)
                if plan is None:
                    raise Misfit("unknown key")
                values[name] = plan(item)
        except Misfit as error:
            raise error.within(name) from None
        if not required <= values.keys():
            raise Misfit(f"missing: {', '.join(sorted(required - values.keys()))}")
        try:
            return cls(**values)
        except ValueError as error:
            raise Misfit(str(error)) from None

    return read


@cache
def _field_plans(cls: type) -> Mapping[str, Thaw]:
    # Looked up at the first reading, not when the plan is made: a condition holds conditions.
    return {
        field.name: _plan(_kind(cast("Hashable", field.type), cls.__module__))
        for field in fields(cls)
        if field.init
    }


@cache
def _kind(written: Hashable, module: str) -> Any:
    """Return the type that an annotation of ``module`` means.

    ``get_type_hints`` compiles every annotation by itself, and most of the same module are alike.
    """
    meant = eval(written, vars(import_module(module))) if isinstance(written, str) else written
    return NoneType if meant is None else meant


def _union(members: tuple[Any, ...]) -> Thaw:
    others = tuple(member for member in members if member is not NoneType)
    read = _plan(others[0]) if len(others) == 1 else _tagged(others)
    if len(others) == len(members):
        return read

    def read_optional(data: Any) -> Any:
        return None if data is None else read(data)

    return read_optional


def _tagged(members: tuple[Any, ...]) -> Thaw:
    by_kind: dict[str, Any] = {}
    for member in members:
        tag = get_type_hints(member).get("kind") if is_dataclass(member) else None
        kinds = literals(tag)
        if kinds is None:
            raise TypeError(f"a union needs dataclasses with a Literal field 'kind': {member}")
        by_kind.update(dict.fromkeys(map(str, kinds), member))
    words = ", ".join(by_kind)

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise _expected("an object", data)
        kind = data.get("kind")
        if not isinstance(kind, str) or kind not in by_kind:
            raise Misfit(f"'kind' must be one of: {words}")
        return _plan(by_kind[kind])(data)

    return read


def _expected(what: str, data: object) -> Misfit:
    return Misfit(f"expected {what}, found {_WORDS.get(type(data), type(data).__name__)}")
