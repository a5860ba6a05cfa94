"""Where things are kept on this computer."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """Return the platform's data directory of this user: the sessions are kept under it."""
    return platformdirs.user_data_path("ikewizard", appauthor=False)


def cache_folder() -> Path:
    """Return the platform's cache directory of this user, for compiled trees."""
    return platformdirs.user_cache_path("ikewizard", appauthor=False)


def knowledge_folder(named: str | None) -> Path | None:
    """Return the folder of trees that the command line names, or None for the shipped ones."""
    return Path(named) if named else None
