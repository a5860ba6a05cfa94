"""A session on a terminal, followed in a real browser: what is answered here is read there, and no more."""

from __future__ import annotations

import os
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ikewizard.sessions.choosing import listed
from ikewizard.sessions.store import SessionStore
from tests.console.nursery import Nursery
from tests.e2e.conftest import Start
from tests.e2e.wizard import COMMAND, FIRST, ROOT, Wizard

needed = os.environ.get("IKEWIZARD_NEEDS_BROWSER") == "1"
if not needed:
    pytest.importorskip("selenium")

from tests.web.browser import DESKTOP, PHONE, Browser, chromium  # noqa: E402 -- only where there is a driver

pytestmark = pytest.mark.skipif(
    chromium() is None and not needed, reason="chromium and its driver are needed"
)
HOSTILE = (
    'id=firewall fw=192.0.2.1 msg="IKE Responder: ESP Perfect Forward Secrecy mismatch" '
    'note="<script>taken()</script><img src=x onerror=taken()>"\n'
)
ANSWERS = [
    (FIRST, "No answer"),
    ("What make is the initiator", "SonicWall"),
    ("What make is the responder", "strongSwan"),
    ("show that it started a negotiation?", "Yes, it started"),
]
FIELDS = "input, textarea, select, button, form, [contenteditable], a, iframe, object, embed"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Give one browser for all tests: it takes longer to start than they do."""
    found = chromium()
    assert found, "chromium and chromium-driver are not installed"
    browser = Browser(*found, tmp_path_factory.mktemp("browser"))
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def one_window(browser: Browser) -> Iterator[None]:
    """Leave one window open, with scripts, after each test."""
    yield
    browser.scripts(True)
    browser.close_others()
    browser.open("about:blank")
    browser.complaints()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, warm: Path, nursery: Nursery) -> Iterator[str]:
    """Give the address of a session, with a log that an attacker wrote into, for all who only look at it."""
    home = tmp_path_factory.mktemp("standing")
    log = home / "<b>east.log"
    log.write_text(HOSTILE, encoding="utf-8")
    env = {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(warm)}
    with closing(Wizard([*COMMAND, "--share", str(log)], home, env=env, nursery=nursery)) as wizard:
        yield shared(wizard)


def shared(wizard: Wizard) -> str:
    """Return the address that the wizard gave, once its first question stands."""
    wizard.wait_until(lambda: wizard.open_question != "", "the first question")
    return address_in(wizard)


def address_in(wizard: Wizard) -> str:
    """Return the address that stands on a screen."""
    found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{24}", wizard.history())
    assert found, wizard.history()
    return found[0]


def test_each_answer_appears_at_once_and_who_comes_late_sees_all(ready: Start, browser: Browser) -> None:
    """Within a second of the key; a second window, opened later, shows the very same."""
    wizard = ready("--share")
    address = shared(wizard)
    browser.open(address)
    assert FIRST in browser.text("#now")
    wizard.wait_until(lambda: "1 follows" in wizard.text(), "the number of those who follow")
    waits = []
    for number, (question, label) in enumerate(ANSWERS, start=2):
        began = time.monotonic()
        wizard.answer(question, label)
        browser.wait_for("#now b", f"Q{number}")
        waits.append(time.monotonic() - began)
    assert statistics.median(waits) < 1, waits
    said = browser.text("#story")
    assert [f"Q{number}" in said for number in range(1, 6)] == [True] * 4 + [False]
    assert "Q4" in browser.text("#news")
    assert browser.run("return document.title").startswith("Q5:")
    browser.open(address, new=True)
    assert browser.text("#story") == said
    assert browser.text("#way-words") != ""
    wizard.wait_until(lambda: "2 follow" in wizard.text(), "the number of those who follow")
    assert (browser.count(FIELDS), browser.count("svg.tree")) == (0, 1)
    assert browser.complaints() == []


def test_an_answer_that_is_taken_back_is_struck_out(ready: Start, browser: Browser) -> None:
    """Where it stands in the list, while one watches; a second window, opened later, shows the same."""
    wizard = ready("--share")
    address = shared(wizard)
    browser.open(address)
    wizard.answer(FIRST, "No answer")
    browser.wait_for("#now b", "Q2")
    assert browser.count("#story .gone") == 0
    wizard.go(("What make is the initiator", "Back to"), ("take back?", FIRST))
    browser.wait_for("#story .gone em", "taken back at ")
    assert FIRST in browser.text("#story .gone")
    line = "return getComputedStyle(document.querySelector('#story .gone > span')).textDecorationLine"
    assert browser.run(line) == "line-through"
    said = browser.text("#story")
    assert said.count("taken back at") == 1
    browser.open(address, new=True)
    assert browser.text("#story") == said
    assert browser.complaints() == []


def test_pause_holds_back_and_the_end_is_told(ready: Start, browser: Browser) -> None:
    """One key at the console: nothing new is shown until it goes on. The console's end is the page's."""
    wizard = ready("--share")
    browser.open(shared(wizard))
    wizard.send("!")
    browser.wait_for("#state", "Paused")
    wizard.answer(FIRST, "No answer")
    time.sleep(0.5)
    assert browser.text("#now b") == "Q1"
    wizard.send("!")
    browser.wait_for("#now b", "Q2")
    browser.wait_for("#state", "Live")
    wizard.expect("What make is the initiator")
    wizard.quit()
    browser.wait_for("#state", "shows nothing any more")
    assert browser.text("#now b") == "Q2"


def test_a_log_with_a_script_in_it_is_shown_as_text(standing: str, browser: Browser) -> None:
    """What an attacker had logged is read like any other line; the page runs its own script only."""
    browser.open(standing)
    browser.wait_for("#proof", "<script>taken()</script><img src=x onerror=taken()>")
    browser.open(browser.address())
    assert "<script>taken()</script>" in browser.text("#proof")
    assert browser.count("script") == 1
    assert browser.count("img, #proof b") == 0
    # One that ran, or was only kept from running, would be complained of.
    assert browser.complaints() == []


def test_a_wrong_or_expired_address_shows_nothing(
    start: Start, store: SessionStore, standing: str, browser: Browser
) -> None:
    """Not found, without a word about why, or what there would be."""
    assert listed(store)
    brief = start("share", "--expires", "2s")
    brief.wait_for("nobody follows")
    browser.open(address_in(brief))
    wrong = standing[:-1] + ("A" if standing[-1] != "A" else "B")
    for each in (wrong, f"{wrong}/events", standing.rsplit("/", 1)[0], f"{standing}/x", f"{standing}/"):
        browser.open(each, new=True)
        assert browser.text() == "Not Found"
    browser.close_others()
    browser.wait_for("#state", "expired")
    assert brief.wait_exit() == 0


def test_everybody_can_read_it(standing: str, browser: Browser) -> None:
    """On a phone and on a desktop, light and dark: axe-core finds nothing in the way, nothing is cut off."""
    browser.open(standing)
    browser.wait_for("#proof", "Perfect Forward Secrecy")
    for name, (width, height) in (("phone", PHONE), ("desktop", DESKTOP)):
        for scheme in ("light", "dark"):
            browser.size(width, height)
            browser.colours(scheme)
            browser.picture(f"{name}-{scheme}")
            # The whole tree in words is long, and looked at once in each scheme.
            browser.run("document.querySelector('details').open = arguments[0]", name == "desktop")
            assert browser.obstacles() == []
            assert browser.run("return document.documentElement.scrollWidth") <= width


def test_without_scripts_it_is_a_page_that_reloads(ready: Start, browser: Browser) -> None:
    """The browser is sent on to a page that is loaded again by itself, and shows what the other shows."""
    wizard = ready("--share")
    browser.scripts(False)
    browser.open(shared(wizard))
    browser.wait(lambda: browser.address().endswith("/still"), "the page without a script")
    wizard.wait_until(lambda: "1 follows" in wizard.text(), "the number of those who follow")
    wizard.answer(FIRST, "No answer")
    browser.wait(lambda: "<h2><b>Q2</b>" in browser.source(), "the next question")
