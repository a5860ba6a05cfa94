"""``ikewizard`` and ``python -m ikewizard``.

The version is told before anything else is imported: scripts ask for it often.
"""

from __future__ import annotations

import gc
import os
import sys


def console() -> None:
    """Run the command line, and end the process with its exit status."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from ikewizard.version import __version__  # noqa: PLC0415 -- nothing else may be imported for this

        sys.stdout.write(f"ikewizard {__version__}\n")
        return
    from ikewizard.cli import run  # noqa: PLC0415 -- see above

    status = run(sys.argv[1:])
    # Who has something left to do at the end, a thread or a handler, is known by its module.
    if not sys.modules.keys() & {"threading", "atexit"}:
        _leave_at_once(status)
    # Python is about to look everything through for cycles, which takes as long as to read a paste.
    gc.freeze()
    sys.exit(status)


def _leave_at_once(status: int) -> None:
    """End the process, and leave its memory to the system; return where its output could not be written."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except BrokenPipeError:
        # Whoever read the output has gone, and wants to be told nothing.
        status = 141
    except (OSError, ValueError):
        return
    os._exit(status)


if __name__ == "__main__":
    console()
