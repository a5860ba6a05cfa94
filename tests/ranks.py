"""Which tests are begun first, and which are run by one worker, where several share them out."""

from __future__ import annotations

FIRST = (
    "tests/e2e/",
    "tests/guide/test_rows_in_the_wizard.py",
    "tests/test_packaging.py",
    "tests/test_accuracy",
    "tests/leaks/",
    "tests/knowledge/test_read.py",
    "tests/settings/test_config_",
)
"""What the modules that take longest begin with. At the end a long one would leave a worker idle."""

TOGETHER = {
    **dict.fromkeys(
        (
            "tests/test_accuracy_of_settings.py",
            "tests/logs/test_corpus.py",
            "tests/logs/test_coverage.py",
            "tests/logs/test_scenarios.py",
            "tests/logs/test_variants.py",
        ),
        "tests/test_accuracy.py",
    )
}
"""Modules that read the same logs, which are remembered by the process that has read them."""


def rank(module: str) -> int:
    """Return the place of a module in the order in which they are begun."""
    places = (place for place, start in enumerate(FIRST) if module.startswith(start))
    return next(places, len(FIRST))
