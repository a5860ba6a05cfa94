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
    redact_option(parser)
    trees_option(parser)


def _masks(parser: argparse.ArgumentParser) -> None:
    """Show what stands for what in the outputs of a session that were masked. It stays on this computer."""
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last used")
    parser.add_argument(
        "name", nargs="?", default="", metavar="NAME", help="one of them only, such as PEER-A"
    )


def redact_option(parser: argparse.ArgumentParser, default: str = "none") -> None:
    """Add the option that says how much an output hides beside secrets, which never come out."""
    parser.add_argument(
        "--redact",
        choices=("none", "public", "all"),
        default=default,
        help="replace by PEER-A, NAME-1 and so on: with public, public addresses, host names, users and "
        f"serial numbers; with all, inner networks, tunnel names and SPIs as well (default: {default})",
    )


def trees_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names other trees than the shipped."""
    parser.add_argument(
        "--trees", metavar="FOLDER", help="use the trees in this folder instead of the shipped"
    )


SESSION_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "sessions": ("list the stored sessions, the last used first", _sessions),
    "export": ("write a session's case note", _export),
    "masks": ("look up who PEER-A is in what was masked", _masks),
}
