"""The routes of the shared page: who has the address reads, nobody writes, and others see nothing."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("starlette")

from ikewizard.core.events import Answered, Event, EvidenceGiven
from ikewizard.report.document import Document, Paragraph, Quote
from ikewizard.report.masking import Masker
from ikewizard.report.redaction import SecretSpec
from ikewizard.web import app as web_app
from ikewizard.web.app import Site, make_app
from ikewizard.web.gate import Gate
from ikewizard.web.hub import Hub
from ikewizard.web.page import Page
from ikewizard.web.teller import Teller
from tests.report.conftest import specs  # noqa: F401 -- a fixture
from tests.report.stories import EVIL, PLAYBOOK, START, STORIES
from tests.web.asking import Answer, ask, scope_of

TOKEN = "k" * 43


def ladders(pieces: Sequence[EvidenceGiven]) -> Document:
    """Return a drawing where there is evidence."""
    return Document((Paragraph(EVIL), Quote("<pre> |-->| secret: hunter22 </pre>")) if pieces else ())


class Shared:
    """A session that is shared, its site, and a client that asks for it."""

    def __init__(self, secrets: Sequence[SecretSpec] = ()) -> None:
        self.now = 100.0
        self.teller = Teller(PLAYBOOK, Masker("public", secrets), ladders)
        self.hub = Hub()
        self.page = Page(self.hub, "abcdef", TOKEN, "public", self.teller.picture())
        gate = Gate(TOKEN, 1000.0, frozenset({"127.0.0.1"}))
        self.site = Site(self.hub, gate, self.page.html, self.page.policy, lambda: self.now)
        self.app = make_app(self.site)

    def tell(self, *events: Event) -> None:
        """Let something happen."""
        for message in self.teller.tell(events):
            self.hub.publish(message)
        self.page.picture = self.teller.picture()

    def get(self, path: str, **headers: str) -> Answer:
        """Return the answer to a plain request."""
        return ask(self.app, path, headers={name.replace("_", "-"): text for name, text in headers.items()})

    def stream(self, after: str = "") -> list[tuple[str, dict[str, Any]]]:
        """Return the messages (id and data) that somebody gets who asks now, when nothing comes any more."""
        self.hub.close("stopped")
        text = self.get(f"/{TOKEN}/events", **({"last_event_id": after} if after else {})).text
        found = re.findall(r"^id: (\S+)\ndata: (.*)\n$", text, re.MULTILINE)
        return [(number, json.loads(data)) for number, data in found]


@pytest.fixture
def shared(specs: tuple[SecretSpec, ...]) -> Shared:  # noqa: F811 -- the fixture
    """Give a session that has just begun."""
    found = Shared(specs)
    found.tell(START)
    return found


def test_who_has_the_address_sees_the_page(shared: Shared) -> None:
    """The page is whole without anything else being fetched."""
    got = shared.get(f"/{TOKEN}")
    assert (got.status, got.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "What does the responder&#x27;s log complain of?" in got.text
    assert not re.search(r"""(?:src|href|action|srcset)\s*=|@import|url\(""", got.text)
    assert ask(shared.app, f"/{TOKEN}", method="HEAD").status == 200


@pytest.mark.parametrize(
    "path",
    ["", "x", TOKEN[:-1], TOKEN[:-1] + "K", TOKEN.upper(), TOKEN + "k", "%FF%FE", f"{TOKEN}/", f"{TOKEN}/x"]
    + [f"x/{end}" for end in ("still", "events")]
    + [f"{TOKEN}/events/", f"..%2f{TOKEN}", "favicon.ico"],
)
def test_any_other_address_is_not_found_without_a_hint(shared: Shared, path: str) -> None:
    """Whatever is wrong with it, the answer is the same to the letter."""
    got = shared.get(f"/{path}")
    assert (got.status, got.text) == (404, "Not Found")
    nothing = shared.get("/nothing")
    assert {**got.headers} == {**nothing.headers}


def test_an_expired_address_is_like_any_other(shared: Shared) -> None:
    """When the time is over, the page, its stream and its other form are not found."""
    for end in ("", "/still"):
        assert shared.get(f"/{TOKEN}{end}").status == 200
    shared.now = 1000.0
    for end in ("", "/still", "/events"):
        assert shared.get(f"/{TOKEN}{end}").text == "Not Found"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", [f"/{TOKEN}", f"/{TOKEN}/events", "/x"])
def test_nothing_can_be_sent(shared: Shared, method: str, path: str) -> None:
    """No route takes anything in, whether the address is right or not."""
    got = ask(shared.app, path, method=method)
    assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")
    assert got.text == "Method Not Allowed"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:1", 200),
        ("evil.example", 404),
        ("127.0.0.1.evil.example", 404),
        ("[::1]", 404),
        ("", 404),
    ],
)
def test_the_page_is_only_there_under_its_own_name(shared: Shared, host: str, status: int) -> None:
    """A name of somebody else's that leads here is not followed (DNS rebinding)."""
    assert shared.get(f"/{TOKEN}", host=host).status == status


@pytest.mark.parametrize("path", [f"/{TOKEN}", f"/{TOKEN}/still", "/x"])
def test_what_goes_out_is_not_kept_or_framed_or_passed_on(shared: Shared, path: str) -> None:
    """Every answer carries the headers that keep it where it is."""
    headers = shared.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "access-control-allow-origin" not in headers
    assert "set-cookie" not in headers


def test_the_policy_allows_the_page_s_own_script_and_style_alone(shared: Shared) -> None:
    """By what they say, so that not a sign can be added to them."""
    text = shared.get(f"/{TOKEN}").text
    assert (text.count("<script>"), text.count("<style>"), text.count("style=")) == (1, 1, 0)
    assert re.search(r"\son\w+=", text) is None
    policy = shared.page.policy
    assert len(re.findall(r"'sha256-[\w+/]{43}='", policy)) == 2


def test_without_scripts_it_reloads(shared: Shared) -> None:
    """The page sends who has no scripts on to one that is loaded again and again; it counts as watching."""
    assert (
        f'<noscript><meta http-equiv="refresh" content="0; url=/{TOKEN}/still">'
        in shared.get(f"/{TOKEN}").text
    )
    assert shared.site.watchers == 0
    still = shared.get(f"/{TOKEN}/still").text
    assert ("<script" in still, '<meta http-equiv="refresh" content="5">' in still) == (False, True)
    assert shared.site.watchers == 1
    shared.now += web_app.STILL_FOR + 1
    assert shared.site.watchers == 0
    shared.hub.close("expired")
    assert "refresh" not in shared.get(f"/{TOKEN}/still").text


def test_who_comes_late_gets_everything(shared: Shared) -> None:
    """The page holds the whole story; the stream begins with its first event."""
    shared.tell(*STORIES["solved-after-a-contradiction"][1:])
    page = shared.get(f"/{TOKEN}").text
    assert page.count("<li><time>") == 10
    assert 'data-last="1.10"' in page
    numbers = [number for number, _ in shared.stream()]
    assert numbers == [f"1.{number}" for number in range(1, 11)]


@pytest.mark.parametrize(("after", "first"), [("1.3", 4), ("1.9", 10), ("x", 1), ("1.-1", 1), ("9" * 40, 1)])
def test_who_comes_again_reads_on(shared: Shared, after: str, first: int) -> None:
    """From the event after the last that he has; what is no id means from the beginning."""
    shared.tell(*STORIES["solved-after-a-contradiction"][1:])
    assert [number for number, _ in shared.stream(after)] == [f"1.{n}" for n in range(first, 11)]


def test_what_is_sent_bit_by_bit_is_what_the_page_holds(shared: Shared) -> None:
    """Who saw every event sees the same as who loads the page now."""
    shared.tell(*STORIES["solved-after-a-contradiction"][1:])
    page = shared.get(f"/{TOKEN}").text
    messages = [data for _, data in shared.stream()]
    assert "".join(message["entry"] for message in messages) in page
    latest: dict[str, str] = {}
    for message in messages:
        latest.update(message["sections"])
    assert set(latest) == {"now", "found", "proof", "way", "way-words", "ladder"}
    for text in latest.values():
        assert text in page


def test_hostile_text_stays_text(shared: Shared) -> None:
    """A log with HTML, scripts and escapes in it breaks out of neither page nor stream."""
    shared.tell(STORIES["hostile-log"][1])
    page = shared.get(f"/{TOKEN}").text
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "\x1b" not in page
    (_, _), (_, message) = shared.stream()
    assert "\\u001b" not in json.dumps(message)
    # The rest is text, and put into the page as text.
    assert {*message} == {"entry", "sections", "marks", "off", "title", "news"}
    assert "<img" not in json.dumps([message["entry"], message["sections"]])


def test_secrets_never_leave(shared: Shared) -> None:
    """What is blotted out everywhere is blotted out here as well, in the drawing, too."""
    shared.tell(STORIES["hostile-log"][1], Answered("2026-03-01T23:59:30Z", "says", "psk = hunter22"))
    page = shared.get(f"/{TOKEN}").text
    assert "hunter22" not in page
    assert "hunter22" not in json.dumps(shared.stream())


def test_a_story_told_anew_begins_with_its_first_event(shared: Shared) -> None:
    """Who had the old one is told so, whatever its last event was."""
    shared.tell(*STORIES["escalated-without-a-log"][1:])
    shared.teller.begin_anew()
    shared.hub.begin_anew()
    shared.tell(START)
    shared.hub.close("stopped")
    text = shared.get(f"/{TOKEN}/events", last_event_id="1.3").text
    assert text.index("event: anew") < text.index("id: 2.1")


def test_only_so_many_may_follow(shared: Shared) -> None:
    """One more than can be served is told to come later."""
    shared.hub.watchers = web_app.MOST_WATCHERS
    got = shared.get(f"/{TOKEN}/events")
    assert (got.status, got.headers["retry-after"]) == (503, "30")


class Asked:
    """A request for the stream, straight to the application, read at a pace of its own."""

    def __init__(self, shared: Shared, *, slow: bool = False) -> None:
        self.sent: list[bytes] = []
        self.started = asyncio.Event()
        self.leave = asyncio.Event()
        self._slow = slow
        self.task = asyncio.ensure_future(shared.app(scope_of(f"/{TOKEN}/events"), self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.leave.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.started.set()
        if message["type"] == "http.response.body" and self._slow:
            await asyncio.sleep(3600)
        self.sent.append(message.get("body", b""))

    @property
    def text(self) -> str:
        """What has arrived so far."""
        return b"".join(self.sent).decode()


async def until(holds: Any) -> None:
    """Wait until something holds, for a while."""
    for _ in range(300):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to hold")


def test_followers_are_counted_and_told_what_comes(shared: Shared) -> None:
    """As it happens: an event, a pause, the end; and who leaves is not counted any more."""

    async def follow() -> None:
        first, second = Asked(shared), Asked(shared)
        await until(lambda: shared.site.watchers == 2)
        shared.tell(Answered("2026-03-01T23:59:00Z", "says", "phase2"))
        await until(lambda: "id: 1.2" in first.text and "id: 1.2" in second.text)
        shared.hub.pause(True)
        await until(lambda: '{"state":"paused"}' in first.text)
        first.leave.set()
        await until(lambda: shared.site.watchers == 1)
        shared.hub.pause(False)
        shared.hub.close("expired")
        await until(second.task.done)
        assert '{"state":"expired"}' in second.text
        assert shared.site.watchers == 0

    asyncio.run(follow())


def test_silence_is_filled(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that says nothing tells everybody on the way that the stream is alive."""
    monkeypatch.setattr("ikewizard.web.hub.HEARTBEAT", 0.02)

    async def follow() -> None:
        asked = Asked(shared)
        await until(lambda: asked.text.count(": still here\n\n") > 2)
        asked.leave.set()
        await asked.task

    asyncio.run(follow())


def test_who_takes_nothing_is_let_go_and_costs_nobody_anything(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A follower that stands still holds up no other, and is dropped after a while."""
    monkeypatch.setattr(web_app, "SLOWEST", 0.2)

    async def follow() -> None:
        stuck, quick = Asked(shared, slow=True), Asked(shared)
        await until(lambda: shared.site.watchers == 2)
        shared.tell(Answered("2026-03-01T23:59:00Z", "says", "phase2"))
        await until(lambda: "id: 1.2" in quick.text)
        await until(stuck.task.done)
        assert shared.site.watchers == 1
        quick.leave.set()
        await quick.task

    asyncio.run(follow())
