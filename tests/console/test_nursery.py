"""A program that is begun in the nursery is what it is when Python is started for it."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.console.nursery import ROOT, Nursery
from tests.console.terminal import CTRL_C, Terminal

ABOUT_ITSELF = """
import locale, os, signal, sys
for stream in (sys.stdin, sys.stdout, sys.stderr):
    print(stream.name, stream.fileno(), stream.isatty(), stream.encoding, stream.errors)
    print(stream.line_buffering, stream.newlines, stream.write_through)
print(sys.argv, __name__, sys.flags, sys.path[1:], locale.setlocale(locale.LC_CTYPE), os.getcwd())
print(sorted(os.environ.items()))
print({each: signal.getsignal(each) for each in signal.valid_signals()}, signal.pthread_sigmask(0, ()))
print(os.getsid(0) == os.getpid() == os.tcgetpgrp(0), os.get_terminal_size(), os.ttyname(0) == os.ttyname(2))
sys.exit(7)
"""


@pytest.mark.parametrize("born", [False, True], ids=["started", "born"])
def test_its_end_is_told(nursery: Nursery, tmp_path: Path, born: bool) -> None:
    """Its own exit status, or the signal that ended it, by which way ever it was begun."""
    for program, keys, status in (
        ("import sys; sys.exit(7)", "", 7),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "", -signal.SIGKILL),
        ("import time; print('ready'); time.sleep(60)", CTRL_C, -signal.SIGINT),
    ):
        with _begun(nursery if born else None, program, tmp_path) as terminal:
            if keys:
                terminal.wait_for("ready")
                terminal.send(keys)
            assert terminal.wait_exit() == status
            assert not terminal.alive


def test_it_knows_of_no_difference(nursery: Nursery, tmp_path: Path) -> None:
    """Streams, arguments, environment, signals and terminal are the same: only what is imported is not."""
    said = []
    for each in (None, nursery):
        with _begun(each, ABOUT_ITSELF, tmp_path) as terminal:
            assert terminal.wait_exit() == 7
            said.append(terminal.output.decode().split("\r\n"))
    assert len(said[0]) > 6
    assert said[0] == said[1]


def test_what_depends_on_how_python_starts_is_started(nursery: Nursery) -> None:
    """A program in another locale, or one that is not run by this Python, is not begun here."""
    for argv, env, here in (
        ([sys.executable, "-m", "ikewizard"], {}, True),
        ([sys.executable, "-m", "ikewizard"], {"XDG_DATA_HOME": "/nowhere"}, True),
        ([sys.executable, "-m", "ikewizard"], {"LANG": "C"}, False),
        ([sys.executable, "-m", "ikewizard"], {"PYTHONUTF8": "0"}, False),
        ([sys.executable, "-m", "ikewizard"], {"TERM": "dumb"}, False),
        (["/bin/sh", "-c", "ikewizard"], {}, False),
    ):
        assert nursery.bears(argv, {**nursery.env, **env}) is here


def _begun(nursery: Nursery | None, program: str, home: Path) -> Terminal:
    env = {"PYTHONPATH": str(ROOT)}
    return Terminal([sys.executable, "-c", program], home, cols=250, env=env, nursery=nursery)
