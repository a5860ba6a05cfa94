"""A terminal to run programs in: a pseudo-terminal whose screen can be read as a person sees it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

from tests.console.nursery import Nursery, Nursling
from tests.console.paper import Paper

PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
UP, DOWN, ENTER, ESCAPE = "\x1b[A", "\x1b[B", "\r", "\x1b"
CTRL_C, CTRL_D = "\x03", "\x04"
PATIENCE = 30.0
BETWEEN_KEYS = 0.06
MOMENT, PAUSE = 0.1, 0.01
"""How long what is waited for is left unlooked at while nothing is written, and what ends a drawing."""


class Terminal:
    """A running program with its screen. ``home`` is its own home, so that it meets nobody's files.

    It is begun in the ``nursery``, if there is one and the program can be.
    Everything that waits polls, and gives up after ``PATIENCE`` seconds with the screen in the message.
    """

    def __init__(
        self,
        argv: Sequence[str],
        home: Path,
        *,
        rows: int = 24,
        cols: int = 80,
        env: Mapping[str, str] | None = None,
        nursery: Nursery | None = None,
    ) -> None:
        self._paper = Paper(cols, rows)
        self._shown: list[str] | None = None
        self._stream = pyte.ByteStream(self._paper)
        self._hung_up = False
        self.output = b""
        own = environment(home, env or {})
        self._child: pexpect.spawn[bytes] | Nursling = (
            nursery.child(argv, own, (rows, cols))
            if nursery and nursery.bears(argv, own)
            else _begun(argv, own, (rows, cols))
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process id of the program."""
        assert self._child.pid is not None
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether the program has not ended yet."""
        return not self._child.closed and self._child.isalive()

    def send(self, keys: str) -> None:
        """Send keys as they are, all at once; more than a few characters at once are a paste."""
        self._send(keys.encode())

    def type(self, text: str) -> None:
        """Send keys one by one, as slowly as a quick typist, so that they are no paste."""
        for key in text:
            self.send(key)
            self.pump(BETWEEN_KEYS)

    def paste(self, text: str, *, bracketed: bool) -> None:
        """Paste text: line ends arrive as the Enter key's, and with paste marks only if ``bracketed``."""
        sent = text.replace("\n", "\r")
        self._send((f"{PASTE_START}{sent}{PASTE_END}" if bracketed else sent).encode())

    def trickle(self, pieces: Iterable[str], pause: float) -> None:
        """Send pieces with a pause after each, as a slow line does."""
        for piece in pieces:
            self._send(piece.encode())
            time.sleep(pause)

    def pump(self, seconds: float = 0.0) -> bool:
        """Take in what the program writes for so long; return False once it has gone."""
        until = time.monotonic() + seconds
        taken = self._take(seconds)
        while taken:
            taken = self._take(max(until - time.monotonic(), 0.0))
        return taken is not None

    def screen(self) -> list[str]:
        """Return the lines that are on the screen now."""
        self.pump()
        if self._shown is None:
            self._shown = self._paper.shown()
        return [*self._shown]

    def text(self) -> str:
        """Return what is on the screen now as one text."""
        return "\n".join(self.screen())

    def history(self) -> str:
        """Return what has scrolled off the screen, and what is on it."""
        shown = self.screen()
        return "\n".join([*self._paper.above(), *shown])

    def wait_for(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until ``text`` is on the screen."""
        self.wait_until(lambda: text in self.text(), f"'{text}' to appear", timeout)

    def wait_gone(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until ``text`` is no longer on the screen."""
        self.wait_until(lambda: text not in self.text(), f"'{text}' to go away", timeout)

    def wait_until(self, holds: Callable[[], bool], what: str, timeout: float = PATIENCE) -> None:
        """Wait until ``holds`` returns true; ``what`` says in words what is waited for."""
        until = time.monotonic() + timeout
        alive = True
        while not holds():
            if not alive or time.monotonic() > until:
                why = "the program ended" if not alive else f"{timeout} s went by"
                raise AssertionError(f"waited for {what}, but {why}:\n{self.history()}")
            taken = self._take(MOMENT)
            alive = self.pump(PAUSE) if taken else taken is not None

    def wait_exit(self) -> int:
        """Wait until the program ends; return its exit status, or minus the signal that ended it."""
        until = time.monotonic() + PATIENCE
        while self.pump(MOMENT) or self.alive:
            if time.monotonic() > until:
                raise AssertionError(f"the program did not end:\n{self.history()}")
        self._child.close()
        status, signal = self._child.exitstatus, self._child.signalstatus
        return int(status) if status is not None else -int(signal or 0)

    def hang_up(self) -> None:
        """Close the terminal under the program, as a lost connection does."""
        with Path(os.devnull).open("rb") as nothing:
            os.dup2(nothing.fileno(), self._child.child_fd)
        self._hung_up = True

    def close(self) -> None:
        """End the program, whatever it is doing."""
        if self.alive:
            self._child.kill(signal.SIGKILL)
            self._child.wait()
        self._child.close(force=True)

    def _take(self, seconds: float) -> int | None:
        """Take in the next that the program writes within so long; None once it has gone."""
        if self._hung_up:
            time.sleep(seconds)
            return 0
        try:
            data = b"" if self._child.closed else self._child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return 0
        except pexpect.EOF:
            return None
        self.output += data
        self._stream.feed(data)
        self._shown = None
        return len(data) or None

    def _send(self, data: bytes) -> None:
        # The program's output is read between the pieces: a terminal that is not read stops it.
        while data:
            sent = self._child.send(data[:4096])
            data = data[sent:]
            self.pump()


def _begun(argv: Sequence[str], env: Mapping[str, str], size: tuple[int, int]) -> pexpect.spawn[bytes]:
    child: pexpect.spawn[bytes] = pexpect.spawn(
        argv[0], list(argv[1:]), env=env, dimensions=size, timeout=PATIENCE
    )
    child.delaybeforesend = None
    # Its end is waited for before the terminal is closed.
    child.ptyproc.delayafterclose = 0  # type: ignore[attr-defined]  # the stubs leave it out
    return child


def environment(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a program on a terminal that must meet nobody's files."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    folders = {
        name: str(home / name.lower()) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    }
    own = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "xdg_config_home"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    return {**kept, **folders, **own, **more}
