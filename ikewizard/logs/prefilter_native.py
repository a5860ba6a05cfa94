"""The prefilter that uses hyperscan, where the extra ``ikewizard[fast]`` is installed.

Only its search for plain texts is used: over many regular expressions at once it is known to miss matches
(VectorCamp/vectorscan issues 358 and 382), which ``re`` therefore keeps deciding.
"""

from __future__ import annotations

from collections.abc import Iterator

from ikewizard.logs.prefilter import Merging, Texts, with_always

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ikewizard.logs.prefilter import Prefilter, Proposal


def native(texts: Texts) -> Prefilter | None:
    """Return the native prefilter for ``texts``, or None where it is not installed, or cannot be made."""
    try:
        import hyperscan  # noqa: PLC0415 -- optional, and slow to import
    except ImportError:
        return None
    if not texts.owners:
        return None
    try:
        return _Hyperscan(texts, hyperscan)
    except hyperscan.error:
        return None


class _Hyperscan:
    def __init__(self, texts: Texts, library: Any) -> None:
        self._always = texts.always
        self._merging = Merging(texts)
        self._database = library.Database(mode=library.HS_MODE_BLOCK)
        self._database.compile(
            expressions=list(texts.owners),
            ids=list(range(len(texts.owners))),
            elements=len(texts.owners),
            flags=[0] * len(texts.owners),
            literal=True,
        )

    def propose(self, block: bytes) -> Iterator[Proposal]:
        """Yield each line that any pattern could match once, in order."""
        found: list[tuple[int, int]] = []

        def note(number: int, _begin: int, end: int, _flags: int, _context: object) -> None:
            # The end is the place after the text, which may be the newline: what is before is in its line.
            found.append((end - 1, number))

        self._database.scan(block, match_event_handler=note)
        # It promises no order.
        found.sort()
        return with_always(self._merging.lines(block, found), block, self._always)
