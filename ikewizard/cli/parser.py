"""The command line: what can be asked for, in words. Imports nothing of ours but the version."""

from __future__ import annotations

import argparse

from ikewizard.version import __version__

START = "start"


def parse(argv: list[str]) -> argparse.Namespace:
    """Return the parsed command line; no command means ``start``. Exits with 2 on bad usage."""
    parser = _parser()
    if not argv or (argv[0].startswith("-") and argv[0] not in ("-h", "--help", "-V", "--version")):
        argv = [START, *argv]
    return parser.parse_args(argv)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ikewizard",
        description="Find out why an IKE/IPsec VPN tunnel is down, and what fixes it.",
        epilog="Without a command the wizard starts. 'ikewizard COMMAND --help' tells the options of one.",
    )
    parser.add_argument("-V", "--version", action="version", version=f"ikewizard {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_wizard(commands)
    _add_diagnose(commands)
    _add_sessions(commands)
    _add_trees(commands)
    return parser


def _add_wizard(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    start = commands.add_parser(START, help="start the wizard (the same as no command)")
    _logs(start)
    _console(start)
    _trees(start)
    resume = commands.add_parser("resume", help="go on with a session at its next question")
    resume.add_argument("session", nargs="?", default="", metavar="ID", help="default: the latest unfinished")
    _console(resume)
    _trees(resume)


def _add_diagnose(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    diagnose = commands.add_parser(
        "diagnose",
        help="read logs and say the cause, with nobody to ask",
        description="Exit status: 0 the tunnel came up, 1 causes were found, 2 bad input, 3 undetermined.",
    )
    _logs(diagnose)
    diagnose.add_argument(
        "--fact",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="state a fact as if it had been answered, such as symptom=no-traffic (may be repeated)",
    )
    diagnose.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    diagnose.add_argument("--show-unknown", action="store_true", help="list the lines that nothing explains")
    _trees(diagnose)


def _add_sessions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    commands.add_parser("sessions", help="list the stored sessions, the latest first")
    export = commands.add_parser("export", help="write a session's transcript")
    export.add_argument("session", nargs="?", default="", metavar="ID", help="default: the latest")
    export.add_argument("-o", "--output", metavar="FILE", help="a file instead of standard output")
    export.add_argument("--format", choices=("markdown", "text"), default="markdown")
    _trees(export)


def _add_trees(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    trees = commands.add_parser("trees", help="check the decision trees")
    actions = trees.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="run every check on the shipped trees, or on a folder")
    check.add_argument("folder", nargs="?", metavar="FOLDER")
    schemas = actions.add_parser("schemas", help="write the JSON schemas that editors use into FOLDER/schema")
    schemas.add_argument("folder", metavar="FOLDER")


def _logs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("logs", nargs="*", metavar="LOG", help="a log file; - is standard input")
    parser.add_argument("--initiator", action="append", default=[], metavar="LOG", help="the initiator's log")
    parser.add_argument("--responder", action="append", default=[], metavar="LOG", help="the responder's log")


def _console(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plain", action="store_true", help="numbered questions as plain text, no redrawing")


def _trees(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--trees", metavar="FOLDER", help="use the trees in this folder instead of the shipped"
    )
