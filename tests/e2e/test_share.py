"""``ikewizard share``: served from a console of its own, or beside the wizard, and gone with it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ikewizard.core.events import Answered, EvidenceGiven, Finished
from ikewizard.sessions.attachments import Attachments
from ikewizard.sessions.choosing import listed
from ikewizard.sessions.store import SessionStore
from tests.console.terminal import CTRL_C
from tests.e2e.conftest import Start
from tests.e2e.wizard import COMMAND, FIRST, ROOT, Wizard, corpus_log, environment, run

pytest.importorskip("uvicorn")
pytest.importorskip("starlette")

ADDRESS = re.compile(r"https?://127\.0\.0\.1:\d+/[\w-]{24}")


def address_of(wizard: Wizard) -> str:
    """Return the address that was given, once it is there."""
    wizard.wait_until(lambda: ADDRESS.search(wizard.history()) is not None, "the address")
    found = ADDRESS.search(wizard.history())
    assert found
    return found[0]


def page(address: str) -> str:
    """Return the page, or what was answered instead of it."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            text: str = answer.read().decode()
            return text
    except urllib.error.HTTPError as error:
        with error:
            return f"{error.code} {error.read().decode()}"


def is_served(address: str) -> bool:
    """Return whether somebody listens there."""
    port = int(address.split(":")[2].split("/", maxsplit=1)[0])
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def test_keys_pause_and_end_it(start: Start, store: SessionStore) -> None:
    """The address and how it stands are on the screen; p and q are all there is to press."""
    sharer = start("share")
    address = address_of(sharer)
    assert "<h2><b>Q1</b> What does the tunnel do?</h2>" in page(address)
    sharer.wait_for("nobody follows; live")
    sharer.send("p")
    sharer.wait_for("PAUSED")
    store.append("abcdef", Answered("2026-01-02T10:01:00Z", "symptom", "no-response"))
    time.sleep(0.4)
    held = page(address)
    assert "<h2><b>Q1</b>" in held
    assert "Paused at the console" in held
    sharer.send("p")
    sharer.wait_for("follows; live")
    sharer.wait_until(lambda: "<h2><b>Q2</b>" in page(address), "what was held back")
    sharer.send("q")
    assert sharer.wait_exit() == 0
    assert not is_served(address)


def test_a_finished_session_stays_until_it_is_ended(start: Start, store: SessionStore) -> None:
    """Who comes late still sees how it ended. Ctrl-C ends the page like q."""
    store.append("abcdef", Finished("2026-01-02T10:01:00Z", "undetermined"))
    sharer = start("share", "abcdef")
    address = address_of(sharer)
    sharer.wait_for("the session has ended")
    assert "Undetermined" in page(address)
    sharer.send(CTRL_C)
    assert sharer.wait_exit() == 0


def test_an_address_that_expired_is_told(start: Start, home: Path, store: SessionStore) -> None:
    """By the console that served it, which then ends, and in a line to the wizard that has it beside."""
    assert store
    with _piped(home, "--expires", "1s") as child:
        assert child.stdout
        sharer = start("share", "--expires", "1s")
        address = address_of(sharer)
        sharer.wait_for("the address has expired, and the page is closed")
        assert sharer.wait_exit() == 0
        assert not is_served(address)
        told = [json.loads(line) for line in child.stdout]
    assert told[-1] == {"watchers": 0, "state": "expired"}


def _piped(home: Path, *options: str) -> subprocess.Popen[str]:
    """Start sharing as a wizard does, with a pipe to tell it things and one that it answers on."""
    return subprocess.Popen(
        [*COMMAND, "share", "abcdef", "--piped", *options],
        env=environment(home, {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_beside_a_wizard_it_is_told_in_lines(home: Path, store: SessionStore) -> None:
    """What the wizard reads is JSON; when its end of the pipe closes, the page is gone."""
    with _piped(home) as child:
        assert child.stdin
        assert child.stdout
        address = json.loads(child.stdout.readline())["address"]
        assert json.loads(child.stdout.readline()) == {"watchers": 0, "state": "live"}
        child.stdin.write("pause\n")
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["state"] == "paused"
        assert is_served(address)
        child.stdin.close()
        assert child.wait(10) == 0
    assert not is_served(address)
    assert store.read("abcdef").events


def test_the_exchange_is_drawn_from_the_log_that_was_kept(
    home: Path, start: Start, store: SessionStore
) -> None:
    """As a ladder, also where the log is kept only after it was noted that it was handed in."""
    store.append("abcdef", EvidenceGiven("2026-01-02T10:01:00Z", "log-1", "east.log", "responder", ()))
    address = address_of(start("share"))
    assert "The exchange: " not in page(address)
    lines = corpus_log("authm-icert-ppsk-v2-iked-lsw", "responder").split("\n")
    Attachments(home / "xdg_data_home" / "ikewizard").keep("abcdef", "log-1", lines)
    until = time.monotonic() + 10
    while "<h3>The exchange: " not in page(address):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert '<pre tabindex="0"><code>line' in page(address)


def test_many_followers_get_every_event_in_order(home: Path, store: SessionStore) -> None:
    """Each over a connection of its own, the last to come like the first (the benchmark has 200)."""
    with _piped(home) as sharer:
        assert sharer.stdin
        assert sharer.stdout
        address = json.loads(sharer.stdout.readline())["address"]
        command = [sys.executable, "-m", "tests.web.crowd", address, "20"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as crowd:
            assert crowd.stdout
            assert crowd.stdout.readline() == "ready\n"
            for number in range(15):
                value = "no-traffic" if number % 2 else "no-response"
                store.append("abcdef", Answered("2026-01-02T10:01:00Z", "symptom", value))
            time.sleep(0.5)
            sharer.stdin.close()
            got = json.loads(crowd.stdout.readline())
    assert got == {"followers": 20, "in order": 20, "events": {"16": 20}}


def test_a_wizard_that_is_killed_takes_the_page_along(start: Start) -> None:
    """No page outlives its console, not even after SIGKILL."""
    wizard = start("--share")
    wizard.expect(FIRST)
    address = address_of(wizard)
    assert is_served(address)
    os.kill(wizard.pid, signal.SIGKILL)
    wizard.wait_exit()
    until = time.monotonic() + 10
    while is_served(address):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_resumed_session_is_shared_as_well(start: Start, ready: Start) -> None:
    """With what was answered before; Ctrl-C in the wizard is the wizard's alone to answer."""
    wizard = ready()
    wizard.answer(FIRST, "No answer")
    session = wizard.leave(CTRL_C, 130)
    again = start("resume", session, "--share")
    again.wait_until(lambda: again.open_question != "", "the question")
    assert "Answer: No answer" in page(address_of(again))
    assert again.leave(CTRL_C, 130) == session


@pytest.mark.parametrize("arguments", [["share"], ["--share"], ["resume", "--share"]])
def test_without_the_extra_it_says_how_to_get_it(
    home: Path, store: SessionStore, arguments: list[str]
) -> None:
    """And that following in a terminal needs nothing."""
    program = (
        "import sys, importlib.util as util; found = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'uvicorn' else found(name, *more)\n"
        "from ikewizard.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment(home, {}),
        input="",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "pip install 'ikewizard[share]'" in done.stderr
    assert "ikewizard follow" in done.stderr
    assert listed(store)[0].id == "abcdef"


@pytest.mark.usefixtures("store")
def test_what_cannot_be_shared_is_told(home: Path) -> None:
    """A wrong id, a wrong place: a sentence, and no server."""
    for arguments, told in (
        (("nosuch",), "there is no session"),
        (("abcdef", "--bind", "192.0.2.1"), "reached from other machines"),
        (("abcdef", "--expires", "never"), "not a time"),
    ):
        done = run(home, "share", *arguments)
        assert done.returncode == 2
        assert told in done.stderr
