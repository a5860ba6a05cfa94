"""Dataclasses that cost next to nothing to define.

The standard decorator writes six methods for every class as source text and compiles them; for the fifty
classes that stand before the first question that takes longer than reading the whole tree. And its module
imports ``inspect``, which takes a third of the time in which a paste is answered. So the fields are found
here, and all classes share the same methods. To a type checker these are the standard dataclasses; for
``dataclasses.fields`` and ``is_dataclass``, and for pydantic, they become that when they are asked.
"""

from __future__ import annotations

# Not typing's, which is imported by none that answers a paste.
TYPE_CHECKING = False

__all__ = ["CLOSED", "dataclass", "field", "filled", "replace"]

CLOSED = {"extra": "forbid"}
"""For pydantic: data with a key that the class does not have is refused."""

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import dataclass, field, replace
    from typing import Any, TypeVar

    T = TypeVar("T")

    def filled(cls: type[T], values: Mapping[str, Any]) -> T:
        """Return a record with these values, of which nothing is checked: for what was when it was stored."""
        ...
else:
    from operator import attrgetter

    _MISSING = object()
    _TOLD = {"compare", "default", "default_factory", "init", "repr"}

    class field:
        """What is told of a field beside its type."""

        default = default_factory = _MISSING
        init = repr = compare = True

        def __init__(self, **told):
            if not told.keys() <= _TOLD:
                raise TypeError(f"a field is told {', '.join(sorted(_TOLD))}; not {', '.join(sorted(told))}")
            self.__dict__.update(told)

        def standard(self):
            """Return the same as the standard module has it."""
            from dataclasses import field as standard_field  # noqa: PLC0415 -- only for who asks for it

            return standard_field(**self.__dict__)

    _PLAIN = field()

    def dataclass(*, frozen=False, eq=True):
        """Return a decorator that makes a class a dataclass: frozen, or with ``eq=False``."""
        if not frozen and eq:
            raise TypeError("what changes is not compared here: use the standard dataclass, or eq=False")
        return _frozen if frozen else _changing

    def replace(record, /, **changes):
        """Return ``record`` with other values for some of its fields."""
        for name, _, _ in record.__record_fields__:
            if name not in changes:
                changes[name] = getattr(record, name)
        return type(record)(**changes)

    def filled(cls, values):
        """Return a record with these values, of which nothing is checked: for what was when it was stored."""
        if not cls.__record_needed__ <= values.keys():
            raise TypeError(f"{cls.__name__} misses an argument")
        record = object.__new__(cls)
        held = record.__dict__
        # What has a plain default finds it in the class.
        for name, factory in cls.__record_factories__:
            if name not in values:
                held[name] = factory()
        held.update(values)
        return record

    class _StandardFields:
        """``__dataclass_fields__``, for which the standard decorator is asked once somebody wants them."""

        def __get__(self, _record, asking):
            import dataclasses  # noqa: PLC0415 -- only for who asks for it

            owner = next(cls for cls in asking.__mro__ if "__dataclass_fields__" in cls.__dict__)
            own = _own(owner)
            del owner.__dataclass_fields__
            # Of a class without a text it would make up a signature, which takes as long as ten classes.
            owner.__doc__ = owner.__doc__ or owner.__name__
            for name, told in own.items():
                setattr(owner, name, told.standard())
            dataclasses.dataclass(init=False, repr=False, eq=False)(owner)
            return asking.__dataclass_fields__

    class _Worked:
        """What is worked out from the fields of a class when it is first used."""

        def __init__(self, name, work):
            self._name = name
            self._work = work

        def __get__(self, _record, cls):
            setattr(cls, self._name, self._work(cls))
            return getattr(cls, self._name)

    def _frozen(cls):
        return _make(cls, _FROZEN_METHODS)

    def _changing(cls):
        return _make(cls, _METHODS)

    def _make(cls, methods):
        known = cls.__dict__
        for name, method in methods.items():
            if name not in known:
                setattr(cls, name, method)
        return cls

    def _own(cls):
        """Return what is told of the fields that a class itself has; what stays in it are their defaults."""
        own = cls.__dict__.get("__record_own__")
        if own is None:
            own = cls.__record_own__ = {
                name: _told(cls, name)
                for name, kind in cls.__annotations__.items()
                if not kind.startswith("ClassVar")
            }
        return own

    def _all(cls):
        told = {}
        for base in reversed(cls.__mro__):
            if "__record_fields__" in base.__dict__:
                told.update(_own(base))
        return told

    def _told(cls, name):
        """Return what is told of a field; what stays in the class is its default, if it has one."""
        told = cls.__dict__.get(name, _PLAIN)
        if told is _PLAIN:
            return _PLAIN
        if type(told).__module__ == "dataclasses":
            raise TypeError(
                f"{cls.__name__}.{name} is the standard field: take that of ikewizard.core.record"
            )
        if not isinstance(told, field):
            return field(default=told)
        if told.default is _MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, told.default)
        return told

    def _fields(cls):
        return tuple(
            (name, told.default, told.default_factory) for name, told in _all(cls).items() if told.init
        )

    def _made(cls):
        return tuple(
            (name, told.default_factory)
            for name, told in _all(cls).items()
            if not told.init and told.default_factory is not _MISSING
        )

    def _factories(cls):
        return tuple(
            (name, told.default_factory)
            for name, told in _all(cls).items()
            if told.default_factory is not _MISSING
        )

    def _needed(cls):
        return frozenset(
            name
            for name, told in _all(cls).items()
            if told.init and told.default is _MISSING and told.default_factory is _MISSING
        )

    def _key(cls):
        compared = [name for name, told in _all(cls).items() if told.compare]
        return staticmethod(attrgetter(*compared) if compared else _no_key)

    def _shown(cls):
        return tuple(name for name, told in _all(cls).items() if told.repr)

    def _no_key(_):
        return ()

    def _init(self, *args, **kwargs):  # noqa: C901 -- one loop body for each way a field gets its value
        fields = type(self).__record_fields__
        if len(args) > len(fields):
            raise TypeError(f"{type(self).__name__} takes {len(fields)} arguments, {len(args)} were given")
        values = self.__dict__
        for (name, _, _), value in zip(fields, args, strict=False):
            values[name] = value
        for name, default, factory in fields[len(args) :]:
            if name in kwargs:
                values[name] = kwargs.pop(name)
            elif default is not _MISSING:
                values[name] = default
            elif factory is not _MISSING:
                values[name] = factory()
            else:
                raise TypeError(f"{type(self).__name__} misses the argument '{name}'")
        if kwargs:
            raise TypeError(f"{type(self).__name__} has no argument '{next(iter(kwargs))}' left to give")
        for name, factory in self.__record_made__:
            values[name] = factory()
        after = getattr(self, "__post_init__", None)
        if after:
            after()

    def _repr(self):
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__record_shown__)
        return f"{type(self).__qualname__}({shown})"

    def _eq(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__record_key__(self) == self.__record_key__(other)

    def _hash(self):
        return hash(self.__record_key__(self))

    def _setattr(self, name, _value):
        from dataclasses import FrozenInstanceError  # noqa: PLC0415 -- a fault of the program

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _delattr(self, name):
        from dataclasses import FrozenInstanceError  # noqa: PLC0415 -- a fault of the program

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    _METHODS = {
        "__init__": _init,
        "__repr__": _repr,
        "__replace__": replace,
        "__dataclass_fields__": _StandardFields(),
        "__record_fields__": _Worked("__record_fields__", _fields),
        "__record_made__": _Worked("__record_made__", _made),
        "__record_factories__": _Worked("__record_factories__", _factories),
        "__record_needed__": _Worked("__record_needed__", _needed),
        "__record_key__": _Worked("__record_key__", _key),
        "__record_shown__": _Worked("__record_shown__", _shown),
    }
    _FROZEN_METHODS = {
        **_METHODS,
        "__eq__": _eq,
        "__hash__": _hash,
        "__setattr__": _setattr,
        "__delattr__": _delattr,
    }
