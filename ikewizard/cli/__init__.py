"""The only place that composes the parts, formats errors and decides the exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module

from ikewizard.cli.straight import straight

# Not typing's: importing it would take longer than telling the help.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ikewizard.errors import IkewizardError

_COMMANDS = {
    "start": "wizard",
    "resume": "wizard",
    "diagnose": "diagnose",
    "compare": "compare",
    "mirror": "mirror",
    "explain": "explain",
    "sessions": "sessions_list",
    "export": "export",
    "masks": "history",
    "handover": "handover",
    "forget": "forget",
    "stats": "stats",
    "follow": "follow",
    "share": "share",
    "trees": "trees",
}


_ALLOCATIONS = 200_000


def run(argv: list[str]) -> int:
    """Run one command and return its exit status. No traceback ever reaches the user."""
    spare_collector()
    arguments = straight(argv)
    if arguments is None:
        from ikewizard.cli.parser import parse  # noqa: PLC0415 -- see straight

        try:
            arguments = parse(argv)
        except SystemExit as leaving:
            return leaving.code if isinstance(leaving.code, int) else 2
    return _run(arguments)


def spare_collector() -> None:
    """Have cycles looked for less often: a run makes very many small values, and hardly any cycle."""
    gc.set_threshold(_ALLOCATIONS)


def _run(arguments: argparse.Namespace) -> int:
    from ikewizard.cli.output import heed_locale  # noqa: PLC0415 -- help is ASCII
    from ikewizard.errors import IkewizardError  # noqa: PLC0415 -- help is told without it

    heed_locale()
    module = import_module(f"ikewizard.cli.{_COMMANDS[arguments.command]}")
    command: Callable[[argparse.Namespace], int] = getattr(module, arguments.command)
    try:
        return command(arguments)
    except IkewizardError as error:
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has gone; leave Python nothing to flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if os.environ.get("IKEWIZARD_DEBUG"):
            raise
        complain(
            IkewizardError(
                f"something went wrong inside ikewizard ({type(error).__name__}: {error})",
                hint="this is a fault of the program: run it with IKEWIZARD_DEBUG=1 and report what it says",
            )
        )
        return 70


def complain(error: IkewizardError) -> None:
    """Tell the user on standard error what is wrong, where, and what to do next."""
    from ikewizard.errors import KnowledgeError  # noqa: PLC0415 -- see _run
    from ikewizard.logs.decode import clean  # noqa: PLC0415 -- only needed when something is wrong

    where = f"{error.where}: " if error.where else ""
    lines = [f"ikewizard: {where}{error.what}"]
    if isinstance(error, KnowledgeError):
        lines.extend(line for fault in error.faults for line in str(fault).splitlines())
    if error.hint:
        lines.append(f"  hint: {error.hint}")
    sys.stderr.write("".join(f"{clean(line)}\n" for line in lines))
