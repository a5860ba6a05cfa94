"""Regular expressions that are compiled when they are first used: of those of a module, a run needs few."""

from __future__ import annotations

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False

__all__ = ["late"]

if TYPE_CHECKING:
    from re import compile as late
else:
    import re

    class _Late:
        def __init__(self, pattern, flags):
            self._written = (pattern, flags)

        def __getattr__(self, name):
            # Asked once for each method: from then on that of the compiled one is an attribute of its own.
            compiled = re.compile(*self._written)
            for known in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
                setattr(self, known, getattr(compiled, known))
            return getattr(compiled, name)

    def late(pattern, flags=0):
        """Return what behaves as ``re.compile(pattern, flags)``, and is not compiled yet."""
        return _Late(pattern, flags)
