"""Followers at their own pace: they are counted, told what comes, and cost nobody else anything."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

pytest.importorskip("starlette")

from ikewizard.core.events import Answered
from ikewizard.web import app as web_app
from tests.web.asking import scope_of
from tests.web.sharing import TOKEN, Shared


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
