"""Where things are kept on this computer."""

from __future__ import annotations

import os
import sys

# Not typing's: see ikewizard.core.record.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path


def data_folder() -> Path:
    """Return the platform's data directory of this user: the sessions are kept under it."""
    import platformdirs  # noqa: PLC0415 -- a diagnosis keeps nothing

    return platformdirs.user_data_path("ikewizard", appauthor=False)


def cache_folder() -> str:
    """Return the platform's cache directory of this user, for compiled trees."""
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        # As platformdirs has it, whose import takes longer than to read what lies there.
        base = os.environ.get("XDG_CACHE_HOME", "").strip()
        return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "ikewizard")
    import platformdirs  # noqa: PLC0415 -- see above

    return platformdirs.user_cache_dir("ikewizard", appauthor=False)


def trees_at(named: str | None) -> tuple[str | None, str, Callable[[], AbstractContextManager[None]]]:
    """Return what ``load`` takes: the folder of trees (None: the shipped), the cache, and what tells of it.

    ``named`` is the folder that the command line names.
    """
    return named or None, cache_folder(), _preparing


def _preparing() -> AbstractContextManager[None]:
    from ikewizard.cli.progress import preparing  # noqa: PLC0415 -- only after an update

    return preparing(sys.stderr)
