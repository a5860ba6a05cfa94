"""Where programs on a terminal begin at once, since all that they import was imported before.

They are processes like others, with a terminal and an environment of their own. What they do not show is how
Python starts: what depends on the locale, or on Python's own variables, is to be started as ever.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import socket
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

from pexpect import EOF, TIMEOUT

ROOT = Path(__file__).resolve().parent.parent.parent
MOMENT = 0.1
OWN = ("HOME", "XDG_", "PYTHONPATH")
"""What the variables begin with in which a child may differ from its mother: they are read when it runs."""


class Nursery:
    """A mother of programs, for as long as it is open."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = {**env, "PYTHONPATH": str(ROOT)}
        self._orders, theirs = socket.socketpair()
        self._screen, terminal = pty.openpty()
        command = [sys.executable, "-m", "tests.console.mother", str(theirs.fileno())]
        # On a terminal as well, so that its streams are made as those of its children are to be.
        self._mother = subprocess.Popen(
            command,
            env=self.env,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        os.close(terminal)

    def bears(self, argv: Sequence[str], env: Mapping[str, str]) -> bool:
        """Return whether a program can be begun here: as Python, in an environment like the mother's."""
        return argv[0] == sys.executable and argv[1] in ("-m", "-c") and _heeded(env) == _heeded(self.env)

    def child(self, argv: Sequence[str], env: Mapping[str, str], size: tuple[int, int]) -> Nursling:
        """Begin a program on a terminal of this size (rows and columns)."""
        screen, terminal = pty.openpty()
        heard, report = os.pipe()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        order = json.dumps({"arguments": argv[1:], "env": {**env}}) + "\n"
        try:
            socket.send_fds(self._orders, [order.encode()], [terminal, report])
            os.close(terminal)
            os.close(report)
            return Nursling(screen, heard)
        except (OSError, ValueError) as error:
            raise AssertionError(f"the mother has gone: {os.read(self._screen, 65536).decode()}") from error

    def close(self) -> None:
        """End the mother; children live on."""
        self._orders.close()
        self._mother.wait()
        os.close(self._screen)


class Nursling:
    """A child, with as much of ``pexpect.spawn`` as a terminal needs. ``heard`` is where it is told of."""

    def __init__(self, screen: int, heard: int) -> None:
        self.child_fd = screen
        self.closed = self._gone = False
        self.exitstatus: int | None = None
        self.signalstatus: int | None = None
        self._heard = os.fdopen(heard, "rb", buffering=0)
        self.pid = int(self._heard.readline())

    def send(self, data: bytes) -> int:
        """Write to its terminal; return how much of it was taken."""
        return os.write(self.child_fd, data)

    def read_nonblocking(self, size: int, timeout: float) -> bytes:
        """Return what it writes within so long. Raises TIMEOUT when that is nothing, EOF when it has gone."""
        if not select.select([self.child_fd], [], [], timeout)[0]:
            raise TIMEOUT("nothing was written")
        try:
            data = os.read(self.child_fd, size)
        except OSError:
            data = b""
        if not data:
            self._gone = True
            raise EOF("nobody has the terminal open")
        return data

    def isalive(self) -> bool:
        """Return whether it has not ended yet; where its terminal has gone it is about to."""
        if not self._heard.closed and select.select([self._heard], [], [], MOMENT if self._gone else 0)[0]:
            self.wait()
        return not self._heard.closed

    def kill(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def wait(self) -> None:
        """Wait until it has ended, and note how."""
        with self._heard:
            status = int(self._heard.readline())
        self.exitstatus, self.signalstatus = (status, None) if status >= 0 else (None, -status)

    def close(self, force: bool = True) -> None:
        """Close its terminal. It has been ended before, or is ended by that."""
        if not self.closed and force:
            os.close(self.child_fd)
        self.closed = True


def _heeded(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if not name.startswith(OWN)}
