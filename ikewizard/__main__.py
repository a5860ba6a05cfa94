"""``ikewizard`` and ``python -m ikewizard``.

The version is told before anything else is imported: scripts ask for it often.
"""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line and return the exit status."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from ikewizard.version import __version__  # noqa: PLC0415 -- nothing else may be imported for this

        sys.stdout.write(f"ikewizard {__version__}\n")
        return 0
    from ikewizard.cli import run  # noqa: PLC0415 -- see above

    status = run(sys.argv[1:])
    # Python is about to look everything through for cycles, which takes as long as to read a paste.
    gc.freeze()
    return status


if __name__ == "__main__":
    sys.exit(main())
