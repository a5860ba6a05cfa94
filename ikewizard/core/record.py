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

__all__ = ["CLOSED", "dataclass", "field", "replace"]

CLOSED = {"extra": "forbid"}
"""For pydantic: data with a key that the class does not have is refused."""

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    from operator import attrgetter

    _MISSING = object()

    class field:
        """What is told of a field beside its type."""

        __slots__ = ("compare", "default", "default_factory", "init", "repr")

        def __init__(self, *, default=_MISSING, default_factory=_MISSING, init=True, repr=True, compare=True):
            self.default = default
            self.default_factory = default_factory
            self.init = init
            self.repr = repr
            self.compare = compare

        def standard(self):
            """Return the same as the standard module has it."""
            from dataclasses import field as standard_field  # noqa: PLC0415 -- only for who asks for it

            told = {name: getattr(self, name) for name in self.__slots__}
            return standard_field(**{name: value for name, value in told.items() if value is not _MISSING})

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

    class _StandardFields:
        """``__dataclass_fields__``, for which the standard decorator is asked once somebody wants them."""

        def __init__(self, owner, own):
            self._owner = owner
            self._own = own

        def __get__(self, _record, asking):
            import dataclasses  # noqa: PLC0415 -- only for who asks for it

            del self._owner.__dataclass_fields__
            for name, told in self._own.items():
                setattr(self._owner, name, told.standard())
            dataclasses.dataclass(init=False, repr=False, eq=False)(self._owner)
            return asking.__dataclass_fields__

    def _frozen(cls):
        return _make(cls, {**_METHODS, **_FROZEN_METHODS})

    def _changing(cls):
        return _make(cls, _METHODS)

    def _make(cls, methods):
        # Of a class without a text the standard one would make up a signature, which takes as long as ten.
        cls.__doc__ = cls.__doc__ or cls.__name__
        own = {
            name: _told(cls, name)
            for name, kind in cls.__annotations__.items()
            if not kind.startswith("ClassVar")
        }
        told = {**getattr(cls, "__record_told__", {}), **own}
        cls.__record_told__ = told
        cls.__record_fields__ = tuple(
            (name, each.default, each.default_factory) for name, each in told.items() if each.init
        )
        compared = [name for name, each in told.items() if each.compare]
        cls.__record_key__ = staticmethod(attrgetter(*compared) if compared else _no_key)
        cls.__record_shown__ = tuple(name for name, each in told.items() if each.repr)
        cls.__dataclass_fields__ = _StandardFields(cls, own)
        for name, method in methods.items():
            if name not in cls.__dict__:
                setattr(cls, name, method)
        return cls

    def _told(cls, name):
        """Return what is told of a field; what stays in the class is its default, if it has one."""
        told = cls.__dict__.get(name, _MISSING)
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

    _METHODS = {"__init__": _init, "__repr__": _repr, "__replace__": replace}
    _FROZEN_METHODS = {
        "__eq__": _eq,
        "__hash__": _hash,
        "__setattr__": _setattr,
        "__delattr__": _delattr,
    }
