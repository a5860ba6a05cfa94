"""The command line of what is done with stored sessions. Imports nothing of ours."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_FORMS = ("markdown", "github", "gitlab", "jira", "text", "html", "json")


def _sessions(parser: argparse.ArgumentParser) -> None:
    """List the stored sessions, the last used first, with the time of the last answer.

    Those in which nothing was answered or handed in are left out.
    """
    parser.add_argument("--open", action="store_const", const="open", help="those that are not finished")
    parser.add_argument("--solved", action="store_const", const="solved", help="those that were solved")
    parser.add_argument(
        "--ended", choices=("open", *_ENDINGS), metavar="WORD", help=f"open, {', '.join(_ENDINGS)}"
    )
    parser.add_argument(
        "--empty", action="store_true", help="those too in which nothing was answered or handed in"
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


def _handover(parser: argparse.ArgumentParser) -> None:
    """Write a session with its logs into one file, which 'ikewizard resume FILE' takes."""
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last used")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="default: ikewizard-ID.jsonl; - is standard output"
    )
    redact_option(parser)
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


def _follow(parser: argparse.ArgumentParser) -> None:
    """Show a running session as it goes on, from its beginning. It only reads; Ctrl-C leaves."""
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last unfinished")
    parser.add_argument(
        "--folder", metavar="FOLDER", help="the folder where the sessions are, such as a shared one"
    )
    redact_option(parser)
    trees_option(parser)


def _share(parser: argparse.ArgumentParser) -> None:
    """Serve one page on which others follow a session in a browser. Nothing can be typed or sent there.

    It opens on this machine only, under an address that nobody can guess and that expires. p pauses it,
    q ends it.
    """
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last unfinished")
    parser.add_argument("--folder", metavar="FOLDER", help="the folder where the sessions are")
    redact_option(parser, "public")
    parser.add_argument("--expires", default="8h", metavar="TIME", help="such as 30m, 8h (default), 2d")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="default: any that is free")
    parser.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS", help="default: this machine only")
    parser.add_argument(
        "--open-to-network", action="store_true", help="needed for an address that others can reach"
    )
    parser.add_argument("--name", metavar="HOST", help="the name under which others ask for the page")
    parser.add_argument("--cert", metavar="FILE", help="a certificate (PEM), for HTTPS")
    parser.add_argument("--key", metavar="FILE", help="its key (PEM), where it is not in the same file")
    # For the wizard, which runs this command beside itself.
    parser.add_argument("--piped", action="store_true", help=argparse.SUPPRESS)
    trees_option(parser)


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


_ENDINGS = ("solved", "escalated", "established", "undetermined")
SESSION_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "sessions": ("list the stored sessions, the last used first, and search them", _sessions),
    "export": ("write a session's case note", _export),
    "masks": ("look up who PEER-A is in what was masked", _masks),
    "handover": ("write a session into one file, for a colleague to go on with", _handover),
    "forget": ("delete sessions for good", _forget),
    "stats": ("tell what came of the sessions on this computer", _stats),
    "follow": ("show a running session as it goes on, in a terminal", _follow),
    "share": ("show a running session on a page in a browser", _share),
}
