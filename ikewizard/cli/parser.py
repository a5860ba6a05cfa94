"""The command line: what can be asked for, in words. Imports nothing of ours but the version."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ikewizard.cli.parser_sessions import SESSION_COMMANDS, redact_option, trees_option
from ikewizard.version import __version__

START = "start"


def parse(argv: list[str]) -> argparse.Namespace:
    """Return the parsed command line. Exits with 2 on bad usage.

    No command, or an option or the name of a file where one should stand, means ``start``.
    """
    if not argv or _is_no_command(argv[0]):
        argv = [START, *argv]
    return _parser(argv[0]).parse_args(argv)


def _is_no_command(word: str) -> bool:
    if word.startswith("-"):
        return word not in ("-h", "--help", "-V", "--version")
    if word in COMMANDS:
        return False
    from pathlib import Path  # noqa: PLC0415 -- only for what may be the name of a log

    # What looks like the name of a log is one, even if it is not there: the reader says so better.
    return Path(word).exists() or any(sign in word for sign in "./\\")


def _parser(chosen: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ikewizard",
        description="Find out why an IKE/IPsec VPN tunnel is down, and what fixes it.",
        epilog="Without a command the wizard starts. 'ikewizard COMMAND --help' tells the options of one.",
    )
    parser.add_argument("-V", "--version", action="version", version=f"ikewizard {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    # Who asks for one command is told nothing of the others: the first question comes sooner.
    for name in [chosen] if chosen in COMMANDS else COMMANDS:
        summary, fill = COMMANDS[name]
        command = commands.add_parser(name, help=summary, description=fill.__doc__)
        if name == chosen:
            fill(command)
    return parser


def _start(parser: argparse.ArgumentParser) -> None:
    """Start the wizard; logs that are named are handed in before the first question."""
    _logs(parser)
    _console(parser)
    trees_option(parser)


def _resume(parser: argparse.ArgumentParser) -> None:
    """Go on with a session at its very next question."""
    parser.add_argument(
        "session",
        nargs="?",
        default="",
        metavar="ID",
        help="default: the last used unfinished; or the FILE of a handover",
    )
    _console(parser)
    trees_option(parser)


def _diagnose(parser: argparse.ArgumentParser) -> None:
    """Exit status: 0 the tunnel came up, 1 causes were found, 2 bad input, 3 undetermined."""
    _logs(parser)
    _configurations(parser)
    parser.add_argument(
        "--fact",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="state a fact as if it had been answered, such as symptom=no-traffic (may be repeated)",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "jsonl", "markdown"),
        help="text unless said otherwise; jsonl: each log by itself, one object a tunnel and line",
    )
    parser.add_argument(
        "--table",
        action="store_true",
        help="each log by itself, one row a tunnel; a folder among the logs means the same",
    )
    parser.add_argument(
        "--card",
        action="store_true",
        help="print instead what to ask whoever looks after the other unit, to be read out or sent",
    )
    _times(parser)
    parser.add_argument("--show-unknown", action="store_true", help="list the lines that nothing explains")
    redact_option(parser)
    trees_option(parser)


def _explain(parser: argparse.ArgumentParser) -> None:
    """Show what each line of a log means, and a ladder of what went from unit to unit.

    With the logs of both units it is one ladder, which tells what was lost on the way.
    """
    parser.add_argument("log", nargs="?", metavar="LOG", help="a log file; - is standard input")
    parser.add_argument("--initiator", metavar="LOG", help="the initiator's log")
    parser.add_argument("--responder", metavar="LOG", help="the responder's log of the same tunnel")
    parser.add_argument("--side", choices=("initiator", "responder"), help="whose log it is")
    parser.add_argument("--format", choices=("text", "markdown"), default="text")
    _times(parser)
    redact_option(parser)
    trees_option(parser)


def _compare(parser: argparse.ArgumentParser) -> None:
    """Hold two units' configurations against each other. Exit status as of diagnose."""
    parser.add_argument("local", metavar="LOCAL", help="one unit's configuration; - is standard input")
    parser.add_argument("remote", nargs="?", metavar="REMOTE", help="the other unit's")
    parser.add_argument(
        "--with", dest="profile", metavar="PROFILE", help="measure LOCAL by a known-good profile instead"
    )
    parser.add_argument("--connection", metavar="NAME", help="the one connection to look at")
    parser.add_argument("--dialect", metavar="NAME", help="what LOCAL is, where it is not recognised")
    parser.add_argument("--remote-dialect", metavar="NAME", help="what REMOTE is")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    redact_option(parser)
    trees_option(parser)


def _mirror(parser: argparse.ArgumentParser) -> None:
    """Write the settings sheet that the other unit needs, in its maker's words, without any secret."""
    parser.add_argument("config", metavar="CONFIG", help="one unit's configuration; - is standard input")
    parser.add_argument("--for", dest="device", metavar="DEVICE", help="the make of the other unit")
    parser.add_argument("--connection", metavar="NAME", help="which connection, where there are several")
    parser.add_argument("--dialect", metavar="NAME", help="what CONFIG is, where it is not recognised")
    parser.add_argument("--format", choices=("text", "markdown"), default="text")
    redact_option(parser)
    trees_option(parser)


def _trees(parser: argparse.ArgumentParser) -> None:
    """Check decision trees: the shipped ones, or your own."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="run every check on the shipped trees, or on a folder")
    check.add_argument("folder", nargs="?", metavar="FOLDER")
    schemas = actions.add_parser("schemas", help="write the JSON schemas that editors use into FOLDER/schema")
    schemas.add_argument("folder", metavar="FOLDER")


def _logs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "logs", nargs="*", metavar="LOG", help="a log file, packed or not; - is standard input"
    )
    parser.add_argument("--initiator", action="append", default=[], metavar="LOG", help="the initiator's log")
    parser.add_argument("--responder", action="append", default=[], metavar="LOG", help="the responder's log")


def _configurations(parser: argparse.ArgumentParser) -> None:
    for side in ("initiator", "responder"):
        parser.add_argument(
            f"--{side}-config",
            metavar="CONFIG",
            help=f"the {side}'s configuration, as evidence beside the logs",
        )
    parser.add_argument(
        "--connection", metavar="NAME", help="which connection of the configurations the tunnel is"
    )


def _times(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        metavar="TIME",
        help="leave out what came before: 2026-11-23T10:15, 10:15 (on any day) or 2h (ago), "
        "as the log's clock has it",
    )
    parser.add_argument("--until", metavar="TIME", help="leave out what came after")


def _console(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plain", action="store_true", help="numbered questions as plain text, no redrawing")
    parser.add_argument(
        "--call", action="store_true", help="call mode: show what to read out to somebody on the telephone"
    )
    parser.add_argument("--share", action="store_true", help="let others follow on a page in their browser")


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    START: ("start the wizard (the same as no command)", _start),
    "resume": ("go on with a session at its next question", _resume),
    "diagnose": ("read logs and say the cause, with nobody to ask", _diagnose),
    "compare": ("hold two units' configurations against each other", _compare),
    "mirror": ("write the settings sheet for the other unit", _mirror),
    "explain": ("show what each line of a log, or of both logs, means", _explain),
    **SESSION_COMMANDS,
    "trees": ("check the decision trees", _trees),
}
