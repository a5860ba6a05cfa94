"""Regular expressions that are compiled when they are first used: of those of a module, a run needs few."""

from __future__ import annotations

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False

__all__ = ["late", "seek_first"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Pattern
    from re import compile as late

    def seek_first(find: Callable[[str], Pattern[str] | None]) -> None:
        """Ask ``find`` for the compiled form of a pattern of text, from now on, before it is compiled."""
        ...
else:

    def seek_first(find):
        """Ask ``find`` for the compiled form of a pattern of text, from now on, before it is compiled."""
        _Late.find = staticmethod(find)

    def _compiled(pattern, flags):
        found = _Late.find(pattern) if isinstance(pattern, str) and not flags else None
        if found:
            return found
        import re  # noqa: PLC0415 -- what is stored needs nothing of it, and it takes a tenth of a paste's time

        return re.compile(pattern, flags)

    class _Late:
        find = staticmethod(lambda _pattern: None)

        def __init__(self, pattern, flags):
            self._written = (pattern, flags)

        def __getattr__(self, name):
            # Asked once for each method: from then on that of the compiled one is an attribute of its own.
            compiled = _compiled(*self._written)
            for known in ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"):
                setattr(self, known, getattr(compiled, known))
            return getattr(compiled, name)

    def late(pattern, flags=0):
        """Return what behaves as ``re.compile(pattern, flags)``, and is not compiled yet."""
        return _Late(pattern, flags)
