"""The command line of what is done with stored sessions. Imports nothing of ours."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def _sessions(_parser: argparse.ArgumentParser) -> None:
    """List the stored sessions, the last used first, with the time of the last answer."""


def _export(parser: argparse.ArgumentParser) -> None:
    """Write a session's transcript, for a ticket or a colleague."""
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last used")
    parser.add_argument("-o", "--output", metavar="FILE", help="a file instead of standard output")
    parser.add_argument("--format", choices=("markdown", "text"), default="markdown")
    trees_option(parser)


def trees_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names other trees than the shipped."""
    parser.add_argument(
        "--trees", metavar="FOLDER", help="use the trees in this folder instead of the shipped"
    )


SESSION_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "sessions": ("list the stored sessions, the last used first", _sessions),
    "export": ("write a session's transcript", _export),
}
