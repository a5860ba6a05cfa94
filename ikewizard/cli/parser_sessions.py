"""The command line of what is done with stored sessions. Imports nothing of ours."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def _sessions(parser: argparse.ArgumentParser) -> None:
    """List the stored sessions, the last used first, with the time of the last answer."""
    parser.add_argument("--open", action="store_const", const="open", help="those that are not finished")
    parser.add_argument("--solved", action="store_const", const="solved", help="those that were solved")
    parser.add_argument(
        "--ended", choices=("open", *_ENDINGS), metavar="WORD", help=f"open, {', '.join(_ENDINGS)}"
    )
    parser.add_argument("--cause", metavar="ID", help="those with this cause, found or suspected")
    parser.add_argument("--peer", metavar="TEXT", help="a part of a unit's address or of a tunnel's name")
    parser.add_argument("--search", metavar="TEXT", help="what stands in answers, logs, notes and names")
    _used(parser)
    parser.add_argument(
        "--limit", type=_number, metavar="N", help="list the last N; 0 is all (a terminal gets what fits)"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "jsonl"),
        default="text",
        help="text unless said otherwise; jsonl: one object a line",
    )
    trees_option(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    """Write a session's transcript, for a ticket or a colleague."""
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last used")
    parser.add_argument("-o", "--output", metavar="FILE", help="a file instead of standard output")
    parser.add_argument("--format", choices=("markdown", "text"), default="markdown")
    trees_option(parser)


def _handover(parser: argparse.ArgumentParser) -> None:
    """Write a session with its logs into one file, which 'ikewizard resume FILE' takes."""
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last used")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="default: ikewizard-ID.jsonl; - is standard output"
    )
    parser.add_argument(
        "--redact",
        choices=("none", "public", "all"),
        default="none",
        help="what is masked besides secrets: nothing, public addresses and names, or private ones as well",
    )
    parser.add_argument("--force", action="store_true", help="overwrite FILE")
    trees_option(parser)


def _forget(parser: argparse.ArgumentParser) -> None:
    """Delete sessions for good, with the logs that were kept for them."""
    parser.add_argument("sessions", nargs="*", metavar="ID", help="the whole id of a session")
    parser.add_argument("--before", metavar="DATE", help="those last used before: 2026-11-23, or 90d (ago)")
    parser.add_argument("--all", action="store_true", help="every session")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def _stats(parser: argparse.ArgumentParser) -> None:
    """Tell what came of the sessions on this computer. Nothing is sent, and no name or address is in it."""
    _used(parser)
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    trees_option(parser)


def _used(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        metavar="TIME",
        help="leave out what was last used before: 2026-11-23T10:15, 10:15 (on any day) or 2h (ago), in UTC",
    )
    parser.add_argument("--until", metavar="TIME", help="leave out what was last used after")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"a number is needed, not '{text}'")
    return int(text)


def trees_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names other trees than the shipped."""
    parser.add_argument(
        "--trees", metavar="FOLDER", help="use the trees in this folder instead of the shipped"
    )


_ENDINGS = ("solved", "escalated", "established", "undetermined")
SESSION_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "sessions": ("list the stored sessions, the last used first, and search them", _sessions),
    "export": ("write a session's transcript", _export),
    "handover": ("write a session into one file, for a colleague to go on with", _handover),
    "forget": ("delete sessions for good", _forget),
    "stats": ("tell what came of the sessions on this computer", _stats),
}
