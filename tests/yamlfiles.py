"""YAML that stands beside the tests, read by libyaml where it is there: that takes a tenth of the time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_TEXTS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_VALUES: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def texts_in(file: Path) -> Any:
    """Return what stands in a file, every scalar as text."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_TEXTS)


def values_in(file: Path) -> Any:
    """Return what stands in a file, with the numbers and truth values that YAML sees in it."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_VALUES)
