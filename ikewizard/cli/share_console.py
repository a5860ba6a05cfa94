"""What is seen and pressed where a page is served: its address, how many follow, pause and end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from ikewizard.cli.output import page_width

KEYS = "p pauses, q ends."
_STATES = {
    "live": "live",
    "paused": "PAUSED: nothing new is shown (p goes on)",
    "ended": "the session has ended",
    "expired": "the address has expired, and the page is closed",
}


class Controls(Protocol):
    """What can be done to the page."""

    def pause(self, paused: bool | None = None) -> None:
        """Hold back what is new, or go on; without a word the other of the two."""
        ...

    def stop(self) -> None:
        """End the page."""
        ...


class Console(Protocol):
    """Where the page is served from."""

    def attached(self, controls: Controls) -> contextlib.AbstractContextManager[None]:
        """Take orders within it."""
        ...

    def opened(self, address: str, until: str) -> None:
        """Tell the address."""
        ...

    def stands(self, watchers: int, state: str) -> None:
        """Tell how many follow and how the page stands, where that has changed."""
        ...


class Terminal:
    """A person: keys where there is a terminal, else the interrupt only."""

    def __init__(self) -> None:
        self._told: tuple[int, str] | None = None
        # A line that is written over is nothing for a file, nor for who has it read out.
        dumb = os.environ.get("TERM", "xterm" if sys.platform == "win32" else "dumb") == "dumb"
        self._in_place = sys.stdout.isatty() and not dumb and not os.environ.get("NO_COLOR")
        self._keys = sys.stdin.isatty() and sys.stdout.isatty()

    @contextlib.contextmanager
    def attached(self, controls: Controls) -> Iterator[None]:
        """Take single keys within it."""
        if not self._keys:
            yield
            return
        from prompt_toolkit.input import create_input  # noqa: PLC0415 -- only a terminal has keys

        source = create_input(sys.stdin)

        def ready() -> None:
            for press in source.read_keys():
                _press(press.key, controls)

        with source.raw_mode(), source.attach(ready):
            yield
        if self._in_place and self._told:
            sys.stdout.write("\n")

    def opened(self, address: str, until: str) -> None:
        """Tell the address, on a line of its own so that it can be copied."""
        keys = KEYS if self._keys else "Ctrl-C ends."
        only = f"Only who has it can read along, and nobody can type anything. {keys}"
        sys.stdout.write(f"Others follow at this address until {until}:\n\n  {address}\n\n")
        sys.stdout.write(f"{textwrap.fill(only, page_width())}\n\n")
        sys.stdout.flush()

    def stands(self, watchers: int, state: str) -> None:
        """Tell how many follow, in place where the terminal can."""
        if (watchers, state) == self._told:
            return
        self._told = watchers, state
        line = f"{following(watchers)}; {_STATES.get(state, state)}"
        sys.stdout.write(f"\r\x1b[K{line}" if self._in_place else f"{line}\n")
        sys.stdout.flush()


class Piped:
    """The wizard, which runs this beside itself: lines of JSON to it, words from it, until it is gone."""

    def __init__(self) -> None:
        self._told: tuple[int, str] | None = None

    @contextlib.contextmanager
    def attached(self, controls: Controls) -> Iterator[None]:
        """Take orders, a line each; the end of the pipe is the end of the wizard, however it came."""
        loop = asyncio.get_running_loop()
        orders = {"pause": lambda: controls.pause(True), "go on": lambda: controls.pause(False)}

        def listen() -> None:
            for line in sys.stdin:
                _soon(loop, orders.get(line.strip(), lambda: None))
            _soon(loop, controls.stop)

        threading.Thread(target=listen, daemon=True).start()
        yield

    def opened(self, address: str, until: str) -> None:
        """Tell the address."""
        self._tell({"address": address, "until": until})

    def stands(self, watchers: int, state: str) -> None:
        """Tell what has changed."""
        if (watchers, state) != self._told:
            self._told = watchers, state
            self._tell({"watchers": watchers, "state": state})

    @staticmethod
    def _tell(what: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


def following(watchers: int) -> str:
    """Return how many follow, in words."""
    return "nobody follows" if not watchers else f"{watchers} follow{'s' if watchers == 1 else ''}"


def _press(key: str, controls: Controls) -> None:
    if key in ("p", "P", " "):
        controls.pause()
    elif key in ("q", "Q", "c-c", "c-d"):
        controls.stop()


def _soon(loop: asyncio.AbstractEventLoop, order: Callable[[], None]) -> None:
    # The loop may have ended meanwhile.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(order)
