"""What types are written with, without ``typing``, whose import takes as long as to read a paste.

To a type checker it is that of ``typing``; for pydantic a ``Literal`` becomes that when it asks for a schema.
"""

from __future__ import annotations

# Not typing's: see above.
TYPE_CHECKING = False

__all__ = ["Generic", "Literal", "TypeVar", "literals"]

if TYPE_CHECKING:
    from typing import Generic, Literal, TypeVar
else:

    class _Literals:
        """One of some values, as a type."""

        def __init__(self, values):
            self.values = values

        def standard(self):
            """Return the same as ``typing`` has it."""
            from typing import Literal as Standard  # noqa: PLC0415 -- only for who asks for it

            return Standard[self.values]

        def __or__(self, other):
            return self.standard() | other

        def __ror__(self, other):
            return other | self.standard()

        def __get_pydantic_core_schema__(self, _source, handler):
            return handler(self.standard())

    class _Maker:
        def __getitem__(self, values):
            return _Literals(values if isinstance(values, tuple) else (values,))

    Literal = _Maker()

    class Generic:
        """A class of whatever it is about."""

        def __class_getitem__(cls, _):
            return cls

    def TypeVar(name):
        """Return what stands for a type; only a type checker looks at it."""
        return name


def literals(kind: object) -> tuple[str | int, ...] | None:
    """Return the values of a ``Literal``, of whichever kind; None for any other type."""
    from typing import Literal as Standard  # noqa: PLC0415 -- only for who asks for it
    from typing import get_args, get_origin  # noqa: PLC0415 -- see above

    found = getattr(kind, "values", None)
    if isinstance(found, tuple):
        return found
    return get_args(kind) if get_origin(kind) is Standard else None
