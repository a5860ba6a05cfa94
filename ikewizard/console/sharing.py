"""Sharing as the console sees it: how many follow, and a way to hold back what is new."""

from __future__ import annotations

from typing import Protocol

from ikewizard.console import words


class Sharing(Protocol):
    """A page on which others follow this session; it is served beside the console."""

    @property
    def watchers(self) -> int:
        """How many follow, as far as is known."""
        ...

    @property
    def state(self) -> str:
        """``live``, ``paused``, or why it is over."""
        ...

    def pause(self, paused: bool) -> None:
        """Hold back what is new, or go on."""
        ...


def label(sharing: Sharing) -> str:
    """Return the entry of the menu: how it stands, and what choosing it does."""
    return words.shared(sharing.watchers, sharing.state)


def toggle(sharing: Sharing) -> str:
    """Pause a page, or let it go on; return what to tell about that."""
    if sharing.state not in ("live", "paused"):
        return words.SHARE_OVER
    paused = sharing.state == "live"
    sharing.pause(paused)
    return words.SHARE_PAUSED if paused else words.SHARE_GOES_ON
