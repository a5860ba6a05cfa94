"""``ikewizard follow``: a running session in another terminal, which only reads."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from ikewizard.core.events import Answered, EvidenceGiven, Finished, Started
from ikewizard.sessions.store import SessionStore
from tests.e2e.wizard import COMMAND, environment, run

FIRST = (Started("2026-01-02T10:00:00Z", "abcdef", "0.1.0", "3f2a"),)
ANSWER = Answered("2026-01-02T10:01:00Z", "symptom", "no-response")
HOSTILE = EvidenceGiven(
    "2026-01-02T10:02:00Z", "log-1", "\x1b[2Jeast.log", "responder", (), ("\x1b]0;x\x07note",)
)
END = Finished("2026-01-02T10:03:00Z", "undetermined")


class Follower:
    """The command in a pipe: what it has said so far, and the next thing that it says."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "follow", *arguments],
            env=environment(home, {"COLUMNS": "60"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said = ""
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def wait_for(self, text: str, seconds: float = 20.0) -> None:
        """Wait until it has said this."""
        until = time.monotonic() + seconds
        while text not in self.said:
            try:
                self.said += self._lines.get(timeout=max(0.01, until - time.monotonic()))
            except Empty:
                raise AssertionError(f"waited for '{text}':\n{self.said}") from None

    def close(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def store(home: Path) -> Iterator[SessionStore]:
    """Return the store of a home, with a session that has begun and one answer."""
    found = SessionStore(home / "xdg_data_home" / "ikewizard")
    found.begin(*FIRST)
    found.append("abcdef", ANSWER)
    yield found
    found.close()


def test_a_late_joiner_sees_everything_and_then_each_event(home: Path, store: SessionStore) -> None:
    """The story so far and the open question; then what happens, as it happens; then the end."""
    follower = Follower(home)
    try:
        follower.wait_for("Each answer appears here")
        assert "10:01:00 Q1: What does the tunnel do?" in follower.said
        assert "Now Q2: What make is the initiator" in follower.said
        assert "Now Q1" not in follower.said
        store.append("abcdef", Answered("2026-01-02T10:01:30Z", "initiator-make", "strongswan"))
        follower.wait_for("Now Q3:", 5)
        store.append("abcdef", HOSTILE, END)
        follower.wait_for("Undetermined", 5)
        assert follower.process.wait(10) == 0
    finally:
        follower.close()
    assert "\x1b" not in follower.said
    assert max(map(len, follower.said.splitlines())) <= 60


def test_it_waits_over_a_resume(home: Path, store: SessionStore) -> None:
    """The console leaves and comes back later: who follows need not notice."""
    follower = Follower(home, "abc", "--folder", str(store.folder))
    try:
        follower.wait_for("Now Q2")
        store.close()
        again = SessionStore(store.folder.parent)
        again.reopen("abcdef")
        again.append("abcdef", Answered("2026-01-02T11:00:00Z", "initiator-make", "unknown"))
        follower.wait_for("Now Q3", 5)
        again.close()
    finally:
        follower.close()


def test_a_finished_session_is_told_and_left(home: Path, store: SessionStore) -> None:
    """There is nothing to wait for."""
    store.append("abcdef", END)
    done = run(home, "follow", "abcdef")
    assert (done.returncode, done.stderr) == (0, "")
    assert "The session ended" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nosuch",), "there is no session 'nosuch'"),
        (("--folder", "/no/such/folder"), "there is no such folder"),
        (("../abcdef",), "there is no session"),
    ],
)
def test_what_cannot_be_followed_is_told(home: Path, arguments: tuple[str, ...], told: str) -> None:
    """A wrong id or folder is a sentence, and not a wait."""
    done = run(home, "follow", *arguments)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_session_that_is_deleted_is_told(home: Path, store: SessionStore) -> None:
    """Who follows hears that it is looked for; it may be a share that is away for a moment."""
    follower = Follower(home)
    try:
        follower.wait_for("Now Q2")
        file = store.path("abcdef")
        kept = file.read_bytes()
        file.unlink()
        assert follower.process.stderr is not None
        assert "no longer there; it is looked for" in follower.process.stderr.readline()
        file.write_bytes(kept)
        store.close()
        store.append("abcdef", END)
        follower.wait_for("The session ended", 5)
    finally:
        follower.close()
