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


def _follow(parser: argparse.ArgumentParser) -> None:
    """Show a running session as it goes on, from its beginning. It only reads; Ctrl-C leaves."""
    parser.add_argument("session", nargs="?", default="", metavar="ID", help="default: the last unfinished")
    parser.add_argument(
        "--folder", metavar="FOLDER", help="the folder where the sessions are, such as a shared one"
    )
    redact_option(parser, "none")
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


def redact_option(parser: argparse.ArgumentParser, default: str) -> None:
    """Add the option that says how much is masked."""
    parser.add_argument(
        "--redact",
        choices=("none", "public", "all"),
        default=default,
        help=f"what stands under other names: {default} unless said otherwise; secrets never show",
    )


def trees_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names other trees than the shipped."""
    parser.add_argument(
        "--trees", metavar="FOLDER", help="use the trees in this folder instead of the shipped"
    )


SESSION_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "sessions": ("list the stored sessions, the last used first", _sessions),
    "export": ("write a session's transcript", _export),
    "follow": ("show a running session as it goes on, in a terminal", _follow),
    "share": ("show a running session on a page in a browser", _share),
}
