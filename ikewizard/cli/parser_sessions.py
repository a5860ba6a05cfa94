"""The command line of what is done with stored sessions. Imports nothing of ours."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_FORMS = ("markdown", "github", "gitlab", "jira", "text", "html", "json")


def _sessions(_parser: argparse.ArgumentParser) -> None:
    """List the stored sessions, the last used first, with the time of the last answer."""


def _export(parser: argparse.ArgumentParser) -> None:
    """Write a session's case note in the dialect of a ticket, and with --attach the full logs to it.

    'markdown' is GitHub's. The note begins with the outcome; what is too long is shortened, and says so.
    """
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last used")
    parser.add_argument("-o", "--output", metavar="FILE", help="a file instead of standard output")
    parser.add_argument("--format", choices=_FORMS, default="markdown", help="default: markdown")
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="characters that the ticket takes, 4000 or more; 0: no limit "
        "(default: 65536, for html and json no limit)",
    )
    parser.add_argument(
        "--attach", default="", metavar="FOLDER", help="write the whole note and the full logs there"
    )
    parser.add_argument("--force", action="store_true", help="overwrite what is in that folder")
    trees_option(parser)


def trees_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names other trees than the shipped."""
    parser.add_argument(
        "--trees", metavar="FOLDER", help="use the trees in this folder instead of the shipped"
    )


SESSION_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "sessions": ("list the stored sessions, the last used first", _sessions),
    "export": ("write a session's case note", _export),
}
