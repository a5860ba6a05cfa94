"""Frozen dataclasses that cost next to nothing to define.

The standard decorator writes six methods for every class as source text and compiles them; for the fifty
classes that stand before the first question that takes longer than reading the whole tree. Here the
standard one only finds the fields, and all classes share the same six methods. To a type checker, to
``dataclasses.replace``, ``fields`` and ``is_dataclass``, and to pydantic they are frozen dataclasses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(*, frozen):
        """Return a decorator that makes a class a frozen dataclass; ``frozen`` must be true."""
        if not frozen:
            raise TypeError("only frozen classes are made here: use the standard dataclass for others")
        return _make

    def _make(cls):
        # Of a class without a text the standard one would make up a signature, which takes as long as ten.
        cls.__doc__ = cls.__doc__ or cls.__name__
        cls = dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
        fields = [field for field in cls.__dataclass_fields__.values() if _is_field(field)]
        cls.__record_fields__ = tuple(
            (field.name, field.default, field.default_factory) for field in fields if field.init
        )
        compared = [field.name for field in fields if field.compare]
        cls.__record_key__ = staticmethod(attrgetter(*compared) if compared else _no_key)
        cls.__record_shown__ = tuple(field.name for field in fields if field.repr)
        for name, method in _METHODS.items():
            if name not in cls.__dict__:
                setattr(cls, name, method)
        return cls

    def _is_field(field):
        return field._field_type is dataclasses._FIELD

    def _no_key(_):
        return ()

    def _init(self, *args, **kwargs):  # noqa: C901 -- one loop body for each way a field gets its value
        fields = type(self).__record_fields__
        if len(args) > len(fields):
            raise TypeError(f"{type(self).__name__} takes {len(fields)} arguments, {len(args)} were given")
        values = self.__dict__
        for (name, _, _), value in zip(fields, args, strict=False):
            values[name] = value
        missing = dataclasses.MISSING
        for name, default, factory in fields[len(args) :]:
            if name in kwargs:
                values[name] = kwargs.pop(name)
            elif default is not missing:
                values[name] = default
            elif factory is not missing:
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
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _delattr(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    _METHODS = {
        "__init__": _init,
        "__repr__": _repr,
        "__eq__": _eq,
        "__hash__": _hash,
        "__setattr__": _setattr,
        "__delattr__": _delattr,
    }
