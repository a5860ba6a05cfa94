"""``--share``: the page is served by a process of its own, so that no follower ever slows the console."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

from ikewizard.errors import UsageError
from ikewizard.report.document import Document, Heading, Items, Paragraph, Quote

_PATIENCE = 15.0
_MOST_SAID = 2000


def need_extra() -> None:
    """Raise UsageError where what serves pages is not installed."""
    if not (importlib.util.find_spec("starlette") and importlib.util.find_spec("uvicorn")):
        raise UsageError(
            "a page for browsers needs the extra 'share', which is not installed",
            hint="pip install 'ikewizard[share]'; in a terminal 'ikewizard follow' shows the same without it",
        )


class SharedPage:
    """The page of one session, served by a child that ends when this process does, however it ends."""

    def __init__(self, session: str, options: Sequence[str] = ()) -> None:
        self.watchers = 0
        self.state = "starting"
        self.address = self.until = ""
        self._said = ""
        self._known = threading.Event()
        # Not from the folder we are in: whatever lies there may be called as we are.
        command = [sys.executable, "-P", "-m", "ikewizard", "share", session, "--piped", *options]
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def opening(self) -> Document:
        """Return what to tell when it is open: the address; or why it cannot be opened."""
        self._known.wait(_PATIENCE)
        if not self.address:
            self.close()
            why = " ".join(self._said.split()) or "it did not start"
            return Document((Paragraph(f"The session is not shared: {why}"),))
        return Document(
            (
                Heading("Shared", 2),
                Paragraph(f"Others follow in a browser on this machine, until {self.until}, at:"),
                # Alone on its line, so that it can be copied.
                Quote(self.address),
                Items(
                    (
                        "Only who has this address can read along, and nobody can type anything.",
                        "Public addresses and names stand under other names there.",
                    )
                ),
            )
        )

    def pause(self, paused: bool) -> None:
        """Hold back what is new, or go on."""
        self.state = "paused" if paused else "live"
        with contextlib.suppress(OSError, ValueError):
            assert self._child.stdin is not None
            self._child.stdin.write("pause\n" if paused else "go on\n")
            self._child.stdin.flush()

    def close(self) -> None:
        """End the page, and wait for that, but not for long."""
        with contextlib.suppress(OSError, ValueError):
            assert self._child.stdin is not None
            self._child.stdin.close()
        try:
            self._child.wait(3)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            try:
                self._heard(json.loads(line))
            except (ValueError, TypeError):
                self._said = f"{self._said}{line}"[-_MOST_SAID:]
        self.state, self.watchers = "over", 0
        self._known.set()

    def _heard(self, told: dict[str, Any]) -> None:
        if "address" in told:
            self.address, self.until = told["address"], told["until"]
        else:
            self.watchers, self.state = told["watchers"], told["state"]
            # The first word of how it stands comes after the address.
            self._known.set()
