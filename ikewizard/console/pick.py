"""Choosing the screen that the place can show."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TextIO

from ikewizard.console.screen import Screen

DUMB = ("dumb", "unknown", "")


def pick_screen(
    plain: bool, env: Mapping[str, str], stdin: TextIO, stdout: TextIO, *, unicode: bool = True
) -> Screen:
    """Return the terminal's screen, or the plain one where that is asked for or nothing else works.

    Plain is asked for by ``plain`` and by NO_COLOR; nothing else works without a terminal at both ends,
    on a dumb one, and where prompt_toolkit finds no console. Without ``unicode`` a pipe gets nothing drawn
    but ASCII; of a terminal that is told by the encoding.
    """
    if not (plain or env.get("NO_COLOR") or _is_dumb(env) or not (stdin.isatty() and stdout.isatty())):
        try:
            # Only now: it costs most of the start.
            from ikewizard.console.questionary_screen import terminal_screen  # noqa: PLC0415

            return terminal_screen(stdin, stdout)
        except _unusable():
            pass
    from ikewizard.console.plain_screen import PlainScreen  # noqa: PLC0415 - the terminal's needs none of it

    return PlainScreen(stdin, stdout, env, unicode=unicode)


def _is_dumb(env: Mapping[str, str]) -> bool:
    # A Windows console has no TERM and is not dumb.
    return env.get("TERM", "" if sys.platform != "win32" else "console") in DUMB


def _unusable() -> tuple[type[Exception], ...]:
    errors: tuple[type[Exception], ...] = (ImportError, OSError, EOFError)
    if sys.platform == "win32":
        from prompt_toolkit.output.win32 import NoConsoleScreenBufferError  # noqa: PLC0415 - only there

        errors = (*errors, NoConsoleScreenBufferError)
    return errors
